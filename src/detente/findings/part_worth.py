"""Which clause is worth most, and to whom: a package with each of its parts taken out.

The same draws are played with and without a part, so that a difference is the part's and not
chance's. A part's worth is what is lost without it: survival in points, least slack at the mode and
value at signature in EUR bn. A part that only stands in the way has a negative worth.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.case import Case, Sampler
from detente.durability import lifetime
from detente.findings.model import Interval
from detente.findings.package_result import interval
from detente.incentives import Hold, hold
from detente.incentives.model import Floats
from detente.machine import Machine
from detente.machine.part import GROUPS, parts, without

MARKS = (12, 60)


@dataclass(frozen=True, slots=True)
class PartWorth:
    """What a part is worth: the package with it less the package without it."""

    part: str
    alive: tuple[float, float]  # survival at 12 and 60 months
    intact: tuple[float, float]  # the same, and everybody complies
    slack: Mapping[str, float]  # least slack at the mode, by obliged party
    value: Mapping[str, Interval]  # at signature, by party
    holds_without: bool


@dataclass(frozen=True, slots=True)
class Worths:
    """A package, what each of its parts is worth to it, and the dearest in words."""

    alive: tuple[float, float]  # of the whole package
    intact: tuple[float, float]
    slack: Mapping[str, float]
    parts: tuple[PartWorth, ...]  # the dearest for being kept first
    words: str


@dataclass(frozen=True, slots=True)
class _Trial:
    held: Hold
    alive: Floats  # (2,) means over the draws at the marks
    intact: Floats
    slack: Mapping[str, float]


def part_worths(case: Case, machine: Machine, sampler: Sampler) -> Worths:
    """What every module, trigger and guarantee of a package is worth, by itself and by kind."""
    whole = _trial(case, machine, sampler)
    found = [
        _worth(part, whole, _trial(case, without(case, machine, part), sampler))
        for part in parts(machine)
    ]
    found.sort(key=lambda worth: worth.intact, reverse=True)
    return Worths(
        alive=_pair(whole.alive),
        intact=_pair(whole.intact),
        slack=whole.slack,
        parts=tuple(found),
        words=dearest(found, whole.intact),
    )


def _trial(case: Case, machine: Machine, sampler: Sampler) -> _Trial:
    held = hold(machine, case.world, sampler, warned=False)
    life = lifetime(held)
    marks = [min(mark, machine.horizon) for mark in MARKS]
    least = held.slack[0].min(axis=0, initial=np.inf)
    names = [held.game.parties[i] for i in held.obliged]
    alive, intact = life.mean(life.alive), life.mean(life.intact)
    slack = {name: float(s) for name, s in zip(names, least, strict=True)}
    return _Trial(held, alive[marks], intact[marks], slack)


def _worth(part: str, whole: _Trial, rest: _Trial) -> PartWorth:
    value = whole.held.value - rest.held.value
    return PartWorth(
        part=part,
        alive=_pair(whole.alive - rest.alive),
        intact=_pair(whole.intact - rest.intact),
        slack={name: s - rest.slack[name] for name, s in whole.slack.items()},
        value={name: interval(value[:, i]) for i, name in enumerate(whole.held.game.parties)},
        holds_without=bool(rest.held.holds[0]),
    )


def _pair(values: Floats) -> tuple[float, float]:
    return float(values[0]), float(values[1])


def dearest(found: Sequence[PartWorth], intact: Floats) -> str:
    """Which clause is worth most for being kept, which in money, and to whom."""
    single = [worth for worth in found if worth.part not in GROUPS]
    if not single:
        return "The package has no part that could be taken out."
    return " ".join([_dearest_kept(single, intact), *_dearest_money(single)])


def _dearest_kept(single: Sequence[PartWorth], intact: Floats) -> str:
    best = max(single, key=lambda worth: worth.intact)
    if max(best.intact) < 0.005:
        return "No single clause decides whether all comply."
    without_it = [max(0.0, whole - less) for whole, less in zip(intact, best.intact, strict=True)]
    return (
        f"Most hangs on {_named(best.part)}: with it the package is in force and kept by all after "
        f"12 months with {intact[0]:.0%} and after 60 with {intact[1]:.0%}, without it with "
        f"{without_it[0]:.0%} and {without_it[1]:.0%}."
    )


def _dearest_money(single: Sequence[PartWorth]) -> Iterator[str]:
    def gain(pair: tuple[PartWorth, str]) -> float:
        return pair[0].value[pair[1]].mean or 0.0

    pairs = [(worth, name) for worth in single for name in worth.value]
    best, name = max(pairs, key=gain)
    if gain((best, name)) >= 0.005:
        found = best.value[name]
        yield (
            f"In money {_named(best.part)} is worth most, and most to {name}: "
            f"{found.mean:.1f} EUR bn ({found.low:.1f} to {found.high:.1f})."
        )


def _named(part: str) -> str:
    kind, _, name = part.partition(":")
    return f'{kind} "{name}"'
