"""What a clock does when it runs out, and what a month does when it is over.

Definitions. `elapsed` counts the days of the present month. The next thing in time is the clock
with the fewest days left, the first listed among equals, if it runs out before the month is over;
else the month turns. While a clock of the whole package runs (the notice of a snap-back, the
wind-down of an end), nothing else moves and no other clock counts.

A module that is shut for good forgets its phase, its months and its escrow, and with it the acts
for which only such modules wait; a package that is over forgets all but the day and the cause. That
is how states that can no longer differ in what they open become one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from detente.case.package import End, Trigger
from detente.machine.layout import AWAITED, DOUBT, PUT_OFF, RETURNED, Layout, variables
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

Change = dict[str, Term]
KEPT_AT_THE_END = ("month", "elapsed")


@dataclass(frozen=True, slots=True)
class Effect:
    """One way in which something takes effect, and where that way is open."""

    change: Change
    when: Term = TRUE
    suffix: str = ""
    words: str = ""


NO_NEW_ACT = ("_without_new_act", ", but no new act brings back what was terminated")


def answered(layout: Layout, trigger: Trigger) -> Iterator[Effect]:
    """What follows when a trigger takes effect after its notice."""
    if trigger.response == "pause":
        clock = layout.of_pause[trigger.name]
        yield Effect({clock: number(layout.pause(trigger))})
        return
    reach = layout.reach(trigger)
    lasting = [m for m in reach if layout.modules[m].form == "termination"]
    index = [t.name for t in layout.triggers].index(trigger.name) + 1
    snaps = trigger.response == "snap"
    yield Effect(over(layout, index) if snaps else closed(layout, reach))
    if lasting:
        stays = over(layout, index) if snaps else closed(layout, set(reach) - set(lasting))
        if snaps:
            for module in lasting:
                phase = name(layout.of_phase[module])
                stays[phase.name] = pick(layout.begun(module), phase, number(0))
        begun = any_of(layout.begun(module) for module in lasting)
        yield Effect(stays, begun, *NO_NEW_ACT)


def struck(layout: Layout, end: End) -> Change:
    """What follows when an end has struck and its wind-down, if any, is over."""
    if end.modules:
        return closed(layout, end.modules)
    index = [e.name for e in layout.ends].index(end.name) + 1
    return over(layout, len(layout.triggers) + index)


def over(layout: Layout, cause: int) -> Change:
    """The package is over: all but the day and the cause is forgotten."""
    rest = [v.name for v in variables(layout) if v.name not in KEPT_AT_THE_END]
    return {**{variable: number(0) for variable in rest}, "over": number(cause)}


def closed(layout: Layout, modules: Iterable[str]) -> Change:
    """Modules are shut for good, and what only they waited for no longer matters."""
    shut = set(modules)
    change: Change = {}
    for module in layout.package.modules:
        if module.name in shut:
            change[layout.of_phase[module.name]] = number(len(module.phases) + 1)
            change[layout.of_left[module.name]] = number(0)
        if module.name in shut and module.escrow:
            fund = name(layout.of_fund[module.name])
            unpaid = compare(fund, "<=", PUT_OFF)
            change[fund.name] = pick(unpaid, number(RETURNED), fund)

    def gone(waiting: Iterable[str]) -> Term:
        return all_of(TRUE if m in shut else layout.shut(m) for m in waiting)

    for milestone, act in layout.of_act.items():
        waiting = layout.waiting(milestone)
        if waiting & shut:
            change[act] = pick(gone(waiting), number(AWAITED), name(act))
    for trigger in layout.triggers:
        clocks = [
            of[trigger.name] for of in (layout.of_notice, layout.of_pause) if trigger.name in of
        ]
        if trigger.response != "snap" and shut.intersection(layout.reach(trigger)):
            dead = gone(layout.reach(trigger))
            change |= {clock: pick(dead, number(0), name(clock)) for clock in clocks}
    return change


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


def strikes(layout: Layout, end: End) -> Change:
    """What follows at once when an end strikes."""
    if end.name in layout.of_wind:
        clock = layout.of_wind[end.name]
        return {clock: number(next(v.most for v in variables(layout) if v.name == clock))}
    return struck(layout, end)


def lives(layout: Layout, end: End) -> Term:
    """An end still has something to end, and is not under way."""
    winding = layout.of_wind.get(end.name)
    rest = none_of([all_of(layout.shut(m) for m in end.modules)]) if end.modules else TRUE
    return all_of([rest, *([compare(name(winding), "=", 0)] if winding else [])])


def _answer(label: str, kind: Kind, words: str) -> Answer:
    return Answer(label, "clock", kind, words)


def told_of(trigger: Trigger, effect: Effect) -> str:
    """What a trigger does when it takes effect, in words."""
    verb = {"snap": "snaps everything back", "pause": "pauses", "close": "shuts for good"}
    what = "" if trigger.response == "snap" else f" {', '.join(trigger.modules) or 'all modules'}"
    return f'trigger "{trigger.name}" {verb[trigger.response]}{what}{effect.words}'


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
