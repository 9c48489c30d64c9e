"""Can one member keep the valve open though all others want the snap-back?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from detente.case.model import Case
from detente.case.package import Trigger
from detente.checks.model import Check
from detente.checks.powers import decides, has_refused, may_refuse, refusers
from detente.checks.snap_back import (
    SELF_ACTING,
    Snap,
    blocks,
    snaps,
    stops_decision,
    stops_vote,
)
from detente.checks.telling import agree, article, articles, at, listed, several
from detente.law import Law
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
        trace = tuple(_story(machine, case, blocked))
        return Check(name, "flaw", finding, trace, "; ".join(_remedies(blocked)))
    unknown = [s for s in found if s.rule is None and all(map(s.needs_vote, s.triggers))]
    if unknown:
        measures = listed(snap.valve.measure for snap in unknown)
        finding = f"the law files do not say who may shut {measures} again"
        return Check(name, "unknown", finding, (), "give each a rule to re-impose it")
    trace = tuple(dict.fromkeys(_how(t) for snap in found for t in snap.triggers))
    return Check(name, "good", "no single vote can stop a snap-back that all others want", trace)


def _blocked(found: Iterable[Snap]) -> list[Snap]:
    """Snap-backs that somebody's one vote stops; those that are alike are played once."""
    played: dict[object, bool] = {}
    blocked = []
    for snap in found:
        body = snap.rule and (snap.rule.body(snap.day).id, snap.rule.vote)
        names = tuple(trigger.name for trigger in snap.triggers)
        kind = (snap.exposure.party, names, snap.signed, body)
        if kind not in played:
            deciders = [party for trigger in snap.triggers for party in trigger.deciders]
            players = dict.fromkeys((snap.exposure.party, *deciders, *snap.voters))
            played[kind] = any(blocks(snap, [player]) for player in players)
        if played[kind]:
            blocked.append(snap)
    return blocked


def _story(machine: Machine, case: Case, blocked: Iterable[Snap]) -> Iterator[str]:
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
            if trigger.name in mine[0].partial:
                sits = f"{exposure.party}, against whom it runs, is part of its adjudicator"
                yield f"  {_how(trigger)}: {sits} and can withhold the finding"
        yield from (f"  {line}" for line in _votes(case, mine))
        opened = several(snap.valve.measure for snap in mine)
        yield f"  month on month, {opened} {agree(mine, 'stays', 'stay')} open"


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
    held: dict[str, list[Snap]] = defaultdict(list)
    for snap in mine:
        if snap.rule and refusers(snap.rule, snap.day) and any(map(snap.needs_vote, snap.triggers)):
            held[decides(snap.rule, snap.day)].append(snap)
    for holder, group in held.items():
        rule = group[0].rule
        measures = listed(snap.valve.measure for snap in group)
        where = articles(snap.valve.article for snap in group)
        members = refusers(rule, group[0].day) if rule else ()
        who = may_refuse(members, group[0].exposure.party) + has_refused(case, members)
        yield f"to shut {measures} again ({where}) takes {holder}: {who}"


def _opens(machine: Machine, valve: Valve) -> int:
    column = machine.openings[:, machine.valves.index(valve)]
    return int(np.argmax(column > 0))


def _how(trigger: Trigger) -> str:
    """Who pulls a trigger, in a few words."""
    who, rule = listed(trigger.deciders), trigger.rule
    name = f'"{trigger.name}" ({article(trigger.article)})'
    match rule:
        case "automatic":
            return f"{name} takes no vote"
        case "any-of":
            return f"{name} may be pulled by any one of {listed(trigger.deciders, 'or')}"
        case "renewal":
            return f"{name} ends relief unless {who} all agree to renew it"
        case "reverse-veto":
            return f"{name} ends relief unless {who} all vote to keep it"
        case _:
            vote = "a majority" if rule == "majority" else "unanimity"
            return f"{name} takes {vote} of {who}"


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
    partial = dict.fromkeys(name for snap in blocked for name in snap.partial)
    for trigger in (triggers[name] for name in partial if name in triggers):
        yield f'keep {trigger.against} out of the adjudicator of "{trigger.name}"'
    law = [s for s in blocked if _by_law(s)]
    if law:
        unsigned = [snap for snap in law if not snap.signed]
        names = listed(f'"{t.name}"' for s in law for t in s.triggers if t.rule not in SELF_ACTING)
        if names:
            modules = listed(f'"{snap.valve.module}"' for snap in law)
            yield f"let relief under {modules} end unless renewed: rule renewal for {names}"
        if unsigned:
            bodies = listed(s.rule.body(s.day).party for s in unsigned if s.rule)
            modules = listed(f'"{snap.valve.module}"' for snap in unsigned)
            yield f"make {bodies} a promiser of {modules}, so that its own act ends the relief"


def _by_law(snap: Snap) -> bool:
    """Whether it is the issuer's vote, not the trigger's, that one member stops."""
    return any(stops_vote(snap, [member]) for member in snap.voters)


def _it(things: list[Trigger]) -> str:
    return agree(things, "it", "each")
