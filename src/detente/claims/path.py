"""The way to a number in the result, as a claim writes it: read, never executed.

    packages.modular.survival.at.12            keys, one after another
    packages.modular.slack.RU[0]               place in a list, from 0; [-1] is the last; [1:]
    signals.readings[R108].level               the item of that id, name, line, asset, scenario …
    signals.deeds[party=US,rung!=none].len     items for which all of it is true: = != < <= > >=
    packages.modular.slack.min                 len, first, last, min, max, sum, mean

A key asked of a list is asked of each of its items; where none has it, it is taken for the name or
place of one: `readings.R108.level` is the same. A list of one item stands for that item. A key of
the result goes before a function of the same name. What is not there is None.
"""

import math
import operator
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from detente.case.claim_path import Item, Path, Step, Where
from detente.claims.model import Scalar

IDENTITIES = ("id", "name", "line", "scenario", "asset", "package", "part", "instrument", "party")
FUNCTIONS: Mapping[str, Callable[[list[float]], float]] = {
    "min": min,
    "max": max,
    "sum": math.fsum,
    "mean": lambda numbers: math.fsum(numbers) / len(numbers),
}
_SIGNS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def follow(value: object, path: Path) -> object:
    """What stands at the end of a path, or None."""
    for step in path:
        value = _take(value, step)
        if value is None:
            return None
    return value[0] if isinstance(value, list | tuple) and len(value) == 1 else value


def lacking(result: object, path: Path) -> str:
    """What the case lacks for this part of the result, as the result itself says; else nothing."""
    missing = result.get("missing") if isinstance(result, Mapping) else None
    names = [step.name if isinstance(step, Item) else step for step in path]
    for part, words in (missing or {}).items():
        keys = part.split(".")
        if names[: len(keys)] == keys:
            return str(words)
    return ""


def scalar(value: object) -> Scalar:
    """A value as one number or word, for showing and comparing; None if it is not known."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_short(part)}" for key, part in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_short(part) for part in value) or None
    return str(value)


def single(value: object) -> bool:
    """Whether a value can be compared: one number, word or date."""
    return not isinstance(value, Mapping | list | tuple)


def _short(value: object) -> str:
    if not single(value):
        return "…"
    part = scalar(value)
    return f"{part:.3g}" if isinstance(part, float) else str(part)


def _take(value: object, step: Step) -> object:
    if isinstance(value, Mapping):
        return _of_mapping(value, step)
    if isinstance(value, list | tuple):
        return _of_list(list(value), step)
    return None


def _of_mapping(value: Mapping[str, object], step: Step) -> object:
    name = step.name if isinstance(step, Item) else str(step)
    if isinstance(step, Where | slice):
        return None
    if name in value:
        return value[name]
    return len(value) if name == "len" else _fold(value, name)


def _of_list(value: list[object], step: Step) -> object:
    match step:
        case slice():
            return value[step]
        case int():
            return value[step] if -len(value) <= step < len(value) else None
        case Where():
            return [item for item in value if _meets(item, step)]
        case Item():
            return next((item for item in value if _goes_by(item, step.name)), None)
        case _:
            return _key_of_list(value, step)


def _key_of_list(value: list[object], key: str) -> object:
    if key == "len":
        return len(value)
    if key in {"first", "last"}:
        return _of_list(value, 0 if key == "first" else -1)
    if key.isdigit():
        return _of_list(value, int(key))
    if key in FUNCTIONS and not any(isinstance(item, Mapping) for item in value):
        return _fold(value, key)
    parts = [part for item in value if (part := _take(item, key)) is not None]
    return parts or _of_list(value, Item(key)) or parts


def _fold(value: object, name: str) -> float | None:
    """A function of all the numbers in a list or mapping; of none, only the sum is known."""
    if name not in FUNCTIONS:
        return None
    numbers = list(_numbers(value))
    return FUNCTIONS[name](numbers) if numbers or name == "sum" else None


def _numbers(value: object) -> Iterator[float]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            yield from _numbers(part)
    elif isinstance(value, int | float) and math.isfinite(value):
        yield float(value)  # true counts as 1


def _goes_by(item: object, name: str) -> bool:
    return isinstance(item, Mapping) and any(item.get(key) == name for key in IDENTITIES)


def _meets(item: object, where: Where) -> bool:
    if not isinstance(item, Mapping):
        return False
    return all(_true(scalar(item.get(key)), sign, value) for key, sign, value in where.conditions)


def _true(given: Scalar, sign: str, value: str) -> bool:
    if given is None:
        return False
    if isinstance(given, str):
        return _SIGNS[sign](given, value)
    try:
        return _SIGNS[sign](given, float(value))
    except ValueError:
        return sign == "!="
