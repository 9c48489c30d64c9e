"""Does everyone promise only what is theirs to give, on the day they promise it?"""

from datetime import date

from detente.case.model import Case
from detente.checks.model import Check
from detente.law import Law, can_block, holds_power
from detente.law.model import Answer
from detente.machine.model import Machine, Valve


def promised_on(machine: Machine, case: Case) -> date:
    """The day whose law counts: signature, but no later than the case knows the law."""
    return min(machine.signed, case.world.as_of)


def law_name(case: Case, measure: str) -> str:
    """The measure's name in the law room."""
    return case.world.measures[measure].law or measure


def authority(machine: Machine, case: Case, law: Law) -> Check:
    """Every promised relief sits in the power of one who promises it."""
    day = promised_on(machine, case)
    trace: list[str] = []
    wrong: list[Valve] = []
    unknown: list[Valve] = []
    for valve in machine.valves:
        measure = case.world.measures[valve.measure]
        if measure.kind == "support" and measure.issuer in valve.promised_by:
            continue
        answers = [
            holds_power(law, party, law_name(case, valve.measure), "ease", day)
            for party in valve.promised_by
        ]
        if any(answer.verdict == "yes" for answer in answers):
            continue
        worst = next((answer for answer in answers if answer.verdict == "no"), answers[0])
        (wrong if worst.verdict == "no" else unknown).append(valve)
        trace.append(_line(valve, worst, day))
    if wrong:
        measures = ", ".join(dict.fromkeys(valve.measure for valve in wrong))
        owners = {case.world.measures[valve.measure].issuer for valve in wrong}
        issuers = ", ".join(sorted(owners))
        who = ", ".join(dict.fromkeys(p for valve in wrong for p in valve.promised_by))
        finding = f"{who} promises relief that is not theirs to give: {measures}"
        trace += _blockers(case, law, wrong, day)
        remedy = f"make {issuers} promise these openings, or keep to measures that {who} holds"
        return Check("authority", "flaw", finding, tuple(trace), remedy)
    if unknown:
        measures = ", ".join(dict.fromkeys(valve.measure for valve in unknown))
        finding = f"no rule says who may open {measures}"
        return Check("authority", "unknown", finding, tuple(trace), "add the rule to the law files")
    return Check("authority", "good", f"every promised relief is the promiser's to give on {day}")


def _line(valve: Valve, answer: Answer, day: date) -> str:
    who = ", ".join(valve.promised_by)
    return f"Article {valve.article}: {who} promises {valve.measure}; on {day}, {answer.why}"


def _blockers(case: Case, law: Law, valves: list[Valve], day: date) -> list[str]:
    """Members who could stop what was promised over their heads."""
    lines = []
    for issuer in sorted({case.world.measures[valve.measure].issuer for valve in valves}):
        members = case.world.parties[issuer].members if issuer in case.world.parties else ()
        names = [law_name(case, v.measure) for v in valves]
        blocking = [
            member
            for member in members
            if any(can_block(law, f"{issuer}:{member}", name, "ease", day) for name in names)
        ]
        if blocking:
            shown = ", ".join(blocking[:4]) + (", …" if len(blocking) > 4 else "")
            lines.append(f"any one of {len(blocking)} members of {issuer} could refuse: {shown}")
    return lines
