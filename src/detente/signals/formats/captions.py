"""Captions, WebVTT and SubRip: cues joined to sentences, each word with its time.

A cue that names its speaker (`<v Name>`, or a name before the words) begins his turn; `>>` begins
the turn of somebody else. Captions that roll repeat their last line: it is heard once.
"""

import html
import re
from collections.abc import Iterator

from detente.errors import Place, Problem
from detente.record.opening import Line as FileLine
from detente.record.opening import Opened
from detente.signals.formats.model import Line, Run
from detente.signals.labels import speaker_label

TIMING = re.compile(r"^\s*((?:\d+:)?\d{1,2}:\d\d[.,]\d{1,3})\s*-->\s*(?:\d+:)?\d{1,2}:\d\d[.,]\d")
MOST_JOINED = 2000
_ARROW = re.compile(r"^[\w:.,+ -]{0,20}\s-{1,3}>\s[\w:.,+ -]{0,20}")
_BROKEN = ("is no time of a cue", "its words are read without one")
_SKIPPED = re.compile(r"^(NOTE|STYLE|REGION)\b")
_TOKEN = re.compile(
    r"<v(?:\.[^ >]*)? ([^>]*)>|<[^>\n]*>|\{\\[^}]*\}|&#?\w{1,30};|\[[^\]\n]{0,60}\]|>>+"
)
_ENDS = re.compile(r"[.?!…][\"”’)]*\s*$")


def caption_lines(opened: Opened) -> Iterator[Line]:
    """The words of all cues, sentence by sentence."""
    words = _Joined()
    for clock, line in _payload(opened):
        yield from words.take(line, clock)
    yield from words.close()


def _payload(opened: Opened) -> Iterator[tuple[str, FileLine]]:
    """The lines that are spoken, with the beginning of their cue; empty if its clock is broken."""
    cue, clock, skipping, last = False, "", False, ""
    for line in opened.lines():
        text = line.text.strip()
        if not text:
            cue, skipping = False, False
        elif not skipping and (TIMING.match(text) or _ARROW.search(text)):
            cue, clock = True, _clock(text)
            if not clock:
                opened.notes.add(Problem(Place(opened.file, line.number), *_BROKEN))
        elif not cue and _SKIPPED.match(text):
            skipping = True
        elif cue and not skipping and text != last:
            last = text
            yield clock, line


def _clock(written: str) -> str:
    """When a cue begins; empty if that is no time."""
    timing = TIMING.match(written)
    if timing is None:
        return ""
    hours, minutes, seconds = f"0:{timing[1].replace(',', '.')}".split(":")[-3:]
    if int(minutes) >= 60 or float(seconds) >= 60:
        return ""
    return f"{int(hours):02d}:{minutes:0>2}:{seconds:0>2}"


class _Joined:
    """The sentence that is being spoken, over as many cues as it takes."""

    def __init__(self) -> None:
        self.speaker: str | None = None
        self.fresh = False
        self.words = ""
        self.runs: list[Run] = []

    def take(self, line: FileLine, clock: str) -> Iterator[Line]:
        """Hears one line of a cue; hands out what ended before or with it."""
        text = line.text.rstrip("\r\n")
        if speaker_label(text):
            yield from self.close()
            self.speaker, self.fresh = None, True
        at = 0
        for token in _TOKEN.finditer(text):
            self._say(text[at : token.start()], line, at, clock)
            at = token.end()
            if token[1] is not None or token[0].startswith(">>"):
                said = html.unescape(token[1] or "").strip()
                if not said or said != self.speaker:
                    yield from self.close()
                    self.speaker, self.fresh = said or None, True
            elif token[0].startswith("&"):
                self._entity(token, line, clock)
        self._say(text[at:], line, at, clock)
        if _ENDS.search(self.words) or len(self.words) > MOST_JOINED:
            yield from self.close()
        elif self.words and not self.words.endswith(" "):
            self._add(" ", Run(len(self.words), line.start + len(text), 1, line.number, clock))

    def close(self) -> Iterator[Line]:
        """Hands out what was said so far."""
        if self.words.strip():
            yield Line(self.words, tuple(self.runs), self.speaker, fresh=self.fresh)
            self.fresh = False
        self.words, self.runs = "", []

    def _say(self, words: str, line: FileLine, at: int, clock: str) -> None:
        if words.strip():
            run = Run(len(self.words), line.start + at, len(words), line.number, clock)
            self._add(words, run)

    def _entity(self, token: re.Match[str], line: FileLine, clock: str) -> None:
        words = html.unescape(token[0])
        start, length = line.start + token.start(), len(token[0])
        self._add(words, Run(len(self.words), start, length, line.number, clock))

    def _add(self, words: str, run: Run) -> None:
        self.words += words
        self.runs.append(run)
