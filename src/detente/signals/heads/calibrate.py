"""Probabilities that mean what they say: temperature, conformal bound, calibration error."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from detente.signals.heads.solver import softmax

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
COVERAGE = 0.9
BINS = 10


def temperature(scores: Floats, truth: Ints) -> float:
    """The divisor of held-out scores (rows, K) that makes their log-likelihood greatest."""
    rows = np.arange(len(truth))

    def loss(log_t: float) -> float:
        chances = softmax(scores / np.exp(log_t))[rows, truth]
        return -float(np.log(chances + 1e-300).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded").x))


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
