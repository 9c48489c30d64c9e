"""Walks the machine: which states can be reached, and by the shortest story."""

from collections import deque
from collections.abc import Callable, Iterator

from detente.case.package import Trigger
from detente.machine.model import DAYS_A_MONTH, Machine, Move, Span, State

Story = tuple[Move, ...]
OVER = ("snapped", "lapsed")
MOST_STATES = 1_000_000


def standing(machine: Machine, state: State) -> Iterator[Span]:
    """Phases in force in a state: a phase whose milestone was withheld never began."""
    if state.mode in OVER:
        return
    for module in dict.fromkeys(span.module for span in machine.spans):
        begun = [
            span
            for span in machine.spans
            if span.module == module
            and span.start <= state.month
            and not state.withheld.intersection(span.waits)
        ]
        if begun and begun[-1].start < begun[-1].end:
            yield begun[-1]


def moves(machine: Machine, state: State) -> Iterator[tuple[Move, State]]:
    """Every move open in a state, whoever makes it, and the state it leads to."""
    if state.mode in OVER or state.month >= machine.horizon:
        return
    month = state.month
    if state.mode == "notice":
        snapped = State(month, "snapped", state.who, state.withheld)
        yield Move(month, "clock", "clock", f"notice against {state.who} runs out"), snapped
        return
    onward = State(month + 1, state.mode, state.who, state.withheld)
    yield Move(month, "all", "comply"), onward
    yield from _withholdings(machine, state)
    if state.mode == "believed":
        yield from _breaches(machine, state)
    for end in machine.package.ends:
        lapsed = State(month, "lapsed", end.party, state.withheld)
        yield Move(month, end.party, "end", end.name), lapsed


def _withholdings(machine: Machine, state: State) -> Iterator[tuple[Move, State]]:
    for milestone in machine.package.milestones:
        due = machine.milestones[milestone.name]
        if due == state.month and milestone.name not in state.withheld:
            withheld = state.withheld | {milestone.name}
            move = Move(state.month, milestone.party, "withhold", milestone.name, milestone.article)
            yield move, State(state.month, state.mode, state.who, withheld)


def _breaches(machine: Machine, state: State) -> Iterator[tuple[Move, State]]:
    for exposure in machine.exposures:
        month, withheld = state.month, state.withheld
        move = Move(month, exposure.party, "breach", exposure.breach)
        if exposure.trigger is None:
            yield move, State(month + 1, "believed", "", withheld)
            continue
        trigger = machine.package.triggers[exposure.trigger]
        what = f"{exposure.breach}, {answer(trigger)}"
        pulled = Move(month, exposure.party, "breach", what, trigger.article)
        if trigger.response == "snap":
            yield pulled, State(month, "notice", exposure.party, withheld)
        if trigger.rule != "automatic":
            away = Move(month, exposure.party, "look-away", exposure.breach, trigger.article)
            yield away, State(month + 1, "disbelieved", exposure.party, withheld)


def answer(trigger: Trigger) -> str:
    """What a trigger does once pulled, in a few words."""
    if trigger.response == "pause":
        return f'trigger "{trigger.name}" pauses {", ".join(trigger.modules) or "all modules"}'
    return f'trigger "{trigger.name}" snaps back after {trigger.notice_days:g} days'


def notice_months(trigger: Trigger) -> float:
    """Length of the notice period in months."""
    return trigger.notice_days / DAYS_A_MONTH


def shortest(machine: Machine, found: Callable[[State], bool]) -> tuple[Story, State] | None:
    """The shortest story to a state with some property, or None if no story leads there.

    Breadth first over all free moves; raises OverflowError past `MOST_STATES` states.
    """
    start = State(0)
    stories: dict[State, tuple[State, Move] | None] = {start: None}
    queue = deque([start])
    while queue:
        state = queue.popleft()
        if found(state):
            return _told(stories, state), state
        for move, after in moves(machine, state):
            if after not in stories:
                stories[after] = (state, move)
                queue.append(after)
        if len(stories) > MOST_STATES:
            raise OverflowError(f"{len(stories):,} states explored without an end")
    return None


def _told(stories: dict[State, tuple[State, Move] | None], state: State) -> Story:
    told: list[Move] = []
    while (step := stories[state]) is not None:
        state, move = step
        told.append(move)
    return tuple(reversed(told))
