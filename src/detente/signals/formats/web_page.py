"""An HTML read-out: the words a reader would see, paragraph by paragraph.

The page is taken apart, never shown and never run: scripts, styles, templates, forms, frames and
whatever is marked as hidden fall away, entities are read, and nothing is fetched. A paragraph that
is a question and wholly in bold is asked by an interviewer, as magazines print it.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser

from detente.record.importers.dates import iso_day
from detente.record.opening import Opened, refusal
from detente.signals.formats.model import Line, Run
from detente.signals.labels import speaker_label

MOST_BYTES = 30_000_000
_UNSEEN = frozenset({
    "script", "style", "template", "noscript", "iframe", "object", "svg", "math", "canvas", "audio",
    "video", "select", "button", "form", "textarea", "nav", "title", "map",
})  # fmt: skip
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
})  # fmt: skip
_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "font", "i", "ins", "kbd",
    "label", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
    "del", "img", "meta", "link", "script", "style", "template", "noscript", "svg", "math",
})  # fmt: skip
_BOLD = frozenset({"b", "strong", "h2", "h3", "h4", "h5", "h6"})
_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DATES = frozenset({
    "date", "article:published_time", "dc.date", "dcterms.date", "dcterms.created",
})  # fmt: skip
_ENTITY = re.compile(r"&#?\w*;?")
_LONGEST_ENTITY = 40  # characters; what is longer is no entity


def web_page_lines(opened: Opened) -> Iterator[Line]:
    """The paragraphs of a page; its day, if it tells it, holds for all of them."""
    if opened.size > MOST_BYTES:
        raise refusal(opened.file, "is a page of more than 30 MB", "save its words as plain text")
    with opened.text() as stream:
        page = _Page(stream.read())
    page.feed(page.text)
    page.close()
    page.end_line()
    if page.on:
        yield Line("", (Run(0, 0, 0, 1),), on=page.on)
    yield from page.lines


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.text = text
        self.lines: list[Line] = []
        self.on: date | None = None
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._unseen: list[str] = []
        self._words: list[str] = []
        self._runs: list[Run] = []
        self._length = 0
        self._bold = 0  # how many tags stand open that print the words in bold
        self._plain = False  # whether any word of the paragraph is not in bold
        self._answered = False  # the paragraph before was a question in bold

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self._note_date(tag, known)
        hidden = "hidden" in known or _HIDES.search(known.get("style", ""))
        if self._unseen:
            self._unseen += [tag] if tag == self._unseen[-1] else []
        elif (tag in _UNSEEN or hidden) and tag not in _VOID:
            self._unseen.append(tag)
        if tag not in _INLINE:
            self.end_line()
        self._bold += tag in _BOLD

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note_date(tag, {name: value or "" for name, value in attrs})
        if tag not in _INLINE:
            self.end_line()

    def handle_endtag(self, tag: str) -> None:
        if self._unseen and tag == self._unseen[-1]:
            self._unseen.pop()
        if tag not in _INLINE:
            self.end_line()
        self._bold = max(self._bold - (tag in _BOLD), 0)

    def handle_data(self, data: str) -> None:
        self._add(data, len(data))

    def parse_marked_section(self, i: int, report: int = 1) -> int:  # noqa: ARG002
        """Where `<![anything>` ends, which a browser passes over; the parser knows but a few."""
        end = self.rawdata.find(">", i)
        return end + 1 if end >= 0 else -1

    def handle_entityref(self, name: str) -> None:
        self._entity(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._entity(f"&#{name};")

    def end_line(self) -> None:
        """Hands on the words of the paragraph that ends here."""
        words = "".join(self._words)
        if words.strip():
            asks = not self._plain and words.rstrip().endswith("?") and not speaker_label(words)
            fresh = self._answered and not asks
            self.lines.append(Line(words, tuple(self._runs), asks=asks, fresh=fresh))
            self._answered = asks
        self._words, self._runs, self._length, self._plain = [], [], 0, False

    def _entity(self, written: str) -> None:
        found = _ENTITY.match(self.text, self._position())
        words = written if len(written) > _LONGEST_ENTITY else html.unescape(written)
        self._add(words, len(found[0]) if found else len(written))

    def _add(self, words: str, length: int) -> None:
        if self._unseen or not words or not (self._words or words.strip()):
            return
        start = self._position()
        line = bisect_right(self._starts, start)
        self._runs.append(Run(self._length, start, length, line))
        self._words.append(words)
        self._plain = self._plain or (not self._bold and bool(words.strip()))
        self._length += len(words)

    def _position(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def _note_date(self, tag: str, known: dict[str, str]) -> None:
        if self.on is not None:
            return
        if tag == "time":
            self.on = iso_day(known.get("datetime", ""))
        elif tag == "meta" and (known.get("name") or known.get("property", "")).lower() in _DATES:
            self.on = iso_day(known.get("content", ""))
