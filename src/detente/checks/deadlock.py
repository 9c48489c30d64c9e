"""Can a phase wait for ever, because those who certify an act gain by saying no?

Whoever owes an act may always leave it undone; what it then loses is the game's business. A
deadlock is worse: the act is done, and nobody without an interest can say so. One disinterested
certifier on the list is taken to be enough.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from detente.case.model import Case
from detente.case.package import Milestone
from detente.checks.model import Check
from detente.checks.telling import agree, article, articles, at, listed, tell
from detente.law import Law
from detente.machine import Machine
from detente.machine.model import Span
from detente.machine.schedule import earliest


@dataclass(frozen=True, slots=True)
class _Wait:
    """A milestone, the phases that wait for it, and why its certificate may never come."""

    milestone: Milestone
    spans: tuple[Span, ...]
    why: str


def deadlock(machine: Machine, case: Case, law: Law) -> Check:  # noqa: ARG001
    """Every act that a phase waits for can be certified by somebody who has no stake in it."""
    if not any(_waiting(machine, milestone) for milestone in machine.package.milestones):
        return Check("deadlock", "good", "no phase waits for an act")
    waits = [*_partial(machine, case), *_mutual(machine)]
    if not waits:
        finding = "whatever a phase waits for, somebody without a stake can certify"
        return Check("deadlock", "good", finding)
    names = listed(f'"{wait.milestone.name}"' for wait in waits)
    trace = [line for wait in waits for line in _story(machine, wait)]
    finding = f"relief may wait for ever for the certificate of {names}"
    remedy = (
        f"let a third party certify {names}, or let silence count as a certificate after a set time"
    )
    return Check("deadlock", "flaw", finding, tuple(trace), remedy)


def _partial(machine: Machine, case: Case) -> Iterator[_Wait]:
    """Milestones that only parties to the exchange may certify."""
    for milestone in machine.package.milestones:
        spans = _waiting(machine, milestone)
        payers = _payers(machine, spans)
        staked = {milestone.party, *payers}
        if not spans or any(not _takes_part(case, v, staked) for v in milestone.verified_by):
            continue
        yield _Wait(milestone, spans, _reason(case, milestone, payers))


def _reason(case: Case, milestone: Milestone, payers: tuple[str, ...]) -> str:
    """Why none of those who certify is without a stake."""
    if not milestone.verified_by:
        return "nobody is named who says that it was done, and the claim stands against the denial"
    judges = milestone.verified_by
    reasons = [f"{judge} judges its own act" for judge in judges if judge == milestone.party]
    if paying := [judge for judge in judges if judge in payers and judge != milestone.party]:
        judging = agree(paying, "certifies", "certify")
        reasons.append(f"{listed(paying)}, who {judging} it, would then have to open")
    for judge in (judge for judge in judges if judge not in {milestone.party, *payers}):
        seats = case.world.parties[judge].members
        seated = [party for party in (milestone.party, *payers) if party in seats]
        reasons.append(f"in {judge} {listed(seated, 'or')} can withhold the vote")
    return f"no certificate comes: {listed(reasons)}"


def _takes_part(case: Case, verifier: str, staked: set[str]) -> bool:
    """Whether a certifier, or a member of it, has a stake in the answer."""
    party = case.world.parties.get(verifier)
    return verifier in staked or bool(party and staked.intersection(party.members))


def _mutual(machine: Machine) -> Iterator[_Wait]:
    """Two parties of whom each alone certifies the other's act."""
    judged = {
        (m.party, m.verified_by[0]): m
        for m in machine.package.milestones
        if len(m.verified_by) == 1 and _waiting(machine, m)
    }
    for (owing, judge), milestone in judged.items():
        other = judged.get((judge, owing))
        if other is not None and owing < judge:
            spans = _waiting(machine, milestone)
            why = (
                f'{judge} alone certifies it, and {owing} alone certifies "{other.name}" of {judge}'
            )
            yield _Wait(milestone, spans, f"{why}: each may wait for the other to go first")


def _waiting(machine: Machine, milestone: Milestone) -> tuple[Span, ...]:
    """The phases that name the milestone among what they come after."""
    named = {
        (module.name, phase.name)
        for module in machine.package.modules
        for phase in module.phases
        if milestone.name in phase.after
    }
    return tuple(span for span in machine.spans if (span.module, span.phase) in named)


def _payers(machine: Machine, spans: tuple[Span, ...]) -> tuple[str, ...]:
    modules = {span.module for span in spans}
    promisers = (m.promised_by for m in machine.package.modules if m.name in modules)
    return tuple(dict.fromkeys(party for parties in promisers for party in parties))


def _story(machine: Machine, wait: _Wait) -> Iterator[str]:
    milestone = wait.milestone
    due = machine.milestones[milestone.name]
    found = earliest(machine, lambda state: state.month == due and not state.withheld)
    yield from tell(machine, found[0] if found else ())
    done = f'{milestone.party} performs "{milestone.name}" ({article(milestone.article)})'
    yield f"{at(machine, due)}: {done}; {wait.why}"
    phases = listed(f'"{span.module}.{span.phase}"' for span in wait.spans)
    where = articles(span.article for span in wait.spans)
    does = agree(wait.spans, "waits", "wait")
    yield f"{phases} ({where}) {does}, month on month; no article says who decides instead"
