"""What an event did to a price, and how far a price moves with a probability.

Event study with a constant mean. With returns r, the event on day t, n estimation returns that end
on day t-12 (120 prices up to t-12), and a window of w days from t on:

    CAR = sum(r[t..t+w-1] - mean)          mean over the estimation window
    s^2 = sum((r - mean)^2) / (n - 2)      one degree more is given up than the mean takes
    t   = CAR / (s sqrt(w + w^2 / n))      the second term is the error of the mean itself

Regression on the odds, day by day: r = a + b dp + e, with errors that may differ in size and hang
together over a few days (Newey and West 1987, Bartlett weights, `lags` of them).

A. C. MacKinlay, "Event studies in economics and finance", Journal of Economic Literature 35 (1997).
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from detente.scenarios.demands import answered, demand, numbers
from tools.markets.prices import Prices

FloatArray = NDArray[np.float64]
ESTIMATION = 119  # returns, of 120 prices
AHEAD = 12  # days between the last of them and the event, it included
WINDOW = 2  # days: the event's and the next
LAGS = 4


@dataclass(frozen=True, slots=True)
class Abnormal:
    """A cumulative abnormal return, as a share, and how many errors it is from none."""

    change: float
    t_statistic: float
    n: int  # estimation returns
    day: date  # first day of trading on or after the event


@dataclass(frozen=True, slots=True)
class Slope:
    """How far a price moves, as a share, for a change of 1 in a probability."""

    estimate: float
    t_statistic: float
    n: int


def abnormal(
    prices: Prices, event: date, window: int = WINDOW, levels: bool = False
) -> Abnormal | None:
    """What the price did over the window from the event on, against its usual day.

    `levels`: changes in points, not log returns, for a price that is itself a percentage. None
    where prices do not reach far enough before or after.
    """
    _accept(prices, levels)
    demand("event study", (window >= 1, f"a window of {window} days", "give one day or more"))
    days, changes = _changes(prices, levels)
    later = [index for index, day in enumerate(days) if day >= event]
    if not later or later[0] < ESTIMATION + AHEAD - 1 or later[0] + window > changes.size:
        return None
    t = later[0]
    usual = changes[t - AHEAD - ESTIMATION + 1 : t - AHEAD + 1]
    change = float((changes[t : t + window] - usual.mean()).sum())
    variance = float(((usual - usual.mean()) ** 2).sum()) / (usual.size - 2)
    error = np.sqrt(variance * (window + window**2 / usual.size))
    demand("event study", (error > 0, "the price never moved before the event", "leave it out"))
    return Abnormal(change, float(change / error), usual.size, days[t])


def slope_on(prices: Prices, odds: Prices, lags: int = LAGS) -> Slope | None:
    """The regression of returns on changes of a probability, over days that have both."""
    _accept(prices, False)
    demand("event study", numbers(list(odds.values())))
    days = [day for day in prices if day in odds]
    if len(days) < 3 + lags:
        return None
    returns = np.diff(np.log([prices[day] for day in days]))
    moves = np.diff([odds[day] for day in days])
    estimate, error = regression(moves, returns, lags)
    demand("event study", (error > 0, "the returns follow the odds exactly", "check them"))
    return Slope(estimate, estimate / error, returns.size)


def _accept(prices: Prices, levels: bool) -> None:
    values = list(prices.values())
    above = levels or all(value > 0 for value in values)
    demand("prices", numbers(values), (above, "a price is not above 0", "leave the day out"))


def regression(moves: FloatArray, returns: FloatArray, lags: int) -> tuple[float, float]:
    """Slope of returns on moves, and its standard error by Newey and West; both shape (n,)."""
    n = moves.size
    demand(
        "regression",
        numbers(moves, returns),
        (moves.shape == returns.shape, "moves and returns differ in number", "give one for each"),
        (n >= 3 + max(lags, 0) and lags >= 0, f"{n} days for {lags} lags", "give more days"),
        (n > 0 and float(np.ptp(moves)) > 0, "the odds never move", "give odds that do"),
    )
    design = np.column_stack([np.ones(n), moves])
    square = design.T @ design
    told = bool(np.linalg.cond(square) < 1 / np.finfo(np.float64).eps)
    demand("regression", (told, "the odds all but never move", "give odds that do"))
    inverse = np.linalg.inv(square)
    coefficients = inverse @ design.T @ returns
    scores = design * (returns - design @ coefficients)[:, None]
    middle = scores.T @ scores
    for lag in range(1, lags + 1):
        together = scores[lag:].T @ scores[:-lag]
        middle += (1 - lag / (lags + 1)) * (together + together.T)
    covariance = inverse @ middle @ inverse * n / (n - 2)
    slope, error = float(coefficients[1]), float(np.sqrt(max(covariance[1, 1], 0.0)))
    answered("regression", slope, error)
    return slope, error


def _changes(prices: Prices, levels: bool) -> tuple[list[date], FloatArray]:
    values = np.array(list(prices.values()), dtype=np.float64)
    return list(prices)[1:], np.diff(values if levels else np.log(values))
