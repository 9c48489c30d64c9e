"""Does a legal basis lapse inside a phase that needs it?"""

from datetime import date

from detente.case.model import Case
from detente.checks.authority import law_name, promised_on
from detente.checks.model import Check
from detente.law import Law, can_block, describe
from detente.law.model import Rule
from detente.machine import Machine
from detente.machine.model import DAYS_A_MONTH, Valve


def renewal_cliff(machine: Machine, case: Case, law: Law) -> Check:
    """No measure or relief lapses by itself while the package counts on it."""
    name, seen, trace = "renewal-cliff", set(), []
    falls: list[tuple[Valve, Rule]] = []
    for valve in machine.valves:
        rule = law.on(law_name(case, valve.measure), "renew", promised_on(machine, case))
        if rule is None or valve.measure in seen:
            continue
        seen.add(valve.measure)
        on = _first_lapse(machine, rule)
        if on is not None:
            falls.append((valve, rule))
            trace += _story(machine, case, law, valve, rule, on)
    if not falls:
        return Check(name, "good", "no legal basis lapses while the package runs")
    measures = ", ".join(valve.measure for valve, _ in falls)
    leverage = any(rule.default == "open" for _, rule in falls)
    what = "the sanction itself, and with it the snap-back," if leverage else "the relief"
    finding = f"{what} lapses unless renewed: {measures}"
    remedy = (
        "promise each renewal in the package for as long as its phases run, or rest it on an act "
        "that does not lapse"
    )
    return Check(name, "flaw", finding, tuple(trace), remedy)


def _first_lapse(machine: Machine, rule: Rule) -> date | None:
    """First lapse after signature and within the horizon."""
    on = rule.next_renewal(machine.signed)
    return on if on is not None and on <= machine.day(machine.horizon) else None


def _story(machine: Machine, case: Case, law: Law, valve: Valve, rule: Rule, on: date) -> list[str]:
    month = int((on - machine.signed).days / DAYS_A_MONTH)
    span = next(
        (s for s in machine.spans if s.module == valve.module and s.start <= month < s.end), None
    )
    where = f'inside phase "{span.module}.{span.phase}"' if span else "before its module opens"
    effect = "the valve falls open" if rule.default == "open" else "the relief falls shut"
    lines = [
        f"{on}, month {month}, {where}: {valve.measure} lapses unless renewed; {effect}",
        f"  renewed by {describe(rule, promised_on(machine, case))}",
    ]
    issuer = case.world.measures[valve.measure].issuer
    party = case.world.parties.get(issuer)
    day, measure = promised_on(machine, case), law_name(case, valve.measure)
    single = [
        member
        for member in (party.members if party else ())
        if can_block(law, f"{issuer}:{member}", measure, "renew", day)
    ]
    if single:
        lines.append(f"  any one of {len(single)} members can refuse, {single[0]} for one")
    return lines
