"""The law as dated rules: what a body may do to a measure, and by which vote.

A measure is eased (opened), re-imposed (shut) or renewed (kept from lapsing). Days are calendar
days; `since` and `until` are the first and the last day on which a rule holds.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, get_args

from detente.errors import Place

Act = Literal["ease", "reimpose", "renew"]
Vote = Literal["alone", "unanimity", "qualified", "reverse-veto", "congress-review"]
Reversible = Literal["yes", "until-cash-leaves", "no"]
Default = Literal["open", "shut"]
Evidence = Literal["checked", "unchecked"]
Verdict = Literal["yes", "no", "unknown"]
ACTS: tuple[Act, ...] = get_args(Act)


@dataclass(frozen=True, slots=True)
class YearDay:
    """A day that comes round every year, such as 31 January."""

    month: int
    day: int

    def next_from(self, day: date) -> date:
        """The first such day, `day` itself included."""
        this_year = date(day.year, self.month, self.day)
        return this_year if this_year >= day else date(day.year + 1, self.month, self.day)

    def __str__(self) -> str:
        return date(2024, self.month, self.day).strftime("%d %b").lstrip("0")


@dataclass(frozen=True, slots=True)
class Clock:
    """Days between the decision (or the notice) and its effect."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Season:
    """A part of the year in which the clock runs differently, both ends included."""

    first: YearDay
    last: YearDay
    clock: Clock

    def covers(self, day: date) -> bool:
        """Whether the day falls into the season, which may run over New Year."""
        first, last = (self.first.month, self.first.day), (self.last.month, self.last.day)
        here = (day.month, day.day)
        return first <= here <= last if first <= last else here >= first or here <= last


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a qualified majority needs: votes, a share of the population, no veto."""

    members: int
    population: float = 0.0
    blocking: int = 1  # with fewer against, the population no longer counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Who votes: a council, a government, a legislature."""

    id: str
    party: str
    name: str
    members: tuple[str, ...]
    populations: Mapping[str, float]  # in any one unit; empty where the vote ignores them
    groups: Mapping[str, tuple[str, ...]]
    vetoes: frozenset[str]
    qualified: Threshold | None
    government: str | None  # the member for whom the bare party name speaks; None: the whole body
    assent: tuple[str, ...]  # others who must agree, whose votes are not modelled
    independent: bool  # decides for itself, though it belongs to its party
    since: date
    until: date | None
    source: str
    evidence: Evidence
    note: str
    place: Place


def as_on(made: Sequence[Body], day: date | None) -> Body:
    """A body as it is made up on a day (by default: latest), out of all its make-ups."""
    fitting = [body for body in made if day is not None and body.since <= day]
    return (fitting or [made[-1]])[-1]


def _as_called(name: str) -> str:
    """A name as a package may write it: `EU Council`, `EU-Council` and `eu-council` are one."""
    return re.sub(r"[\s_-]+", "-", name.strip().casefold())


@dataclass(frozen=True, slots=True)
class Condition:
    """What has to be so before an act: who says so, how long it takes, which acts are proof."""

    what: str  # in words that go on from the name of `by`
    by: str
    days: int  # 0: no time of its own
    tag: str | None  # of the milestone by which a package meets it; None: nobody's act in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One power over one measure, for as long as it lasts."""

    id: str
    measure: str
    title: str
    target: str
    act: Act
    holder: str
    bodies: tuple[Body, ...]  # the deciding body; several where its membership changed
    vote: Vote
    initiators: frozenset[str]  # who may pull a reverse veto alone
    clock_days: Clock | None  # None: not known
    season: Season | None
    reversible: Reversible
    default: Default  # where the valve ends up if nobody acts
    since: date
    until: date | None
    renews: tuple[YearDay, ...]
    renew_every_days: Clock | None
    lapses: date | None  # the expiry printed on a licence, or the end of the first term
    review: str | None  # a second rule's measure that has to be passed as well
    conditions: tuple[Condition, ...]  # what has to be so before
    locks: tuple[str, ...]  # measures that have to be eased beside this one
    follows: str | None  # the measure whose re-imposition starts this clock
    legal: str
    source: str
    evidence: Evidence
    note: str
    place: Place

    def holds_on(self, day: date) -> bool:
        """Whether the rule is the law on that day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def body(self, day: date | None = None) -> Body:
        """The body that decides, as it is made up on that day (by default: latest)."""
        return as_on(self.bodies, day)

    def clock_on(self, day: date) -> Clock | None:
        """The clock if it starts on that day."""
        if self.season is not None and self.season.covers(day):
            return self.season.clock
        return self.clock_days

    def effective(self, day: date) -> tuple[date, date] | None:
        """First and last day on which an act begun on `day` takes effect; None: not known."""
        clock = self.clock_on(day)
        if clock is None:
            return None
        return day + timedelta(days=clock.low), day + timedelta(days=clock.high)

    def next_renewal(self, day: date) -> date | None:
        """The next day after which the measure or its relief lapses; None: no date is fixed.

        With yearly days beside it, a printed expiry is the end of the first term.
        """
        if self.lapses is not None and self.lapses >= day:
            return self.lapses
        return min((when.next_from(day) for when in self.renews), default=None)


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a party holds a power, by which rule, and why in one sentence."""

    verdict: Verdict
    rule: Rule | None
    why: str


@dataclass(frozen=True, slots=True)
class Law:
    """All rules, found by measure, act and day."""

    rules: Mapping[tuple[str, Act], tuple[Rule, ...]]  # in the order of their dates
    bodies: Mapping[str, tuple[Body, ...]] = field(default_factory=dict)  # likewise, by id

    def __iter__(self) -> Iterator[Rule]:
        return (rule for rules in self.rules.values() for rule in rules)

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of all measures, in the order of the files."""
        return tuple(dict.fromkeys(measure for measure, _ in self.rules))

    def on(self, measure: str, act: Act, day: date) -> Rule | None:
        """The rule for an act on that day; None if there is none (`holds_power` says why)."""
        return next((rule for rule in self.all(measure, act) if rule.holds_on(day)), None)

    def all(self, measure: str, act: Act) -> tuple[Rule, ...]:
        """Every rule for an act, in the order of their dates."""
        return self.rules.get((measure, act), ())

    def locks(self, rule: Rule, day: date) -> tuple[Rule, ...]:
        """Rules to ease what stands beside a measure on that day, each lock once."""
        found: dict[str, Rule | None] = {rule.measure: None}
        left = [*rule.locks]
        while left:
            name = left.pop(0)
            if name not in found:
                lock = found[name] = self.on(name, "ease", day)
                left += lock.locks if lock else ()
        return tuple(lock for lock in found.values() if lock)

    def body(self, name: str, day: date) -> Body | None:
        """A body by its id, or else by its name, on that day; None if none is so called."""
        called = _as_called(name)
        made = self.bodies.values()
        by_id = (one for one in made if _as_called(one[0].id) == called)
        by_name = (one for one in made if called in {_as_called(body.name) for body in one})
        found = next(by_id, None) or next(by_name, None)
        return as_on(found, day) if found else None

    def knows(self, voter: str) -> bool:
        """Whether a party, a member of it (`EU:HU`), or a state in the Security Council votes."""
        organs = self.organs()
        parties = {organ.partition(":")[0] for organ in organs}
        return voter in parties or voter in organs or f"UN:{voter}" in organs

    def organs(self) -> frozenset[str]:
        """Every member or group that some body knows, written `EU:HU` or `US:Congress`."""
        bodies = {(body.id, body.since): body for rule in self for body in rule.bodies}
        return frozenset(
            f"{body.party}:{name}"
            for body in bodies.values()
            for name in (*body.members, *body.groups)
        )
