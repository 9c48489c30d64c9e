"""What is given first, and what nobody has named."""

from detente.case.model import Case
from detente.checks.authority import law_name, promised_on
from detente.checks.model import Check
from detente.checks.telling import at, opened, tell
from detente.law import Law
from detente.machine import Machine, State, shortest, standing


def irreversible_first(machine: Machine, case: Case, law: Law) -> Check:
    """No benefit that cannot be taken back comes before the act that it pays for."""
    name, target = "irreversible-first", case.world.target
    lasting = [v.measure for v in machine.valves if _lasting(case, law, v.measure, machine)]
    if not lasting:
        return Check(name, "good", "no valve gives what cannot be taken back")
    owed = [m for m in machine.package.milestones if m.party == target]

    def given_for_nothing(state: State) -> bool:
        open_now = {m for span in standing(machine, state) for m, x in span.open.items() if x > 0}
        done = [
            m
            for m in owed
            if machine.milestones[m.name] <= state.month and m.name not in state.withheld
        ]
        return not done and bool(open_now.intersection(lasting))

    found = shortest(machine, given_for_nothing)
    if found is None:
        finding = f"{', '.join(lasting)} opens only after {target} has performed"
        return Check(name, "good", finding)
    story, state = found
    spans = [span for span in standing(machine, state) if set(span.open).intersection(lasting)]
    given = {m: x for span in spans for m, x in span.open.items() if m in lasting and x > 0}
    trace = tell(machine, story)
    what = opened(given, given.values())
    trace.append(f"{at(machine, state.month)}: {what} stands open (Article {spans[0].article})")
    trace.append(f"by then {target} has performed nothing, and this cannot be taken back")
    wait = owed[0].name if owed else "a milestone that it owes"
    finding = f"{', '.join(given)} is given for good before {target} has done anything"
    remedy = f'let phase "{spans[0].module}.{spans[0].phase}" come after {wait}, or use escrow'
    return Check(name, "flaw", finding, tuple(trace), remedy)


def _lasting(case: Case, law: Law, measure: str, machine: Machine) -> bool:
    """Whether opening it gives something that no snap-back takes away."""
    if case.world.measures[measure].once:
        return True
    rule = law.on(law_name(case, measure), "ease", promised_on(machine, case))
    return rule is not None and rule.reversible != "yes"


def undefined_breach(machine: Machine, case: Case, law: Law) -> Check:  # noqa: ARG001
    """Every breach open to a party with obligations is named by a trigger."""
    name = "undefined-breach"
    obliged = dict.fromkeys(obligation.party for obligation in machine.package.obligations)
    named = {(t.against, kind) for t in machine.package.triggers for kind in t.covers}
    missing = [
        (party, kind)
        for party in obliged
        for kind in case.world.breaches.get(party, {})
        if (party, kind) not in named
    ]
    if not missing:
        return Check(name, "good", "every plausible breach is named by a trigger")
    trace = []
    for party, kind in missing:
        breach = case.world.breaches[party][kind]
        hurt = ", ".join(breach.harm) or "nobody named"
        trace.append(
            f"{at(machine, 0)}: {party} commits {kind} ({breach.title}), which hurts {hurt}"
        )
        trace.append(
            f"no trigger names {kind} by {party}: the valves stay as they are, month on month"
        )
    finding = "no trigger names " + ", ".join(f"{kind} by {party}" for party, kind in missing)
    party, kind = missing[0]
    remedy = f"add a trigger against {party} that covers {kind}, with scale, duration and weapon"
    return Check(name, "flaw", finding, tuple(trace), remedy)
