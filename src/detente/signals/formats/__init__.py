"""Words as they come: a file in any of the known formats, read."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from detente.case.hints import nearest
from detente.record.opening import Opened, open_file, refusal
from detente.signals.formats.captions import TIMING, caption_lines
from detente.signals.formats.json_lines import json_lines
from detente.signals.formats.model import Line, Turn
from detente.signals.formats.plain import markdown_lines, plain_lines
from detente.signals.formats.transcript import blocks, read_block
from detente.signals.formats.weaving import weave
from detente.signals.formats.web_page import web_page_lines
from detente.signals.model import Reading

__all__ = ["FORMATS", "Turn", "blocks", "known_format", "read_block", "read_file", "turns_of"]

FORMATS: Mapping[str, Callable[[Opened], Iterator[Line]]] = {
    "text": plain_lines,
    "markdown": markdown_lines,
    "html": web_page_lines,
    "jsonl": json_lines,
    "captions": caption_lines,
}
_PAGE = re.compile(
    r"<(!doctype html|html|head|body|article|main|div|p|h[1-6])\b[^<]*>", re.IGNORECASE
)


def read_file(path: Path, named: str = "", encoding: str = "") -> Iterator[Reading]:
    """The readings of a file in any known format, in order, with places in that file."""
    opened = open_file(path, encoding)
    for block in blocks(turns_of(opened, named)):
        yield from read_block(block, opened.file)


def turns_of(opened: Opened, named: str = "") -> Iterator[Turn]:
    """The turns of a file, one at a time; the format as named, or as its beginning shows."""
    known_format(opened.file, named)
    return weave(FORMATS[named or format_of(opened.head())](opened))


def known_format(file: str, named: str) -> None:
    """Refuses the name of a format that there is none of."""
    if named and named not in FORMATS:
        raise refusal(file, f'"{named}" is no format', nearest(named, [*FORMATS]))


def format_of(head: str) -> str:
    """The name of the format that the beginning of a text shows."""
    start = head.lstrip("\ufeff \t\r\n")
    lines = start.splitlines()[:3]
    if start.startswith("WEBVTT") or any(TIMING.match(line) for line in lines):
        return "captions"
    if start.startswith("{") and re.match(r'\{\s*"', start):
        return "jsonl"
    if start.startswith("---") and re.match(r"---\s*\n\s*\w+:", start):
        return "markdown"
    return "html" if _PAGE.match(start) or _PAGE.search(start[:500]) else "text"
