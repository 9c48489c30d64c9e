"""What a noisy view of compliance does to spreads, after Duffie and Lando (2001).

The margin by which a party still complies is z, a Brownian motion with drift; the settlement
collapses when z first falls to 0. The market does not see z. It knows z as it was a year ago
(`lag`), that nothing has collapsed since, and one report of z today with normal error (`noise`).

Given a clear view, survival to T from a margin x is the first-passage formula. Given the noisy
view it is the mean of that over the density of x: the bridge density of a motion that has not
touched 0, times the report's likelihood.

D. Duffie, D. Lando, "Term structures of credit spreads with incomplete accounting information",
Econometrica 69 (2001).
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares
from scipy.special import log_ndtr, ndtr

from detente.scenarios.demands import answered, demand, numbers, some

FloatArray = NDArray[np.float64]
_NODES = 400
_MOST = 1e6


@dataclass(frozen=True, slots=True)
class Margin:
    """The margin of compliance, as it was a year ago and as it is reported today."""

    distance: float  # of z above the collapse level
    drift: float  # of z a year
    volatility: float  # of z a year
    lag: float = 1.0  # years since z was last seen clearly


def clear_survival(margin: Margin, years: FloatArray) -> FloatArray:
    """Survival when today's margin is seen without error, shape (times,)."""
    _accept(margin, years)
    found = _first_passage(np.array([margin.distance]), margin, years)[:, 0]
    answered("margin", found)
    return found


def noisy_survival(margin: Margin, noise: float, years: FloatArray) -> FloatArray:
    """Survival when today's margin is known only by a report with this error, shape (times,)."""
    _accept(margin, years, noise)
    state, density = _believed_state(margin, noise)
    found = np.asarray(_first_passage(state, margin, years) @ density)
    answered("margin", found)
    return found


def _held(margin: Margin, noise: float) -> bool:
    """Whether squares and quotients of the numbers stay within what a double can hold."""
    above = (margin.distance, margin.volatility, margin.lag, noise)
    return abs(margin.drift) <= _MOST and all(1 / _MOST <= value <= _MOST for value in above)


def _accept(margin: Margin, years: FloatArray, noise: float = 1.0) -> None:
    demand(
        "margin",
        numbers(margin.distance, margin.drift, margin.volatility, margin.lag, noise, years),
        (margin.distance > 0, f"its distance is {margin.distance:g}", "give one above 0"),
        (_held(margin, noise), "a number is beyond a million, or below a millionth", "mend it"),
        (margin.volatility > 0, f"its volatility is {margin.volatility:g}", "give one above 0"),
        (margin.lag > 0, f"its lag is {margin.lag:g}", "give years above 0"),
        (noise > 0, f"the noise is {noise:g}", "give one above 0, or see it clearly"),
        (bool((np.asarray(years) >= 0).all()), "a time is before today", "give years from 0 on"),
    )


@dataclass(frozen=True, slots=True)
class Fit:
    """A margin whose survival, seen with noise, comes nearest to a curve."""

    margin: Margin  # in units of a year's volatility, like the noise
    broken: float  # share that never held: gone before the first point, whatever is reported
    missed: float  # greatest distance to the curve


def fit(years: FloatArray, survival: FloatArray, noise: float) -> Fit:
    """The margin behind a survival curve that is seen with this noise.

    A curve over uncertain payoffs mixes packages that are broken at once with those that hold for
    a time; only the second have a margin that a report can be wrong about:

        survival = (1 - broken) * survival of the margin
    """

    demand(
        "survival",
        some(survival, "point"),
        numbers(years, survival, noise),
        (noise > 0, f"the noise is {noise:g}", "give one above 0"),
        (np.shape(years) == np.shape(survival), "its times differ in number", "give one for each"),
        (bool((np.asarray(years) > 0).all()), "a time is not after today", "give years above 0"),
    )

    def miss(guess: FloatArray) -> FloatArray:
        return np.asarray((1 - guess[2]) * noisy_survival(_margin(guess), noise, years) - survival)

    start = np.array([0.0, 0.0, min(0.9, max(0.0, 1 - float(survival[0])))])
    found = least_squares(miss, start, bounds=([-3.0, -4.0, 0.0], [2.5, 4.0, 0.95]))
    return Fit(_margin(found.x), float(found.x[2]), float(np.abs(found.fun).max()))


def _margin(guess: FloatArray) -> Margin:
    return Margin(float(np.exp(guess[0])), float(guess[1]), 1.0)


def _first_passage(start: FloatArray, margin: Margin, years: FloatArray) -> FloatArray:
    """Survival from each start to each time, shape (times, starts)."""
    time = np.maximum(years, 1e-12)[:, None]
    spread = margin.volatility * np.sqrt(time)
    # In logarithms: of a motion that falls fast the mirror is vast, what it meets almost none.
    mirror = -2 * margin.drift * start / margin.volatility**2
    alive = ndtr((start + margin.drift * time) / spread)
    lost = np.exp(mirror + log_ndtr((margin.drift * time - start) / spread))
    return np.asarray(np.clip(alive - lost, 0.0, 1.0))


def _believed_state(margin: Margin, noise: float) -> tuple[FloatArray, FloatArray]:
    """Where the margin may be today: points and weights that sum to one, both (nodes,)."""
    drifted = margin.volatility**2 * margin.lag
    width = (1 / drifted + 1 / noise**2) ** -0.5
    centre = width**2 * (
        (margin.distance + margin.drift * margin.lag) / drifted + margin.distance / noise**2
    )
    low, high = max(0.0, centre - 10 * width), max(0.0, centre) + 10 * width
    nodes, weights = _nodes()
    state = low + (high - low) * (nodes + 1) / 2
    untouched = -np.expm1(-2 * state * margin.distance / drifted)
    far = -0.5 * ((state - centre) / width) ** 2
    density = weights * np.exp(far - far.max()) * untouched
    return state, density / density.sum()


@cache
def _nodes() -> tuple[FloatArray, FloatArray]:
    return np.polynomial.legendre.leggauss(_NODES)
