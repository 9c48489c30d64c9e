"""How good the outlook would have been on a prediction market's ladder, day by day.

On every day d and for every date D whose outcome is known, each forecaster says how likely the
subject comes by D, from what was known before d; the market says its price of d itself. With the
outcome o (1 or 0) and the forecast q:

    Brier = (q - o)^2        log score = -ln(q if o else 1 - q)        less is better

Days hang together, so means are given with intervals of a moving-block bootstrap over days (all
rungs of a day together). That allows for slow prices, not for there being few outcomes: a market
is a hard baseline, and where nothing has come yet, `never` beats everybody: so read such marks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from detente.scenarios.from_ladder import WEIGHT
from detente.scenarios.ladder import DAYS, FloatArray, ladder
from detente.scenarios.model import Outlook
from detente.scenarios.quotes import Quotes

BLOCK = 7  # days
RESAMPLES = 2000
LEAST = 0.001  # no forecast is surer than that
# Whether a general ceasefire stood by then: no truce held longer than 32 hours (Easter 2026).
DECIDED: Mapping[date, bool] = {
    date(2025, 12, 31): False,
    date(2026, 1, 31): False,
    date(2026, 2, 28): False,
    date(2026, 3, 31): False,
}
Forecast = Callable[[date, date], float]  # day, date by which -> probability


@dataclass(frozen=True, slots=True)
class Score:
    """One forecaster's marks, each with its interval, and how far it is from the market."""

    forecaster: str
    brier: float
    brier_low: float
    brier_high: float
    log: float
    log_low: float
    log_high: float
    worse: float  # log score less the market's
    worse_low: float
    worse_high: float


@dataclass(frozen=True, slots=True)
class Scores:
    """All forecasters on the same questions."""

    scores: tuple[Score, ...]
    forecasts: int
    days: int
    dates: tuple[date, ...]
    came: int  # how many of the dates had seen it
    since: date
    until: date


def score(found: Outlook, as_of: date, quotes: Quotes, rng: np.random.Generator) -> Scores:
    """The outlook of a case, alone and with yesterday's ladder, beside four simple forecasters."""
    asked = [
        (day, rung.by)
        for day, rungs in quotes.items()
        for rung in rungs
        if rung.by in DECIDED and rung.by > day and day - timedelta(days=1) in quotes
    ]
    came = np.array([DECIDED[by] for _, by in asked])
    days = np.array([(day - asked[0][0]).days for day, _ in asked])
    said = {
        name: np.clip([forecast(day, by) for day, by in asked], LEAST, 1 - LEAST)
        for name, forecast in _forecasters(found, as_of, quotes).items()
    }
    blocks = _blocks(days, rng)
    return Scores(
        scores=tuple(_marks(name, q, said["market"], came, blocks) for name, q in said.items()),
        forecasts=len(asked),
        days=len(set(days)),
        dates=tuple(sorted({by for _, by in asked})),
        came=sum(DECIDED[by] for by in {by for _, by in asked}),
        since=asked[0][0],
        until=asked[-1][0],
    )


def _forecasters(found: Outlook, as_of: date, quotes: Quotes) -> dict[str, Forecast]:
    signed = np.sum([found.by_month[name] for name in found.signed], axis=0)
    ever = sum(found.before[name] for name in found.signed)
    rate = -np.log1p(-ever) / found.horizon  # a month, before the record is read

    def outlook(day: date, by: date) -> float:
        then, now = (_happened(signed, (d - as_of).days / DAYS) for d in (by, day))
        return 1 - (1 - then) / (1 - now)

    def last(day: date, by: date) -> float:
        before = {rung.by: rung.price for rung in quotes[day - timedelta(days=1)]}
        return before.get(by, price(day, by))

    def price(day: date, by: date) -> float:
        return next(rung.price for rung in quotes[day] if rung.by == by)

    def with_ladder(day: date, by: date) -> float:
        before = day - timedelta(days=1)
        open_rungs = [rung for rung in quotes[before] if rung.by > before]
        market = ladder(before, open_rungs).probability(np.array([(by - before).days / DAYS]))
        return _pooled(outlook(day, by), float(market[0]))

    return {
        "market": price,
        "last value": last,
        "outlook with ladder": with_ladder,
        "outlook": outlook,
        "base rate": lambda day, by: float(-np.expm1(-rate * (by - day).days / DAYS)),
        "never": lambda _day, _by: LEAST,
    }


def _happened(signed: FloatArray, months: float) -> float:
    """Probability of a signature so many months on; the last hazard goes on."""
    total = -np.log1p(-signed)
    beyond = max(0.0, months - (total.size - 1)) * (total[-1] - total[-2])
    return float(-np.expm1(-np.interp(months, np.arange(total.size), total) - beyond))


def _pooled(ours: float, market: float) -> float:
    odds = [p / (1 - p) for p in np.clip([ours, market], LEAST, 1 - LEAST)]
    pooled = odds[0] ** (1 - WEIGHT) * odds[1] ** WEIGHT
    return float(pooled / (1 + pooled))


def _blocks(days: NDArray[np.int64], rng: np.random.Generator) -> FloatArray:
    """How often each forecast is drawn in each resample of blocks of days."""
    span = int(days.max()) + 1
    count = -(-span // BLOCK)
    starts = rng.integers(0, span, (RESAMPLES, count))
    drawn = (starts[:, :, None] + np.arange(BLOCK)).reshape(RESAMPLES, -1) % span
    times = np.stack([np.bincount(row, minlength=span) for row in drawn])
    return np.asarray(times[:, days], dtype=np.float64)


def _marks(
    name: str, q: FloatArray, market: FloatArray, came: NDArray[np.bool_], blocks: FloatArray
) -> Score:
    brier, log = (q - came) ** 2, _surprise(q, came)
    return Score(
        name,
        *_mean(brier, blocks),
        *_mean(log, blocks),
        *_mean(log - _surprise(market, came), blocks),
    )


def _surprise(q: FloatArray, came: NDArray[np.bool_]) -> FloatArray:
    return np.asarray(-np.log(np.where(came, q, 1 - q)))


def _mean(marks: FloatArray, blocks: FloatArray) -> tuple[float, float, float]:
    resampled = blocks @ marks / blocks.sum(axis=1)
    low, high = np.quantile(resampled, (0.05, 0.95))
    return float(marks.mean()), float(low), float(high)
