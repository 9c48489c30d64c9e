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
from math import isinf
from types import MappingProxyType

from detente.checks.escrow import Held, reaches
from detente.machine import Machine, State, standing
from detente.machine.model import Exposure, Span, Story
from detente.machine.schedule import MOST_STATES, calendar

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
    """What a party keeps of what it has in hand."""
    outlasting: dict[str, float] = defaultdict(float)
    waiting = 0.0
    for span in hand.spans:
        shut, had = span.module in answer.shut, hand.shares.get(span.module, 1.0)
        if not shut and isinf(answer.pause):
            waiting += had * _to_the_end(machine, worth, hand.state, span.module)
        for measure, opening in span.open.items():
            if measure not in worth:
                continue
            flow = had * opening * worth[measure].flow
            waiting += flow * _months_open(answer, span.module, measure)
            outlasting[measure] += flow * worth[measure].kept if shut else 0.0
        for measure, share in _handed_over(machine, span, held).items():
            outlasting[measure] += share * worth[measure].once if measure in worth else 0.0
    return Kept(answer, hand.state, waiting, outlasting)


def _months_open(answer: Answer, module: str, measure: str) -> float:
    """Months for which a valve stays as it was after the breach is confirmed."""
    if module not in answer.shut:
        return 0.0 if isinf(answer.pause) else answer.notice + answer.pause
    anew = answer.anew.get((module, measure), 0.0)
    return answer.notice + (0.0 if isinf(anew) else anew)


def _to_the_end(machine: Machine, worth: Mapping[str, Worth], state: State, module: str) -> float:
    """What a module that is left open still brings to the package's last month."""
    spans = [s for s in machine.spans if s.module == module]
    begun = [s for s in spans if not state.withheld.intersection(s.waits)]
    last = machine.horizon + 1
    ends = [*(span.start for span in begun[1:]), last]
    return sum(
        max(0, end - max(span.start, state.month)) * opening * worth[measure].flow
        for span, end in zip(begun, ends, strict=True)
        for measure, opening in span.open.items()
        if measure in worth
    )


def _handed_over(machine: Machine, last: Span, held: Held) -> dict[str, float]:
    """Share of each stock that a module has given by its present phase; nothing comes back.

    What escrow keeps until an act is either not had, or paid for by the act.
    """
    escrow = held.get(last.module)
    given: dict[str, float] = defaultdict(float)
    before: Mapping[str, float] = {}
    for span in machine.spans:
        if span.module == last.module and span.start < span.end and span.start <= last.start:
            for measure, opening in span.open.items():
                escrowed = escrow and span.start <= machine.milestones[escrow.released_by]
                paid = 1.0 - escrow.share if escrow and escrowed else 1.0
                given[measure] += paid * max(opening - before.get(measure, 0.0), 0.0)
            before = span.open
    return given
