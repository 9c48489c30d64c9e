"""Probabilities that mean what they say: temperature, conformal bound, calibration error."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from detente.signals.heads.solver import softmax

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
COVERAGE = 0.9
BINS = 10
_RANGE = (-2.0, 2.0)  # of the logarithm of a temperature
_GOLDEN = (5**0.5 - 1) / 2
_STEPS = 40  # narrow the range to a part in 10^8


def temperature(scores: Floats, truth: Ints) -> float:
    """The divisor of held-out scores (rows, K) that makes their log-likelihood greatest."""
    rows = np.arange(len(truth))

    def loss(log_t: float) -> float:
        chances = softmax(scores / np.exp(log_t))[rows, truth]
        return -float(np.log(chances + 1e-300).mean())

    return float(np.exp(_lowest(loss, *_RANGE)))


def _lowest(loss: Callable[[float], float], low: float, high: float) -> float:
    """Where a function with one valley is least, by golden section."""
    for _ in range(_STEPS):
        one, two = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        low, high = (low, two) if loss(one) < loss(two) else (one, high)
    return (low + high) / 2


def conformal_bound(chances: Floats, truth: Ints) -> float:
    """The probability that the true class reaches in `COVERAGE` of the held-out rows."""
    reached = np.sort(chances[np.arange(len(truth)), truth])
    rank = int(np.floor((1 - COVERAGE) * (len(truth) + 1)))
    return float(reached[max(rank - 1, 0)])


def calibration_error(confidence: Floats, right: NDArray[np.bool_]) -> float:
    """Expected calibration error: |share right - mean confidence| over ten equal-count bins."""
    order = np.argsort(confidence, kind="stable")
    parts = np.array_split(order, BINS)
    gaps = [len(p) * abs(float(right[p].mean() - confidence[p].mean())) for p in parts if len(p)]
    return sum(gaps) / len(confidence)
