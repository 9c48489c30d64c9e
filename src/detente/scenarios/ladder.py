"""A prediction market's ladder ("ceasefire by date") read as a hazard.

Each rung has a price p. Fees and the spread between bid and ask make a fair probability an
interval, and prices are pressed towards the middle, because small chances are bought dear:

    buying yes pays at best   q <= p' / (p' + (1 - p') (1 - fee))      with p' = p + half a spread
    buying no pays at best    q >= 1 - the same for 1 - p + half a spread
    logit mean = stretch * logit p

"By a later date" cannot be less likely than "by an earlier one": rungs that say so are pooled with
their neighbours by least squares (isotonic regression), and the repair is told. Then

    L(date) = -ln(1 - q)        hazard = slope of L, flat between rungs, the last going on

M. Ayer et al., "An empirical distribution function for sampling with incomplete information",
Annals of Mathematical Statistics 26 (1955), for the pooling.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from detente.case.share import are_shares
from detente.errors import InputError, Place, Problem
from detente.scenarios.demands import demand, numbers

FloatArray = NDArray[np.float64]
DAYS = 365.25 / 12  # in a month
PLACE = Place("ladder.csv")


@dataclass(frozen=True, slots=True)
class Rung:
    """The price of one promise: that it happens by a date."""

    by: date
    price: float


@dataclass(frozen=True, slots=True)
class Costs:
    """What keeps a price from being a probability."""

    fee: float = 0.0  # share of the winnings
    half_spread: float = 0.01
    stretch: float = 1.1  # of the log odds, away from one half: judgement


@dataclass(frozen=True, slots=True)
class Ladder:
    """Probabilities by date, rising, each with its interval, as quoted on one day."""

    quoted: date
    by: tuple[date, ...]
    mean: FloatArray  # (rungs,)
    low: FloatArray
    high: FloatArray
    notes: tuple[str, ...]

    def by_month(self, months: int) -> FloatArray:
        """Probability that it has happened so many months on, shape (months + 1,)."""
        return self.probability(np.arange(months + 1.0))

    def probability(self, months: FloatArray) -> FloatArray:
        """Probability that it has happened by so many months from the quote."""
        ends = np.array([(day - self.quoted).days / DAYS for day in self.by])
        total = -np.log1p(-np.minimum(self.mean, 1 - 1e-9))
        ends, total = np.insert(ends, 0, 0.0), np.insert(total, 0, 0.0)
        last = (total[-1] - total[-2]) / (ends[-1] - ends[-2])
        beyond = np.maximum(0.0, months - ends[-1]) * last
        return np.asarray(-np.expm1(-np.interp(months, ends, total) - beyond))


def ladder(quoted: date, rungs: Sequence[Rung], costs: Costs | None = None) -> Ladder:
    """The probabilities behind a ladder's prices; raises InputError for what is no ladder."""
    _accept(quoted, rungs)
    assumed = costs or Costs()
    rising = sorted(rungs, key=lambda rung: rung.by)
    price = np.array([rung.price for rung in rising])
    repaired = isotonic(price)
    notes = tuple(
        f"by {rung.by} at {rung.price:g} is against its neighbours: taken as {fair:.3g}"
        for rung, fair in zip(rising, repaired, strict=True)
        if abs(rung.price - fair) > 1e-12
    )
    low, high = 1 - _dearest(1 - repaired, assumed), _dearest(repaired, assumed)
    mean = np.clip(_stretched(repaired, assumed.stretch), low, high)
    return Ladder(quoted, tuple(rung.by for rung in rising), mean, low, high, notes)


def isotonic(values: FloatArray) -> FloatArray:
    """The nearest sequence that never falls, by least squares, shape (values,)."""
    demand("ladder.csv", numbers(values))
    pools: list[tuple[float, int]] = []
    for value in values:
        pool = (float(value), 1)
        while pools and pools[-1][0] > pool[0]:
            before, count = pools.pop()
            size = count + pool[1]
            pool = ((before * count + pool[0] * pool[1]) / size, size)
        pools.append(pool)
    return np.array([mean for mean, count in pools for _ in range(count)])


def _dearest(price: FloatArray, costs: Costs) -> FloatArray:
    """The probability up to which it is not worth selling what costs so much."""
    paid = np.minimum(1.0, price + costs.half_spread)
    return np.asarray(paid / (paid + (1 - paid) * (1 - costs.fee)))


def _stretched(price: FloatArray, stretch: float) -> FloatArray:
    inside = np.clip(price, 1e-6, 1 - 1e-6)
    odds = (inside / (1 - inside)) ** stretch
    return np.asarray(odds / (1 + odds))


def _accept(quoted: date, rungs: Sequence[Rung]) -> None:
    problems = [] if rungs else [Problem(PLACE, "has no rung", "give one date and price at least")]
    seen: set[date] = set()
    for rung in rungs:
        if not are_shares(rung.price):
            reason = f"the price for {rung.by} is {rung.price:g}"
            problems.append(Problem(PLACE, reason, "a price is in [0, 1]; divide cents by 100"))
        if rung.by <= quoted:
            reason = f"{rung.by} is not after the day of the quote, {quoted}"
            problems.append(Problem(PLACE, reason, "leave out what is decided"))
        if rung.by in seen:
            problems.append(Problem(PLACE, f"{rung.by} stands twice", "keep one price a date"))
        seen.add(rung.by)
    if problems:
        raise InputError(problems)
