"""Which modules may come to be shut for good, and by what.

A trigger with the response `close` shuts its modules, or all if it names none; an end that names
modules shuts those. What is shut stays shut, so the sets that can be reached form a lattice: from
the empty set, each such clause leads to the union with its own modules.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.case.package import End, Package, Trigger
from detente.case.rules import AUTOMATIC
from detente.errors import InputError, Place, Problem
from detente.incentives.model import Bools, Ints

Shut = frozenset[str]
MOST_SETS = 64
NO_TRIGGER = Trigger(
    name="none", article="0", against="nobody", covers=("none",), rule=AUTOMATIC.name
)


@dataclass(frozen=True, slots=True)
class Standing:
    """The package with some modules shut for good, and where it leads from there.

    T triggers, one that does nothing where there are none; E ends; places are those of `closings`.
    """

    gone: Shut
    to_trigger: Ints  # (T,) where a close leads; -1 for a pause, a snap, or nothing left to shut
    to_end: Ints  # (E,) where an end leads that shuts only modules; -1 for all others
    spent: Bools  # (T,) a close that finds nothing left to shut
    strikes: Bools  # (E,) the end still does something


def closings(package: Package, name: str) -> tuple[Shut, ...]:
    """Every set of modules that may be shut for good: the empty one first, fewest modules first.

    Raises InputError where there are more than `MOST_SETS`; `name` is that of the package.
    """
    found: list[Shut] = [frozenset()]
    steps = [step for step in _steps(package) if step]
    for known in found:  # grows while it is walked
        found += dict.fromkeys(known | step for step in steps if known | step not in found)
        if len(found) > MOST_SETS:
            raise InputError([_too_many(steps, name)])
    order = [module.name for module in package.modules]
    return tuple(sorted(found, key=lambda shut: (len(shut), sorted(map(order.index, shut)))))


def shuts(clause: Trigger | End, package: Package) -> Shut:
    """The modules that a trigger or an end shuts for good; none if it does something else."""
    if isinstance(clause, End):
        return frozenset(clause.modules)
    if not clause.does.shuts:
        return frozenset()
    return frozenset(clause.modules or (module.name for module in package.modules))


def standings(package: Package, name: str) -> tuple[Standing, ...]:
    """For every set that may be shut, in the order of `closings`, where each clause leads."""
    sets = closings(package, name)
    place = {shut: index for index, shut in enumerate(sets)}
    return tuple(_standing(package, now, place) for now in sets)


def _standing(package: Package, now: Shut, place: Mapping[Shut, int]) -> Standing:
    triggers = package.triggers or (NO_TRIGGER,)

    def to(clauses: Sequence[Trigger | End]) -> Ints:
        steps = [shuts(clause, package) for clause in clauses]
        places = [place[now | step] if step - now else -1 for step in steps]
        return np.array(places, dtype=np.int64)

    spent = [t.does.shuts and shuts(t, package) <= now for t in triggers]
    strikes = [not end.modules or bool(shuts(end, package) - now) for end in package.ends]
    return Standing(
        gone=now,
        to_trigger=to(triggers),
        to_end=to(package.ends),
        spent=np.array(spent, dtype=np.bool_),
        strikes=np.array(strikes, dtype=np.bool_),
    )


def _steps(package: Package) -> Iterator[Shut]:
    yield from (shuts(trigger, package) for trigger in package.triggers)
    yield from (shuts(end, package) for end in package.ends)


def _too_many(steps: Sequence[Shut], name: str) -> Problem:
    return Problem(
        Place(f"packages/{name}.yaml"),
        f"its triggers and ends shut modules in more than {MOST_SETS} combinations",
        f"{len(set(steps))} different sets are shut: let triggers and ends name the same modules, "
        "or join modules that always shut together",
    )
