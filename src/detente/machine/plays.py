"""The two machines of a package, read off the same questions: the free one, and that by chance.

In both, a question at once comes before all else, the first listed first; and time passes only
where no such question is up. So acts that do not touch each other are decided in one order, and
the interleavings that lead to the same state are walked once.

    free        at the beginning of a month every answer in turn that changes something is a move
    by chance   the questions in turn are asked once each month, in listed order: `turn` counts them
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from detente.machine.logic import TRUE, Term, all_of, any_of, compare, name, none_of, number
from detente.machine.rules import (
    DECIDING,
    FROZEN,
    SETTLED,
    URGENT,
    Answer,
    Command,
    Question,
    Rules,
    Variable,
)

TURN = "turn"
CHEAP = 1e-12
Branches = tuple[tuple[float, Mapping[str, Term]], ...]


@dataclass(frozen=True, slots=True)
class Play:
    """One machine of a package: its rules, and every move that they make."""

    rules: Rules
    commands: tuple[Command, ...]


def free(rules: Rules) -> Play:
    """Every move open to anybody, each to one state."""
    moves = (*_at_once(rules), *_at_will(rules), *_in_time(rules, name(SETTLED), sure=True))
    return Play(rules, moves)


def by_chance(rules: Rules) -> Play:
    """Moves of parties with the chances of nature, asked in turn."""
    asked = tuple(q.name for q in rules.in_turn)
    turn = Variable(TURN, len(asked), 0, "questions already asked in this month")
    formulas = {**rules.formulas, **_turns(rules)}
    counted = replace(rules, variables=(*rules.variables, turn), formulas=formulas)
    nobody_left = none_of(_before(len(asked) + 1))
    asleep = any_of([compare(name("elapsed"), ">", 0), name(FROZEN), nobody_left])
    settled = all_of([name(SETTLED), asleep])
    moves = (*_at_once(rules), *_in_turn(rules), *_in_time(rules, settled, sure=False))
    return Play(counted, tuple(map(_forgetful, moves)))


def ended(rules: Rules) -> Term:
    """Nothing may come any more: the package is over, or the horizon is reached."""
    at_the_end = [compare(name("month"), ">=", rules.horizon), name(DECIDING), name(SETTLED)]
    return any_of([compare(name("over"), ">", 0), all_of(at_the_end)])


def _turns(rules: Rules) -> dict[str, Term]:
    """Whether some question before each is still to be asked, by formula."""
    found: dict[str, Term] = {}
    for place, question in enumerate(rules.in_turn, 1):
        still = all_of([compare(name(TURN), "<", place), question.up])
        found[f"ask_before_{place + 1}"] = any_of([*_before(place), still])
    return found


def _before(place: int) -> list[Term]:
    return [name(f"ask_before_{place}")] if place > 1 else []


def _at_once(rules: Rules) -> Iterator[Command]:
    for place, question in enumerate(rules.at_once, 1):
        before = [name(f"{URGENT}_{place}")] if place > 1 else []
        guard = all_of([name(DECIDING), question.up, none_of(before)])
        yield from _moves("at once", guard, question, {})


def _free_to_act(rules: Rules) -> Term:
    early = compare(name("month"), "<", rules.horizon)
    return all_of([name(DECIDING), name(SETTLED), early])


def _at_will(rules: Rules) -> Iterator[Command]:
    for question in rules.in_turn:
        guard = all_of([_free_to_act(rules), question.up])
        for answer in question.answers:
            if answer.change:
                yield _sure("in turn", guard, answer)


def _in_turn(rules: Rules) -> Iterator[Command]:
    for place, question in enumerate(rules.in_turn, 1):
        mine = [compare(name(TURN), "<", place), question.up, none_of(_before(place))]
        guard = all_of([_free_to_act(rules), *mine])
        yield from _moves("in turn", guard, question, {TURN: number(place)})


def _in_time(rules: Rules, settled: Term, *, sure: bool) -> Iterator[Command]:
    for question in rules.in_time:
        guard = all_of([settled, question.up])
        if sure:
            yield from (_sure("in time", guard, answer) for answer in question.answers)
        else:
            yield from _moves("in time", guard, question, {TURN: number(0)})


def _moves(
    stage: str, guard: Term, question: Question, also: Mapping[str, Term]
) -> Iterator[Command]:
    """One command for each answer of a party; one for all that nature may answer."""
    if question.by_nature:
        drawn = _branches([(answer.chance, answer) for answer in question.answers], also)
        yield Command(question.answers[0], stage, guard, drawn)
        return
    for answer in question.answers:
        open_ = all_of([guard, answer.when or TRUE])
        yield Command(answer, stage, open_, _branches([(answer.chance, answer)], also))


def _sure(stage: str, guard: Term, answer: Answer) -> Command:
    open_ = all_of([guard, answer.when or TRUE])
    return Command(answer, stage, open_, ((1.0, answer.change),))


def _forgetful(command: Command) -> Command:
    """Once the package is over, nobody's turn is left to remember."""
    branches = tuple(
        (chance, {**change, TURN: number(0)} if "over" in change else change)
        for chance, change in command.branches
    )
    return replace(command, branches=branches)


def _branches(answers: list[tuple[float, Answer]], also: Mapping[str, Term]) -> Branches:
    """Each answer with its chance; what is left changes nothing but whose turn it is."""
    drawn = [(chance, {**also, **a.change}) for chance, a in answers if chance > CHEAP]
    left = 1.0 - sum(chance for chance, _ in drawn)
    return (*drawn, (left, dict(also))) if left > CHEAP else tuple(drawn)
