"""Lines woven into turns: who speaks is told by the format, or by the name before the words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from detente.signals.formats.model import Line, Turn
from detente.signals.labels import speaker_label

UNSEEN = re.compile(  # soft hyphens, zero widths, direction marks; what colours a terminal
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
    r"|\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?"
)
LONGEST = 20_000  # characters; a speech beyond it goes on as a further turn of the same speaker


@dataclass(slots=True)
class _Open:
    """The turn that is being spoken."""

    speaker: str = ""
    asks: bool = False
    lines: list[Line] = field(default_factory=list)
    length: int = 0
    named: str = ""  # the last speaker named, whom `A:` means
    on: date | None = None

    def close(self) -> Iterator[Turn]:
        """Hands out what was said, if anything was."""
        if self.lines:
            yield Turn(self.speaker, self.asks, tuple(self.lines), self.on)
        self.lines, self.length = [], 0

    def add(self, line: Line) -> None:
        """Says one more line."""
        if line.words.strip():
            self.lines.append(line)
            self.length += len(line.words)


def weave(lines: Iterable[Line], on: date | None = None) -> Iterator[Turn]:
    """The turns of a text, in order; never more than one of them in memory."""
    turn = _Open(on=on)
    for given in lines:
        line = given.without(UNSEEN) if UNSEEN.search(given.words) else given
        if (line.on is not None or line.undated) and line.on != turn.on:
            yield from turn.close()
            turn.on, turn.speaker, turn.named, turn.asks = line.on, "", "", False
        told = _told(line, turn)
        if told is None:
            if line.fresh or turn.length > LONGEST:
                yield from turn.close()
                turn.speaker = "" if line.fresh else turn.speaker
                turn.asks = turn.asks and not line.fresh
            turn.add(line)
            continue
        speaker, asks, rest = told
        if line.fresh or rest is not line or (speaker, asks) != (turn.speaker, turn.asks):
            yield from turn.close()
        turn.speaker, turn.asks = speaker, asks
        turn.named = turn.named if asks else speaker
        turn.add(rest)
    yield from turn.close()


def _told(line: Line, turn: _Open) -> tuple[str, bool, Line] | None:
    """Speaker, whether he asks, and the words without his name; None: as before."""
    if line.asks:
        return "", True, line
    if line.speaker is not None:
        return line.speaker, False, line
    label = speaker_label(line.words, asked=turn.asks)
    if label is None:
        return None
    speaker = "" if label.asks else turn.named if label.answers else label.name
    rest = line.after(label.end) if label.end < len(line.words) else replace(line, words="")
    return speaker, label.asks, rest
