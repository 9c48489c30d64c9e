"""Can a phase wait for ever, because those who certify an act gain by saying no?

Whoever owes an act may always leave it undone; what it then loses is the game's business. A
deadlock is worse: the act is done, and nobody without an interest can say so. One disinterested
certifier on the list is taken to be enough; one of whom neither the case nor the law says who it is
is not. What may be `stranded` though all acts are done in time
is a deadlock too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from detente.case.model import Case
from detente.case.package import Milestone, Module
from detente.checks.escrow import holder, in_time
from detente.checks.judges import introduce, party_called, seats_of, takes_part
from detente.checks.model import TOO_LARGE, Check
from detente.checks.powers import promised_on
from detente.checks.stranded import Stranded, stranded
from detente.checks.telling import agree, article, articles, at, listed, tell
from detente.checks.whole import MOST_WHOLE, how_far
from detente.law import Law
from detente.machine import Machine, State
from detente.machine.model import Span
from detente.machine.schedule import story
from detente.machine.search import TooLargeError


@dataclass(frozen=True, slots=True)
class Wait:
    """A milestone, the phases and escrows that wait for it, and why it may never be certified."""

    milestone: Milestone
    spans: tuple[Span, ...]
    escrows: tuple[Module, ...]
    why: str


@dataclass(frozen=True, slots=True)
class _Kept:
    """A module whose escrow one side can keep from being paid, and how to mend it."""

    module: Module
    story: str
    mend: str


def deadlock(machine: Machine, case: Case, law: Law, most: int = MOST_WHOLE) -> Check:
    """Every act that a phase waits for can be certified by somebody who has no stake in it."""
    waits, kept = uncertain(machine, case, law), [*_kept_back(machine, case)]
    try:
        left = stranded(machine, case, min(most, MOST_WHOLE))
    except TooLargeError as error:
        if not waits and not kept:
            finding = f"whether relief may wait for ever is not known: {how_far(error)}"
            return Check("deadlock", "unknown", finding, (), TOO_LARGE)
        left = []
    if waits or kept or left:
        return _flaw(machine, waits, kept, left)
    if strange := _strangers(machine, case, law):
        return _unknown(strange)
    if not any(_awaited(machine, milestone) for milestone in machine.package.milestones):
        return Check("deadlock", "good", "no phase waits for an act")
    finding = "whatever a phase waits for, somebody without a stake can certify"
    return Check("deadlock", "good", finding)


def uncertain(machine: Machine, case: Case, law: Law) -> list[Wait]:
    """Everything that waits for a certificate that may never come."""
    return [*_partial(machine, case, law), *_mutual(machine, case)]


def _strangers(machine: Machine, case: Case, law: Law) -> dict[str, list[str]]:
    """Acts that only somebody may certify of whom nobody says who it is, and these."""
    found = {}
    for milestone in machine.package.milestones:
        parts = _parts(machine, case, law, milestone)
        if _awaited(machine, milestone) and None in parts.values() and False not in parts.values():
            found[milestone.name] = [judge for judge, part in parts.items() if part is None]
    return found


def _unknown(strange: Mapping[str, list[str]]) -> Check:
    acts = listed(f'"{act}"' for act in strange)
    names = listed(judge for judges in strange.values() for judge in judges)
    finding = f"whether anybody without a stake certifies {acts} is not known: who {names} is, "
    finding += "neither the case nor the law files say"
    return Check("deadlock", "unknown", finding, (), introduce(names))


def _parts(machine: Machine, case: Case, law: Law, milestone: Milestone) -> dict[str, bool | None]:
    """Whether each certifier of an act has a stake in it; None: who it is, is unknown."""
    payers = _payers(machine, _waiting(machine, milestone), _releases(machine, milestone))
    staked, day = {milestone.party, *payers}, promised_on(machine, case)
    return {j: takes_part(case, law, day, j, staked) for j in milestone.verified_by}


def _uncertified(waits: list[Wait]) -> str:
    names = listed(f'"{wait.milestone.name}"' for wait in waits)
    return f"relief may wait for ever for the certificate of {names}"


def _certify(waits: list[Wait]) -> str:
    names = listed(f'"{wait.milestone.name}"' for wait in waits)
    silence = "let silence count as a certificate after a set time"
    return f"let a third party certify {names}, or {silence}"


def _flaw(machine: Machine, waits: list[Wait], kept: list[_Kept], left: list[Stranded]) -> Check:
    """Certificates that never come, money that one of those concerned keeps back, and the rest."""
    findings = [_uncertified(waits)] if waits else []
    modules = dict.fromkeys(back.module.name for back in kept)
    findings += [f'what escrow holds under "{name}" may never be paid' for name in modules]
    findings += [one.what for one in left]
    trace = [line for wait in waits for line in _story(machine, wait)]
    trace += [back.story for back in kept]
    trace += [line for one in left for line in one.story]
    mends = [_certify(waits)] if waits else []
    mends += dict.fromkeys([*(back.mend for back in kept), *(one.mend for one in left)])
    return Check("deadlock", "flaw", "; ".join(findings), tuple(trace), "; ".join(mends))


def _kept_back(machine: Machine, case: Case) -> Iterator[_Kept]:
    """Escrow whose holder has a stake, or that is paid in time only if both put the day off."""
    for module in machine.package.modules:
        escrow, where = module.escrow, article(module.article)
        if escrow is None:
            continue
        party, due = holder(case, escrow), machine.milestones[escrow.released_by]
        act = f'"{escrow.released_by}"'
        if party in module.promised_by:
            told = f"{at(machine, due)}: {act} is done; {party}, who owes the money, also holds it"
            mend = f'let a third party hold the escrow of "{module.name}"'
            yield _Kept(module, f"{told}, and no article makes it pay ({where})", mend)
        if escrow.deadline is not None and escrow.deadline < due and in_time(escrow, due):
            told = f"{at(machine, escrow.deadline)}: the money in escrow goes back unless both"
            told += f" sides put the day off, and {act} is not due before {at(machine, due)}"
            mend = f'set the deadline of the escrow of "{module.name}" after {at(machine, due)}'
            yield _Kept(module, f"{told}; either can refuse ({where})", mend)


def _partial(machine: Machine, case: Case, law: Law) -> Iterator[Wait]:
    """Milestones that only parties to the exchange may certify."""
    for milestone in machine.package.milestones:
        spans = _waiting(machine, milestone)
        escrows = _releases(machine, milestone)
        payers = _payers(machine, spans, escrows)
        parts = _parts(machine, case, law, milestone)
        if all(parts.values()) and (spans or escrows):
            day = promised_on(machine, case)
            why = _reason(case, law, day, milestone, payers)
            yield Wait(milestone, spans, escrows, why)


def _reason(case: Case, law: Law, day: date, milestone: Milestone, payers: tuple[str, ...]) -> str:
    """Why none of those who certify is without a stake."""
    if not milestone.verified_by:
        return "nobody is named who says that it was done, and the claim stands against the denial"
    judges = [party_called(case, judge) or judge for judge in milestone.verified_by]
    reasons = [f"{judge} judges its own act" for judge in judges if judge == milestone.party]
    if paying := [judge for judge in judges if judge in payers and judge != milestone.party]:
        judging = agree(paying, "certifies", "certify")
        reasons.append(f"{listed(paying)}, who {judging} it, would then have to open")
    for judge in (judge for judge in judges if judge not in {milestone.party, *payers}):
        seats = seats_of(case, law, day, judge)
        seated = [party for party in (milestone.party, *payers) if party in seats]
        reasons.append(f"in {judge} {listed(seated, 'or')} can withhold the vote")
    return f"no certificate comes: {listed(reasons)}"


def _mutual(machine: Machine, case: Case) -> Iterator[Wait]:
    """Two parties of whom each alone certifies the other's act."""
    judged = {
        (m.party, party_called(case, m.verified_by[0]) or m.verified_by[0]): m
        for m in machine.package.milestones
        if len(m.verified_by) == 1 and _awaited(machine, m)
    }
    for (owing, judge), milestone in judged.items():
        other = judged.get((judge, owing))
        if other is not None and owing < judge:
            turn = f'{owing} alone certifies "{other.name}" of {judge}'
            why = f"{judge} alone certifies it, and {turn}: each may wait for the other to go first"
            spans, escrows = _waiting(machine, milestone), _releases(machine, milestone)
            yield Wait(milestone, spans, escrows, why)


def _waiting(machine: Machine, milestone: Milestone) -> tuple[Span, ...]:
    """The phases that name the milestone among what they come after."""
    named = {
        (module.name, phase.name)
        for module in machine.package.modules
        for phase in module.phases
        if milestone.name in phase.after
    }
    return tuple(span for span in machine.spans if (span.module, span.phase) in named)


def _releases(machine: Machine, milestone: Milestone) -> tuple[Module, ...]:
    """The modules whose escrow is paid on the milestone."""
    modules = machine.package.modules
    return tuple(m for m in modules if m.escrow and m.escrow.released_by == milestone.name)


def _awaited(machine: Machine, milestone: Milestone) -> bool:
    return bool(_waiting(machine, milestone) or _releases(machine, milestone))


def _payers(
    machine: Machine, spans: tuple[Span, ...], escrows: tuple[Module, ...]
) -> tuple[str, ...]:
    modules = {span.module for span in spans} | {module.name for module in escrows}
    promisers = (m.promised_by for m in machine.package.modules if m.name in modules)
    return tuple(dict.fromkeys(party for parties in promisers for party in parties))


def _story(machine: Machine, wait: Wait) -> Iterator[str]:
    milestone = wait.milestone
    due = machine.milestones[milestone.name]
    yield from tell(machine, story(machine, State(min(due, machine.horizon))))
    done = f'{milestone.party} performs "{milestone.name}" ({article(milestone.article)})'
    yield f"{at(machine, due)}: {done}; {wait.why}"
    waiting: list[Span | Module] = [*wait.spans, *wait.escrows]
    phases = [f'"{span.module}.{span.phase}"' for span in wait.spans]
    money = [f'the escrow of "{module.name}"' for module in wait.escrows]
    where = articles(clause.article for clause in waiting)
    does = agree(waiting, "waits", "wait")
    names = listed([*phases, *money])
    yield f"{names} ({where}) {does}, month on month; no article says who decides instead"
