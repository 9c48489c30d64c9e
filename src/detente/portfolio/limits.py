"""What a portfolio must respect, what the best one brings, and the loss that is limited.

Beside the bounds of each asset there are two kinds of limit, with weights w:

    a sum        low <= sum of the w_i of some assets <= high         a group; net exposure
    a distance   sum_i share_i |w_i - centre_i| <= most               turnover; gross; active share
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sum:
    """Bounds on the weights of some assets taken together."""

    name: str
    of: FloatArray  # (assets,) 1 for those that count, else 0
    low: float
    high: float

    def at(self, weights: FloatArray) -> float:
        """What they weigh together."""
        return float(self.of @ weights)


@dataclass(frozen=True, slots=True)
class Distance:
    """The most that weights may be away from some others."""

    name: str
    centre: FloatArray  # (assets,)
    share: FloatArray  # (assets,) how far each asset counts
    most: float

    def at(self, weights: FloatArray) -> float:
        """How far away they are."""
        return float(self.share @ np.abs(weights - self.centre))


@dataclass(frozen=True, slots=True)
class Limits:
    """What the weights must respect."""

    now: FloatArray  # (assets,) weights held
    low: FloatArray  # (assets,)
    high: FloatArray  # (assets,)
    cost: FloatArray  # (assets,) a unit traded
    tail: float = 0.05
    cvar: float = np.inf  # most of the mean loss in the tail
    aversion: float = 0.0  # units of gain given up for one of CVaR
    benchmark: FloatArray | None = None  # (assets,) weights that losses are counted against
    sums: tuple[Sum, ...] = ()
    distances: tuple[Distance, ...] = ()

    def excess(self, weights: FloatArray) -> float:
        """By how much weights break the sum or the distance that they break most; 0 if none."""
        over = [max(s.low - s.at(weights), s.at(weights) - s.high) for s in self.sums]
        over += [distance.at(weights) - distance.most for distance in self.distances]
        return max(0.0, *over) if over else 0.0


def with_room_for_today(limits: Limits) -> Limits:
    """The limits, those widened that today's weights miss by the rounding that `accept` allows."""
    now = limits.now
    return replace(
        limits,
        low=np.minimum(limits.low, now),
        high=np.maximum(limits.high, now),
        sums=tuple(
            replace(one, low=min(one.low, one.at(now)), high=max(one.high, one.at(now)))
            for one in limits.sums
        ),
        distances=tuple(replace(one, most=max(one.most, one.at(now))) for one in limits.distances),
    )


@dataclass(frozen=True, slots=True)
class Optimum:
    """The best weights, and what they bring."""

    weights: FloatArray  # (assets,)
    gain: float  # over the weights held, at the worst of the means, before costs
    cost: float
    cvar: float
    rows: int  # tails that had to be looked at


def cvar(losses: FloatArray, probability: FloatArray, tail: float) -> float:
    """The mean of the worst share `tail` of losses; both arrays (draws,)."""
    return float(tail_weights(losses, probability, tail) @ losses)


def tail_weights(losses: FloatArray, probability: FloatArray, tail: float) -> FloatArray:
    """The reweighting of draws that makes the loss greatest, shape (draws,)."""
    worst = np.argsort(-losses, kind="stable")
    before = np.cumsum(probability[worst]) - probability[worst]
    weights = np.zeros_like(probability)
    weights[worst] = np.clip(tail - before, 0.0, probability[worst]) / tail
    return weights
