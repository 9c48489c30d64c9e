"""What the law asks for before relief may open: certificates, consultation, clocks, second locks.

A condition with a tag is met by an act of the package that is so tagged and that the opening waits
for. The others take time only, or lie with somebody outside the package; these are named. Days of
consultation run from signature, the clock of the decision from the last act that it needs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from detente.checks.telling import article, listed
from detente.law import Law
from detente.law.describe import decides
from detente.law.model import Condition, Rule
from detente.machine import Machine
from detente.machine.model import Span, Valve


@dataclass(frozen=True, slots=True)
class TooSoon:
    """Relief that opens before what the law asks for: the story, and how to mend it."""

    valve: Valve
    story: tuple[str, ...]
    mends: tuple[str, ...]


def too_soon(machine: Machine, law: Law, valve: Valve, rule: Rule, day: date) -> TooSoon | None:
    """What is lacking on the day on which a valve opens first; None: nothing, or it never opens."""
    span = _first(machine, valve)
    if span is None:
        return None
    story: list[str] = []
    mends: list[str] = []
    opens, phase = machine.day(span.start), f'"{span.module}.{span.phase}"'
    where = f"{article(valve.article)}: {valve.measure} opens on {opens}"
    for one in (rule, *law.locks(rule, day)):
        done = _done(machine, span)
        lacking = [c for c in one.conditions if c.tag and c.tag not in done]
        story += [f"{where}; the law asks first that {c.by} {c.what}" for c in lacking]
        mends += [f'let {phase} wait for an act tagged "{c.tag}"' for c in lacking]
        soonest, days = _soonest(machine, one, done)
        if opens < soonest:
            story.append(f"{where}, and can on {soonest} at the soonest: {days}")
            mends.append(f"open {valve.measure} on {soonest} or later")
    return TooSoon(valve, tuple(story), tuple(mends)) if story else None


def named(law: Law, valve: Valve, rule: Rule, day: date) -> Iterator[str]:
    """Conditions and locks of relief that comes in time, so that they are not forgotten."""
    for one in (rule, *law.locks(rule, day)):
        if one is not rule:
            holder = decides(one, day)
            yield f"{valve.measure}: {one.measure} has to be eased as well, by {holder}"
        if one.conditions:
            asked = listed(f"that {condition.by} {condition.what}" for condition in one.conditions)
            yield f"{valve.measure}: provided {asked}"


def _first(machine: Machine, valve: Valve) -> Span | None:
    """The first phase in which a valve stands open."""
    mine = (s for s in machine.spans if s.module == valve.module and s.start < s.end)
    opening = (span for span in mine if span.open.get(valve.measure, 0.0) > 0)
    return next((span for span in opening if span.start <= machine.horizon), None)


def _done(machine: Machine, span: Span) -> Mapping[str, int]:
    """Tags of the acts for which a phase waits, and the month in which each is done."""
    acts = [m for m in machine.package.milestones if m.name in span.waits]
    return {tag: machine.milestones[act.name] for act in acts for tag in act.tags}


def _soonest(machine: Machine, rule: Rule, done: Mapping[str, int]) -> tuple[date, str]:
    """The first day on which a rule lets relief open, and the days that it counts."""
    if not rule.conditions and rule.vote != "congress-review":
        return date.min, ""
    before = sum(condition.days for condition in rule.conditions)
    needed = [done[c.tag] for c in rule.conditions if c.tag and c.tag in done]
    decided = max(
        machine.signed + timedelta(days=before),
        machine.day(max(needed, default=0)),
    )
    clock = rule.clock_on(decided)
    after = clock.low if clock else 0
    told = [f"{c.days} days before the decision" for c in _timed(rule)]
    told += [f"{after} days after it"] if after else []
    return decided + timedelta(days=after), listed(told)


def _timed(rule: Rule) -> Iterator[Condition]:
    return (condition for condition in rule.conditions if condition.days)
