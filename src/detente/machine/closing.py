"""The days on which relief ends: after a trigger, at an end, when nobody renews.

A clock is the package's own where it is written, else what the act itself set, else the law's of
the day, which may be a range. Where none of them says anything there is no date.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from detente.case.draws import Sampler
from detente.case.events import Effect, Event
from detente.case.model import Case
from detente.case.package import End, Module, Trigger
from detente.law import Law, Rule
from detente.machine.clocks import after_days, pause_over, whole_days
from detente.machine.model import Machine


@dataclass(frozen=True, slots=True)
class Dated:
    """One date that the machine gives, and the clock that gives it."""

    what: Effect
    of: str
    first: date | None  # None: no clause, act or law gives a day
    last: date | None  # later than the first where the law's clock is a range
    by: str


@dataclass(frozen=True, slots=True)
class Told:
    """A package, its law, and what was done under it."""

    machine: Machine
    case: Case
    law: Law
    events: tuple[Event, ...]

    def law_name(self, measure: str) -> str:
        """What the law room calls a measure of the case."""
        clause = self.case.world.measures.get(measure)
        return clause.law or measure if clause else measure

    def rule(self, measure: str, day: date) -> Rule | None:
        """The law on putting a measure back, on that day."""
        return self.law.on(self.law_name(measure), "reimpose", day)


def clocked(
    what: Effect,
    of: str,
    on: date,
    written: tuple[float, str] | None = None,
    own: float | None = None,
    rule: Rule | None = None,
) -> Dated:
    """The day on which the clock that counts runs out: the clause's, the act's, the law's."""
    clock = rule.clock_on(on) if rule else None
    if written is not None:
        day = after_days(on, written[0])
        return Dated(what, of, day, day, f"{written[1]} {whole_days(written[0])}")
    if own is not None:
        day = after_days(on, own)
        return Dated(what, of, day, day, f"the act's own {whole_days(own)} days")
    if rule is None or clock is None:
        return Dated(what, of, None, None, "no clause, act or law gives a clock")
    days = f"{clock.low}" if clock.low == clock.high else f"{clock.low} to {clock.high}"
    first, last = after_days(on, clock.low), after_days(on, clock.high)
    return Dated(what, of, first, last, f"law of {rule.measure}, {days} days")


def closings(told: Told, due: Mapping[int, date | None]) -> Iterator[Dated]:
    """All that shuts, and when; `due` is the day an end came round, by the place of the deed."""
    package = told.machine.package
    for at, event in enumerate(told.events):
        if event.does == "pulls" and event.on:
            trigger = next(t for t in package.triggers if t.name == event.what)
            yield from _pulled(told, trigger, event, event.on)
        elif event.does in {"ends", "lets-lapse"}:
            end = next(e for e in package.ends if e.name == event.what)
            struck = event.on or due.get(at)
            if struck:
                yield from _ended(told, end, event, struck)


def _pulled(told: Told, trigger: Trigger, event: Event, on: date) -> Iterator[Dated]:
    """What shuts when a trigger's notice has run, and which measures are back when."""
    for module in modules(told.machine, trigger.only):
        if module.form == "termination":
            yield Dated("shuts", module.name, None, None, "terminated: it takes a new act")
            continue
        backs = [_back(told, trigger, event, on, measure) for measure in measures(module)]
        first = min(backs, key=lambda back: back.first or date.max)
        what: Effect = "pauses" if trigger.does.returns else "shuts"
        yield Dated(what, module.name, first.first, first.last, first.by)
        if what == "shuts":
            yield from backs
        elif first.first:
            over = pause_over(first.first, _likeliest(told, trigger))
            yield Dated("resumes", module.name, over, over, f"{trigger.name}, pause_months")


def _likeliest(told: Told, trigger: Trigger) -> float:
    """The likeliest length of a pause, months."""
    likely = Sampler(told.case.estimates, draws=0, seed=0)
    return float(likely.of(trigger.pause_months, f"{trigger.name}.pause_months")[0])


def _back(told: Told, trigger: Trigger, event: Event, on: date, measure: str) -> Dated:
    """When a measure is in force again; one whose law follows another's comes after that."""
    rule = told.rule(measure, on)
    clock = rule.clock_on(on) if rule else None
    if rule and rule.follows and clock:
        lead = _back(told, trigger, event, on, rule.follows)
        if lead.first and lead.last:
            first, last = after_days(lead.first, clock.low), after_days(lead.last, clock.high)
            by = f"law of {rule.measure}, {clock.low} days after {rule.follows}"
            return Dated("back", measure, first, last, by)
    said = "notice_days" in trigger.model_fields_set
    written = (trigger.notice_days, f"{trigger.name}, notice_days") if said else None
    return clocked("back", measure, on, written, event.days, rule)


def _ended(told: Told, end: End, event: Event, struck: date) -> Iterator[Dated]:
    """What shuts when an end strikes, and until when it may be wound down."""
    how = "on the day" if event.on else "nobody renewed"
    said = "wind_down_days" in end.model_fields_set
    written = (end.wind_down_days, f"{end.name}, wind_down_days") if said else None
    for module in modules(told.machine, end.modules):
        yield Dated("shuts", module.name, struck, struck, f"{end.name}, {how}")
        rules = [rule for m in measures(module) if (rule := told.rule(m, struck))]
        left = clocked(
            "wind-down", module.name, struck, written, event.days, rules[0] if rules else None
        )
        if left.last and left.last > struck:
            yield left


def modules(machine: Machine, names: Sequence[str]) -> list[Module]:
    """The modules of these names; all of them if there are none."""
    return [m for m in machine.package.modules if not names or m.name in names]


def measures(module: Module) -> list[str]:
    """What a module opens, in the order of its phases."""
    return list(dict.fromkeys(m for phase in module.phases for m in phase.open))
