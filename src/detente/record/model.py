"""The public record: what was said and what was done, each line with its source."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from detente.errors import Place

Evidence = Literal["checked", "unchecked", "computed", "judgement", "unsourced"]
Rung = Literal["none", "announced", "mandated", "in-force", "executed", "reversed"]
RUNGS: tuple[Rung, ...] = get_args(Rung)


@dataclass(frozen=True, slots=True)
class Statement:
    """Somebody said something: the words as quoted, the sense, and who reports it."""

    id: str
    date: date
    speaker: str
    role: str
    party: str
    venue: str
    kind: str
    instrument: str
    question: str  # what was asked; empty if nobody asked
    quote: str  # the words as quoted; empty if only the sense is known
    sense: str  # our paraphrase
    source: str
    evidence: Evidence
    place: Place


@dataclass(frozen=True, slots=True)
class Deed:
    """Somebody did something, and how far up the ladder of deeds it went."""

    id: str
    date: date
    actor: str
    party: str
    instrument: str
    act: str
    rung: Rung
    detail: str
    source: str
    evidence: Evidence
    place: Place


@dataclass(frozen=True, slots=True)
class Record:
    """Statements and deeds, each in the order of their dates."""

    statements: tuple[Statement, ...]
    deeds: tuple[Deed, ...]
