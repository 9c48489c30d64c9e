"""Results as plain data, and as text."""

import json
import math
from typing import Any

from pydantic import TypeAdapter


def plain(result: object) -> Any:
    """A result as lists, dicts and numbers; what is no number becomes null."""
    return _finite(TypeAdapter(Any).dump_python(result, mode="json"))


def as_text(data: object) -> str:
    """JSON that is the same for the same result, readable, and ends with a line break."""
    return json.dumps(plain(data), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _finite(data: Any) -> Any:
    if isinstance(data, dict):
        return {str(key): _finite(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_finite(value) for value in data]
    if isinstance(data, float) and not math.isfinite(data):
        return None
    return data
