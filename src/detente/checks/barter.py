"""Is land or are people given away in the step in which an economic valve opens?"""

from detente.case.model import Case
from detente.case.package import Term
from detente.checks.model import Check
from detente.checks.powers import relief
from detente.checks.tags import BARTERED
from detente.checks.telling import agree, article, articles, at, listed, several
from detente.law import Law
from detente.machine import Machine
from detente.machine.model import Valve


def barter(machine: Machine, case: Case, law: Law) -> Check:  # noqa: ARG001
    """No term on land or people falls into a month, or an article, that opens a valve."""
    trace: list[str] = []
    paired: list[Term] = []
    for term in machine.package.terms:
        valves = _opening(machine, case, term)
        if set(term.tags).isdisjoint(BARTERED) or not valves:
            continue
        paired.append(term)
        trace.append(
            f"{at(machine, term.month)}: {term.party}: {term.text} ({article(term.article)})"
        )
        measures, where = several(v.measure for v in valves), articles(v.article for v in valves)
        trace.append(f"in the same step {measures} {agree(valves, 'opens', 'open')} ({where})")
    if not paired:
        finding = "no term on land or people falls together with an economic opening"
        return Check("barter", "good", finding)
    goods = listed(BARTERED[tag] for term in paired for tag in term.tags if tag in BARTERED)
    finding = f"{goods} against economic relief in one step: {articles(t.article for t in paired)}"
    remedy = (
        f"take {articles(t.article for t in paired)} out, or settle it in a text of its own, "
        "in no month in which a valve opens"
    )
    return Check("barter", "flaw", finding, tuple(_once(trace)), remedy)


def _opening(machine: Machine, case: Case, term: Term) -> list[Valve]:
    """Relief that opens further in the term's month, or anywhere under the same article."""
    found = []
    for valve in relief(machine, case):
        column = machine.openings[:, machine.valves.index(valve)]
        before = column[term.month - 1] if 0 < term.month <= machine.horizon else 0.0
        now = column[term.month] if term.month <= machine.horizon else 0.0
        if now > before or (valve.article == term.article and column.any()):
            found.append(valve)
    return found


def _once(lines: list[str]) -> list[str]:
    """Lines without those that were just said, so that one opening is told once."""
    return [line for index, line in enumerate(lines) if line not in lines[index + 1 :]]
