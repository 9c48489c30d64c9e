"""How much relief a party has in hand, and keeps, that breaches in some state.

Definitions. A breach in some state is seen, confirmed, and answered by the trigger that covers it.
Relief is what the valves of others bring the party, as it arrives in fact, at the likeliest values
and not discounted. It keeps: stocks handed over by then; flows that outlast a shut valve (`kept`);
the flow of the notice days; and, where the answer is a pause, the flow of what is left open
meanwhile. The exposure is the most of this over all states that the party can bring about by
complying, withholding its own acts and choosing its month. Where the answer closes some modules for
good, the flow of the others counts to the package's last month. What was terminated is shut only
when the fresh act is through, so its flow goes on for the law's clock, at the longest. What a third
party keeps in escrow has not been had, and a stock that it pays out on the act is paid for by it.

The calendar's states are enough unless a phase narrows what the party has; for that see `late`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import isinf
from types import MappingProxyType

from detente.checks.escrow import Held, reaches
from detente.machine import Machine, State, standing
from detente.machine.model import Exposure, Span, Story
from detente.machine.schedule import MOST_STATES, calendar
from detente.machine.widest import width

Opening = tuple[str, str]  # module and measure
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
    pause: float  # 0 where the answer is the snap-back, infinite where modules close for good
    shut: frozenset[str]
    anew: Mapping[Opening, float] = field(default_factory=dict)  # months of the fresh act


@dataclass(frozen=True, slots=True)
class Hand:
    """What a party has when it breaches: the day, the phases in force, shares out of escrow."""

    state: State
    spans: tuple[Span, ...]
    shares: Mapping[str, float]  # by module with an escrow


@dataclass(frozen=True, slots=True)
class Kept:
    """EUR bn that a party keeps after a breach in a state."""

    answer: Answer
    state: State
    waiting: float  # flows while notice and pause run
    outlasting: Mapping[str, float]  # by measure: flows and stocks that do not come back
    unsearched: str = ""  # what was not searched, if anything was not
    late: Story = ()  # the days of a story that the calendar does not know

    @property
    def total(self) -> float:
        """EUR bn in all."""
        return self.waiting + sum(self.outlasting.values())


def most_kept(
    machine: Machine,
    worth: Mapping[str, Mapping[str, Worth]],
    answers: Sequence[Answer],
    held: Held = MappingProxyType({}),
    most: int = MOST_STATES,
) -> Kept:
    """The breach and the state after which most is kept; the earliest of equals.

    If the search stops at `most` states, this is the most that was found until then.
    """
    owed = {
        answer.exposure.party: {
            m.name for m in machine.package.milestones if m.party == answer.exposure.party
        }
        for answer in answers
    }
    best = Kept(answers[0], State(0), 0.0, {})
    try:
        for state in calendar(machine, most):
            for answer in (a for a in answers if state.withheld <= owed[a.exposure.party]):
                mine = kept(machine, worth[answer.exposure.party], answer, state, held)
                best = mine if mine.total > best.total + CHEAP else best
    except OverflowError as error:
        return replace(best, unsearched=str(error))
    return best


def kept(
    machine: Machine, worth: Mapping[str, Worth], answer: Answer, state: State, held: Held
) -> Kept:
    """What a party keeps after a breach in one state of the calendar."""
    shares = {module: reaches(machine, held, module, state) for module in held}
    hand = Hand(state, tuple(standing(machine, state)), shares)
    return kept_of(machine, worth, answer, hand, held)


def kept_of(
    machine: Machine, worth: Mapping[str, Worth], answer: Answer, hand: Hand, held: Held
) -> Kept:
    """What a party keeps of what it has in hand; a measure of several modules counts once."""
    outlasting: dict[str, float] = defaultdict(float)
    waiting = 0.0
    if isinf(answer.pause):
        waiting += _to_the_end(machine, worth, answer, hand)
    for measure, opened in _by_measure(hand.spans).items():
        if measure not in worth:
            continue
        flow, kept_for = worth[measure].flow, worth[measure].kept
        waiting += flow * _open_months(answer, measure, opened, hand.shares)
        if kept_for:
            left = {m: x for m, x in opened.items() if m not in answer.shut}
            lost = width(opened, hand.shares) - width(left, hand.shares)
            outlasting[measure] += flow * lost * kept_for
    for measure, share in _handed_over(machine, hand.spans, held).items():
        outlasting[measure] += share * worth[measure].once if measure in worth else 0.0
    return Kept(answer, hand.state, waiting, outlasting)


def _by_measure(spans: Sequence[Span]) -> dict[str, dict[str, float]]:
    """How far each module opens a measure, by measure."""
    found: dict[str, dict[str, float]] = {}
    for span in spans:
        for measure, opening in span.open.items():
            found.setdefault(measure, {})[span.module] = opening
    return found


def _open_months(
    answer: Answer, measure: str, opened: Mapping[str, float], shares: Mapping[str, float]
) -> float:
    """Months for which a measure stays as it was after the breach, each by what reaches the party.

    Where modules close for good, what the others still bring is counted to the end, and not here.
    """
    runs = {module: _months_open(answer, module, measure) for module in opened}
    if len(runs) == 1:
        return sum(runs.values()) * width(opened, shares)
    ends = isinf(answer.pause)
    stays = {m: x for m, x in opened.items() if ends and m not in answer.shut}
    months, since = 0.0, 0.0
    for until in sorted({*runs.values()}):
        still = {m: x for m, x in opened.items() if runs[m] >= until or m in stays}
        months += (until - since) * (width(still, shares) - width(stays, shares))
        since = until
    return months


def _months_open(answer: Answer, module: str, measure: str) -> float:
    """Months for which a valve stays as it was after the breach is confirmed."""
    if module not in answer.shut:
        return 0.0 if isinf(answer.pause) else answer.notice + answer.pause
    anew = answer.anew.get((module, measure), 0.0)
    return answer.notice + (0.0 if isinf(anew) else anew)


def _to_the_end(machine: Machine, worth: Mapping[str, Worth], answer: Answer, hand: Hand) -> float:
    """What the modules that are left open still bring, to the package's last month."""
    left = [
        span
        for span in machine.spans
        if span.module not in answer.shut and not hand.state.withheld.intersection(span.waits)
    ]
    last = machine.horizon + 1
    ends = [
        next((n.start for n in left[at + 1 :] if n.module == span.module), last)
        for at, span in enumerate(left)
    ]
    steps = sorted({hand.state.month, last, *(span.start for span in left)})
    brought = 0.0
    for month, after in pairwise(step for step in steps if hand.state.month <= step <= last):
        runs = zip(left, ends, strict=True)
        standing_ = [span for span, end in runs if span.start <= month < end]
        for measure, opened in _by_measure(standing_).items():
            if measure in worth:
                reaching = width(opened, hand.shares)
                brought += (after - month) * reaching * worth[measure].flow
    return brought


def _handed_over(machine: Machine, spans: Sequence[Span], held: Held) -> dict[str, float]:
    """Share of each stock that was given by the phases in force; nothing comes back.

    What escrow keeps until an act is either not had, or paid for by the act.
    """
    last = {span.module: span.start for span in spans}
    begun: dict[str, list[Span]] = {}
    for span in machine.spans:
        if span.start < span.end and span.start <= last.get(span.module, -1):
            begun.setdefault(span.module, []).append(span)
    steps: dict[str, list[Span]] = {}
    for phases in begun.values():
        for measure in dict.fromkeys(m for span in phases for m in span.open):
            steps.setdefault(measure, []).extend(phases)
    return {m: _given(machine, m, phases, held) for m, phases in steps.items()}


def _given(machine: Machine, measure: str, phases: Sequence[Span], held: Held) -> float:
    """Share of a stock that phases hand over, in whichever modules they are."""
    given, before = 0.0, 0.0
    stands: dict[str, float] = {}
    paid: dict[str, float] = {}
    # In a month the widest comes first, so that nothing shuts that another module then opens anew.
    for span in sorted(phases, key=lambda span: (span.start, -span.open.get(measure, 0.0))):
        stands[span.module] = span.open.get(measure, 0.0)
        paid[span.module] = _paid(machine, span, held)
        given += width(stands, paid, before)
        before = max(stands.values())
    return given


def _paid(machine: Machine, span: Span, held: Held) -> float:
    """Share of a stock that goes to its recipient as a phase opens it."""
    escrow = held.get(span.module)
    if escrow is None or span.start > machine.milestones[escrow.released_by]:
        return 1.0
    return 1.0 - escrow.share
