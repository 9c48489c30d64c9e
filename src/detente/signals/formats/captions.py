"""Captions, WebVTT and SubRip: cues joined to sentences, each word with its time.

A cue that names its speaker (`<v Name>`, or a name before the words) begins his turn; `>>` begins
the turn of somebody else. Captions that roll repeat their last line: it is heard once. A blank line
within a cue does not end it, and nothing that might be words is left out without a note.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from detente.errors import Place, Problem
from detente.record.opening import Line as FileLine
from detente.record.opening import Opened
from detente.signals.formats.model import Line, Run
from detente.signals.labels import speaker_label

TIMING = re.compile(r"^\s*((?:\d+:)?\d{1,2}:\d\d[.,]\d{1,3})\s*-->\s*(?:\d+:)?\d{1,2}:\d\d[.,]\d")
MOST_JOINED = 2000
_ARROW = re.compile(r"^[\w:.,+ -]{0,20}\s-{1,3}>\s[\w:.,+ -]{0,20}")
_BROKEN = ("is no time of a cue", "its words are read without one")
_ABOVE = ("stands above the first cue", "it is read without a time")
_SECONDS = re.compile(r"(?:(\d{1,6}):)?(\d{1,2}):(\d\d[.,]\d{1,3})")
_PAUSE = 1.0  # seconds; after a longer one the same words are said again
_UNSEEN = "\ufeff\u200b \t\r\n"
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


@dataclass(slots=True)
class _Cues:
    """Where in a file of captions the reading is."""

    opened: Opened
    header: bool  # within the block that WebVTT begins with
    skipping: bool = False  # within a note, a style or a region
    clock: str = ""  # of the cue, empty if it is broken
    begins: float | None = None  # seconds
    ended: float | None = None  # when the cue before it ended
    ends: float | None = None
    begun: bool = False  # a cue has begun
    first: bool = False  # nothing of the cue was heard yet
    last: str = ""

    def timing(self, line: FileLine) -> None:
        """A new cue begins."""
        text = line.text.strip()
        self.ended, (self.begins, self.ends) = self.ends, _seconds(text)
        self.clock, self.begun, self.first = _clock(text), True, True
        self.header = self.skipping = False
        if not self.clock:
            self.tell(line, *_BROKEN)

    def heard(self, text: str) -> bool:
        """Whether a line is heard for the first time; captions that roll show their last again."""
        rolls = self.first and text == self.last and self._goes_on()
        self.first, self.last = False, text
        return not rolls

    def _goes_on(self) -> bool:
        if self.begins is None or self.ended is None:
            return True
        return self.begins - self.ended < _PAUSE

    def tell(self, line: FileLine, reason: str, remedy: str) -> None:
        """Notes what is odd about a line."""
        self.opened.notes.add(Problem(Place(self.opened.file, line.number), reason, remedy))


def _payload(opened: Opened) -> Iterator[tuple[str, FileLine]]:
    """The lines that are spoken, with the beginning of their cue; empty if its clock is broken.

    A line right above a time names the cue. Any other line is spoken, even after a blank one.
    """
    cues = _Cues(opened, opened.head(100).lstrip("\ufeff \t\r\n").startswith("WEBVTT"))
    blank = True
    for line, following in _with_next(opened.lines()):
        text = line.text.strip(_UNSEEN)
        if not text:
            blank, cues.skipping, cues.header = True, False, False
            continue
        if not cues.skipping and (TIMING.match(text) or _ARROW.search(text)):
            cues.timing(line)
        elif cues.header or cues.skipping:
            pass
        elif blank and _SKIPPED.match(text):
            cues.skipping = True
        elif not _names_a_cue(text, blank, following):
            if not cues.begun:
                cues.tell(line, *_ABOVE)
            if cues.heard(text):
                yield cues.clock, line
        blank = False


def _names_a_cue(text: str, blank: bool, following: str) -> bool:
    return bool(TIMING.match(following)) and (blank or text.isdecimal())


def _with_next(lines: Iterator[FileLine]) -> Iterator[tuple[FileLine, str]]:
    """Each line with the text of the one that follows it."""
    held: FileLine | None = None
    for line in lines:
        if held is not None:
            yield held, line.text
        held = line
    if held is not None:
        yield held, ""


def _seconds(written: str) -> tuple[float | None, float | None]:
    """When a cue begins and ends."""
    times = [
        int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds.replace(",", "."))
        for hours, minutes, seconds in _SECONDS.findall(written)
    ]
    return (times[0], times[1]) if len(times) == 2 else (None, None)


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
