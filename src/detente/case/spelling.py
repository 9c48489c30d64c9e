"""How a new value is written: as its neighbours are, and so that it is read again as it was."""

import json
import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_PLAIN = re.compile(r"[^\W\d_][\w ./()%'+&;*?=-]*(?<! )")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TAKEN = {"true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"}
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_WIDE = 100


@dataclass(frozen=True, slots=True)
class Manner:
    """How a file is indented, and how its lines end."""

    ending: str = "\n"
    step: int = 2  # from a key to the keys under it
    offset: int = 2  # from a key to the dashes under it
    gap: int = 2  # from a dash to what follows


def flat(value: Any) -> bool:
    """Whether a value holds no lists or mappings, so that it goes on one line."""
    if not isinstance(value, dict | list):
        return True
    parts = value.values() if isinstance(value, dict) else value
    return not any(isinstance(part, dict | list) for part in parts)


def inline(value: Any, style: str = "") -> str:
    """A value on one line; a text in the quotes that stood there before, if it had any."""
    if isinstance(value, dict):
        parts = (f"{inline(key)}: {inline(part)}" for key, part in value.items())
        return f"{{{', '.join(parts)}}}"
    if isinstance(value, list):
        return f"[{', '.join(inline(part) for part in value)}]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value)
    return _words(str(value), style)


def _number(value: float) -> str:
    written = repr(value)
    return f".{written}" if written in {"inf", "nan"} else written.replace("-inf", "-.inf")


def _words(text: str, style: str) -> str:
    if style == "'" and not _UNSEEN.search(text):
        return "'" + text.replace("'", "''") + "'"
    bare = _PLAIN.fullmatch(text) and text.lower() not in _TAKEN
    if style != '"' and (bare or _DAY.fullmatch(text)):
        return text
    written = json.dumps(text, ensure_ascii=False)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def block_words(text: Any, style: str, column: int, manner: Manner) -> str | None:
    """A text under `|` or `>`, as the one before stood; None where that would change it."""
    if not isinstance(text, str) or not text.strip() or _UNSEEN.search(text.replace("\n", "")):
        return None
    body = text.removesuffix("\n")
    chomp = "" if body != text else "-"
    lines = body.split("\n")
    if any(line != line.strip() or not line for line in lines):
        return None
    if style == ">":
        if len(lines) > 1 or "  " in body:
            return None
        width = max(40, _WIDE - column - manner.step)
        lines = textwrap.wrap(body, width, break_long_words=False, break_on_hyphens=False)
    pad = " " * (column + manner.step)
    return manner.ending.join([f"{style}{chomp}", *(pad + line for line in lines)])


def block_lines(value: Any, column: int, manner: Manner) -> list[str]:
    """A list or mapping line by line, from a column on; what is flat in it goes on one line."""
    made: list[str] = []
    if isinstance(value, dict):
        for key, part in value.items():
            made += entry_lines(inline(key), part, column, manner)
        return made
    for part in value:
        made += item_lines(part, column, manner)
    return made


def entry_lines(key: str, value: Any, column: int, manner: Manner) -> list[str]:
    """A key and its value."""
    pad = " " * column
    if flat(value):
        return [f"{pad}{key}: {inline(value)}"]
    inner = manner.offset if isinstance(value, list) else manner.step
    return [f"{pad}{key}:", *block_lines(value, column + inner, manner)]


def item_lines(value: Any, column: int, manner: Manner, *, block: bool = False) -> list[str]:
    """An item of a list; with `block`, line by line even where one line would do."""
    pad = " " * column
    if (flat(value) and not block) or not isinstance(value, dict | list) or not value:
        return [f"{pad}-{' ' * (manner.gap - 1)}{inline(value)}"]
    first, *rest = block_lines(value, column + manner.gap, manner)
    return [f"{pad}-{first[column + 1 :]}", *rest]


def joined(lines: Iterable[str], manner: Manner) -> str:
    """Lines with the ending that the file has."""
    return manner.ending.join(lines)
