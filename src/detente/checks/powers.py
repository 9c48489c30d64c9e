"""Who holds, and who can refuse, what a package opens: the law as the checks ask for it."""

from collections.abc import Collection, Sequence
from datetime import date

from detente.case.model import Case
from detente.checks.telling import listed
from detente.law import Law, describe
from detente.law.model import Act, Rule
from detente.law.votes import can_stop
from detente.machine.model import Machine, Valve


def promised_on(machine: Machine, case: Case) -> date:
    """The day whose law counts: signature, but no later than the case knows the law."""
    return min(machine.signed, case.world.as_of)


def rule_on(machine: Machine, case: Case, law: Law, measure: str, act: Act) -> Rule | None:
    """The rule for an act on a measure of the case, on the day that counts."""
    return law.on(law_name(case, measure), act, promised_on(machine, case))


def law_name(case: Case, measure: str) -> str:
    """The measure's name in the law room."""
    return case.world.measures[measure].law or measure


def relief(machine: Machine, case: Case) -> list[Valve]:
    """The valves that ease a sanction; support to a friend is no relief."""
    return [v for v in machine.valves if case.world.measures[v.measure].kind == "sanction"]


def decides(rule: Rule, day: date) -> str:
    """`EU Council, by unanimity of 27`: the law's sentence without its dates."""
    return describe(rule, day).partition(", from ")[0]


def office(rule: Rule, day: date) -> str | None:
    """The party whose government does it by one signature; None where others have a vote."""
    body = rule.body(day)
    return body.party if rule.vote == "alone" and len(body.members) == 1 else None


def refusers(rule: Rule, day: date) -> tuple[str, ...]:
    """Members whose single vote stops the act; none where one office decides for itself."""
    body = rule.body(day)
    if len(body.members) == 1 or rule.vote == "alone":
        return ()
    if rule.vote == "unanimity":
        return body.members
    return tuple(member for member in body.members if can_stop(body, rule.vote, [member]))


def may_refuse(members: Sequence[str], against: str = "") -> str:
    """Says who of them can refuse alone, naming first the one against whom it runs."""
    if against in members:
        return f"{against}, against whom it runs, can refuse alone"
    if len(members) <= 5:
        return f"{listed(members, 'or')} can refuse alone"
    return f"any one of {len(members)} members can refuse alone"


def has_refused(case: Case, members: Collection[str]) -> str:
    """The first veto of one of them on the record: `, as SK on 2025-06-27: Veto on ... (D038)`."""
    for row, _ in sorted(case.deeds, key=lambda deed: (deed[0].date, deed[0].id)):
        if row.party in members and "veto" in row.act.casefold():
            return f"; {row.party} on {row.date}: {row.act} ({row.id})"
    return ""
