"""An answer taken at its word only as far as it can be checked against the remark.

The answer is a JSON object with a whole `level` from -4 to +4 and `spans`, one or more strings each
of which stands in the words of the remark, letter by letter. Anything else is dropped whole: a
level without its words is an assertion.
"""

import json
import re
from typing import Any

from detente.signals.model import HIGHEST, LOWEST
from detente.signals.second.model import NoOpinionError, Opinion

MOST_SPANS = 8
_FENCE = re.compile(r"\s*```(?:json)?\s*(.*?)\s*```\s*", re.DOTALL)


def checked(answer: str, words: str, by: str) -> Opinion:
    """The opinion that an answer holds; raises NoOpinionError with what is wrong with it."""
    found = _object(answer)
    level, spans = found.get("level"), found.get("spans")
    if isinstance(level, float) and level.is_integer():
        level = int(level)
    if not isinstance(level, int) or isinstance(level, bool):
        raise NoOpinionError("its level is no whole number")
    if not LOWEST <= level <= HIGHEST:
        raise NoOpinionError("its level is not on the scale from -4 to +4")
    if not isinstance(spans, list) or not spans or len(spans) > MOST_SPANS:
        raise NoOpinionError(f"it quotes no words, or more than {MOST_SPANS} spans")
    if not all(isinstance(span, str) and span.strip() and span in words for span in spans):
        raise NoOpinionError("a span does not stand verbatim in the text")
    return Opinion(level, tuple(spans), by)


def _object(answer: str) -> dict[str, Any]:
    fenced = _FENCE.fullmatch(answer)
    try:
        found = json.loads(fenced[1] if fenced else answer)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise NoOpinionError("its answer is no JSON object")
    return found
