"""The few futures, how likely each is, and what moved them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from detente.case.futures import SIX

SCENARIOS = tuple(SIX)  # of a case that has none of its own
SIGNED, UNSIGNED = (SCENARIOS[0], SCENARIOS[1]), SCENARIOS[2:]


@dataclass(frozen=True, slots=True)
class Futures:
    """The futures that a case tells apart: two ends of a signed package, and the rest."""

    signed: tuple[str, str]  # it holds, it collapses
    unsigned: tuple[str, ...]
    channel: tuple[bool, ...]  # by unsigned future: a package may be signed from it
    titles: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """All of them, the signed ones first."""
        return self.signed + self.unsigned


@dataclass(frozen=True, slots=True)
class Odds:
    """A probability with its interval (90 % of the draws)."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Shift:
    """One line of the record, and where it moved the probabilities."""

    date: date
    line: str  # id in the record
    words: str  # what was said or done
    why: str  # the judgement behind the ratios
    kind: str  # deed, statement or market
    probabilities: Mapping[str, float]  # at the case's horizon, after this line
    moved: float  # half the sum of absolute changes
    regime: Mapping[str, float]  # of the unsigned regimes on that day, after this line
    turned: float  # half the sum of absolute changes on that day
    before: Mapping[str, float]  # of the unsigned regimes on that day, without this line


@dataclass(frozen=True, slots=True)
class Outlook:
    """Probabilities of the futures: now, by horizon, and as the record moved them."""

    scenarios: tuple[str, ...]
    package: str  # the package whose signing and durability are meant
    now: Mapping[str, Odds]  # at the horizon, as of the case's date
    horizon: int  # months
    by_month: Mapping[str, tuple[float, ...]]  # mean at months 0..horizon
    at: Mapping[str, Mapping[str, Odds]]  # at "1", "3", "6" and "12" months
    before: Mapping[str, float]  # at the horizon, before the record is read
    history: tuple[Shift, ...]
    likeliest: str
    signed: tuple[str, str] = SIGNED  # of the scenarios: a package holds, a package collapses
    titles: Mapping[str, str] = field(default_factory=dict)  # of a case's own futures, in words
    notes: tuple[str, ...] = ()  # what of the evidence is old, and what is left of its weight
