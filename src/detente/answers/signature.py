"""A verb as a function that a framework can read: its parameters in the door's own annotations."""

from collections.abc import Callable, Mapping
from datetime import date
from inspect import Parameter, Signature
from pathlib import Path
from typing import Any, Literal

from detente.answers.verb import Asked, Verb
from detente.errors import DetenteError, shortened

Annotate = Callable[[Asked, Any], Any]  # a parameter and its plain type, to what a door writes


def plain_type(asked: Asked) -> Any:
    """The type of a parameter as it travels in JSON."""
    kind: Any = Literal[asked.choices] if asked.choices else asked.kind
    if asked.pair:
        return tuple[kind, kind]
    if asked.many:
        return list[kind]
    if asked.default is None and not asked.required:
        return kind | None
    return kind


def signed(
    run: Callable[..., Any], verb: Verb, asked: Mapping[str, Any], defaults: Mapping[str, Any]
) -> Callable[..., Any]:
    """The function under the verb's name and help, with these annotations and defaults."""
    run.__signature__ = Signature(  # type: ignore[attr-defined]
        [
            Parameter(
                name,
                Parameter.KEYWORD_ONLY,
                default=defaults.get(name, Parameter.empty),
                annotation=annotation,
            )
            for name, annotation in asked.items()
        ]
    )
    run.__annotations__ = dict(asked)
    run.__name__, run.__doc__ = verb.name, verb.help
    return run


def read(asked: Asked, value: Any) -> Any:
    """What came through a door, as the verb takes it."""
    if asked.many or asked.pair:
        return tuple(_one(asked, each) for each in value or ())
    return _one(asked, value)


def _one(asked: Asked, value: Any) -> Any:
    if isinstance(value, str) and asked.kind is Path:
        return Path(value)
    if isinstance(value, str) and asked.kind is date:
        return day(value, asked.option) if value else None
    return value


def day(written: str, option: str) -> date:
    """The day as written; `option` is what the door calls the parameter."""
    from detente.case.quantity import LAST_YEAR  # enters a room

    try:
        given = date.fromisoformat(written)
    except ValueError:
        reason = f'"{shortened(written)}" is no date'
        raise DetenteError(reason, "write it as 2025-08-16", option=option) from None
    if given.year > LAST_YEAR:
        remedy = f"give a day before {LAST_YEAR + 1}"
        raise DetenteError(f"{given} is too far off", remedy, option=option)
    return given
