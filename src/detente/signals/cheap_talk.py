"""How cheap talk is: the chance that no deed follows a word within the horizon, level by level.

    word      a dated reading in the speaker's own name, that needs no analyst
    deed      of the same party on the same instrument, on or after the day of the word, on the rung
              that keeps it (`gap.needed`) or above; for level 0 and below, which claim
              nothing, any deed from `announced` up
    T         days from word to deed; right-censored at the closing date
    S(h)      P(T > h), by Kaplan and Meier (1958)

A word spoken while a deed that matches it stands already waits for nothing and is left out.

The interval is Clopper and Pearson's, exact for a binomial share, on the effective number of words:
S (1 - S) / Var S by Greenwood's formula, as Dorey and Korn (1987) propose; all words where every
one was followed, and those still watched at the horizon where none was. Words on one instrument by
one party wait for the same deeds, so that number is cut by subjects / words: as if each subject had
been spoken of once. This is wide on purpose.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from detente.record.model import Deed
from detente.signals.direction import opposed
from detente.signals.gap import RUNG_VALUE, needed, rung_of, standing
from detente.signals.model import HIGHEST, LOWEST, Reading

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Wait:
    """One word and how long it waited; `subject` is whose word it was, and on what."""

    id: str
    level: int
    days: int
    kept: bool  # a deed followed; else censored
    subject: tuple[str, str]


@dataclass(frozen=True, slots=True)
class CheapTalk:
    """P(no deed within the horizon | level), with its interval and what it rests on."""

    level: int
    p_no_deed: float
    low: float
    high: float
    n: int
    subjects: int
    kept: int  # within the horizon
    censored: int  # before the horizon


def cheap_talk(
    readings: Sequence[Reading], deeds: Sequence[Deed], as_of: date, horizon: int
) -> tuple[CheapTalk, ...]:
    """One row for every level that was spoken, the firmest first."""
    found = list(waits(readings, deeds, as_of))
    levels = range(HIGHEST, LOWEST - 1, -1)
    heard = ([wait for wait in found if wait.level == level] for level in levels)
    return tuple(_row(spoken, horizon) for spoken in heard if spoken)


def waits(readings: Sequence[Reading], deeds: Sequence[Deed], as_of: date) -> Iterator[Wait]:
    """How long each word waited, in the order of the readings."""
    for reading in readings:
        if reading.date is None or reading.abstains or reading.attributed_to:
            continue
        subject = (reading.party, reading.instrument)
        acts = sorted(
            (d for d in deeds if (d.party, d.instrument) == subject and not opposed(reading, d)),
            key=lambda deed: deed.date,
        )
        keeps = max(needed(reading.level), RUNG_VALUE["announced"])
        before = standing([deed for deed in acts if deed.date < reading.date])
        if before is not None and RUNG_VALUE[rung_of(before)] >= keeps:
            continue
        after = [
            (deed.date - reading.date).days
            for deed in acts
            if deed.date >= reading.date and RUNG_VALUE[rung_of(deed)] >= keeps
        ]
        days = after[0] if after else (as_of - reading.date).days
        yield Wait(reading.id, reading.level, days, bool(after), subject)


def kaplan_meier(
    days: NDArray[np.int64], kept: NDArray[np.bool_], horizon: int
) -> tuple[float, float]:
    """S(horizon) and its variance by Greenwood; a deed on a day comes before censoring on it."""
    survival, spread = 1.0, 0.0
    for day in np.unique(days[kept & (days <= horizon)]):
        at_risk = int(np.sum(days >= day))
        events = int(np.sum(kept & (days == day)))
        survival *= 1 - events / at_risk
        spread += events / (at_risk * (at_risk - events)) if events < at_risk else 0.0
    return survival, survival**2 * spread


def _row(spoken: Sequence[Wait], horizon: int) -> CheapTalk:
    days = np.array([wait.days for wait in spoken], dtype=np.int64)
    kept = np.array([wait.kept for wait in spoken], dtype=np.bool_)
    survival, variance = kaplan_meier(days, kept, horizon)
    subjects = len({wait.subject for wait in spoken})
    watched = float(np.sum(days >= horizon)) if survival == 1 else float(len(spoken))
    effective = survival * (1 - survival) / variance if variance > 0 else watched
    low, high = _interval(survival, min(effective, len(spoken)) * subjects / len(spoken))
    return CheapTalk(
        level=spoken[0].level,
        p_no_deed=survival,
        low=low,
        high=high,
        n=len(spoken),
        subjects=subjects,
        kept=int(np.sum(kept & (days <= horizon))),
        censored=int(np.sum(~kept & (days < horizon))),
    )


def _interval(share: float, n: float) -> tuple[float, float]:
    """Clopper and Pearson, for a number of words that need not be whole."""
    hits, tail = share * n, (1 - LEVEL) / 2
    low = float(betaincinv(hits, n - hits + 1, tail)) if hits > 0 else 0.0
    high = float(betaincinv(hits + 1, n - hits, 1 - tail)) if n > hits else 1.0
    return low, high
