"""Does a legal basis lapse inside a phase that needs it?

What is terminated rests on no basis that could lapse.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from detente.case.model import Case
from detente.checks.licences import licence_cliffs
from detente.checks.model import Check
from detente.checks.powers import (
    counted_on,
    has_refused,
    is_terminated,
    law_name,
    may_refuse,
    promised_on,
    refusers,
    relief,
    rule_on,
)
from detente.checks.tags import RENEWAL_PROMISED
from detente.checks.telling import agree, articles, listed, several
from detente.law import Law
from detente.law.describe import decides
from detente.law.model import Clock, Rule
from detente.machine import Machine
from detente.machine.model import DAYS_A_MONTH, Valve


@dataclass(frozen=True, slots=True)
class _Rounds:
    """When something lapses first, and how often that comes round while it is counted on."""

    first: date
    fewest: int
    most: int
    fixed: bool = True  # else the law gives a period, and `first` is the soonest


@dataclass(frozen=True, slots=True)
class _Lapse:
    """Days on which measures lapse together unless one body renews them."""

    rounds: _Rounds
    holder: str
    relief_ends: bool  # else it is the sanction itself that goes
    members: tuple[str, ...]  # who can refuse alone


def renewal_cliff(machine: Machine, case: Case, law: Law) -> Check:
    """No measure or relief lapses by itself while the package counts on it."""
    lapses: dict[_Lapse, list[Valve]] = defaultdict(list)
    for valve, rule, _ in lapsing(machine, case, law):
        for lapse in _lapses(machine, case, valve, rule):
            lapses[lapse].append(valve)
    licences = list(licence_cliffs(machine, case))
    if not lapses and not licences:
        return _no_lapse(machine, case, law)
    ordered = sorted(lapses.items(), key=lambda item: item[0].rounds.first)
    trace = [line for lapse, valves in ordered for line in _story(machine, case, lapse, valves)]
    trace += [line for cliff in licences for line in cliff.story]
    finding = "; ".join([*_findings(lapses), *(cliff.finding for cliff in licences)])
    mends = [*_remedies(case, lapses), *(cliff.mend for cliff in licences)]
    remedy = "; ".join(dict.fromkeys(mends))
    return Check("renewal-cliff", "flaw", finding, tuple(trace), remedy)


def lapsing(machine: Machine, case: Case, law: Law) -> Iterator[tuple[Valve, Rule, date]]:
    """Relief that somebody has to renew and has not promised to, the rule, and the day of both."""
    for valve in _by_measure(machine, case, terminated=False):
        rule = rule_on(machine, case, law, valve.measure, "renew")
        if rule and not _promised(machine, case, valve, rule):
            yield valve, rule, promised_on(machine, case)


def _by_measure(machine: Machine, case: Case, *, terminated: bool) -> Iterator[Valve]:
    """One valve for each measure that some module only suspends or licenses, or terminates."""
    valves = [v for v in relief(machine, case) if is_terminated(machine, v) is terminated]
    yield from {valve.measure: valve for valve in valves}.values()


def _remedies(case: Case, lapses: dict[_Lapse, list[Valve]]) -> Iterator[str]:
    for shared in (True, False):
        group = [v for lapse, vs in lapses.items() if bool(lapse.members) is shared for v in vs]
        who = listed(sorted({case.world.measures[valve.measure].issuer for valve in group}))
        if group and shared:
            yield f"rest what {who} must renew on an act that does not lapse: one member can refuse"
        elif group:
            yield f"let {who} promise its renewals in a term tagged {RENEWAL_PROMISED}"


def _no_lapse(machine: Machine, case: Case, law: Law) -> Check:
    """Good only where the law of every measure is known."""
    names = [valve.measure for valve in _by_measure(machine, case, terminated=False)]
    unknown = [name for name in names if law_name(case, name) not in law.measures]
    if unknown:
        finding = f"the law files do not say whether {several(unknown)} can lapse"
        remedy = "add the law of each, with its renewals"
        return Check("renewal-cliff", "unknown", finding, (), remedy)
    finding, waiting = "no legal basis lapses while the package runs", _waiting(machine, case, law)
    return Check("renewal-cliff", "good", finding, tuple(waiting))


def _waiting(machine: Machine, case: Case, law: Law) -> Iterator[str]:
    """What is to be terminated, and has to be renewed until then."""
    for valve in _by_measure(machine, case, terminated=True):
        rule = rule_on(machine, case, law, valve.measure, "renew")
        first = rule.next_renewal(machine.signed) if rule else None
        column = machine.openings[:, machine.valves.index(valve)]
        gone = machine.day(int(np.argmax(column >= column.max())))
        if rule and rule.default == "open" and first and first < gone:
            where = articles([valve.article])
            until = f"until {valve.measure} is terminated on {gone} ({where})"
            holder = decides(rule, promised_on(machine, case))
            yield f"{first}: {until}, it lapses unless renewed by {holder}"


def _promised(machine: Machine, case: Case, valve: Valve, rule: Rule) -> bool:
    """Whether the package has the issuer's promise to renew, and no single member can undo it."""
    issuer = case.world.measures[valve.measure].issuer
    terms = (term for term in machine.package.terms if RENEWAL_PROMISED in term.tags)
    promised = any(term.party == issuer for term in terms)
    return promised and not refusers(rule, promised_on(machine, case))


def _lapses(machine: Machine, case: Case, valve: Valve, rule: Rule) -> Iterator[_Lapse]:
    day, relief_ends = promised_on(machine, case), rule.default == "shut"
    if rule.renew_every_days is None:
        rounds = _on_days(machine, rule)
    else:
        whole = (machine.signed, machine.day(machine.horizon))
        needed = _needed(machine, case, valve) if relief_ends else whole
        rounds = _by_periods(needed, rule.renew_every_days)
    if rounds is not None:
        yield _Lapse(rounds, decides(rule, day), relief_ends, refusers(rule, day))


def _on_days(machine: Machine, rule: Rule) -> _Rounds | None:
    """Rounds where the law names the days."""
    end = machine.day(machine.horizon)
    first, rounds = rule.next_renewal(machine.signed), 0
    on = first
    while on is not None and on <= end:
        rounds += 1
        on = rule.next_renewal(on + timedelta(days=1))
    return _Rounds(first, rounds, rounds) if first is not None and rounds else None


def _by_periods(needed: tuple[date, date] | None, every: Clock) -> _Rounds | None:
    """Rounds where each act lasts so many days, the first act coming on the first day."""
    if needed is None:
        return None
    start, end = needed
    fewest, most = ((end - start).days // max(1, days) for days in (every.high, every.low))
    first, fixed = start + timedelta(days=every.low), every.low == every.high
    return _Rounds(first, fewest, most, fixed) if most else None


def _needed(machine: Machine, case: Case, valve: Valve) -> tuple[date, date] | None:
    """First and last day on which relief from a measure counts on what allows it."""
    used = np.flatnonzero(counted_on(machine, case, valve))
    if not used.size:
        return None
    measure = case.world.measures[valve.measure]
    stock = bool(measure.once) and case.world.target not in measure.worth
    last = int(used[-1]) + (not stock)  # a month in which it flows counts to its end
    return machine.day(int(used[0])), machine.day(min(last, machine.horizon))


def _findings(lapses: dict[_Lapse, list[Valve]]) -> Iterator[str]:
    for ends in (False, True):
        valves = [v for lapse, vs in lapses.items() if lapse.relief_ends is ends for v in vs]
        if valves:
            what = "relief ends" if ends else "the sanction itself lapses"
            effect = "" if ends else ", and with it what a snap-back would bring back"
            yield f"{what} unless renewed{effect}: {several(v.measure for v in valves)}"


def _story(machine: Machine, case: Case, lapse: _Lapse, valves: Sequence[Valve]) -> Iterator[str]:
    rounds = lapse.rounds
    month = int((rounds.first - machine.signed).days / DAYS_A_MONTH)
    soonest = "" if rounds.fixed else " at the soonest"
    names = listed(valve.measure for valve in valves)
    does = agree(valves, "lapses", "lapse")
    what = f"relief from {names} ends" if lapse.relief_ends else f"{names} {does}"
    when = f"{rounds.first}, month {month}{soonest}"
    yield f"{when}: {what} unless renewed by {lapse.holder}{_again(rounds)}"
    if lapse.members:
        yield f"  {may_refuse(lapse.members)}{has_refused(case, lapse.members)}"
    yield f"  {_stands(machine, valves, month)}"
    if lapse.relief_ends:
        yield "  if it is not renewed, the relief ends though nobody has broken the package"
    else:
        yield "  if it is not renewed, nothing is left to ease, or for a trigger to bring back"


def _again(rounds: _Rounds) -> str:
    if rounds.most == 1:
        return ""
    many = f"{rounds.fewest} to {rounds.most}" if rounds.fewest < rounds.most else str(rounds.most)
    until = "before the package's end" if rounds.fixed else "while the package counts on it"
    return f"; {many} such dates {until}"


def _stands(machine: Machine, valves: Sequence[Valve], month: int) -> str:
    """Which phases the date falls into, and which modules have still to open."""
    modules = list(dict.fromkeys(valve.module for valve in valves))
    inside = [s for s in machine.spans if s.module in modules and s.start <= month < s.end]
    waiting = [name for name in modules if name not in {span.module for span in inside}]
    parts = []
    if inside:
        phases = listed(f'"{span.module}.{span.phase}"' for span in inside)
        where = articles(span.article for span in inside)
        parts.append(f"that is inside {agree(inside, 'phase', 'phases')} {phases} ({where})")
    if waiting:
        quoted = listed(f'"{name}"' for name in waiting)
        many = agree(waiting, "module", "modules")
        parts.append(f"before {many} {quoted} {agree(waiting, 'opens', 'open')}")
    return " and ".join(parts)
