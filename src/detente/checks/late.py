"""What a party may keep by performing its own acts late, where a phase narrows what it has.

The calendar knows acts done in their month or never. Where openings only widen, late is no better
than in time. Where a phase narrows, a late act may let one module narrow after another has opened,
and more is in hand than the calendar ever shows. `most_kept_ever` asks in this order: the calendar;
a ceiling that no story exceeds; the product of the party's own acts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import isinf

from detente.case.model import Case
from detente.checks.escrow import Held, escrows
from detente.checks.kept import CHEAP, Answer, Hand, Kept, Worth, kept_of, most_kept
from detente.checks.whole import MOST_WHOLE, how_far, narrows, played, situations, widened
from detente.machine import Machine, State
from detente.machine.rules import Answer as Move
from detente.machine.schedule import MOST_STATES
from detente.machine.search import TooLargeError

Worths = Mapping[str, Mapping[str, Worth]]  # by party and measure


def most_kept_ever(
    machine: Machine,
    case: Case,
    worth: Worths,
    answers: Sequence[Answer],
    most: int = MOST_STATES,
) -> Kept:
    """The breach after which most is kept; says what was not searched, if anything was not."""
    held = escrows(machine, case)
    best = most_kept(machine, worth, answers, held, most)
    measures = {measure for mine in worth.values() for measure in mine}
    if best.unsearched or not narrows(machine, measures):
        return best
    if ceiling(machine, worth, answers, held, most) <= best.total + CHEAP:
        return best
    if any(_leaves_open(machine, answer) for answer in answers):
        return replace(best, unsearched="what acts done late bring where a phase narrows")
    try:
        late = most_kept_late(machine, case, worth, answers, min(most, MOST_WHOLE))
    except TooLargeError as error:
        return replace(best, unsearched=how_far(error))
    return late if late.total > best.total + CHEAP else best


def ceiling(
    machine: Machine, worth: Worths, answers: Sequence[Answer], held: Held, most: int = MOST_STATES
) -> float:
    """EUR bn that no story exceeds: flows as if no phase narrowed, and stocks as they are."""
    flows = {p: {m: replace(one, once=0.0) for m, one in mine.items()} for p, mine in worth.items()}
    stocks = {
        p: {m: replace(one, flow=0.0) for m, one in mine.items()} for p, mine in worth.items()
    }
    wide = most_kept(widened(machine), flows, answers, held, most)
    return wide.total + most_kept(machine, stocks, answers, held, most).total


def most_kept_late(
    machine: Machine, case: Case, worth: Worths, answers: Sequence[Answer], most: int = MOST_WHOLE
) -> Kept:
    """The most over all states of the product that the party's own acts lead to, late ones too.

    Raises TooLargeError. Every trigger that answers has to shut all that it leaves open in the end.
    """
    held = escrows(machine, case)
    best = Kept(answers[0], State(0), 0.0, {})
    for party in dict.fromkeys(answer.exposure.party for answer in answers):
        alone = played(machine, case, {"triggers": (), "ends": ()}, partial(_undone, party))
        found = alone.explored(most=most)
        for here in situations(alone, found):
            shares = {m: 1.0 if m in here.paid_out else 1.0 - e.share for m, e in held.items()}
            hand = Hand(State(here.month), here.spans, shares)
            for answer in (a for a in answers if a.exposure.party == party):
                mine = kept_of(machine, worth[party], answer, hand, held)
                if mine.total > best.total + CHEAP:
                    best = replace(mine, late=found.story(here.number))
    return best


def _undone(party: str, move: Move) -> bool:
    """Acts that others leave undone: they are no choice of the party's."""
    return move.kind == "withhold" and move.actor != party


def _leaves_open(machine: Machine, answer: Answer) -> bool:
    """Whether modules run on for good beside those that the answer closes."""
    return isinf(answer.pause) and len(answer.shut) < len(machine.package.modules)
