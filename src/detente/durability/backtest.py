"""Forecasts of survival against what happened, beside history and beside a constant.

Definitions. A forecast p is the chance, as of signature, that a package stands so many months on;
o is 1 if it did and 0 if it had failed. Cases whose outcome at that month cannot be known are left
out and listed. Over all forecasts of a view

    Brier = mean of (p − o)²        log score = −mean of ln(p if o else 1 − p)

both better when smaller. For the logarithm p is held within [FLOOR, 1 − FLOOR], for a view that
says "never" and is wrong once would lose everything. Views: `inside`, the game; `outside`,
Kaplan–Meier on our catalogue of relief without the target whose case it is; `pooled`, both with
equal weight; `base rate`, the share of other targets' packages here that stood, plus half a success
and half a failure. Intervals are by bootstrap over targets: packages with one target share a fate.

The outcomes were known when the packages were written as files, however honestly: whatever the game
gains here over a view without a story, hindsight may have given it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from detente.durability.kaplan_meier import kaplan_meier, read_curve
from detente.durability.model import Floats
from detente.durability.pooling import pool
from detente.durability.spells import Spell, read_csv, relief_spells, shipped_episodes

MARKS: Final = (12, 24, 60)
FLOOR: Final = 0.01
RESAMPLES: Final = 4000
DAYS_A_MONTH: Final = 365.25 / 12
INSIDE, OUTSIDE, POOLED, BASE = "inside", "outside", "pooled", "base rate"
VIEWS: Final = (INSIDE, POOLED, OUTSIDE, BASE)


@dataclass(frozen=True, slots=True)
class Tried:
    """One package at one mark: what the game said, and what happened."""

    case: str
    package: str
    target: str  # as the catalogue names it: packages of one target share its fate
    month: int
    inside: float
    stood: bool


@dataclass(frozen=True, slots=True)
class Forecast:
    """One package at one mark, with what every view said."""

    tried: Tried
    views: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Score:
    """How one view did, with 95 % intervals over targets; smaller is better."""

    view: str
    month: int | None  # None: all marks together
    n: int
    targets: int
    brier: float
    brier_low: float
    brier_high: float
    log_score: float
    log_low: float
    log_high: float
    behind: float  # Brier of the inside view less that of this one: above 0 the game loses
    behind_low: float
    behind_high: float


def target_of(episode: str) -> str:
    """The target of a row in the catalogue, or the row's own name where it has none."""
    return next((row["target"] for row in _catalogue() if row["id"] == episode), episode)


def outside_view(target: str, months: Sequence[int]) -> Floats:
    """(months,) share of relief to other targets that stood so long."""
    others = [spell for spell in _spells() if spell.group != target]
    curve = kaplan_meier([s.leave for s in others], [s.failed for s in others])
    return read_curve(curve, np.array(months) * DAYS_A_MONTH)[0]


def forecasts(tried: Sequence[Tried]) -> tuple[Forecast, ...]:
    """Every trial with the views that it is measured against."""
    return tuple(Forecast(one, _views(one, tried)) for one in tried)


def _views(one: Tried, every: Sequence[Tried]) -> dict[str, float]:
    outside = float(outside_view(one.target, [one.month])[0])
    peers = [t.stood for t in every if t.month == one.month and t.target != one.target]
    base = (sum(peers) + 0.5) / (len(peers) + 1)
    pooled = float(pool(one.inside, outside, 0.5))
    return {INSIDE: one.inside, POOLED: pooled, OUTSIDE: outside, BASE: base}


def scores(made: Sequence[Forecast], rng: np.random.Generator) -> tuple[Score, ...]:
    """Each view at each mark, and over all marks; marks without a forecast are left out."""
    listed = []
    for month in (*MARKS, None):
        some = [f for f in made if month in (None, f.tried.month)]
        if some:
            again = _again([f.tried.target for f in some], rng)
            listed += [_score(view, month, some, again) for view in VIEWS]
    return tuple(listed)


def _score(view: str, month: int | None, some: Sequence[Forecast], again: Floats) -> Score:
    squares, logs = _losses(view, some)
    behind = _losses(INSIDE, some)[0] - squares
    figures = [
        x for loss in (squares, logs, behind) for x in (loss.mean(), *_interval(loss, again))
    ]
    targets = len({forecast.tried.target for forecast in some})
    return Score(view, month, len(some), targets, *map(float, figures))


def _losses(view: str, some: Sequence[Forecast]) -> tuple[Floats, Floats]:
    """(n,) squared and logarithmic losses."""
    said = np.array([forecast.views[view] for forecast in some])
    stood = np.array([forecast.tried.stood for forecast in some])
    held = np.clip(said, FLOOR, 1 - FLOOR)
    return (said - stood) ** 2, -np.log(np.where(stood, held, 1 - held))


def _again(targets: Sequence[str], rng: np.random.Generator) -> Floats:
    """(RESAMPLES, n) how often each forecast comes up when whole targets are drawn again."""
    labels, member = np.unique(np.asarray(targets), return_inverse=True)
    chances = np.full(len(labels), 1 / len(labels))
    return np.asarray(rng.multinomial(len(labels), chances, size=RESAMPLES)[:, member], np.float64)


def _interval(loss: Floats, again: Floats) -> tuple[float, float]:
    means = again @ loss / again.sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


@cache
def _catalogue() -> tuple[Mapping[str, str], ...]:
    return tuple(read_csv(shipped_episodes()))


@cache
def _spells() -> tuple[Spell, ...]:
    return tuple(relief_spells(_catalogue()))
