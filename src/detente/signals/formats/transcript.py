"""Turns read: written out as a transcript, block by block, and every span put back in its file.

A block ends where nobody waits for an answer, so that a question stays with what answers it. What
is read does not depend on where blocks end, but for words that lean on another turn.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from detente.signals.formats.model import Line, Turn
from detente.signals.from_text import read_text
from detente.signals.labels import speaker_label
from detente.signals.model import Reading, Span

BLOCK = 20_000  # characters
MOST_HELD = 5 * BLOCK  # a block ends here whoever waits for an answer
_NOBODY, _NOBODY_ELSE = "Somebody", "Somebody Else"
_GUARD = "\u200b"  # read as a blank; keeps "Note: we agreed" from being taken for a speaker
_BREAKS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Block:
    """Turns that are read together."""

    turns: tuple[Turn, ...]

    @property
    def end(self) -> int:
        """Where in the file the block ends."""
        return max(run.start + run.length for line in self.turns[-1].lines for run in line.runs)


@dataclass(frozen=True, slots=True)
class _Written:
    text: str
    lines: tuple[Line, ...]  # one for each line of the text
    starts: tuple[int, ...]  # where each begins
    words: tuple[int, ...]  # where the words of each begin
    speakers: dict[str, str]  # as written -> as he is called


def blocks(turns: Iterable[Turn], size: int = BLOCK) -> Iterator[Block]:
    """The turns in blocks of about so many characters."""
    held: list[Turn] = []
    length = 0
    for turn in turns:
        waits = bool(held) and _asks(held[-1])
        moved = bool(held) and held[-1].on != turn.on
        if moved or (length > size and not waits) or length > max(MOST_HELD, size):
            yield Block(tuple(held))
            held, length = [], 0
        held.append(turn)
        length += sum(len(line.words) for line in turn.lines)
    if held:
        yield Block(tuple(held))


def read_block(block: Block, file: str) -> Iterator[Reading]:
    """The readings of a block, with spans, lines and times of the file they were taken from."""
    written = _write(block.turns)
    count: dict[int, int] = {}
    for found in read_text(written.text, file=file, on=block.turns[0].on):
        number = int(found.source.rsplit(":", 1)[1]) - 1
        line = written.lines[number]
        first = found.spans[0].start - written.words[number] if found.spans else 0
        run = line.run_at(max(first, 0))
        count[run.line] = count.get(run.line, 0) + 1
        yield replace(
            found,
            id=f"L{run.line}.{count[run.line]}",
            actor=written.speakers.get(found.actor, found.actor),
            source=f"{file}:{run.line}" + (f" at {run.clock}" if run.clock else ""),
            spans=tuple(_put_back(span, written) for span in found.spans),
        )


def _asks(turn: Turn) -> bool:
    return turn.asks or turn.lines[-1].words.rstrip().endswith("?")


def _write(turns: Sequence[Turn]) -> _Written:
    """The turns as `NAME: words`, a line for a line."""
    parts, lines, starts, words = [], [], [], []
    at, speakers, label = 0, dict[str, str](), ""
    for turn in turns:
        label = _label(turn, speakers, label)
        for number, line in enumerate(turn.lines):
            body = _BREAKS.sub(" ", line.words)
            head = (
                f"{label}: " if not number else (_GUARD if speaker_label(body, asked=True) else "")
            )
            parts.append(f"{head}{body}\n")
            lines.append(line)
            starts.append(at)
            words.append(at + len(head))
            at += len(parts[-1])
    return _Written("".join(parts), tuple(lines), tuple(starts), tuple(words), speakers)


def _label(turn: Turn, speakers: dict[str, str], before: str) -> str:
    """A speaker's name as the reader of transcripts takes it; what he is called is kept.

    Whoever follows one that is not named, and is not named himself, is somebody else: he may be
    answering him.
    """
    if turn.asks:
        return "Q"
    label = _plain_name(turn.speaker)
    label = _NOBODY_ELSE if label == before == _NOBODY else label
    if speakers.get(label, turn.speaker) != turn.speaker:
        label = f"Speaker{len(speakers)}"
    speakers[label] = turn.speaker
    return label


def _plain_name(name: str) -> str:
    if not name:
        return _NOBODY
    words = re.sub(r"[^\w.'’ -]+", " ", name).split()[-5:]
    label = " ".join(word[:1].upper() + word[1:] for word in words)[-48:].strip()
    found = speaker_label(f"{label}: we will")
    taken = found is None or found.asks or found.answers or label in {_NOBODY, _NOBODY_ELSE}
    if taken or found is None or found.name != label:
        return f"Speaker{sum(map(ord, name)) % 10_000}"
    return label


def _put_back(span: Span, written: _Written) -> Span:
    number = bisect_right(written.starts, span.start) - 1
    line, offset = written.lines[number], written.words[number]
    first = max(span.start - offset, 0)
    last = min(max(span.end - offset, first + 1), len(line.words))
    start, end = line.place(first, last)
    return replace(span, start=start, end=end, text=line.words[first:last])
