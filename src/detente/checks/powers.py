"""Who holds, and who can refuse, what a package opens: the law as the checks ask for it."""

from collections.abc import Collection, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from detente.case.model import Case
from detente.checks.telling import listed
from detente.law import Law
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


def is_terminated(machine: Machine, valve: Valve) -> bool:
    """Whether what a valve opens is ended, and not only suspended or licensed."""
    modules = machine.package.modules
    return any(m.name == valve.module and m.form == "termination" for m in modules)


def counted_on(machine: Machine, case: Case, valve: Valve) -> NDArray[np.bool_]:
    """Months in which somebody counts on a valve, shape (months + 1,).

    A flow is counted on while it is open. Money that has gone home is not: a mere stock counts from
    its first step to its last, or to the act on which escrow pays it out.
    """
    same = [at for at, other in enumerate(machine.valves) if other.measure == valve.measure]
    opening = machine.openings[:, same].max(axis=1)
    measure = case.world.measures[valve.measure]
    counted: NDArray[np.bool_] = opening > 0
    if not measure.once or case.world.target in measure.worth:
        return counted
    steps = np.flatnonzero(np.diff(opening, prepend=0.0) > 0)
    counted[:] = False
    if steps.size:
        counted[steps[0] : max(steps[-1], _paid_out(machine, valve)) + 1] = True
    return counted


def _paid_out(machine: Machine, valve: Valve) -> int:
    """Month in which escrow pays a valve's stock out; 0 without one."""
    escrow = next((m.escrow for m in machine.package.modules if m.name == valve.module), None)
    return machine.milestones[escrow.released_by] if escrow else 0


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
        if row.party in members and row.act.casefold().startswith("veto"):
            return f"; {row.party} on {row.date}: {row.act} ({row.id})"
    return ""
