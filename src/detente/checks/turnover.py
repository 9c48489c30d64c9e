"""Can one election end the relief, or stop the snap-back?

What one government opens by its own signature, the next shuts by its own; and what only that
signature can shut again, the next may leave open. A last day on which the parties have agreed is no
government's choice, and what comes after it ends nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf

from detente.case.model import Case
from detente.case.package import End
from detente.checks.ends import agreed, comes, strikes, term, winding_down
from detente.checks.model import Check
from detente.checks.powers import counted_on, office, promised_on, relief, rule_on
from detente.checks.snap_back import shuts, stops_decision, tempts
from detente.checks.telling import agree, articles, at, chance, listed, several
from detente.law import Law
from detente.machine import Machine
from detente.machine.model import Exposure, Valve

Held = Mapping[str, Sequence[Valve]]  # relief that one government shuts alone, by party


def turnover(machine: Machine, case: Case, law: Law) -> Check:
    """No relief, and no snap-back, hangs on who governs one party."""
    name = "turnover"
    held, unknown = _held(machine, case, law)
    risky = {p: hit for p, valves in held.items() if (hit := _hit(machine, case, p, valves))}
    if risky:
        trace = [line for party in risky for line in _story(machine, case, party, risky[party])]
        who = listed(risky, "or")
        finding = f"one vote or change of government in {who} can end relief without a breach: "
        finding += several(valve.measure for valves in risky.values() for valve in valves)
        weak = [line for party in risky for line in _unanswered(machine, case, party, risky[party])]
        remedy = f"rest what {who} {agree([*risky], 'opens', 'open')} on an act that outlives one "
        remedy += "government (a law, a treaty, a resolution), or let the other modules stand alone"
        return Check(name, "flaw", finding, (*trace, *weak), remedy)
    silent = sorted(p for p, valves in held.items() if not _spoken_of(machine, p, valves))
    if silent or unknown:
        return Check(name, "unknown", *_missing(held, silent, unknown))
    return Check(name, "good", "no relief hangs on who governs one party")


def _held(machine: Machine, case: Case, law: Law) -> tuple[Held, list[Valve]]:
    """Relief by the government that shuts it alone; relief of which the law is not known."""
    held: dict[str, list[Valve]] = defaultdict(list)
    unknown = []
    for valve in relief(machine, case):
        rule = rule_on(machine, case, law, valve.measure, "reimpose")
        party = office(rule, promised_on(machine, case)) if rule else None
        if rule is None:
            unknown.append(valve)
        elif party is not None:
            held[party].append(valve)
    return held, unknown


def _hit(machine: Machine, case: Case, party: str, valves: Sequence[Valve]) -> list[Valve]:
    """What an end of the party shuts while it is counted on."""
    ends = [end for end in machine.package.ends if end.party == party]
    return [v for v in valves if any(_first(machine, case, end, [v]) < inf for end in ends)]


def _spoken_of(machine: Machine, party: str, valves: Sequence[Valve]) -> bool:
    """Whether the package says when the party may shut one of its valves."""
    ends = [end for end in machine.package.ends if end.party == party]
    return any(strikes(end, valve.module) for end in ends for valve in valves)


def _missing(
    held: Held, silent: list[str], unknown: list[Valve]
) -> tuple[str, tuple[str, ...], str]:
    """Finding, trace and remedy where the package or the law leaves the question open."""
    if not silent:
        measures = listed(valve.measure for valve in unknown)
        finding = f"the law files do not say who may shut {measures} again, and by which vote"
        return finding, (), "give each a rule to re-impose it"
    measures = listed(valve.measure for party in silent for valve in held[party])
    who = listed(silent)
    finding = f"{who} alone can shut {measures}, and the package does not say how likely that is"
    return finding, (), f"add to `ends` the elections of {who}, with their probability"


def _story(machine: Machine, case: Case, party: str, valves: Sequence[Valve]) -> Iterator[str]:
    """Each end of the party on the first date on which it finds its own valves open."""
    for end in machine.package.ends:
        hit = [valve for valve in valves if end.party == party and strikes(end, valve.module)]
        month = _first(machine, case, end, hit)
        if month < inf:
            often = "" if end.every_months is None else f", every {end.every_months} months"
            likely = f"probability {chance(case, end.probability)}{often}"
            on = f"{end.on}, month {month:g}" if end.on else at(machine, int(month))
            shuts = f" shuts {several(v.measure for v in hit)} only" if end.modules else ""
            yield f"{on}: {party}: {end.name}{shuts} ({likely}){winding_down(end)}"
    where = articles(valve.article for valve in valves)
    measures = listed(valve.measure for valve in valves)
    yield f"{party} needs nobody's vote, and no breach, to shut {measures} ({where})"


def _first(machine: Machine, case: Case, end: End, valves: Iterable[Valve]) -> float:
    """First month in which the end comes round while one of the valves is counted on."""
    if agreed(case, end):
        return inf
    struck = [v for v in valves if strikes(end, v.module)]
    counted = [(counted_on(machine, case, v), term(machine, case, v.module)) for v in struck]
    months = (m for m in comes(machine, end) if any(on[m] and m < last for on, last in counted))
    return next(months, inf)


def _unanswered(machine: Machine, case: Case, party: str, valves: Sequence[Valve]) -> Iterator[str]:
    """Breaches after which the party's new government would have to act, and need not."""
    left: dict[Exposure, list[str]] = defaultdict(list)
    for exposure in machine.exposures:
        if exposure.trigger is None:
            continue
        trigger = machine.package.triggers[exposure.trigger]
        for valve in valves:
            binds = trigger.vote.lapses and party in valve.promised_by
            if not shuts(trigger, valve) or not tempts(case, valve, exposure.party):
                continue
            if not binds or stops_decision(trigger, [party]):
                left[exposure].append(valve.measure)
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for exposure, measures in left.items():
        alike[exposure.party, tuple(measures)].append(exposure.breach)
    for (breaching, names), kinds in alike.items():
        says = f"after {listed(kinds, 'or')} by {breaching} it is for {party} alone to shut"
        yield f"{says} {several(names)}, and a new government need not"
