"""What answers have in common: JSON with a place for everything, days, and cells that are empty."""

import json
from datetime import date
from math import isfinite
from typing import Any

from detente.live.model import LiveError

_PARTS = {"Q1": 1, "Q2": 4, "Q3": 7, "Q4": 10, "S1": 1, "S2": 7}
_EMPTY = {"", ".", "NaN", "nan", "None", "null"}


def from_json(body: bytes, source: str) -> Any:
    """The JSON of an answer."""
    try:
        return json.loads(body)
    except ValueError:
        start = body[:60].decode("utf-8", errors="replace")
        raise LiveError(f'{source} answered with no JSON ("{start}"); try again later') from None


def part(data: Any, source: str, *path: str) -> Any:
    """What stands at a path of keys; raises LiveError where the answer has another shape."""
    for step in path:
        if not isinstance(data, dict) or step not in data:
            words = ".".join(path)
            raise LiveError(f"{source} answered without {words}; its format may have changed")
        data = data[step]
    return data


def day(written: str) -> date:
    """The first day of a day, week, month, quarter, half or year as sources write them."""
    if len(written) == 4:
        return date(int(written), 1, 1)
    if written[5:] in _PARTS:
        return date(int(written[:4]), _PARTS[written[5:]], 1)
    return date.fromisoformat(f"{written}-01" if len(written) == 7 else written[:10])


def value(written: object) -> float | None:
    """A value, or None where the source says that there is none."""
    text = str(written).strip()
    if text in _EMPTY:
        return None
    if not isfinite(number := float(text)):
        raise ValueError(f"{text} is no value")
    return number
