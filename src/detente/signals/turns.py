"""A transcript cut into turns: who speaks, what was asked, and pieces short enough to parse."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from detente.signals.labels import speaker_label

PIECE = 2000  # characters; a paragraph beyond it is cut at a space


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one speaker's turn, with the question it answers, if any."""

    start: int
    text: str
    line: int
    speaker: str
    question: str
    turn: int


@dataclass(slots=True)
class _Turn:
    speaker: str
    asks: bool
    lines: list[tuple[int, int, str]] = field(default_factory=list)  # line, start, words

    @property
    def words(self) -> str:
        return " ".join(words.strip() for _, _, words in self.lines).strip()


def pieces(text: str) -> Iterator[Piece]:
    """What the speakers say, in order, without the questions they answer and without their names.

    A question is a turn labelled so, or one that ends in a question mark before another speaker's.
    It is answered by the turn that follows it, and by no later one.
    """
    turns = _turns(text)
    question = ""
    for number, turn in enumerate(turns):
        following = turns[number + 1] if number + 1 < len(turns) else None
        if turn.asks or _asks_the_next(turn, following):
            question = f"{question} {turn.words}".strip()
            continue
        for line, start, words in turn.lines:
            for offset, piece in _cut(words):
                yield Piece(start + offset, piece, line, turn.speaker, question, number)
        question = ""


def _turns(text: str) -> list[_Turn]:
    turns = [_Turn("", asks=False)]
    start, named = 0, ""
    for line, content in enumerate(text.splitlines(keepends=True), start=1):
        label = speaker_label(content, asked=turns[-1].asks)
        if label:
            named = named if label.asks or label.answers else label.name
            turns.append(_Turn("" if label.asks else named, label.asks))
        body = label.end if label else 0
        turns[-1].lines.append((line, start + body, content[body:]))
        start += len(content)
    return turns


def _asks_the_next(turn: _Turn, following: _Turn | None) -> bool:
    if following is None or following.asks or following.speaker == turn.speaker:
        return False
    return turn.words.endswith("?")


def _cut(line: str) -> Iterator[tuple[int, str]]:
    start = 0
    while start < len(line):
        end = min(start + PIECE, len(line))
        if end < len(line):
            space = line.rfind(" ", start, end)
            end = space if space > start else end
        if line[start:end].strip():
            yield start, line[start:end]
        start = end
