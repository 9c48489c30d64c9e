"""Two packages side by side, and what each clause that differs is worth to the first.

A clause is moved by itself: the first package is played again with the second one's version of
that clause, all else as it was, with the same draws. What a clause is worth so need not add up to
the whole difference; that is said, not hidden.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any

from detente.case import Package, Sampler
from detente.checks import check
from detente.durability import lifetime
from detente.findings.from_claims import Findings
from detente.findings.model import HoldResult
from detente.findings.package_result import hold_result
from detente.incentives import hold
from detente.machine import Machine, compile_package

_ONE = {
    "modules": "module",
    "milestones": "milestone",
    "obligations": "obligation of",
    "triggers": "trigger",
    "guarantees": "guarantee",
    "ends": "end",
    "terms": "term",
}
_DRAWS = 1000  # for one clause moved; the packages themselves use all that were asked for
_MARK = 24
NOTHING = "changes no number"


@dataclass(frozen=True, slots=True)
class Side:
    """One package in one column."""

    name: str
    title: str
    flaws: tuple[str, ...]
    target: str
    found: HoldResult


@dataclass(frozen=True, slots=True)
class Effects:
    """What changes in the first package when one clause is taken from the second."""

    slack: float  # change of the least slack at the mode, EUR bn
    holds: float  # change of the share of draws in which it holds
    alive: float  # change of survival at 24 months
    kept: float  # change of the chance that all still comply at 24 months
    relief: float  # change of relief to the target, EUR bn


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause that differs, how, and what the second's version would do in the first."""

    clause: str
    changes: tuple[str, ...]
    brought: tuple[str, ...]  # clauses of the second that had to come with it
    effects: Effects | None  # None where it cannot stand in the first by itself
    words: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two packages, and their differences clause by clause, the weightiest first."""

    first: Side
    second: Side
    clauses: tuple[Clause, ...]


def compare(findings: Findings, first: str, second: str) -> Comparison:
    """Both packages in numbers, and the effect of every clause in which they differ."""
    findings.tell(f"comparing {first} with {second}, clause by clause")
    clauses = sorted(_clauses(findings, first, second), key=_weight, reverse=True)
    return Comparison(_side(findings, first), _side(findings, second), tuple(clauses))


def _side(findings: Findings, name: str) -> Side:
    checks = check(findings.machines[name], findings.case, findings.law)
    found = hold_result(findings.case, findings.hold(name), findings.life(name))
    flaws = tuple(c.name for c in checks if c.verdict == "flaw")
    target = findings.case.world.target
    return Side(name, findings.machines[name].package.title, flaws, target, found)


def _weight(clause: Clause) -> tuple[float, float, float]:
    moved = clause.effects
    if moved is None:
        return (-1.0, 0.0, 0.0)
    return (abs(moved.kept) + abs(moved.holds), abs(moved.alive), abs(moved.slack))


def _clauses(findings: Findings, first: str, second: str) -> Iterator[Clause]:
    mine, other = (findings.machines[name].package for name in (first, second))
    few = Sampler(findings.case.estimates, min(findings.draws, _DRAWS), findings.seed)
    base = _measured(findings, findings.machines[first], few)
    for key, one in _ONE.items():
        here, there = _named(mine, key), _named(other, key)
        for name in dict.fromkeys([*here, *there]):
            changes = tuple(_changes(here.get(name), there.get(name), (first, second)))
            if not changes:
                continue
            moved, brought = _moved(mine, other, key, name)
            effects = None
            if moved is not None:
                machine = compile_package(findings.case, first, moved)
                effects = _less(_measured(findings, machine, few), base)
            words = _words(effects)
            yield Clause(f"{one} {name}", changes, tuple(brought), effects, words)


def _named(package: Package, key: str) -> Mapping[str, Any]:
    """Clauses of one kind by name; what has no name goes by its party, or by its article."""
    parts: dict[str, Any] = {}
    for part in getattr(package, key):
        name = part.article if key == "terms" else getattr(part, "name", None) or part.party
        again = sum(known.partition(" #")[0] == name for known in parts)
        parts[f"{name} #{again + 1}" if again else name] = part
    return parts


def _moved(mine: Package, other: Package, key: str, name: str) -> tuple[Package | None, list[str]]:
    """The first package with one clause as in the second, and what had to come with it."""
    here, there = _named(mine, key), _named(other, key)
    parts = {n: p for n, p in here.items() if n != name or n in there}
    parts |= {name: _at_home(mine, there[name])} if name in there else {}
    moved = mine.model_copy(update={key: tuple(parts.values())})
    brought: list[str] = []
    while missing := _missing(moved):
        wanted = min(missing)
        kind = "milestones" if wanted in _named(other, "milestones") else "modules"
        found = _named(other, kind).get(wanted.partition(".")[0])
        if found is None or found.name in brought:
            return None, brought
        kept = tuple(p for p in getattr(moved, kind) if p.name != found.name)
        moved = moved.model_copy(update={kind: (*kept, found)})
        brought.append(found.name)
    return (moved if moved.obligations and _ordered(moved) else None), brought


def _at_home(package: Package, clause: Any) -> Any:
    """A trigger or end that names modules of its own package, made to fit another."""
    if not getattr(clause, "modules", ()):
        return clause
    known = {module.name for module in package.modules}
    return clause.model_copy(update={"modules": tuple(n for n in clause.modules if n in known)})


def _waits(package: Package) -> dict[str, list[str]]:
    """All that every milestone and phase waits for."""
    waits: dict[str, list[str]] = {m.name: list(m.after) for m in package.milestones}
    for module in package.modules:
        before: list[str] = []
        for phase in module.phases:
            waits[f"{module.name}.{phase.name}"] = [*before, *phase.after]
            before = [f"{module.name}.{phase.name}"]
    return waits


def _missing(package: Package) -> set[str]:
    """Milestones, phases and modules that are named and not there."""
    waits = _waits(package)
    modules = {module.name for module in package.modules}
    named = {name for part in package.triggers for name in part.modules}
    named |= {name for part in package.ends for name in part.modules}
    acts = {m.escrow.released_by for m in package.modules if m.escrow}
    return acts.union(*waits.values()) - set(waits) | (named - modules)


def _ordered(package: Package) -> bool:
    try:
        TopologicalSorter(_waits(package)).prepare()
    except CycleError:
        return False
    return True


def _measured(findings: Findings, machine: Machine, sampler: Sampler) -> Effects:
    held = hold(machine, findings.case.world, sampler, warned=False)
    found = hold_result(findings.case, held, lifetime(held))
    month = min(_MARK, len(found.survival.mean) - 1)
    return Effects(
        slack=min((min(row) for row in found.slack.values()), default=0.0),
        holds=found.holds.probability.mean,
        alive=found.survival.mean[month],
        kept=found.survival.intact[month],
        relief=found.relief_pv,
    )


def _less(after: Effects, before: Effects) -> Effects:
    return Effects(
        after.slack - before.slack,
        after.holds - before.holds,
        after.alive - before.alive,
        after.kept - before.kept,
        after.relief - before.relief,
    )


def _words(moved: Effects | None) -> str:
    if moved is None:
        return "cannot stand in the first: what it waits for would wait for itself"
    told = [
        f"{words} {_signed(100 * change, 0)} point{'' if abs(round(100 * change)) == 1 else 's'}"
        for words, change in (
            ("holds in", moved.holds),
            (f"alive at {_MARK} months", moved.alive),
            (f"kept by all at {_MARK} months", moved.kept),
        )
        if round(100 * change)
    ]
    if abs(moved.slack) >= 0.005:
        told.append(f"least slack {_signed(moved.slack, 2)} EUR bn")
    if abs(moved.relief) >= 0.05:
        told.append(f"relief {_signed(moved.relief, 1)} EUR bn")
    return ", ".join(told) or NOTHING


def _signed(change: float, places: int) -> str:
    return f"{change:+.{places}f}".replace("-", "−")


def _changes(mine: Any, other: Any, names: tuple[str, str]) -> Iterator[str]:
    """How a clause reads in the first and in the second, field by field."""
    if mine is None:
        yield f"only in {names[1]}"
    elif other is None:
        yield f"only in {names[0]}"
    else:
        yield from _fields("", mine.model_dump(mode="json"), other.model_dump(mode="json"))


def _fields(path: str, mine: Any, other: Any) -> Iterator[str]:
    if mine == other:
        return
    if isinstance(mine, dict) and isinstance(other, dict) and not _is_number(mine, other):
        for key in dict.fromkeys([*mine, *other]):
            yield from _fields(f"{path}.{key}".lstrip("."), mine.get(key), other.get(key))
    elif isinstance(mine, list) and isinstance(other, list) and _have_names(mine, other):
        here, there = ({part["name"]: part for part in side} for side in (mine, other))
        for name in dict.fromkeys([*here, *there]):
            yield from _fields(f"{path} {name}", here.get(name), there.get(name))
    else:
        yield f"{path}: {_spelled(mine)} → {_spelled(other)}"


def _have_names(*sides: list[Any]) -> bool:
    return all(isinstance(part, dict) and "name" in part for side in sides for part in side)


def _is_number(*sides: Mapping[str, Any]) -> bool:
    return any("mode" in side and "low" in side for side in sides)


def _spelled(value: Any) -> str:
    if value is None or value in ([], {}, ""):
        return "none"
    if isinstance(value, dict) and "low" in value:
        if value.get("estimate"):
            times = value.get("times", 1)
            return f"{value['estimate']}{f' × {times:g}' if times != 1 else ''}"
        if value.get("value") is not None:
            return f"{value['value']:g}"
        return f"{value['mode']:g} ({value['low']:g} to {value['high']:g})"
    if isinstance(value, list):
        return ", ".join(_spelled(part) for part in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {_spelled(part)}" for key, part in value.items() if part)
    return f"{value:g}" if isinstance(value, float) else str(value)
