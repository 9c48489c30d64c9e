"""Can one member keep the valve open though all others want the snap-back?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import numpy as np

from detente.case.model import Case
from detente.case.package import Trigger
from detente.checks.judges import introduce, party_called
from detente.checks.model import Check
from detente.checks.powers import has_refused, may_refuse, refusers
from detente.checks.snap_back import Snap, blocks, snaps, stops_decision, stops_vote
from detente.checks.telling import agree, article, articles, at, listed, several
from detente.law import Law
from detente.law.describe import decides
from detente.machine.model import Exposure, Machine, Valve


def blockable(machine: Machine, case: Case, law: Law) -> Check:
    """No single vote can stop a snap-back that all others want."""
    name, found = "blockable", list(snaps(machine, case, law))
    if not found:
        finding = "no trigger shuts a valve, so there is no snap-back to block"
        return Check(name, "good", finding)
    blocked = _blocked(found)
    if blocked:
        measures = several(snap.valve.measure for snap in blocked)
        kinds = listed((snap.exposure.breach for snap in blocked), "or")
        finding = f"one vote can keep open what {kinds} should shut: {measures}"
        trace = tuple(_story(machine, case, law, blocked))
        return Check(name, "flaw", finding, trace, "; ".join(_remedies(blocked)))
    unknown = [s for s in found if s.rule is None and all(map(s.needs_vote, s.triggers))]
    if unknown:
        measures = listed(snap.valve.measure for snap in unknown)
        finding = f"the law files do not say who may shut {measures} again"
        return Check(name, "unknown", finding, (), "give each a rule to re-impose it")
    strangers = {t.name: t for s in found for t in s.triggers if t.name in s.strangers}
    if strangers:
        return Check(name, "unknown", *_who_finds(list(strangers.values())))
    trace = tuple(dict.fromkeys(_how(t) + _trusted(t) for snap in found for t in snap.triggers))
    return Check(name, "good", "no single vote can stop a snap-back that all others want", trace)


def _who_finds(triggers: Sequence[Trigger]) -> tuple[str, tuple[str, ...], str]:
    """Finding, trace and remedy where nobody knows who must find a breach."""
    names = listed(trigger.adjudicator or "" for trigger in triggers)
    finding = f"whether one vote can keep a breach from being found is not known: who {names} is, "
    finding += "neither the case nor the law files say"
    trace = tuple(f"{_how(t)}, once {t.adjudicator} has found the breach" for t in triggers)
    return finding, trace, introduce(names)


def _blocked(found: Iterable[Snap]) -> list[Snap]:
    """Snap-backs that somebody's one vote stops; those that are alike are played once."""
    played: dict[object, bool] = {}
    blocked = []
    for snap in found:
        body = snap.rule and (snap.rule.body(snap.day).id, snap.rule.vote)
        names = tuple(trigger.name for trigger in snap.triggers)
        kind = (snap.exposure.party, names, snap.signed, snap.terminated, body)
        if kind not in played:
            deciders = [party for trigger in snap.triggers for party in trigger.deciders]
            judges = [party for names in snap.withheld.values() for party in names]
            players = dict.fromkeys((snap.exposure.party, *deciders, *judges, *snap.voters))
            played[kind] = any(blocks(snap, [player]) for player in players)
        if played[kind]:
            blocked.append(snap)
    return blocked


def _story(machine: Machine, case: Case, law: Law, blocked: Iterable[Snap]) -> Iterator[str]:
    """For each breach: when it comes, who refuses where, and what stays open."""
    for exposures, mine in _alike(blocked):
        month = min(_opens(machine, snap.valve) for snap in mine)
        called = articles(trigger.article for snap in mine for trigger in snap.triggers)
        kinds = listed((exposure.breach for exposure in exposures), "or")
        exposure = exposures[0]
        yield f"{at(machine, month)}: {exposure.party} commits {kinds} ({called})"
        triggers = {trigger.name: trigger for snap in mine for trigger in snap.triggers}
        for trigger in triggers.values():
            one = [party for party in trigger.deciders if stops_decision(trigger, [party])]
            if one:
                who = may_refuse(one, exposure.party)
                yield f"  {_how(trigger)}: {who}, and nothing follows"
            if judges := mine[0].withheld.get(trigger.name):
                finds = _finds(case, law, mine[0].day, trigger, judges)
                yield f"  {_how(trigger)}, once the breach is found: {finds}"
        yield from (f"  {line}" for line in _votes(case, mine))
        opened = several(snap.valve.measure for snap in mine)
        yield f"  month on month, {opened} {agree(mine, 'stays', 'stay')} open"


def _finds(case: Case, law: Law, day: date, trigger: Trigger, judges: Sequence[str]) -> str:
    """Who sits where the breach must be found, and can keep it from being found."""
    judge, accused = trigger.adjudicator or "", trigger.against
    party = party_called(case, judge)
    body = None if party else law.body(judge, day)
    judge = party or judge
    name = f"the {body.name}" if body else judge
    if accused in judges:
        seat = "is its adjudicator" if judge == accused else f"has a say in {name}"
        return f"{accused}, against whom it runs, {seat} and can withhold the finding"
    if judge in judges:
        return f"{judge} alone finds it, has a part in the dispute, and can withhold the finding"
    return f"in {name} {may_refuse(judges)}, and nothing is found"


def _alike(blocked: Iterable[Snap]) -> list[tuple[list[Exposure], list[Snap]]]:
    """Breaches by one party that are answered alike are told as one."""
    by_breach: dict[Exposure, list[Snap]] = defaultdict(list)
    for snap in blocked:
        by_breach[snap.exposure].append(snap)
    alike: dict[object, tuple[list[Exposure], list[Snap]]] = {}
    for exposure, mine in by_breach.items():
        answer = tuple((snap.valve, tuple(t.name for t in snap.triggers)) for snap in mine)
        alike.setdefault((exposure.party, answer), ([], mine))[0].append(exposure)
    return list(alike.values())


def _votes(case: Case, mine: Iterable[Snap]) -> Iterator[str]:
    """Bodies that must vote to shut again, and who in them can refuse."""
    held: dict[tuple[str, bool], list[Snap]] = defaultdict(list)
    for snap in mine:
        if snap.rule and refusers(snap.rule, snap.day) and any(map(snap.needs_vote, snap.triggers)):
            held[decides(snap.rule, snap.day), snap.terminated].append(snap)
    for (holder, terminated), group in held.items():
        rule = group[0].rule
        measures = listed(snap.valve.measure for snap in group)
        where = articles(snap.valve.article for snap in group)
        members = refusers(rule, group[0].day) if rule else ()
        who = may_refuse(members, group[0].exposure.party) + has_refused(case, members)
        if terminated:
            be = agree([*{snap.valve.measure for snap in group}], "was", "were")
            yield f"{measures} ({where}) {be} terminated, and no word revives what is gone:"
            yield f"  a fresh act takes {holder}: {who}"
        else:
            yield f"to shut {measures} again ({where}) takes {holder}: {who}"


def _opens(machine: Machine, valve: Valve) -> int:
    """The first month in which a valve stands open, with what escrow keeps."""
    column = machine.openings[:, machine.valves.index(valve)]
    return int(np.argmax(column > 0))


def _how(trigger: Trigger) -> str:
    """Who pulls a trigger, in a few words."""
    deciders = {"all": listed(trigger.deciders), "any": listed(trigger.deciders, "or")}
    how = trigger.vote.how.format(**deciders)
    return f'"{trigger.name}" ({article(trigger.article)}) {how}'


def _trusted(trigger: Trigger) -> str:
    """Names an adjudicator that nobody can block as far as the case and the law files know."""
    judge = trigger.adjudicator
    return f"; {judge}, which must find the breach, is taken to be neutral" if judge else ""


def _remedies(blocked: Sequence[Snap]) -> Iterator[str]:
    triggers = {t.name: t for snap in blocked for t in snap.triggers}
    slow = [
        trigger
        for trigger in triggers.values()
        if any(stops_decision(trigger, [party]) for party in trigger.deciders)
    ]
    if slow:
        names = listed(f'"{trigger.name}"' for trigger in slow)
        yield f"make {names} automatic, or let any one of several deciders pull {_it(slow)}"
    for trigger in triggers.values():
        if any(snap.withheld.get(trigger.name) for snap in blocked):
            finds = f'find the breach for "{trigger.name}"'
            yield f"let a neutral body, in which nobody has a veto, {finds}"
    law = [s for s in blocked if _by_law(s)]
    if gone := [snap for snap in law if snap.terminated]:
        modules = listed(f'"{snap.valve.module}"' for snap in gone)
        yield f"suspend what {modules} eases instead of terminating it"
    if law:
        yield from _self_ending(law)


def _self_ending(law: Sequence[Snap]) -> Iterator[str]:
    """How relief can be written to end without the vote that one member stops."""
    names = listed(f'"{t.name}"' for s in law for t in s.triggers if not t.vote.lapses)
    if names:
        modules = listed(f'"{snap.valve.module}"' for snap in law)
        yield f"let relief under {modules} end unless renewed: rule renewal for {names}"
    if unsigned := [snap for snap in law if not snap.signed]:
        bodies = listed(s.rule.body(s.day).party for s in unsigned if s.rule)
        modules = listed(f'"{snap.valve.module}"' for snap in unsigned)
        yield f"make {bodies} a promiser of {modules}, so that its own act ends the relief"


def _by_law(snap: Snap) -> bool:
    """Whether it is the issuer's vote, not the trigger's, that one member stops."""
    return any(stops_vote(snap, [member]) for member in snap.voters)


def _it(things: list[Trigger]) -> str:
    return agree(things, "it", "each")
