"""Is land or are people given away in the step in which an economic valve opens?

An act is given away in the same step too if the opening waits for it, however late it comes, or if
escrow pays out upon it.
"""

from collections.abc import Iterator

from detente.case.model import Case
from detente.checks.escrow import escrows, in_hand
from detente.checks.model import Check
from detente.checks.powers import relief
from detente.checks.tags import BARTERED, Tagged, tagged
from detente.checks.telling import agree, article, articles, at, listed, several
from detente.law import Law
from detente.machine import Machine
from detente.machine.model import Valve


def barter(machine: Machine, case: Case, law: Law) -> Check:  # noqa: ARG001
    """No term or act on land or people falls into a month, or an article, that opens a valve."""
    trace: list[str] = []
    paired: list[Tagged] = []
    for given in tagged(machine):
        if set(given.tags).isdisjoint(BARTERED):
            continue
        valves, paid = _opening(machine, case, given), _paid_by(machine, case, given)
        if not valves and not paid:
            continue
        paired.append(given)
        trace.append(
            f"{at(machine, given.month)}: {given.party}: {given.text} ({article(given.article)})"
        )
        for opened, when in ((valves, "in the same step"), (paid, "only once that is done")):
            if opened:
                measures = several(valve.measure for valve in opened)
                where = articles(valve.article for valve in opened)
                trace.append(f"{when} {measures} {agree(opened, 'opens', 'open')} ({where})")
    if not paired:
        finding = "no term on land or people falls together with an economic opening"
        return Check("barter", "good", finding, tuple(_untold(machine, case)))
    goods = listed(BARTERED[tag] for given in paired for tag in given.tags if tag in BARTERED)
    where = articles(given.article for given in paired)
    finding = f"{goods} against economic relief in one step: {where}"
    remedy = (
        f"take {where} out, or settle it in a text of its own, in no month in which a valve opens"
    )
    if any(given.act for given in paired):
        remedy += ", and let no opening wait for it"
    return Check("barter", "flaw", finding, tuple(_once(trace)), remedy)


def _untold(machine: Machine, case: Case) -> Iterator[str]:
    """Acts of a protected party that relief waits for, and that do not say what they are."""
    for act in tagged(machine):
        protected = case.world.parties[act.party].role == "protected"
        if act.act and not act.tags and protected and _bought(machine, case, act):
            what = f'relief waits for "{act.act}" of {act.party} ({article(act.article)})'
            yield f"{what}, which bears no tag: whether it gives land or people was not judged"


def _opening(machine: Machine, case: Case, given: Tagged) -> list[Valve]:
    """Relief that opens further in the month, or anywhere under the same article."""
    found, openings = [], in_hand(machine, case)
    for valve in relief(machine, case):
        column = openings[:, machine.valves.index(valve)]
        before = column[given.month - 1] if 0 < given.month <= machine.horizon else 0.0
        now = column[given.month] if given.month <= machine.horizon else 0.0
        same = valve.article == given.article
        if now > before or (same and machine.openings[:, machine.valves.index(valve)].any()):
            found.append(valve)
    return found


def _paid_by(machine: Machine, case: Case, given: Tagged) -> list[Valve]:
    """Relief that comes only once an act is done, and not in its own month."""
    soon = _opening(machine, case, given)
    return [valve for valve in _bought(machine, case, given) if valve not in soon]


def _bought(machine: Machine, case: Case, given: Tagged) -> list[Valve]:
    """Relief that opens further, or that escrow pays out, only once an act is done."""
    if not given.act:
        return []
    held = escrows(machine, case)
    waiting = {
        (span.module, measure)
        for span in machine.spans
        for measure, opening in span.open.items()
        if given.act in span.waits and opening > _before(machine, given.act, span.module, measure)
    }
    return [
        valve
        for valve in relief(machine, case)
        if (valve.module, valve.measure) in waiting
        or (valve.module in held and held[valve.module].released_by == given.act)
    ]


def _before(machine: Machine, act: str, module: str, measure: str) -> float:
    """How far a module opens a measure at most without an act."""
    spans = (span for span in machine.spans if span.module == module and act not in span.waits)
    return max((span.open.get(measure, 0.0) for span in spans), default=0.0)


def _once(lines: list[str]) -> list[str]:
    """Lines without those that were just said, so that one opening is told once."""
    return [line for index, line in enumerate(lines) if line not in lines[index + 1 :]]
