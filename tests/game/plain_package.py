"""A game as data: who may do what, where, at what price. Nothing here is a rule of play.

Money is EUR bn, flows EUR bn a month, chances in [0, 1]. Numbers are fractions or floats alike.
Places are 0..N, the last of them steady; a gate at place m opens place m + 1; months count from
signature.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

Number: TypeAlias = float | Fraction
Flows: TypeAlias = Mapping[str, Number]  # by party; who is not named has nothing
Moment: TypeAlias = tuple[Literal["place", "month", "gate"], int | str]


@dataclass(frozen=True)
class Party:
    """Who plays, and what a month's delay leaves of a sum."""

    name: str
    discount: Number


@dataclass(frozen=True)
class Module:
    """A part of the package whose flow a trigger can shut."""

    name: str
    flow: tuple[Flows, ...]  # by place


@dataclass(frozen=True)
class Gate:
    """An act that opens what comes after its place; several owners move in the order they stand."""

    name: str
    place: int
    costs: Flows  # of each owner, paid when certified
    certified: Number = 1  # chance a month, once all owners perform
    worth: Flows = field(default_factory=dict)  # to others, when certified
    lapses_after: int | None = None  # months withheld
    missed: Literal["lapse", "stay"] = "lapse"  # then: the package ends, or what hangs on it stays
    releases: tuple[str, ...] = ()  # breaches that are none in the month after it was withheld
    holds: tuple[str, ...] | None = (
        None  # modules and later gates that hang on it; None: everything
    )

    @property
    def owners(self) -> tuple[str, ...]:
        """In the order in which they move."""
        return tuple(self.costs)


@dataclass(frozen=True)
class Breach:
    """A temptation: what it brings its owner, does to others, and how likely it is seen."""

    name: str
    owner: str
    gain: tuple[Number, ...]  # one, or as it grows
    harm: Flows = field(default_factory=dict)
    seen: Number = 0
    trigger: str | None = None
    shape: Literal["repeat", "once", "grows", "plan"] = "repeat"
    grows_by: Literal["done", "calendar"] = "done"
    takes: int = 0  # months of a plan
    prize: Number = 0
    since: Moment | None = None
    until: Moment | None = None  # no longer from then on
    voids: Number = 0  # share of peace, in months it is done
    order: int = 0  # seen before those of a higher order; of one order, each as likely first


@dataclass(frozen=True)
class Trigger:
    """What follows when a breach is seen, after how long, and who may look away."""

    name: str
    against: str
    response: Literal["pause", "close", "snap", "release"]
    notice: int = 0
    rest: int = 0  # months of a pause or a release
    schedule: Literal["stops", "runs"] = "stops"
    modules: tuple[str, ...] = ()  # shut by a pause or a close
    share: Number = 1  # of them that a pause shuts
    releases: tuple[str, ...] = ()
    deciders: tuple[str, ...] = ()  # none: automatic
    rule: Literal["any", "majority", "unanimity"] = "any"
    false_alarm: Number = 0
    order: int = 0

    @property
    def needed(self) -> int:
        """How many deciders must want to act."""
        seats = len(self.deciders)
        return {"any": min(1, seats), "majority": seats // 2 + 1, "unanimity": seats}[self.rule]


@dataclass(frozen=True)
class Package:
    """A whole game. What ends lead to is given by place, or once for all places."""

    parties: tuple[Party, ...]
    base: tuple[Flows, ...]  # by place
    modules: tuple[Module, ...] = ()
    gates: tuple[Gate, ...] = ()
    breaches: tuple[Breach, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    ends: Number = 0  # chance a month
    dated: Mapping[int, Number] = field(default_factory=dict)  # chance of an end in that month
    lapsed: tuple[Flows, ...] = ({},)
    snapped: tuple[Flows, ...] = ({},)
    completed: Flows = field(default_factory=dict)  # beside the prize
    peace: Flows = field(default_factory=dict)
    belief: Literal["party", "trigger", "all"] = "party"
    recovery: Number = 0  # chance a month that a lost belief comes back

    def __post_init__(self) -> None:
        faults = [*_unknown(self), *_misplaced(self), *_odd_months(self)]
        if faults:
            raise ValueError("; ".join(faults))

    @property
    def last(self) -> int:
        """The steady place, N."""
        return len(self.base) - 1

    @property
    def names(self) -> tuple[str, ...]:
        """Of the parties, in order."""
        return tuple(party.name for party in self.parties)


def _unknown(package: Package) -> Iterable[str]:
    """Names that nothing bears, and names borne twice."""
    modules = {m.name for m in package.modules}
    gates, breaches = {g.name for g in package.gates}, {b.name for b in package.breaches}
    triggers, parties = {t.name for t in package.triggers}, set(package.names)
    named: list[tuple[str, Iterable[str], set[str]]] = []
    for g in package.gates:
        named += [(g.name, g.costs, parties), (g.name, g.worth, parties)]
        named += [(g.name, g.releases, breaches), (g.name, g.holds or (), modules | gates)]
    for b in package.breaches:
        covered = () if b.trigger is None else (b.trigger,)
        gated = [str(m[1]) for m in (b.since, b.until) if m is not None and m[0] == "gate"]
        named += [(b.name, (b.owner, *b.harm), parties), (b.name, covered, triggers)]
        named += [(b.name, gated, gates)]
    for t in package.triggers:
        named += [(t.name, (t.against, *t.deciders), parties), (t.name, t.modules, modules)]
        named += [(t.name, t.releases, breaches)]
    for owner, names, known in named:
        yield from (f"{owner}: no {name}" for name in names if name not in known)
    for kind in (package.modules, package.gates, package.breaches, package.triggers):
        borne = [item.name for item in kind]
        yield from (f"{name}: borne twice" for name in sorted(set(borne)) if borne.count(name) > 1)


def _misplaced(package: Package) -> Iterable[str]:
    """Gates that open nothing, or wait for themselves; flows without a place."""
    place = {g.name: g.place for g in package.gates}
    for gate in package.gates:
        if not 0 <= gate.place < package.last:
            yield f"{gate.name}: opens no place"
        for held in gate.holds or ():
            if held in place and place[held] <= gate.place:
                yield f"{gate.name}: {held} does not come after it"
    for module in package.modules:
        if len(module.flow) != len(package.base):
            yield f"{module.name}: a flow for each place"


def _odd_months(package: Package) -> Iterable[str]:
    """Plans and answers without months; a second plan, undefined beside the first."""
    plans = [b for b in package.breaches if b.shape == "plan"]
    yield from (f"{b.name}: a prize without months" for b in plans if b.takes < 1)
    if len(plans) > 1:
        yield f"{plans[1].name}: a second plan"
    for t in package.triggers:
        if t.response in {"pause", "release"} and t.rest < 1:
            yield f"{t.name}: a {t.response} without months"
