"""What a package has in common with relief that was tried before.

Each package is a row of yes and no: which kinds of clause it has, and three levers together:
guarantees of security, access to resources, and a target that can veto the Security Council. The
distance of two packages is the share of these in which they differ. The table of the past is made
from the shipped episodes and cases by `tests/durability/precedents.py`, and a test holds it equal.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from detente.case.world import World
from detente.law import Law
from detente.machine import Machine

TABLE = "precedents.csv"
LEVERS = ("guarantees", "resource-access", "great-power")
_COUNCIL = "unsc"
_SAME_DEAL = 365  # days within which two packages for one target tell the same deal

Features = Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Precedent:
    """A package of the past, and how far it is from the one at hand."""

    episode: str
    package: str
    distance: float  # share of the features that differ
    shared: tuple[str, ...]  # features that both have


@dataclass(frozen=True, slots=True)
class Precedents:
    """The nearest packages of the past, and whether any pulled the same levers together."""

    features: Features
    n: int  # packages of the past
    nearest: float
    closest: tuple[Precedent, ...]  # the nearest five
    with_all_levers: int  # packages of the past with every lever that this one has
    levers: tuple[str, ...]


def precedents(machine: Machine, world: World, law: Law) -> Precedents:
    """Where a package stands among those of the past; tellings of the same deal are left out."""
    mine = features(machine, world, law)
    past = [
        row
        for row in table()
        if row.target != world.target or abs((row.signed - machine.signed).days) > _SAME_DEAL
    ]
    ranked = sorted((_precedent(mine, row) for row in past), key=lambda p: (p.distance, p.episode))
    levers = tuple(lever for lever in LEVERS if mine[lever])
    return Precedents(
        features=mine,
        n=len(past),
        nearest=ranked[0].distance if ranked else 1.0,
        closest=tuple(ranked[:5]),
        with_all_levers=sum(all(row.features[lever] for lever in levers) for row in past),
        levers=levers,
    )


def features(machine: Machine, world: World, law: Law) -> Features:
    """The kinds of clause that a package has, in a fixed order."""
    package = machine.package
    opened = [world.measures[valve.measure] for valve in machine.valves]
    relief = [measure for measure in opened if measure.kind == "sanction"]
    certified = {name for mile in package.milestones for name in mile.verified_by}
    ends = package.ends
    return {
        "staged": any(len(module.phases) > 1 for module in package.modules),
        "several-modules": len(package.modules) > 1,
        "act-first": bool(machine.spans) and all(s.waits for s in machine.spans if s.open),
        "certified": bool(certified),
        "automatic-answer": any(not t.vote.called for t in package.triggers),
        "voted-answer": any(t.vote.called for t in package.triggers),
        "graded-answer": any(not t.does.ends for t in package.triggers),
        "terminated": any(module.form == "termination" for module in package.modules),
        "licensed": any(module.form == "licence" for module in package.modules),
        "escrow": any(module.escrow for module in package.modules),
        "renewed": any(end.every_months for end in ends),
        "several-senders": len({measure.issuer for measure in relief}) > 1,
        "support": any(measure.kind == "support" for measure in opened),
        "guarantees": bool(package.guarantees),
        "resource-access": any("resource-access" in measure.tags for measure in opened),
        "great-power": _vetoes(world.target, law, machine.signed),
    }


def _vetoes(target: str, law: Law, day: date) -> bool:
    council = law.body(_COUNCIL, day)
    return council is not None and target in council.vetoes


def _precedent(mine: Features, past: "Row") -> Precedent:
    differ = sum(mine[name] != past.features[name] for name in mine)
    shared = tuple(name for name in mine if mine[name] and past.features[name])
    return Precedent(past.episode, past.package, differ / len(mine), shared)


@dataclass(frozen=True, slots=True)
class Row:
    """One package of the past in the table."""

    episode: str
    package: str
    target: str
    signed: date
    features: Features


@cache
def table() -> tuple[Row, ...]:
    """The packages of the past, as shipped."""
    text = files("detente.durability").joinpath("data", TABLE).read_text(encoding="utf-8")
    return tuple(
        Row(
            row.pop("episode"),
            row.pop("package"),
            row.pop("target"),
            date.fromisoformat(row.pop("signed")),
            {name: cell == "yes" for name, cell in row.items()},
        )
        for row in csv.DictReader(text.splitlines())
    )
