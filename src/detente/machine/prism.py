"""The machine by chance in the PRISM language, as a Markov decision process.

Parties choose among the commands that are open, nature draws among the branches of a command.
Storm and PRISM read it; its states are those of our own search, one for one.
"""

from collections.abc import Iterator, Mapping

from detente.machine.layout import Layout
from detente.machine.logic import FALSE, TRUE, Term, all_of, any_of, compare, name
from detente.machine.plays import Play, ended
from detente.machine.relief import Reward
from detente.machine.rules import REST, Command, Rules, Variable

DONE = "done"
NUMBERS = ("length", REST)  # formulas that are no conditions


def to_prism(play: Play, paid: tuple[Reward, ...], marks: Mapping[str, Term]) -> str:
    """The whole model: formulas, one module, labels and a reward structure for each account."""
    return "\n".join(_lines(play, paid, marks)) + "\n"


def labels(layout: Layout, rules: Rules) -> dict[str, Term]:
    """States that questions are asked about.

    `survives`: a breach was confirmed and nobody acted, or no new act shut what was terminated, and
    relief is still open once the notice that the breach should have had is over.
    """
    open_ = any_of(name(word) for word in layout.of_open.values())
    snapped = all_of(
        [
            compare(name("over"), ">", 0),
            compare(name("over"), "<=", len(layout.triggers)),
        ]
    )
    doubted = [compare(name("believed"), "=", 0), compare(name("over"), "=", 0)]
    if layout.watched:
        doubted.append(compare(name("doubt"), "=", 0))
    return {
        "ended": ended(rules),
        "snapped": snapped,
        "lapsed": compare(name("over"), ">", len(layout.triggers)),
        "relief": open_,
        "survives": all_of([open_, any_of([snapped, all_of(doubted)])])
        if layout.triggers
        else FALSE,
    }


def _lines(play: Play, paid: tuple[Reward, ...], marks: Mapping[str, Term]) -> Iterator[str]:
    rules = play.rules
    yield f"// {_comment(rules.name)}, signed {rules.signed}, {rules.horizon} months"
    yield "// written by detente: parties choose, nature draws; money is EUR bn, time is days"
    yield "mdp"
    yield ""
    for word, term in rules.formulas.items():
        yield f"formula {word} = {written(term, truth=word not in NUMBERS)};"
    yield ""
    yield "module package"
    for variable in rules.variables:
        yield f"  {_declared(variable)}"
    yield ""
    for command in play.commands:
        yield from _command(command)
    yield f"  [{DONE}] {written(ended(rules), truth=True)} -> true;"
    yield "endmodule"
    for label, term in marks.items():
        yield ""
        yield f'label "{label}" = {written(term, truth=True)};'
    for reward in paid:
        yield ""
        yield f'rewards "{reward.name}" // EUR bn to {_comment(reward.party)}'
        for label, where, value in reward.items:
            yield f"  [{label}] {written(where, truth=True)} : {written(value)};"
        yield "endrewards"


def _declared(variable: Variable) -> str:
    # PRISM knows no range of one number, so a variable that never moves may reach 1.
    most = max(variable.most, 1)
    meaning = _comment(variable.meaning)
    return f"{variable.name} : [0..{most}] init {variable.start}; // {meaning}"


def _comment(text: str) -> str:
    """A name as it stands in the case, on one line."""
    return " ".join(text.split())


def _command(command: Command) -> Iterator[str]:
    answer = command.answer
    if command.guard == FALSE:
        return
    what = f": {answer.told}" if answer.what else ""
    article = f" ({answer.article})" if answer.article else ""
    yield f"  // {_comment(f'{answer.actor} {answer.kind}{what}{article}')}"
    guard = written(command.guard, truth=True)
    yield f"  [{answer.label}] {guard} -> {' + '.join(_branches(command))};"


def _branches(command: Command) -> Iterator[str]:
    for chance, change in command.branches:
        parts = [f"({variable}'={written(term)})" for variable, term in change.items()]
        update = "&".join(parts) or "true"
        yield update if len(command.branches) == 1 else f"{chance!r}:{update}"


def written(term: Term, *, truth: bool = False) -> str:
    """A term in the PRISM language; `truth` where true or false is asked for."""
    match term.op:
        case "number":
            return str(term == TRUE).lower() if truth else _number(term.values[0])
        case "name":
            return term.name
        case "!":
            return f"!({written(term.args[0], truth=True)})"
        case "?":
            condition = written(term.args[0], truth=True)
            one, other = (written(part) for part in term.args[1:])
            return f"({condition} ? {one} : {other})"
        case "mod":
            left, right = (written(part) for part in term.args)
            return f"mod({left}, {right})"
        case "table":
            return _looked_up(term)
        case "&" | "|":
            return f"({f' {term.op} '.join(written(part, truth=True) for part in term.args)})"
        case _:
            return f"({f' {term.op} '.join(written(part) for part in term.args)})"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _looked_up(term: Term) -> str:
    """A table as nested choices: each value once with its indexes, the commonest last."""
    index = written(term.args[0])
    at: dict[float, list[int]] = {}
    for i, value in enumerate(term.values):
        at.setdefault(value, []).append(i)
    *rare, common = sorted(at, key=lambda value: len(at[value]))
    told = _number(common)
    for value in reversed(rare):
        where = " | ".join(f"{index}={i}" for i in at[value])
        told = f"({where} ? {_number(value)} : {told})"
    return told
