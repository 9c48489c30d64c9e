"""Can somebody stop the snap-back though all others want it?

Definitions. A snap-back is a small game: somebody calls a trigger, its deciders vote, then each
issuing body votes to shut its measure again, unless the relief was written to end by itself. What
was terminated, and not only suspended or licensed, always takes that vote: there is nothing left
that could end. An adjudicator must find the breach first, and whoever can refuse there alone stops
the trigger: a party to the case, or a member with a veto of a body that the law knows. Whoever is
neither is not known, and is not taken to be neutral. A
coalition owns a vote if it can defeat it with all others in favour; the rest own all else. The
coalition blocks the snap-back iff the start lies in its attractor to `open`: the states from which
it can force the valve to stay open, whatever the rest do.
"""

from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date

from detente.case.model import Case
from detente.case.package import Trigger
from detente.checks.judges import withholders
from detente.checks.powers import promised_on, relief, rule_on
from detente.checks.telling import mode
from detente.law import Law
from detente.law.model import Rule
from detente.law.votes import can_stop
from detente.machine.model import Exposure, Machine, Valve


def attractor(
    moves: Mapping[str, Collection[str]], owned: Set[str], goal: Set[str]
) -> frozenset[str]:
    """States from which the owner of `owned` can force the game into `goal`.

    `moves` gives the states that each state leads to; a state without moves is an end.
    """
    forced = set(goal)
    grown = True
    while grown:
        grown = False
        for state, after in moves.items():
            if state in forced or not after:
                continue
            if any(x in forced for x in after) if state in owned else forced.issuperset(after):
                forced.add(state)
                grown = True
    return frozenset(forced)


def stops_decision(trigger: Trigger, coalition: Collection[str]) -> bool:
    """Whether a coalition keeps a trigger from being pulled though all others want it."""
    willing = [party for party in trigger.deciders if party not in coalition]
    return len(willing) < trigger.vote.needed(len(trigger.deciders))


@dataclass(frozen=True, slots=True, eq=False)
class Snap:
    """One valve that one breach should shut: the triggers that may, and the law's own vote."""

    exposure: Exposure
    valve: Valve
    triggers: tuple[Trigger, ...]
    rule: Rule | None  # to shut the measure again
    signed: bool  # whether its issuer has promised the relief, and so its end
    withheld: Mapping[str, tuple[str, ...]]  # by trigger, who can withhold the finding alone
    day: date
    terminated: bool = False  # the measure is gone, and comes back by a fresh act only
    strangers: tuple[str, ...] = ()  # triggers of whose adjudicator nothing is known

    def needs_vote(self, trigger: Trigger) -> bool:
        """Whether shutting takes a vote of the issuer, or relief was written to end by itself."""
        return self.terminated or not (self.signed and trigger.vote.lapses)

    @property
    def voters(self) -> tuple[str, ...]:
        """Members of the body that votes; none where one office decides for itself."""
        body = self.rule.body(self.day) if self.rule else None
        one = body is None or len(body.members) == 1 or (self.rule and self.rule.vote == "alone")
        return () if one or body is None else body.members


def blocks(snap: Snap, coalition: Collection[str]) -> bool:
    """Whether a coalition can keep the valve open after the breach."""
    moves: dict[str, list[str]] = {"breach": [], "law": ["open", "shut"], "open": [], "shut": []}
    owned = {"law"} if stops_vote(snap, coalition) else set()
    for trigger in snap.triggers:
        moves["breach"].append(trigger.name)
        moves[trigger.name] = ["open", "law" if snap.needs_vote(trigger) else "shut"]
        if stops_decision(trigger, coalition) or stops_finding(snap, trigger, coalition):
            owned.add(trigger.name)
    return "breach" in attractor(moves, owned, {"open"})


def stops_finding(snap: Snap, trigger: Trigger, coalition: Collection[str]) -> bool:
    """Whether a coalition keeps the adjudicator from finding a breach."""
    return not set(coalition).isdisjoint(snap.withheld.get(trigger.name, ()))


def stops_vote(snap: Snap, coalition: Collection[str]) -> bool:
    """Whether a coalition defeats the issuer's vote to shut again."""
    against = set(coalition).intersection(snap.voters)
    return bool(
        against and snap.rule and can_stop(snap.rule.body(snap.day), snap.rule.vote, against)
    )


def snaps(machine: Machine, case: Case, law: Law) -> Iterator[Snap]:
    """Every valve that a covered breach of somebody whom it tempts should shut."""
    terminated = {m.name for m in machine.package.modules if m.form == "termination"}
    day = promised_on(machine, case)
    asked = {t.name: _judges(case, law, t, day) for t in machine.package.triggers}
    for exposure in machine.exposures:
        triggers = [
            trigger
            for trigger in machine.package.triggers
            if trigger.against == exposure.party and exposure.breach in trigger.covers
        ]
        for valve in relief(machine, case):
            mine = tuple(t for t in triggers if shuts(t, valve))
            if mine and tempts(case, valve, exposure.party):
                rule = rule_on(machine, case, law, valve.measure, "reimpose")
                signed = case.world.measures[valve.measure].issuer in valve.promised_by
                judges = {t.name: asked[t.name] for t in mine}
                withheld = {name: found or () for name, found in judges.items()}
                strangers = tuple(name for name, found in judges.items() if found is None)
                gone = valve.module in terminated
                yield Snap(exposure, valve, mine, rule, signed, withheld, day, gone, strangers)


def _judges(case: Case, law: Law, trigger: Trigger, day: date) -> tuple[str, ...] | None:
    """Who can withhold the finding for a trigger alone; None: who finds is unknown."""
    if trigger.adjudicator is None:
        return ()
    return withholders(case, law, day, trigger.adjudicator, trigger.against)


def shuts(trigger: Trigger, valve: Valve) -> bool:
    """Whether a trigger, once pulled, shuts a valve."""
    return not trigger.only or valve.module in trigger.only


def tempts(case: Case, valve: Valve, party: str) -> bool:
    """Whether a valve is relief to a party; shutting it answers no breach by those who open it."""
    measure = case.world.measures[valve.measure]
    if party in valve.promised_by or case.world.parties[party].role == "sender":
        return False
    gains = [measure.worth.get(party, ()), measure.once.get(party, ())]
    nobody = not measure.worth and not measure.once
    return nobody or any(mode(case, *amounts) > 0 for amounts in gains)
