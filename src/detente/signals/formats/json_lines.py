"""JSON lines: one remark a line, with its words, speaker, question and date under usual names."""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from detente.errors import InputError, Place, Problem
from detente.record.importers.dates import iso_day
from detente.record.opening import Line as FileLine
from detente.record.opening import Opened
from detente.signals.formats.model import Line, Run

WORDS = ("text", "words", "quote", "answer", "utterance", "content", "sentence", "body")
QUESTION = ("question", "q", "prompt")
SPEAKER = ("speaker", "actor", "name", "author", "who")
DATE = ("date", "published", "published_at", "timestamp", "day", "time")
_REMEDY = f"the row is skipped; write one remark a line, its words under {WORDS[0]} or {WORDS[1]}"
_HALF = re.compile("[\ud800-\udfff]")  # half a character, which nothing can write
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w|\\u\w{4}|\\.")


def json_lines(opened: Opened) -> Iterator[Line]:
    """The remarks, in order; a row that holds none is told with its line and skipped.

    A file of which no row can be read is refused.
    """
    read = False
    for line in opened.whole_lines():
        if not line.text.strip():
            continue
        found = _object(line)
        wrong = _wrong(found)
        if found is None or wrong:
            opened.notes.add(Problem(Place(opened.file, line.number), wrong, _REMEDY))
            continue
        read = True
        if (stated := _value(found, DATE)[1]) and iso_day(stated) is None:
            told = f'"{stated[:40]}" is no date', "what follows is undated; write 2025-08-16"
            opened.notes.add(Problem(Place(opened.file, line.number), *told))
        yield from _remark(found, line)
    if opened.notes.first and not read:
        raise InputError(opened.notes.first)


def _object(line: FileLine) -> Mapping[str, Any] | None:
    try:
        found = json.loads(line.text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _wrong(found: Mapping[str, Any] | None) -> str:
    if found is None:
        return "is no JSON object"
    if not any(isinstance(found.get(name), str) for name in (*WORDS, *QUESTION)):
        return "holds no words"
    return ""


def _remark(found: Mapping[str, Any], line: FileLine) -> Iterator[Line]:
    stated = _value(found, DATE)[1]
    if stated:
        on = iso_day(stated)
        yield Line("", (Run(0, line.start, 0, line.number),), on=on, undated=on is None)
    question, asked = _value(found, QUESTION)
    if asked:
        yield from _paragraphs(line, question, asked, None, asks=True)
    key, words = _value(found, WORDS)
    speaker = _HALF.sub("\ufffd", _value(found, SPEAKER)[1]).strip() or None
    yield from _paragraphs(line, key, words, speaker, asks=False)


def _value(found: Mapping[str, Any], names: tuple[str, ...]) -> tuple[str, str]:
    return next(
        ((name, found[name]) for name in names if isinstance(found.get(name), str)), ("", "")
    )


def _paragraphs(
    line: FileLine, key: str, words: str, speaker: str | None, *, asks: bool
) -> Iterator[Line]:
    """The words of one value, paragraph by paragraph, each with its place in the file."""
    raw, start = _raw(line.text, key, words)
    pieces = _pieces(raw)
    held: list[tuple[str, int, int]] = []
    fresh = True
    for piece in (*pieces, ("\n", 0, 0)):
        if piece[0] != "\n":
            held.append(piece)
            continue
        text, runs = "", []
        for part, at, length in held:
            runs.append(Run(len(text), line.start + start + at, length, line.number))
            text += part
        if text.strip():
            yield Line(text, tuple(runs), speaker, asks=asks, fresh=fresh)
            fresh = False
        held = []


def _raw(text: str, key: str, words: str) -> tuple[str, int]:
    """The value as it is written, escapes and all, and where in the line it begins."""
    found = [*_STRING.finditer(text)]
    for name, value in pairwise(found):
        between = text[name.end() : value.start()].strip()
        if between == ":" and name[1] == key and json.loads(value[0], strict=False) == words:
            return value[1], value.start(1)
    return words, 0  # the key itself was written with escapes


def _pieces(raw: str) -> Iterator[tuple[str, int, int]]:
    """Words, where in the raw value they begin, and how long they are there."""
    at = 0
    for escape in _ESCAPE.finditer(raw):
        if escape.start() > at:
            yield raw[at : escape.start()], at, escape.start() - at
        yield _HALF.sub("\ufffd", json.loads(f'"{escape[0]}"')), escape.start(), len(escape[0])
        at = escape.end()
    if at < len(raw):
        yield raw[at:], at, len(raw) - at
