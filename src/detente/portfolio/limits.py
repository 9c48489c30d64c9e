"""What a portfolio must respect, what the best one brings, and the loss that is limited."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


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
