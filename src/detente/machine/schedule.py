"""Walks the calendar alone: what stands open in which month, whoever withholds which act.

No breach, notice or end opens a valve further. So whatever depends on openings and milestones only
is found here by as short a story as `explore.shortest` finds, among far fewer states: valves move
only in months in which a phase begins or a milestone is due.
"""

from collections.abc import Callable, Iterator
from itertools import combinations

from detente.machine.explore import MOST_STATES, Story
from detente.machine.model import Machine, Move, State


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
                yield State(month, withheld=frozenset(withheld))


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
