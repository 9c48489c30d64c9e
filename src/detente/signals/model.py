"""What was said and how firmly, what was done, and how far the two lie apart.

Two axes, never one score. *Commitment* runs from -4 to +4:

    +4 performed   +3 categorical   +2 conditional offer or threat   +1 intention or possibility
     0 momentum, evaluation, no act
    -1 down-weighting   -2 refusal to answer   -3 limited denial   -4 categorical denial

The scale is not symmetric: -1 and -2 say little about whether the act will happen.
*Deeds* stand on their own ladder (`detente.record`). Only the gap sets one against the other.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from detente.record.model import Evidence, Rung

Clarity = Literal["clear", "ambivalent", "non-reply"]
Evasion = Literal[
    "declines", "claims ignorance", "asks back", "points elsewhere", "plays down", "general",
    "off the subject",
]  # fmt: skip
Witness = Literal["quote", "sense"]

LOWEST, HIGHEST = -4, 4


@dataclass(frozen=True, slots=True)
class Span:
    """The exact words that moved the level, and by how much.

    `text` is verbatim: `witness_text[start:end]`, where the witness is the quote (or the whole
    text given to `read_text`) or, failing that, our paraphrase. The weights of a reading's spans
    add up to its level; a span of weight 0 was heard but did not decide.
    """

    start: int
    end: int
    text: str
    cue: str
    weight: int
    witness: Witness = "quote"


@dataclass(frozen=True, slots=True)
class Reason:
    """How much a stretch of words adds to the head's case for the level read, in log-odds.

    `feature` is the strongest of the features that stand on those words. The last two reasons of a
    reading have no words: everything else, and the base.
    """

    start: int
    end: int
    text: str
    feature: str
    weight: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the fitted head makes of a statement; see `heads`.

    `probabilities` are those of -4..+4; `likely` the levels that cannot be left out at nine in ten.
    The `reasons` add up to the case for the level read: its score less the mean of all nine.
    `factuality`: how far the words present the act as having happened, from -3 to 3.
    """

    level: int
    decides: bool
    probabilities: tuple[float, ...]
    likely: tuple[int, ...]
    reasons: tuple[Reason, ...]
    factuality: float


@dataclass(frozen=True, slots=True)
class Condition:
    """What must happen first, what then follows, and within how many days (None: no clock).

    `who` must do it, as the words name him; `until` is a day or season named with it. Both are
    empty where the words leave them open.
    """

    text: str
    consequence: str
    clock_days: int | None
    who: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One statement read: who bound himself to what, how firmly, on which words.

    `p_proposition` is the probability of the act, `p_committed` that the speaker has bound
    himself to it or against it; how both are got, and their bounds, is told in `chance`.
    """

    id: str
    date: date | None  # None where a text gives no date
    actor: str
    party: str
    instrument: str  # empty where no instrument was named
    level: int
    low: int
    high: int
    spans: tuple[Span, ...]
    clarity: Clarity | None  # None if no question was asked
    condition: Condition | None
    proposition: str
    attributed_to: str | None  # outermost > innermost source; None: the speaker's own words
    p_proposition: float
    p_proposition_low: float
    p_proposition_high: float
    p_committed: float
    p_committed_low: float
    p_committed_high: float
    abstains: bool  # needs an analyst
    source: str
    evidence: Evidence
    weighed: Weighed | None = None  # None where too few words stand to be weighed
    evasion: Evasion | None = None  # how an answer that is not clear turns away
    words: str = ""  # the sentence, or the quote, that was read
    question: str = ""  # what it answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """How much further one party's words on an instrument went than its deeds.

    `gap`, `low` and `high` are on [-1, 1]: above 0 more was said than done (scale: `gap`).
    `lag_days` runs from the strongest word to the first deed that matches it; None where no deed
    had matched it by the closing date (right-censored) or where the words claimed no act.
    """

    party: str
    instrument: str
    words_level: int
    words_low: int
    words_high: int
    words_mean: float
    words_id: str
    deeds_rung: Rung
    deeds_id: str  # empty if nothing was done
    gap: float
    low: float
    high: float
    last_word: date
    last_deed: date | None
    lag_days: int | None
    n_words: int
    n_deeds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """How often a party comes back to an instrument, against what chance alone would give.

    `p_chance` is the share of shufflings of the instruments over the statements in which the
    party speaks of it at least as often.
    """

    instrument: str
    party: str
    n: int
    expected: float
    p_chance: float


@dataclass(frozen=True, slots=True)
class Signals:
    """The record read: every statement, the gap of words and deeds, and what keeps returning."""

    readings: tuple[Reading, ...]
    gaps: tuple[Gap, ...]
    recurrence: tuple[Recurrence, ...]
    reader: str  # language model and version that parsed the words
