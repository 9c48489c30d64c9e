"""A transcript read: one reading per sentence that commits, denies, evades or names a measure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Span

from detente.signals.candidates import Voice
from detente.signals.clarity import clarity
from detente.signals.heads.weigh import judge_weighed
from detente.signals.level import Original
from detente.signals.lexicon import instrument_of, own_names, party_of
from detente.signals.model import Condition, Reading
from detente.signals.parser import parse
from detente.signals.reading import Header, reading
from detente.signals.turns import Piece, pieces

_WORD = re.compile(r"[^\W\d_]{2}")  # a piece without a word is noise
_MARKUP = str.maketrans(dict.fromkeys("*_#>|~", " "))


@dataclass(frozen=True, slots=True)
class _Source:
    text: str
    file: str
    speaker: str
    on: date | None


@dataclass(frozen=True, slots=True)
class _Heard:
    """A sentence in its place, with the instrument it names or takes from what stands before."""

    sentence: Span
    piece: Piece
    instrument: str
    named: bool  # the instrument stands in the sentence itself
    opens: bool  # the first sentence of an answer


def read_text(
    text: str, *, file: str = "-", speaker: str = "", on: date | None = None
) -> tuple[Reading, ...]:
    """The readings of a plain or Markdown transcript, in order; spans count from its beginning.

    Turns are lines that open with `NAME:`, questions with `Q:` or `QUESTION:` (or end in a
    question mark before another speaker). `speaker` is who speaks where no turn says so. An
    instrument not named in a sentence is taken from the same turn, else from the question.
    """
    source = _Source(text, file, speaker, on)
    found = (_read(heard, source, number) for number, heard in enumerate(_sentences(text), 1))
    return tuple(filter(None, found))


def _sentences(text: str) -> Iterator[_Heard]:
    cut = [piece for piece in pieces(text) if _WORD.search(piece.text)]
    docs = parse(piece.text.translate(_MARKUP) for piece in cut)
    turn, memory = -1, ""
    for piece, doc in zip(cut, docs, strict=True):
        for sentence in doc.sents:
            opens = bool(piece.question) and turn != piece.turn
            memory = "" if turn != piece.turn else memory
            turn, named = piece.turn, instrument_of(sentence.text)
            memory = named or memory
            about = memory or instrument_of(piece.question)
            yield _Heard(sentence, piece, about, named=bool(named), opens=opens)


def _read(heard: _Heard, source: _Source, number: int) -> Reading | None:
    piece, actor = heard.piece, heard.piece.speaker or source.speaker
    party = party_of(actor)
    voice = Voice(own_names(party), named=bool(party), asked=heard.opens)
    original = Original(source.text, piece.start)
    verdict = judge_weighed([heard.sentence], voice, original, piece.question)
    if not (heard.named or heard.opens or (verdict.heard and not verdict.faint)):
        return None
    header = Header(
        id=f"s{number}",
        date=source.on,
        actor=actor,
        party=party,
        instrument=_about(verdict.condition) or heard.instrument,
        about=piece.question or heard.sentence.text.strip(),
        source=f"{source.file}:{piece.line}",
        evidence="unchecked",
        answer=heard.sentence.text,
        words=piece.text[heard.sentence.start_char : heard.sentence.end_char],
        question=piece.question,
    )
    return reading(header, verdict, clarity(piece.question, heard.sentence.text, verdict))


def _about(condition: Condition | None) -> str:
    """What a conditional sentence offers, not what it asks for."""
    return instrument_of(condition.consequence) if condition else ""
