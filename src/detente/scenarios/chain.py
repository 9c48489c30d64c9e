"""How the futures follow one another, month by month.

Definitions. Unsigned regimes i with base rates π_i (the prior). In a month a regime goes on with
probability s; otherwise another takes its place, by base rate:

    P_ii = s        P_ij = (1 − s) π_j / (1 − π_i)

unless the case writes P itself. While a channel is open (of the six futures: in freeze and talks)
a package is signed with probability a in a month; elsewhere nobody signs. A package signed in month
m is in force at month h with probability S(h − m), and has collapsed with the rest. A collapse is
not followed further.

    holds(h) = Σ_m signed(m) S(h − m)        collapsed(h) = Σ_m signed(m) − holds(h)

Every array has the draws first; the mode is row 0.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.scenarios.demands import demand, numbers, shares

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Chain:
    """The unsigned regimes, the way out of them, and what becomes of a signed package."""

    base: FloatArray  # (draws, regimes), adds to 1
    turns: FloatArray  # (draws, from, to), one month
    arrival: FloatArray  # (draws,) a month, channel open
    survival: FloatArray  # (draws, months), from 1 at signature
    channel: NDArray[np.bool_]  # (regimes,) a package may be signed from it


def turns(base: FloatArray, stay: FloatArray) -> FloatArray:
    """Monthly transition matrix of the unsigned regimes, shape (draws, from, to)."""
    demand("futures", shares(base, "a base rate"), shares(stay, "the chance to go on"))
    others = 1 - base
    alone = others <= 0  # no other regime to go to
    leave = np.where(alone, 0.0, (1 - stay[:, None]) / np.where(alone, 1.0, others))
    matrix = leave[:, :, None] * base[:, None, :]
    here = np.arange(base.shape[1])
    matrix[:, here, here] = np.where(alone, 1.0, stay[:, None])
    return matrix


def later(chain: Chain, regime: FloatArray, months: int) -> FloatArray:
    """The regime some months on, while nothing is signed."""
    for _ in range(months):
        regime = np.einsum("di,dij->dj", regime, chain.turns)
    return regime


def learn(regime: FloatArray, ratios: FloatArray) -> FloatArray:
    """Bayes: the regime after a line of the record with these likelihood ratios."""
    weight = regime * ratios
    left = bool((weight.sum(axis=1) > 0).all())
    excluded = "this line of the record leaves no future possible"
    demand("futures", numbers(weight), (left, excluded, "give ratios above 0"))
    return np.asarray(weight / weight.sum(axis=1, keepdims=True))


def odds_times(probability: FloatArray, ratio: FloatArray) -> FloatArray:
    """The probability whose odds are `ratio` times as high, both shape (draws,)."""
    above = bool((np.asarray(ratio) > 0).all())
    demand("futures", shares(probability, "a probability"), numbers(ratio))
    demand("futures", (above, "a ratio is not above 0", "give one above 0"))
    kept = np.clip(probability, 0.0, 1.0)
    return np.asarray(kept * ratio / (1 - kept + kept * ratio))


def foresee(chain: Chain, regime: FloatArray, ratio: FloatArray, months: int) -> FloatArray:
    """All scenarios at months 0..months from today's regime, shape (months + 1, draws, scenarios).

    `ratio`, shape (draws,), multiplies the odds of a signature. Each row adds to 1.
    """
    arrival = odds_times(chain.arrival, ratio)
    future = np.zeros((months + 1, regime.shape[0], 2 + regime.shape[1]))
    future[0, :, 2:] = regime
    for month in range(1, months + 1):
        signs = np.where(chain.channel, arrival[:, None], 0.0) * regime
        regime = later(chain, regime - signs, 1)
        signed = signs.sum(axis=1)
        alive = chain.survival[:, : months + 1 - month].T
        future[month:, :, 0] += signed * alive
        future[month:, :, 1] += signed * (1 - alive)
        future[month, :, 2:] = regime
    return future


def stretched(survival: FloatArray, months: int) -> FloatArray:
    """A survival curve to at least so many months, its last hazard going on."""
    short = months + 1 - survival.shape[1]
    if short <= 0 or survival.shape[1] < 2:
        return survival if short <= 0 else np.repeat(survival, months + 1, axis=1)
    last, before = survival[:, -1:], survival[:, -2:-1]
    rate = np.divide(last, before, out=np.zeros_like(last), where=before > 0)
    return np.hstack([survival, last * rate ** np.arange(1, short + 1)])
