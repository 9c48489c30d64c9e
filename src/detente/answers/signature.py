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
        return tuple(value or ())
    if isinstance(value, str) and asked.kind is Path:
        return Path(value)
    if isinstance(value, str) and asked.kind is date:
        return _day(value, asked.name) if value else None
    return value


def _day(value: str, name: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        reason = f'"{shortened(value)}" is not a date'
        raise DetenteError(reason, "write YYYY-MM-DD", option=name) from None
