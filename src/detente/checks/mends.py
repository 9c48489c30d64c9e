"""Which remedies need no judgement: those that change one clause in one evident way.

Everything else (what to give up, whom to trust, what a breach is worth) is left to people. Each
function gives candidates, the likeliest first; whether one helps, and hurts nothing else, is found
by carrying it out and checking again.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from detente.case.editing import END, Insert, Set
from detente.case.model import Case
from detente.case.package import Trigger
from detente.case.rules import AUTOMATIC, RENEWAL
from detente.case.syntax import Path
from detente.checks.authority import answers
from detente.checks.deadlock import uncertain
from detente.checks.ends import strikes
from detente.checks.escrow import in_time
from detente.checks.judges import takes_part
from detente.checks.mend import Mend
from detente.checks.order import given_first, lasting_valves
from detente.checks.powers import promised_on, refusers
from detente.checks.red_line import crossing
from detente.checks.renewal import lapsing
from detente.checks.snap_back import Snap, blocks, snaps, stops_decision, stops_vote
from detente.checks.sunset import ill_timed
from detente.checks.tags import RENEWAL_PROMISED, lifting
from detente.checks.telling import listed
from detente.law import Law
from detente.machine import Machine
from detente.machine.model import Span

Finder = Callable[[Machine, Case, Law], Iterator[Mend]]


def authority(machine: Machine, case: Case, law: Law) -> Iterator[Mend]:
    """The holder of the power promises the module too, and signs."""
    for valve, answer in answers(machine, case, law):
        owner = _party(case, case.world.measures[valve.measure].issuer)
        if answer.verdict == "no" and owner and owner not in valve.promised_by:
            yield _promises("authority", machine, valve.module, owner)


def irreversible_first(machine: Machine, case: Case, law: Law) -> Iterator[Mend]:
    """The phases that give wait for an act that the target owes."""
    gift = given_first(machine, case, lasting_valves(machine, case, law))
    for milestone in gift.owed if gift else ():
        for span in gift.spans if gift else ():
            yield _waits("irreversible-first", machine, span, milestone.name)


def blockable(machine: Machine, case: Case, law: Law) -> Iterator[Mend]:
    """No vote where one can refuse: automatic triggers, suspension, a promise of the issuer."""
    name, package = "blockable", machine.package
    stopped = [snap for snap in snaps(machine, case, law) if _blockers(snap)]
    for trigger in dict.fromkeys(t for snap in stopped for t in snap.triggers):
        where = ("triggers", package.triggers.index(trigger), "rule")
        if any(stops_decision(trigger, [party]) for party in trigger.deciders):
            yield Mend(name, f'make "{trigger.name}" automatic', (Set(where, AUTOMATIC.name),))
    for snap in stopped:
        if not any(stops_vote(snap, [member]) for member in snap.voters):
            continue
        if snap.terminated:
            path = ("modules", _module(machine, snap.valve.module), "form")
            says = f'suspend what "{snap.valve.module}" eases, and do not terminate it'
            yield Mend(name, says, (Set(path, "suspension"),))
        owner = _party(case, case.world.measures[snap.valve.measure].issuer)
        if not snap.signed and owner:
            yield _promises(name, machine, snap.valve.module, owner)
        for trigger in snap.triggers:
            if not trigger.vote.lapses:
                yield _ends_unless_renewed(machine, trigger)


def deadlock(machine: Machine, case: Case, law: Law) -> Iterator[Mend]:
    """A guarantor without a stake certifies too; an escrow lasts until its act is due.

    The target is no such party: it would certify whatever brings it relief.
    """
    day = promised_on(machine, case)
    for wait in uncertain(machine, case, law):
        milestone = wait.milestone
        waiting = {span.module for span in wait.spans} | {module.name for module in wait.escrows}
        modules = [m for m in machine.package.modules if m.name in waiting]
        staked = {milestone.party, *(p for module in modules for p in module.promised_by)}
        path = ("milestones", machine.package.milestones.index(milestone), "verified_by")
        for party in machine.package.signatories:
            neutral = case.world.parties[party].role in {"guarantor", "member"}
            if neutral and not takes_part(case, law, day, party, staked):
                says = f'let {party} certify "{milestone.name}" too'
                yield Mend("deadlock", says, (_add(path, party),))
    yield from _escrow_deadlines(machine, "deadlock")


def exposure(machine: Machine, case: Case, law: Law) -> Iterator[Mend]:  # noqa: ARG001
    """A pause or close shuts every module."""
    for index, trigger in enumerate(machine.package.triggers):
        if trigger.only:
            says = f'let "{trigger.name}" shut every module'
            yield Mend("exposure", says, (Set(("triggers", index, "modules"), []),))


def renewal_cliff(machine: Machine, case: Case, law: Law) -> Iterator[Mend]:
    """Whoever renews alone promises to."""
    alone = [
        _party(case, case.world.measures[valve.measure].issuer)
        for valve, rule, day in lapsing(machine, case, law)
        if not refusers(rule, day)
    ]
    licensed = [m.name for m in machine.package.modules if m.form == "licence"]
    ends = [e for e in machine.package.ends if e.modules]
    alone += [end.party for end in ends if any(strikes(end, module) for module in licensed)]
    for party in dict.fromkeys(party for party in alone if party):
        term = {
            "article": "renewals",
            "party": party,
            "text": "Renews what it has issued for as long as the phases of this package run",
            "tags": [RENEWAL_PROMISED],
        }
        says = f"let {party} promise its renewals"
        yield Mend("renewal-cliff", says, (_add(("terms",), term),))


def sunset_gap(machine: Machine, case: Case, law: Law) -> Iterator[Mend]:  # noqa: ARG001
    """The guarantee ends with the relief, or not at all where the relief has no end."""
    guarantees, month = ill_timed(machine, case)
    for guarantee in guarantees:
        path = ("guarantees", machine.package.guarantees.index(guarantee), "ends_month")
        if month is None:
            edit, says = (
                Set(path, None),
                f'let "{guarantee.name}" last as long as the relief',
            )
        else:
            edit, says = Set(path, month), f'let "{guarantee.name}" end in month {month}'
        yield Mend("sunset-gap", says, (edit,))


def undefined_breach(machine: Machine, case: Case, law: Law) -> Iterator[Mend]:  # noqa: ARG001
    """The trigger that answers what is nearest in size covers the breach too."""
    package = machine.package
    named = {(t.against, kind) for t in package.triggers for kind in t.covers}
    for party in dict.fromkeys(obligation.party for obligation in package.obligations):
        against = [t for t in package.triggers if t.against == party]
        sizes = {kind: breach.size for kind, breach in case.world.breaches.get(party, {}).items()}
        for kind in sizes if against else ():
            if (party, kind) not in named:
                nearest = min(against, key=lambda t: _apart(t, kind, sizes))
                path = ("triggers", package.triggers.index(nearest), "covers")
                says = f'let "{nearest.name}" cover {kind} by {party} too'
                yield Mend("undefined-breach", says, (_add(path, kind),))


def red_line(machine: Machine, case: Case, law: Law) -> Iterator[Mend]:  # noqa: ARG001
    """What opens too far waits for the act that lifts the line, or opens as far as is allowed."""
    for line in case.world.red_lines:
        found = crossing(machine, case, line) if line.measures else None
        spans = found[2] if found else ()
        for act in lifting(machine, line):
            yield from (_waits("red-line", machine, span, act) for span in spans)
        for span in spans if line.at_most else ():
            wide = [m for m in line.measures if span.open.get(m, 0.0) > line.at_most]
            path = (*_phase(machine, span), "open")
            says = f'open {listed(wide)} no further than {line.at_most:.0%} in "{span.module}.'
            edits = tuple(Set((*path, measure), line.at_most) for measure in wide)
            yield Mend("red-line", f'{says}{span.phase}"', edits)


def unreachable(machine: Machine, case: Case, law: Law) -> Iterator[Mend]:  # noqa: ARG001
    """A phase gets a month, an escrow its time, a covered breach its obligation."""
    name, package = "unreachable", machine.package
    for span in machine.spans:
        if span.end <= span.start <= machine.horizon:
            says = f'give "{span.module}.{span.phase}" one month'
            yield Mend(name, says, (Set((*_phase(machine, span), "months"), 1),))
    yield from _escrow_deadlines(machine, name)
    for trigger in package.triggers:
        open_to = {e.breach for e in machine.exposures if e.party == trigger.against}
        owed = [i for i, o in enumerate(package.obligations) if o.party == trigger.against]
        if owed and open_to.isdisjoint(trigger.covers):
            edits = [_add(("obligations", owed[0], "breaches"), k) for k in trigger.covers]
            says = f'list what "{trigger.name}" covers among what {trigger.against}\'s obligation'
            yield Mend(name, f"{says} is open to", tuple(edits))


MENDS: Mapping[str, Finder] = {
    "authority": authority,
    "irreversible-first": irreversible_first,
    "blockable": blockable,
    "deadlock": deadlock,
    "exposure": exposure,
    "renewal-cliff": renewal_cliff,
    "sunset-gap": sunset_gap,
    "undefined-breach": undefined_breach,
    "red-line": red_line,
    "unreachable": unreachable,
}


def _promises(name: str, machine: Machine, module: str, party: str) -> Mend:
    path = ("modules", _module(machine, module), "promised_by")
    signs = _add(("signatories",), party)
    new = "" if party in machine.package.signatories else ", and sign"
    says = f'let {party} promise "{module}" too{new}'
    return Mend(name, says, (_add(path, party), signs))


def _add(path: Path, value: Any) -> Insert:
    """One more item of a list that does not hold it."""
    return Insert((*path, END), value, once=True)


def _waits(name: str, machine: Machine, span: Span, act: str) -> Mend:
    says = f'let "{span.module}.{span.phase}" wait for "{act}"'
    return Mend(name, says, (_add((*_phase(machine, span), "after"), act),))


def _ends_unless_renewed(machine: Machine, trigger: Trigger) -> Mend:
    path = ("triggers", machine.package.triggers.index(trigger), "rule")
    says = f'let relief end unless renewed: rule renewal for "{trigger.name}"'
    return Mend("blockable", says, (Set(path, RENEWAL.name),))


def _apart(trigger: Trigger, kind: str, sizes: Mapping[str, int]) -> int:
    """How far in size a breach is from those that a trigger covers."""
    return min(abs(sizes[kind] - sizes[other]) for other in trigger.covers)


def _escrow_deadlines(machine: Machine, name: str) -> Iterator[Mend]:
    for index, module in enumerate(machine.package.modules):
        escrow = module.escrow
        if escrow is None or escrow.deadline is None:
            continue
        due = machine.milestones[escrow.released_by]
        if escrow.deadline < due and (name == "deadlock") is in_time(escrow, due):
            path = ("modules", index, "escrow", "deadline")
            says = f'let the escrow of "{module.name}" wait to month {due}'
            yield Mend(name, says, (Set(path, due),))


def _blockers(snap: Snap) -> bool:
    deciders = [party for trigger in snap.triggers for party in trigger.deciders]
    return any(blocks(snap, [party]) for party in dict.fromkeys([*deciders, *snap.voters]))


def _party(case: Case, issuer: str) -> str | None:
    """The party that issues a measure itself, or whose member does."""
    parties = case.world.parties
    if issuer in parties:
        return issuer
    return next((name for name, party in parties.items() if issuer in party.members), None)


def _module(machine: Machine, name: str) -> int:
    return [module.name for module in machine.package.modules].index(name)


def _phase(machine: Machine, span: Span) -> tuple[str | int, ...]:
    index = _module(machine, span.module)
    phases = [phase.name for phase in machine.package.modules[index].phases]
    return ("modules", index, "phases", phases.index(span.phase))
