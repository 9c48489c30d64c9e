"""How much relief does a party keep that breaches at the best moment?

What it keeps is summed in `kept`. The bound is the case's own: a row `exposure-bound` of
estimates.csv, in EUR bn; without one the verdict is `unknown`.
"""

from collections.abc import Iterable, Iterator, Mapping
from math import inf, isinf

from detente.case.model import Case
from detente.case.package import Trigger
from detente.checks.kept import CHEAP, Answer, Kept, Opening, Worth, kept
from detente.checks.late import most_kept_ever
from detente.checks.model import TOO_LARGE, Check
from detente.checks.powers import promised_on, relief, rule_on
from detente.checks.telling import article, at, euros, listed, mode, tell
from detente.law import Law
from detente.machine import Machine, State
from detente.machine.clocks import notice_months
from detente.machine.model import DAYS_A_MONTH, Exposure
from detente.machine.schedule import MOST_STATES, story
from detente.machine.widest import layers, shared

BOUND = "exposure-bound"


def exposure(machine: Machine, case: Case, law: Law, most: int = MOST_STATES) -> Check:
    """A party that breaches keeps no more relief than the case's bound."""
    name, worth = "exposure", worth_of(machine, case)
    tempted = [e for e in machine.exposures if worth[e.party]]
    if not tempted:
        return Check(name, "good", "no party that could breach receives relief")
    if free := [e for e in tempted if e.trigger is None]:
        return _unanswered(machine, worth, free)
    answers = answers_to(machine, case, law, tempted)
    worst = most_kept_ever(machine, case, worth, answers, most)
    return _judge(machine, case, worth, worst)


def _judge(
    machine: Machine, case: Case, worth: Mapping[str, Mapping[str, Worth]], worst: Kept
) -> Check:
    """What is kept against the bound; what was not searched, and no law known, is never good."""
    name = "exposure"
    party, limit = worst.answer.exposure.party, case.estimates.get(BOUND)
    least = "at least " if worst.unsearched else ""
    keeps = f"{party} can breach and keep {least}{euros(worst.total)} of relief"
    if full := _flow(machine, worth[party]):
        keeps += f", as much as {worst.total / full:.1f} months of all of it"
    trace = tuple(_story(machine, worst))
    if limit is None:
        remedy = f'add a row "{BOUND}" (EUR bn) to estimates.csv: the most that may be lost'
        return Check(name, "unknown", f"{keeps}; the case gives no bound", trace, remedy)
    bound = mode(case, limit)
    if worst.total <= bound + CHEAP and worst.unsearched:
        finding = f"{keeps}, and what more is not known: {worst.unsearched}"
        return Check(name, "unknown", finding, trace, TOO_LARGE)
    if worst.total <= bound + CHEAP and (unheard := _unheard(worst)):
        finding = f"{keeps}, and the law files do not say how soon {unheard} can be shut again"
        remedy = f"give {unheard} a rule to re-impose it, with its clock"
        return Check(name, "unknown", finding, trace, remedy)
    if worst.total <= bound + CHEAP:
        return Check(name, "good", f"{keeps}; the bound is {euros(bound)}", trace)
    finding = f"{keeps}; the bound is {euros(bound)}"
    return Check(name, "flaw", finding, trace, _remedy(machine, worst))


def _unheard(worst: Kept) -> str:
    """What was terminated, and no law says how soon a fresh act shuts it."""
    return listed(sorted({m for (_, m), months in worst.answer.anew.items() if isinf(months)}))


def worth_of(machine: Machine, case: Case) -> dict[str, dict[str, Worth]]:
    """By party and measure: only what others open to it and what brings it anything."""
    worth: dict[str, dict[str, Worth]] = {e.party: {} for e in machine.exposures}
    for name in dict.fromkeys(valve.measure for valve in relief(machine, case)):
        measure = case.world.measures[name]
        for party in set(worth) - {measure.issuer}:
            flow = mode(case, *measure.worth.get(party, ())) * mode(case, measure.arrival)
            once = mode(case, *measure.once.get(party, ()))
            if flow > 0 or once > 0:
                worth[party][name] = Worth(flow, once, mode(case, measure.kept))
    return worth


def answers_to(machine: Machine, case: Case, law: Law, exposed: Iterable[Exposure]) -> list[Answer]:
    """What follows each breach that a trigger covers."""
    anew = _fresh_acts(machine, case, law)
    return [_answer(machine, case, anew, e) for e in exposed if e.trigger is not None]


def _fresh_acts(machine: Machine, case: Case, law: Law) -> dict[Opening, float]:
    """Months at most until what was terminated is shut anew; infinite where no law says."""
    day = promised_on(machine, case)
    gone = {m.name for m in machine.package.modules if m.form == "termination"}
    months: dict[Opening, float] = {}
    for valve in relief(machine, case):
        if valve.module in gone:
            rule = rule_on(machine, case, law, valve.measure, "reimpose")
            clock = rule.clock_on(day) if rule else None
            months[valve.module, valve.measure] = clock.high / DAYS_A_MONTH if clock else inf
    return months


def _answer(
    machine: Machine, case: Case, anew: Mapping[Opening, float], exposed: Exposure
) -> Answer:
    trigger = machine.package.triggers[exposed.trigger or 0]
    every = frozenset(module.name for module in machine.package.modules)
    shut, pause = frozenset(trigger.only) or every, _pause(case, trigger)
    return Answer(exposed, notice_months(trigger), pause, shut, anew)


def _pause(case: Case, trigger: Trigger) -> float:
    """Months after which what a trigger shuts opens again; 0: the package is over."""
    if trigger.does.returns:
        return mode(case, trigger.pause_months)
    return inf if trigger.does.shuts else 0.0


def _flow(machine: Machine, worth: Mapping[str, Worth]) -> float:
    """EUR bn a month to a party in the steady month, while all comply."""
    last = layers(machine.openings, shared(machine))[-1]
    pairs = zip(machine.valves, last, strict=True)
    return float(sum(x * worth[v.measure].flow for v, x in pairs if v.measure in worth))


def _unanswered(
    machine: Machine, worth: Mapping[str, Mapping[str, Worth]], free: list[Exposure]
) -> Check:
    """Breaches that no trigger answers: all relief is kept, without end."""
    party = free[0].party
    kinds = listed((e.breach for e in free if e.party == party), "or")
    flow = euros(_flow(machine, worth[party]))
    finding = f"{party} can commit {kinds} and keep all its relief, {flow} a month without end"
    last = State(machine.horizon)
    stocks = kept(machine, worth[party], Answer(free[0], 0.0, 0.0, frozenset()), last, {}).total
    trace = [
        f"{at(machine, 0)}: {party} commits {kinds}; no trigger covers it",
        f"in the end the package brings {party} {flow} a month, and nothing shuts it",
    ]
    if stocks > CHEAP:
        trace.append(f"beside it {party} has had {euros(stocks)} at once, which does not come back")
    remedy = f"let a trigger answer {kinds} by {party}"
    return Check("exposure", "flaw", finding, tuple(trace), remedy)


def _story(machine: Machine, worst: Kept) -> Iterator[str]:
    answer, state = worst.answer, worst.state
    trigger = machine.package.triggers[answer.exposure.trigger or 0]
    yield from tell(machine, worst.late or story(machine, state))
    does = f"{answer.exposure.party} commits {answer.exposure.breach}; it is confirmed"
    verb, pauses, meanwhile = _follows(machine, answer)
    then = f'"{trigger.name}" {verb}{pauses} after {trigger.notice_days:g} days'
    yield f"{at(machine, state.month)}: {does}; {then} ({article(trigger.article)})"
    if worst.waiting > CHEAP:
        yield f"  while {meanwhile}, what stays open brings {euros(worst.waiting)}"
    parts = [f"{measure} {euros(amount)}" for measure, amount in _largest(worst)]
    if parts:
        rest = euros(sum(worst.outlasting.values()))
        most = "most of it " if len(worst.outlasting) > len(parts) else ""
        yield f"  {rest} cannot be taken back: {most}{listed(parts)}"


def _follows(machine: Machine, answer: Answer) -> tuple[str, str, str]:
    """What the trigger does, for how long, and what runs meanwhile."""
    trigger = machine.package.triggers[answer.exposure.trigger or 0]
    verb, some = trigger.does.verb, f" {listed(trigger.modules) or 'all modules'} for good"
    if trigger.does.shuts and len(answer.shut) < len(machine.package.modules):
        return verb, some, "the rest of the package runs on to its last month"
    fresh = any(0 < months < inf for months in answer.anew.values())
    waits = " and what was terminated waits for a fresh act" if fresh else ""
    if trigger.does.returns:
        return verb, f" for {answer.pause:g} months", f"notice and pause run{waits}"
    return verb, some if trigger.does.shuts else "", f"the notice runs{waits}"


def _largest(worst: Kept) -> list[tuple[str, float]]:
    by_size = sorted(worst.outlasting.items(), key=lambda pair: -pair[1])
    return [(measure, amount) for measure, amount in by_size[:2] if amount > CHEAP]


def _remedy(machine: Machine, worst: Kept) -> str:
    trigger = machine.package.triggers[worst.answer.exposure.trigger or 0]
    largest = [measure for measure, _ in _largest(worst)]
    parts = [f"open {listed(largest)} later, by smaller steps or through escrow"] if largest else []
    if worst.waiting > sum(worst.outlasting.values()):
        name = f'"{trigger.name}" ({article(trigger.article)})'
        if worst.answer.pause:
            parts.append(f"let {name} shut more modules")
        elif any(worst.answer.anew.values()):
            parts.append("suspend instead of terminating, or shorten the clock of " + name)
        else:
            parts.append(f"shorten the clock of {name}")
    return "; ".join(reversed(parts))
