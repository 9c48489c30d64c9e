"""Walks the calendar alone: what stands open in which month, whoever withholds which act.

No breach, notice or end opens a valve further. So what depends on openings and milestones only, and
grows with the openings, is found here by as short a story as in the product, among far fewer
states: valves move only in months in which a phase begins or a milestone is due. Every state here
is one of the product; what the product has beside them is told in `product`: acts performed late,
pauses, modules shut. They can bring together what the calendar keeps apart only where a phase opens
less than the one before it.
"""

from collections.abc import Callable, Iterator
from itertools import combinations

from detente.machine.model import Machine, Move, Span, State, Story

MOST_STATES = 1_000_000


def standing(machine: Machine, state: State) -> Iterator[Span]:
    """Phases in force in a state: a phase whose milestone was withheld never began."""
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


def earliest(
    machine: Machine, found: Callable[[State], bool], most: int = MOST_STATES
) -> tuple[Story, State] | None:
    """The shortest story of complying and withholding to a state with some property, or None.

    Raises OverflowError past `most` states.
    """
    state = next(filter(found, calendar(machine, most)), None)
    return None if state is None else (story(machine, state), state)


def calendar(machine: Machine, most: int = MOST_STATES) -> Iterator[State]:
    """Every month in which a valve may move with every set of withheld acts, soonest first.

    Raises OverflowError past `most` states, and says how far it got.
    """
    due = {name: at for name, at in machine.milestones.items() if at <= machine.horizon}
    starts = {span.start for span in machine.spans if span.start <= machine.horizon}
    months = sorted({0, *due.values(), *starts})
    seen = 0
    for length in range(months[-1] + len(due) + 1):
        for month in (month for month in months if month <= length):
            past = [name for name, at in due.items() if at <= month]
            for withheld in combinations(past, length - month):
                seen += 1
                if seen > most:
                    steps = "steps (months that pass, acts left undone)"
                    whole = f"every story of up to {length - 1} {steps} was searched"
                    raise OverflowError(f"{whole}, {most:,} states in all, and no longer one")
                yield State(month, frozenset(withheld))


def story(machine: Machine, state: State) -> Story:
    """The moves that lead to a state of the calendar."""
    moves: list[Move] = []
    for month in range(state.month + 1):
        for milestone in machine.package.milestones:
            name = milestone.name
            if name in state.withheld and machine.milestones[name] == month:
                moves.append(Move(month, milestone.party, "withhold", name, milestone.article))
        if month < state.month:
            moves.append(Move(month, "all", "comply"))
    return tuple(moves)
