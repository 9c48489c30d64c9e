"""What a clock does when it runs out, and what a month does when it is over.

Definitions. `elapsed` counts the days of the present month. The next thing in time is the clock
with the fewest days left, the first listed among equals, if it runs out before the month is over;
else the month turns. While a clock of the whole package runs (the notice of a snap-back, the
wind-down of an end), nothing else moves and no other clock counts.
"""

from collections.abc import Iterator

from detente.case.package import End
from detente.machine.effects import Change, Effect, answered, strikes, struck, told_of
from detente.machine.layout import DOUBT, Layout
from detente.machine.logic import (
    FALSE,
    TRUE,
    Term,
    all_of,
    any_of,
    compare,
    minus,
    name,
    none_of,
    number,
    pick,
    total,
)
from detente.machine.model import Kind
from detente.machine.rules import FROZEN, REST, Answer, Question


def in_time(layout: Layout) -> tuple[tuple[Question, ...], dict[str, Term]]:
    """Every clock and the month's end as questions, and the days that each takes, by label.

    What nature answers is one move, whichever way it falls, and goes by its first answer.
    """
    questions: list[Question] = []
    days: dict[str, Term] = {}
    for clock, actor, answers in _clocks(layout):
        question = _runs_out(layout, clock, actor, answers)
        questions.append(question)
        told = question.answers[:1] if question.by_nature else question.answers
        days |= {answer.label: name(clock) for answer in told}
    questions.append(_month_over(layout))
    days["month_over"] = name(REST)
    return tuple(questions), days


def _clocks(layout: Layout) -> Iterator[tuple[str, str, list[tuple[Effect, Answer]]]]:
    """Each clock, whose it is, and what may follow when it runs out, before time is counted."""
    for trigger in layout.triggers:
        if clock := layout.of_notice.get(trigger.name):
            told = [
                (effect, _answer(f"{clock}_over{effect.suffix}", "clock", told_of(trigger, effect)))
                for effect in answered(layout, trigger)
            ]
            yield clock, trigger.article, told
        if clock := layout.of_pause.get(trigger.name):
            words = f'the pause by trigger "{trigger.name}" ends'
            yield clock, trigger.article, [(Effect({}), _answer(f"{clock}_over", "clock", words))]
    for end in layout.ends:
        if clock := layout.of_wind.get(end.name):
            words = f'the wind-down after "{end.name}" ends'
            told = [(Effect(struck(layout, end)), _answer(f"{clock}_over", "clock", words))]
            yield clock, "", told
        if clock := layout.of_date.get(end.name):
            yield clock, "", _dated(layout, end, clock)
    if layout.watched:
        words = "the notice that nobody gave would now be over"
        yield DOUBT, "", [(Effect({}), _answer(f"{DOUBT}_over", "clock", words))]


def _dated(layout: Layout, end: End, clock: str) -> list[tuple[Effect, Answer]]:
    comes = Effect(strikes(layout, end))
    chance = layout.mode(end.probability)
    strike = Answer(f"{clock}_strikes", end.party, "end", end.name, chance=chance)
    words = f"{end.name} does not come about"
    passes = Answer(f"{clock}_passes", end.party, "clock", words, chance=1 - chance)
    return [(comes, strike), (Effect({}), passes)]


def _answer(label: str, kind: Kind, words: str) -> Answer:
    return Answer(label, "clock", kind, words)


def _runs_out(
    layout: Layout, clock: str, article: str, told: list[tuple[Effect, Answer]]
) -> Question:
    left, rest = name(clock), name(REST)
    others = [other for other in layout.clocks if other != clock]
    freezes = clock in layout.freezing
    parts = [compare(left, ">", 0), compare(left, "<=", rest)]
    if not freezes:
        parts += [none_of([name(FROZEN)]), compare(name("month"), "<", layout.horizon)]
        parts += [_later(layout, other, clock) for other in others]
    passing = {} if freezes else {other: _less(name(other), left) for other in others}
    time: Change = {**passing, clock: number(0), "elapsed": total([name("elapsed"), left])}
    answers = [
        Answer(
            answer.label, answer.actor, answer.kind, answer.what, article,
            {**time, **_after(effect.change, time)}, answer.chance, effect.when,
        )
        for effect, answer in told
    ]  # fmt: skip
    dated = clock in layout.of_date.values()
    return Question(clock, all_of(parts), tuple(answers), by_nature=dated)


def _after(change: Change, time: Change) -> Change:
    """A change that speaks of clocks speaks of them as they stand after the days have passed."""
    return {variable: _moved(term, time) for variable, term in change.items()}


def _moved(term: Term, time: Change) -> Term:
    if term.op == "name":
        return time.get(term.name, term)
    return Term(term.op, tuple(_moved(part, time) for part in term.args), values=term.values)


def _later(layout: Layout, other: str, clock: str) -> Term:
    """Another clock stands still or runs out after this one; of equals the first listed goes."""
    first = layout.clocks.index(clock) < layout.clocks.index(other)
    sign = ">=" if first else ">"
    return any_of([compare(name(other), "=", 0), compare(name(other), sign, name(clock))])


def _less(left: Term, days: Term) -> Term:
    return pick(compare(left, "=", 0), number(0), minus(left, days))


def _month_over(layout: Layout) -> Question:
    rest = name(REST)
    frozen = name(FROZEN)
    time: Change = {"month": total([name("month"), number(1)]), "elapsed": number(0)}
    parts = [any_of([compare(name("month"), "<", layout.horizon), frozen])]
    for clock in layout.clocks:
        left, still = name(clock), TRUE if clock in layout.freezing else FALSE
        holds = frozen if still == FALSE else FALSE
        parts.append(any_of([compare(left, "=", 0), compare(left, ">", rest), holds]))
        time[clock] = pick(holds, left, _less(left, rest))
    for module, left_name in layout.of_left.items():
        left = name(left_name)
        waits = any_of([compare(left, "=", 0), layout.paused(module), frozen])
        time[left_name] = pick(waits, left, minus(left, number(1)))
    month = Answer("month_over", "all", "comply", change=time)
    return Question("month", all_of(parts), (month,))
