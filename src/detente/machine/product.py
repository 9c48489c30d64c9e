"""The product of a package's modules: every one with a standing of its own.

Each module stands open in a phase, paused on a clock, or shut for good; beside that the state knows
which acts were performed or withheld, which trigger is raised, on notice or pausing, which escrow
was paid out, whether triggers are believed, and the day. See `rules` for how it moves.
"""

from collections.abc import Iterator
from dataclasses import replace

from detente.case.model import Case
from detente.case.package import Escrow, Milestone, Module, Trigger
from detente.machine.effects import answered, matters, performed, told_of
from detente.machine.layout import AWAITED, HELD, PUT_OFF, RETURNED, WITHHELD, Layout
from detente.machine.logic import FALSE, Term, all_of, any_of, compare, minus, name, none_of, number
from detente.machine.model import Machine
from detente.machine.passing import in_time
from detente.machine.rules import DECIDING, FROZEN, REST, SETTLED, URGENT, Answer, Question, Rules
from detente.machine.turns import in_turn
from detente.machine.variables import variables


def rules(machine: Machine, case: Case, *, watched: bool = False) -> Rules:
    """The questions of a package.

    `watched` adds a clock to breaches that nobody answers, to tell relief that outlives the notice
    which it should have had.
    """
    layout = Layout(machine, case, watched=watched)
    passing, days = in_time(layout)
    at_once = (
        *(q for trigger in layout.triggers for q in _raised(layout, trigger)),
        *(q for m in layout.package.modules for q in _begins(layout, m)),
        *(_owed(layout, milestone) for milestone in layout.package.milestones),
        *(q for m in layout.package.modules if m.escrow for q in _funds(layout, m, m.escrow)),
    )
    turns = tuple(in_turn(layout))
    return Rules(
        name=machine.name,
        signed=machine.signed,
        horizon=machine.horizon,
        variables=variables(layout),
        formulas=_formulas(layout, at_once, (*turns, *passing)),
        at_once=_named(at_once),
        in_turn=_named(turns),
        in_time=_named(passing),
        days=days,
    )


def _named(questions: tuple[Question, ...]) -> tuple[Question, ...]:
    """Questions whose `up` is a formula by their own name."""
    return tuple(replace(question, up=name(f"up_{question.name}")) for question in questions)


def _formulas(
    layout: Layout, at_once: tuple[Question, ...], others: tuple[Question, ...]
) -> dict[str, Term]:
    """What the questions share, by name; what is spoken of comes before what speaks of it."""
    found = {"length": layout.length, REST: minus(name("length"), name("elapsed"))}
    found[FROZEN] = any_of(compare(name(clock), ">", 0) for clock in layout.freezing)
    for module in layout.of_phase:
        open_ = all_of([layout.begun(module), none_of([layout.paused(module)])])
        found[layout.of_open[module]] = open_
    found[DECIDING] = all_of(
        [
            compare(name("over"), "=", 0),
            compare(name("elapsed"), "=", 0),
            none_of([name(FROZEN)]),
        ]
    )
    found |= {f"up_{question.name}": question.up for question in (*at_once, *others)}
    urgent = FALSE
    for place, question in enumerate(at_once, 2):
        found[f"{URGENT}_{place}"] = any_of([urgent, name(f"up_{question.name}")])
        urgent = name(f"{URGENT}_{place}")
    urgent = all_of([name(DECIDING), urgent])
    found[SETTLED] = all_of([compare(name("over"), "=", 0), none_of([urgent])])
    return found


def _raised(layout: Layout, trigger: Trigger) -> Iterator[Question]:
    """A breach is confirmed, or alleged: somebody finds, pulls or looks away."""
    at = [t.name for t in layout.triggers].index(trigger.name) + 1
    word = layout.of_trigger[trigger.name]
    doubted = layout.doubted(trigger)
    if trigger.adjudicator:
        judge, what = trigger.adjudicator, trigger.name
        finding = {"raised": number(at)}
        yield Question(
            f"judged_{word}",
            compare(name("raised"), "=", len(layout.triggers) + at),
            (
                Answer(f"finding_{word}", judge, "finding", what, trigger.article, finding),
                Answer(f"no_finding_{word}", judge, "no-finding", what, trigger.article, doubted),
            ),
        )
    pulls = list(_pulls(layout, trigger, word))
    if not trigger.vote.automatic:
        who = " and ".join(trigger.deciders)
        pulls.append(
            Answer(f"look_away_{word}", who, "look-away", trigger.name, trigger.article, doubted)
        )
    yield Question(f"raised_{word}", compare(name("raised"), "=", at), tuple(pulls))


def _pulls(layout: Layout, trigger: Trigger, word: str) -> Iterator[Answer]:
    who = "the text itself" if trigger.vote.automatic else _deciders(trigger)
    lowered = {"raised": number(0)}
    if clock := layout.of_notice.get(trigger.name):
        change = {clock: number(layout.notice(trigger)), **lowered}
        words, how = f'trigger "{trigger.name}"', f"with {layout.notice(trigger)} days of notice"
        yield Answer(f"pull_{word}", who, "pull", words, trigger.article, change, how=how)
        return
    for effect in answered(layout, trigger):
        change = {**lowered, **effect.change}
        words, label = told_of(trigger, effect), f"pull_{word}{effect.suffix}"
        yield Answer(label, who, "pull", words, trigger.article, change, when=effect.when)


def _deciders(trigger: Trigger) -> str:
    return f" {trigger.vote.joint} ".join(trigger.deciders)


def _begins(layout: Layout, module: Module) -> Iterator[Question]:
    standing, left = layout.of_phase[module.name], layout.of_left[module.name]
    ready = [compare(name(left), "=", 0), none_of([layout.paused(module.name)])]
    last = len(module.phases) - 1
    for index, phase in enumerate(module.phases):
        before = compare(name(standing), "=", index)
        months = phase.months if index < last else 0
        change = {standing: number(index + 1), left: number(months)}
        what = f"{module.name}.{phase.name}"
        label = f"begin_{standing.removeprefix('phase_')}_{index + 1}"
        answer = Answer(label, "clock", "begin", what, module.article, change)
        up = all_of([before, *ready, *map(layout.came, phase.after)])
        yield Question(label, up, (answer,))


def _owed(layout: Layout, milestone: Milestone) -> Question:
    act = layout.of_act[milestone.name]
    who, what, article = milestone.party, milestone.name, milestone.article
    done = performed(layout, milestone)
    up = [compare(name(act), "=", AWAITED), compare(name("month"), ">=", milestone.due)]
    up += [*map(layout.came, milestone.after), matters(layout, milestone)]
    perform = Answer(f"perform_{act[4:]}", who, "perform", what, article, done)
    withheld = {act: number(WITHHELD)}
    withhold = Answer(f"withhold_{act[4:]}", who, "withhold", what, article, withheld)
    return Question(f"owed_{act[4:]}", all_of(up), (perform, withhold))


def _funds(layout: Layout, module: Module, escrow: Escrow) -> Iterator[Question]:
    if escrow.deadline is None:
        return
    fund, word = name(layout.of_fund[module.name]), layout.of_fund[module.name][5:]
    back = {fund.name: number(RETURNED)}
    returned = Answer(
        f"return_{word}", "clock", "escrow", f"what {escrow.holder} holds goes back",
        module.article, back,
    )  # fmt: skip
    answers = [returned]
    if escrow.extendable_months:
        words = f"the deadline of {escrow.holder} is put off by {escrow.extendable_months} months"
        later = {fund.name: number(PUT_OFF)}
        who = " and ".join(module.promised_by)
        answers.append(Answer(f"put_off_{word}", who, "escrow", words, module.article, later))
    due = compare(name("month"), ">=", escrow.deadline)
    yield Question(f"deadline_{word}", all_of([compare(fund, "=", HELD), due]), tuple(answers))
    if escrow.extendable_months:
        at_last = compare(name("month"), ">=", escrow.deadline + escrow.extendable_months)
        up = all_of([compare(fund, "=", PUT_OFF), at_last])
        last = Answer(f"return_{word}_late", "clock", "escrow", returned.what, module.article, back)
        yield Question(f"last_deadline_{word}", up, (last,))
