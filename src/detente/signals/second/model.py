"""A second opinion: another reader's level for one remark, on words that stand in it.

It is shown beside the reader's own verdict and never changes it. Where the two lie `APART` levels
apart or more, an analyst is needed.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from detente.errors import DetenteError
from detente.signals.model import Reading

APART = 2  # levels


@dataclass(frozen=True, slots=True)
class Remark:
    """What a second reader is given: the words, what they answer, and who spoke them."""

    words: str
    question: str = ""
    speaker: str = ""
    instrument: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """A level from -4 to +4, and words of the remark, verbatim, that carry it.

    One who quotes no words says `why` in another way.
    """

    level: int
    spans: tuple[str, ...]
    by: str
    why: str = ""


class NoOpinionError(DetenteError):
    """No opinion that may be used came; the message is the reason, the same for the same trouble.

    `silent`: nobody answered. `for_good`: asking about further remarks is no use.
    """

    def __init__(self, reason: str, *, silent: bool = False, for_good: bool = False) -> None:
        super().__init__(reason)
        self.silent = silent or for_good
        self.for_good = for_good


class Annotator(Protocol):
    """Somebody who gives second opinions."""

    @property
    def name(self) -> str:
        """What is shown beside his opinions."""

    def opinion(self, remark: Remark) -> Opinion:
        """His opinion of one remark; raises NoOpinionError where he has none that may be used."""


@dataclass(frozen=True, slots=True)
class Seconded:
    """A reading with its second opinion, or why there is none."""

    reading: Reading
    opinion: Opinion | None
    dropped: str = ""

    @property
    def apart(self) -> int:
        """How many levels lie between the two; 0 where there is no opinion."""
        return abs(self.reading.level - self.opinion.level) if self.opinion else 0

    @property
    def needs_an_analyst(self) -> bool:
        """Whether the reader abstains, or the two are too far apart."""
        return self.reading.abstains or self.apart >= APART


@dataclass(frozen=True, slots=True)
class SecondReading:
    """All readings of a text with their second opinions, and what was dropped, by reason."""

    by: str
    rows: tuple[Seconded, ...]
    dropped: Mapping[str, int] = field(default_factory=Counter)

    @property
    def given(self) -> int:
        """How many opinions may be used."""
        return sum(row.opinion is not None for row in self.rows)
