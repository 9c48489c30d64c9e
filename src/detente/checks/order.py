"""What is given first, and can it be taken back?"""

from collections.abc import Sequence

from detente.case.model import Case
from detente.case.package import Milestone
from detente.checks.model import Check
from detente.checks.powers import relief, rule_on
from detente.checks.telling import agree, articles, at, listed, opened, several, tell
from detente.law import Law
from detente.machine import Machine, State, standing
from detente.machine.schedule import earliest


def irreversible_first(machine: Machine, case: Case, law: Law) -> Check:
    """No benefit that cannot be taken back comes before the act that it pays for."""
    name, target = "irreversible-first", case.world.target
    lasting = {v.measure for v in relief(machine, case) if _lasting(machine, case, law, v.measure)}
    if not lasting:
        return Check(name, "good", "no valve gives what cannot be taken back")
    owed = [m for m in machine.package.milestones if m.party == target]

    def given_for_nothing(state: State) -> bool:
        return not _done(machine, owed, state) and bool(_given(machine, lasting, state))

    found = earliest(machine, given_for_nothing)
    if found is None:
        first = f"opens only after {target} has performed"
        return Check(name, "good", f"{listed(sorted(lasting))} {first}")
    story, state = found
    spans = [s for s in standing(machine, state) if any(s.open.get(m, 0) > 0 for m in lasting)]
    given = _given(machine, lasting, state)
    where = articles(span.article for span in spans)
    trace = tell(machine, story)
    stand = agree([*given], "stands", "stand")
    trace.append(f"{at(machine, state.month)}: {opened(given)} {stand} open ({where})")
    trace.append(f"by then {target} has performed nothing, and what has gone does not come back")
    be = agree([*given], "is", "are")
    finding = f"{several(given)} {be} given for good before {target} has done anything"
    phases = listed(f'"{span.module}.{span.phase}"' for span in spans)
    wait = f'"{owed[0].name}"' if owed else f"an act that {target} owes and somebody else certifies"
    remedy = f"let {phases} wait for {wait}, or pay into escrow that only the act releases"
    return Check(name, "flaw", finding, tuple(trace), remedy)


def _lasting(machine: Machine, case: Case, law: Law, measure: str) -> bool:
    """Whether opening it gives something that no snap-back takes away."""
    if case.world.measures[measure].once:
        return True
    rule = rule_on(machine, case, law, measure, "ease")
    return rule is not None and rule.reversible != "yes"


def _done(machine: Machine, owed: Sequence[Milestone], state: State) -> bool:
    return any(
        machine.milestones[m.name] <= state.month and m.name not in state.withheld for m in owed
    )


def _given(machine: Machine, lasting: set[str], state: State) -> dict[str, float]:
    return {
        measure: opening
        for span in standing(machine, state)
        for measure, opening in span.open.items()
        if opening > 0 and measure in lasting
    }
