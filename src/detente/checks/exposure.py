"""How much relief does a party keep that breaches at the best moment?

Definitions. A breach in some state is seen, confirmed, and answered by the trigger that covers it.
Relief is what the valves of others bring the party, as it arrives in fact, at the likeliest values
and not discounted. It keeps: stocks handed over by then; flows that outlast a shut valve (`kept`);
the flow of the notice days; and, where the answer is a pause, the flow of what is left open
meanwhile. The exposure is the most of this over all states that the party can bring about by
complying, withholding its own acts and choosing its month. The bound is the case's own: a row
`exposure-bound` of estimates.csv, in EUR bn; without one the verdict is `unknown`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.case.model import Case
from detente.checks.model import Check
from detente.checks.powers import relief
from detente.checks.telling import article, at, euros, listed, mode, tell
from detente.law import Law
from detente.machine import Machine, State, standing
from detente.machine.explore import notice_months
from detente.machine.model import Exposure, Span
from detente.machine.schedule import calendar, story

BOUND = "exposure-bound"
CHEAP = 1e-9


@dataclass(frozen=True, slots=True)
class Worth:
    """What one measure brings a party at its likeliest value."""

    flow: float  # EUR bn a month when fully open, as it arrives
    once: float  # EUR bn when fully opened
    kept: float  # months of the flow that outlast a snap-back


@dataclass(frozen=True, slots=True)
class Answer:
    """What follows a breach: months of notice, months of pause, the modules that shut."""

    exposure: Exposure
    notice: float
    pause: float  # 0 where the answer is the snap-back
    shut: frozenset[str]


@dataclass(frozen=True, slots=True)
class Kept:
    """EUR bn that a party keeps after a breach in a state."""

    answer: Answer
    state: State
    waiting: float  # flows while notice and pause run
    outlasting: Mapping[str, float]  # by measure: flows and stocks that do not come back

    @property
    def total(self) -> float:
        """EUR bn in all."""
        return self.waiting + sum(self.outlasting.values())


def exposure(machine: Machine, case: Case, law: Law) -> Check:  # noqa: ARG001
    """A party that breaches keeps no more relief than the case's bound."""
    name, worth = "exposure", _worth(machine, case)
    tempted = [e for e in machine.exposures if worth[e.party]]
    if not tempted:
        return Check(name, "good", "no party that could breach receives relief")
    if free := [e for e in tempted if e.trigger is None]:
        return _unanswered(machine, worth, free)
    worst = most_kept(machine, worth, [_answer(machine, case, e) for e in tempted])
    party, limit = worst.answer.exposure.party, case.estimates.get(BOUND)
    keeps = f"{party} can breach and keep {euros(worst.total)} of relief"
    if full := _flow(machine, worth[party]):
        keeps += f", as much as {worst.total / full:.1f} months of all of it"
    trace = tuple(_story(machine, worst))
    if limit is None:
        remedy = f'add a row "{BOUND}" (EUR bn) to estimates.csv: the most that may be lost'
        return Check(name, "unknown", f"{keeps}; the case gives no bound", trace, remedy)
    bound = mode(case, limit)
    if worst.total <= bound + CHEAP:
        return Check(name, "good", f"{keeps}; the bound is {euros(bound)}", trace)
    finding = f"{keeps}; the bound is {euros(bound)}"
    return Check(name, "flaw", finding, trace, _remedy(machine, worst))


def most_kept(
    machine: Machine, worth: Mapping[str, Mapping[str, Worth]], answers: Sequence[Answer]
) -> Kept:
    """The breach and the state after which most is kept; the earliest of equals."""
    owed = {
        answer.exposure.party: {
            m.name for m in machine.package.milestones if m.party == answer.exposure.party
        }
        for answer in answers
    }
    best = Kept(answers[0], State(0), 0.0, {})
    for state in calendar(machine):
        mine = [a for a in answers if state.withheld <= owed[a.exposure.party]]
        for answer in mine:
            kept = _kept(machine, worth[answer.exposure.party], answer, state)
            best = kept if kept.total > best.total + CHEAP else best
    return best


def _worth(machine: Machine, case: Case) -> dict[str, dict[str, Worth]]:
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


def _answer(machine: Machine, case: Case, exposed: Exposure) -> Answer:
    trigger = machine.package.triggers[exposed.trigger or 0]
    every = frozenset(module.name for module in machine.package.modules)
    if trigger.response == "snap":
        return Answer(exposed, notice_months(trigger), 0.0, every)
    pause = mode(case, trigger.pause_months)
    return Answer(exposed, notice_months(trigger), pause, frozenset(trigger.modules) or every)


def _kept(machine: Machine, worth: Mapping[str, Worth], answer: Answer, state: State) -> Kept:
    outlasting: dict[str, float] = defaultdict(float)
    waiting = 0.0
    for span in standing(machine, state):
        shut = span.module in answer.shut
        for measure, opening in span.open.items():
            if measure in worth:
                flow = opening * worth[measure].flow
                waiting += flow * (answer.notice if shut else answer.notice + answer.pause)
                outlasting[measure] += flow * worth[measure].kept if shut else 0.0
        for measure, share in _handed_over(machine, span).items():
            outlasting[measure] += share * worth[measure].once if measure in worth else 0.0
    return Kept(answer, state, waiting, outlasting)


def _handed_over(machine: Machine, last: Span) -> dict[str, float]:
    """Share of each stock that a module has given by its present phase; nothing comes back."""
    given: dict[str, float] = defaultdict(float)
    before: Mapping[str, float] = {}
    for span in machine.spans:
        if span.module == last.module and span.start < span.end and span.start <= last.start:
            for measure, opening in span.open.items():
                given[measure] += max(opening - before.get(measure, 0.0), 0.0)
            before = span.open
    return given


def _flow(machine: Machine, worth: Mapping[str, Worth]) -> float:
    """EUR bn a month to a party in the steady month, while all comply."""
    last = machine.openings[-1]
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
    stocks = _kept(machine, worth[party], Answer(free[0], 0.0, 0.0, frozenset()), last).total
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
    yield from tell(machine, story(machine, state))
    does = f"{answer.exposure.party} commits {answer.exposure.breach}; it is confirmed"
    pauses = f" for {answer.pause:g} months" if answer.pause else ""
    verb = "pauses" if answer.pause else "snaps back"
    then = f'"{trigger.name}" {verb}{pauses} after {trigger.notice_days:g} days'
    yield f"{at(machine, state.month)}: {does}; {then} ({article(trigger.article)})"
    if worst.waiting > CHEAP:
        meanwhile = "notice and pause run" if answer.pause else "the notice runs"
        yield f"  while {meanwhile}, what stays open brings {euros(worst.waiting)}"
    parts = [f"{measure} {euros(amount)}" for measure, amount in _largest(worst)]
    if parts:
        rest = euros(sum(worst.outlasting.values()))
        most = "most of it " if len(worst.outlasting) > len(parts) else ""
        yield f"  {rest} cannot be taken back: {most}{listed(parts)}"


def _largest(worst: Kept) -> list[tuple[str, float]]:
    by_size = sorted(worst.outlasting.items(), key=lambda pair: -pair[1])
    return [(measure, amount) for measure, amount in by_size[:2] if amount > CHEAP]


def _remedy(machine: Machine, worst: Kept) -> str:
    trigger = machine.package.triggers[worst.answer.exposure.trigger or 0]
    largest = [measure for measure, _ in _largest(worst)]
    parts = [f"open {listed(largest)} later, by smaller steps or through escrow"] if largest else []
    if worst.waiting > sum(worst.outlasting.values()):
        name = f'"{trigger.name}" ({article(trigger.article)})'
        clock = f"let {name} shut more modules" if worst.answer.pause else ""
        parts.append(clock or f"shorten the clock of {name}")
    return "; ".join(reversed(parts))
