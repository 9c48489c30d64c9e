"""Which table and which picture show the answer of a verb."""

from collections.abc import Callable, Mapping
from typing import Any

from detente.answers import Verb
from detente.notebook import drawings, tables
from detente.notebook.result import Drawing, Result

Table = Callable[[Any], tables.Rows]
Draw = Callable[[tables.Rows], Drawing]

TABLES: Mapping[str, Table] = {
    "check": tables.flaws,
    "hold": tables.months,
    "flips": tables.flips,
    "design": tables.designed,
    "outlook": tables.odds,
    "price": tables.effects,
    "allocate": tables.weights,
    "claims": tables.claims,
    "read": tables.readings,
}
DRAWINGS: Mapping[str, Draw] = {
    "hold": drawings.survival,
    "flips": drawings.flips,
    "design": drawings.schedule,
    "outlook": drawings.odds,
    "price": drawings.effects,
    "allocate": drawings.weights,
}


def shown(verb: Verb, data: Mapping[str, Any]) -> Result:
    """The answer with its rows; what has no table of its own is shown as it is nested."""
    own = TABLES.get(verb.name)
    rows = own(data) if own else tables.nested(data)
    draw = DRAWINGS.get(verb.name)
    drawn = (lambda: draw(rows)) if draw and _fits(verb, data) else None
    return Result(verb.title, data, rows, drawn)


def _fits(verb: Verb, data: Mapping[str, Any]) -> bool:
    """Whether the answer has what its picture draws: a frontier has no schedule."""
    return verb.name != "design" or "schedule" in data
