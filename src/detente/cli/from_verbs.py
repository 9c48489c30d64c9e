"""A command for every verb: its parameters become options, its family one command.

A command is a function whose signature is made here, as Typer reads signatures. Options of a family
stand in one command; which of them was given says which verb answers.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any

import typer

from detente.answers import VERBS, Asked, Told, Verb, family
from detente.answers.signature import read
from detente.answers.verb import MOST_DRAWS
from detente.cli.console import answer, opened, tell
from detente.errors import DetenteError

CASE = Told("a case folder, or the name of one that ships", show="CASE", by_place=True)


def add_verbs(app: typer.Typer) -> None:
    """Puts every verb that is not an option of another into an app, in the order of the table."""
    for verb in VERBS:
        if not verb.of:
            app.command(verb.name, epilog=f"Example: detente {verb.example}")(command(verb))


def command(verb: Verb) -> Any:
    """The function that Typer calls."""
    verbs = family(verb)
    options = _options(verbs)

    def run(**given: Any) -> None:
        asked, words = _asked(verbs, given)
        _refuse_the_rest(asked, verbs, given)
        answer(_answered(asked, words, given), given["as_json"])

    run.__signature__ = Signature(list(options.values()))  # type: ignore[attr-defined]
    run.__annotations__ = {name: one.annotation for name, one in options.items()}
    run.__doc__, run.__name__ = verb.help, verb.name
    return run


def _options(verbs: Sequence[Verb]) -> Mapping[str, Parameter]:
    """Places first, then the options of the whole family, then those of every command."""
    found: dict[str, Parameter] = {}
    if verbs[0].needs == "findings":
        found["case"] = _parameter("case", Annotated[str, typer.Argument(**_place(CASE))])
    for verb in verbs:
        if verb.case:
            found["case"] = _of_case(verb.case)
        for asked in verb.asked:
            if asked.told.spoken and asked.name not in found:
                found[asked.name] = _option(asked, verb)
        if verb.by and verb.by not in found:
            words = verb.help.partition("\n")[0]
            flag = typer.Option(f"--{verb.by}", help=f"{words[:1].lower()}{words[1:].rstrip('.')}")
            found[verb.by] = _parameter(verb.by, Annotated[bool, flag], False)
    found["as_json"] = _parameter(
        "as_json",
        Annotated[bool, typer.Option("--json", help="the result as JSON on stdout")],
        False,
    )
    return found | _drawn(verbs, found)


def _drawn(verbs: Sequence[Verb], known: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """The seed and the draws, for what is drawn."""
    drawn = [verb for verb in verbs if verb.needs == "findings"]
    if not drawn:
        return {}
    found = {}
    if "seed" not in known:
        seed = typer.Option("--seed", min=0, help="same seed, same bytes")
        found["seed"] = _parameter("seed", Annotated[int, seed], 1)
    if "draws" not in known and drawn[0].draws:
        words = "draws of the uncertain numbers"
        draws = typer.Option("--draws", min=2, max=MOST_DRAWS, help=words)
        found["draws"] = _parameter("draws", Annotated[int, draws], drawn[0].draws)
    return found


def _parameter(name: str, annotation: Any, default: Any = Parameter.empty) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _place(told: Told) -> dict[str, Any]:
    return {"metavar": told.show, "help": told.help, "show_default": False}


def _of_case(told: Told) -> Parameter:
    if told.by_place:
        return _parameter("case", Annotated[str, typer.Argument(**_place(told))], "")
    shown = typer.Option("--case", metavar=told.show, help=told.help)
    return _parameter("case", Annotated[str, shown], "")


def _option(asked: Asked, verb: Verb) -> Parameter:
    """One parameter as Typer reads it; what a verb is chosen by is never required."""
    told, kind, default = asked.told, _kind(asked), _default(asked)
    if told.needed or (asked.required and asked.name != verb.by):
        default = Parameter.empty
    if told.by_place:
        return _parameter(asked.name, Annotated[kind, typer.Argument(**_place(told))], default)
    names = [f"--{asked.option}", *([f"-{told.short}"] if told.short else [])]
    shown = typer.Option(
        *names,
        metavar=told.show or None,
        help=told.help,
        min=told.least,
        max=told.most,
        show_default=default not in ("", None, False, Parameter.empty),
    )
    return _parameter(asked.name, Annotated[kind, shown], default)


def _kind(asked: Asked) -> Any:
    """The type that Typer parses into."""
    if asked.choices:
        return StrEnum(asked.name.title(), {choice.upper(): choice for choice in asked.choices})
    plain: Any = str if asked.kind is date else asked.kind
    if asked.pair:
        return tuple[plain, plain] | None
    if asked.many:
        return list[plain] | None
    return plain | None if asked.default is None and asked.kind is not str else plain


def _default(asked: Asked) -> Any:
    if asked.many or asked.pair:
        return None
    if asked.kind is date or (asked.required and asked.kind is str):
        return ""
    return asked.default


def _asked(verbs: Sequence[Verb], given: Mapping[str, Any]) -> tuple[Verb, dict[str, Any]]:
    """Which verb of the family answers, and what it is told."""
    chosen = [verb for verb in verbs[1:] if given.get(verb.by)]
    if len(chosen) > 1:
        names = " and ".join(_name(verb) for verb in chosen)
        raise DetenteError(f"{names} are separate questions", "ask one at a time")
    verb = chosen[0] if chosen else verbs[0]
    words = {
        asked.name: _read(asked, given[asked.name]) for asked in verb.asked if asked.name in given
    }
    return verb, words


def _name(verb: Verb) -> str:
    """What chooses a verb, as typed: "--why"."""
    asked = next((one for one in verb.asked if one.name == verb.by), None)
    return f"--{asked.option if asked else verb.by}"


def _read(asked: Asked, value: Any) -> Any:
    if asked.choices:
        return str(value.value)
    return read(asked, value)


def _refuse_the_rest(verb: Verb, verbs: Sequence[Verb], given: Mapping[str, Any]) -> None:
    """What was given and means nothing to the question is refused, not dropped."""
    own = {asked.name for asked in verb.asked} | {verb.by, "case"}
    own |= {"seed", "draws"} if verb.needs == "findings" else set()
    for other in verbs:
        for asked in other.asked:
            if asked.name in own or asked.name not in given:
                continue
            if asked.given(_read(asked, given[asked.name])):
                if other.of:
                    reason, remedy = f"goes with {_name(other)}", f"add {_name(other)}"
                else:
                    reason = f"does not go with {_name(verb)}"
                    remedy = f"leave out {_name(verb)}"
                raise DetenteError(reason, remedy, option=asked.option)


def _answered(verb: Verb, words: Mapping[str, Any], given: Mapping[str, Any]) -> Any:
    if verb.needs == "findings":
        findings = opened(given["case"], given["seed"], given.get("draws", 2))
        missing = {
            one.name: Path(one.told.usual.format(case=findings.case.name))
            for one in verb.asked
            if one.told.usual and words[one.name] is None
        }
        return verb.ask(findings, **{**words, **missing})
    if verb.needs == "tell":
        return verb.ask(tell, **words)
    return verb.ask(**words)
