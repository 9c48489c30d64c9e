"""Is there a breach that nobody has named?"""

from collections import defaultdict

from detente.case.model import Case
from detente.checks.model import Check
from detente.checks.telling import articles, at, listed
from detente.law import Law
from detente.machine import Machine


def undefined_breach(machine: Machine, case: Case, law: Law) -> Check:  # noqa: ARG001
    """Every breach open to a party with obligations is named by a trigger."""
    name, package = "undefined-breach", machine.package
    obliged: dict[str, list[str]] = defaultdict(list)
    for obligation in package.obligations:
        obliged[obligation.party].append(obligation.article)
    named = {(t.against, kind) for t in package.triggers for kind in t.covers}
    missing: dict[str, list[str]] = defaultdict(list)
    trace = []
    for party, where in obliged.items():
        for kind, breach in case.world.breaches.get(party, {}).items():
            if (party, kind) in named:
                continue
            missing[party].append(kind)
            hurt = f", which hurts {listed(breach.harm)}" if breach.harm else ""
            does = f"{party}, bound by {articles(where)}, commits {kind} ({breach.title}){hurt}"
            trace.append(f"{at(machine, 0)}: {does}")
    if not missing:
        return Check(name, "good", "every plausible breach is named by a trigger")
    trace.append("no trigger answers: the valves stay as they are, month on month")
    gaps = listed(f"{listed(kinds)} by {party}" for party, kinds in missing.items())
    adds = listed(f"against {party} for {listed(kinds)}" for party, kinds in missing.items())
    remedy = f"add triggers {adds}; say of each from what size and for how long it counts"
    return Check(name, "flaw", f"no trigger names {gaps}", tuple(trace), remedy)
