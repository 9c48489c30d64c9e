"""Turns what the models refuse into a place, a reason and a remedy in the case's words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from detente.case.document import Document
from detente.errors import Place, Problem

# What each kind of refusal asks for, and how to give it; {} is filled from pydantic's context.
_NUMBER = ("needs a number", "write it without quotes or unit, such as 2.5")
_WHOLE = ("needs a whole number", "write it without point or quotes, such as 6")
_LIST = ("needs a list", "write it as [one, two]")
_MAPPING = ("needs a mapping", "write it as key: value")
_BOUNDED = "change it, or its unit"
_DEMANDS: Mapping[str, tuple[str, str]] = {
    "float_type": _NUMBER,
    "finite_number": ("needs a finite number", "leave out what is not known"),
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "string_type": ("needs text", "put it in quotes"),
    "string_too_short": ("needs some text", "write it out, or leave the clause out"),
    "tuple_type": _LIST,
    "list_type": _LIST,
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "too_short": ("needs at least {min_length} of them", "add what is missing"),
    "greater_than_equal": ("must be at least {ge}", _BOUNDED),
    "greater_than": ("must be above {gt}", _BOUNDED),
    "less_than_equal": ("must be at most {le}", _BOUNDED),
    "less_than": ("must be below {lt}", _BOUNDED),
}


def nearest(word: str, known: Iterable[str]) -> str:
    """`did you mean "invasion"?`, or the list of what there is, for a remedy."""
    names = sorted(set(known))
    if meant := close(word, names):
        return meant
    if not names:
        return "none is declared"
    shown = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
    return f"there is: {shown}"


def close(word: str, known: Iterable[str]) -> str:
    """`did you mean "invasion"?`; nothing where no name is near."""
    found = get_close_matches(word, sorted(set(known)), n=1, cutoff=0.6)
    return f'did you mean "{found[0]}"?' if found else ""


def misspelt(word: str, known: Iterable[str]) -> bool:
    """Whether a word is all but one of those that are known."""
    return bool(get_close_matches(word.lower(), known, n=1, cutoff=0.75))


def spell(path: Sequence[str | int]) -> str:
    """A path as a person writes it: `triggers[2].covers[0]`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.lstrip(".")


def refused(document: Document, error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    """Every complaint of a model about a file, with its line; one for each place in it."""
    found: dict[str, Problem] = {}
    for detail in error.errors(include_url=False):
        if detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]:
            continue  # long enough as written: some of it was refused, and that is told
        path = _written(document, detail)
        reason, remedy = explain({**detail, "loc": path}, model)
        found.setdefault(spell(path), Problem(document.place(path), reason, remedy))
    return list(found.values())


def refused_row(file: str, line: int, error: ValidationError) -> list[Problem]:
    """Every complaint about one row of a table."""
    return [
        Problem(Place(file, line), *_explain_cell(detail))
        for detail in error.errors(include_url=False)
    ]


def _explain_cell(detail: ErrorDetails) -> tuple[str, str]:
    if detail["type"] == "missing":
        return f'has no "{detail["loc"][-1]}"', "fill the cell in"
    return explain(detail, None)


def explain(detail: ErrorDetails, model: type[BaseModel] | None) -> tuple[str, str]:
    """Reason and remedy for one complaint."""
    path, kind, context = detail["loc"], detail["type"], detail.get("ctx", {})
    key, given = _short(str(path[-1])) if path else "", detail.get("input")
    if kind == "missing":
        return f'{_colon(path[:-1])}lacks "{key}"', f"add {key}:"
    if kind == "extra_forbidden":
        known = _fields(model, path[:-1])
        remedy = nearest(key, known) if known else "drop it"
        return f'{_colon(path[:-1])}unknown key "{key}"', remedy
    if kind == "value_error":
        reason, _, remedy = str(context["error"]).partition("; ")
        return _colon(path) + reason, remedy or "mend this clause"
    if kind == "literal_error":
        choices = re.findall(r"'([^']*)'", context["expected"])
        return f"{_colon(path)}{show(given)} is not a choice", nearest(str(given), choices)
    if kind == "string_pattern_mismatch":
        remedy = "use letters, digits, dot, dash, underscore"
        return f"{_colon(path)}{show(given)} is no name", remedy
    plain = detail["msg"][0].lower() + detail["msg"][1:]
    bounds = {k: f"{v:g}" if isinstance(v, float) else v for k, v in context.items()}
    demand, remedy = _DEMANDS.get(kind, (plain, "mend this value"))
    return f"{_colon(path)}{demand.format(**bounds)}, not {show(given)}", remedy


def show(given: object) -> str:
    """A value as a person knows it: text in quotes, `a list`, `nothing`."""
    if given is None or given == ():
        return "nothing"
    if isinstance(given, dict | list | tuple):
        return "a mapping" if isinstance(given, dict) else f"a list of {len(given)}"
    if isinstance(given, str):
        return _short('"' + "".join(map(_visible, given)) + '"')
    return _short(str(given))


def _visible(character: str) -> str:
    """A letter, or the number of what nobody could see."""
    return character if character.isprintable() else f"\\u{ord(character):04x}"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"


def _colon(path: Sequence[str | int]) -> str:
    return f"{spell(path)}: " if path else ""


def _written(document: Document, detail: ErrorDetails) -> tuple[str | int, ...]:
    """The steps of a complaint's path that stand in the file, without pydantic's own labels."""
    node, path = document.data, []
    for step in detail["loc"]:
        if isinstance(node, dict) and step in node:
            node = node[str(step)]
            path.append(step)
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
            path.append(step)
    if detail["type"] == "missing":
        path.append(detail["loc"][-1])
    return tuple(path)


def _fields(model: type[BaseModel] | None, path: Sequence[str | int]) -> list[str]:
    """Names of the fields of the model that a path leads to."""
    for step in path:
        if model is None:
            return []
        field = model.model_fields.get(str(step))
        if field is not None:
            model = _model_inside(field.annotation)
    return list(model.model_fields) if model else []


def _model_inside(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        inside = _model_inside(part)
        if inside is not None:
            return inside
    return None
