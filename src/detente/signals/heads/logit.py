"""A multinomial logit with a squared penalty, on sparse features or on dense points.

    P(k | x) = softmax of (a + x . W)            minimises   - sum Y log P + l2 / 2 * sum W^2

Convex: the same data give the same weights. Y (rows, K): how much of each class a row's label is.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import fmin_l_bfgs_b
from scipy.sparse import csr_matrix

from detente.signals.heads.solver import softmax

Floats = NDArray[np.float64]
ITERATIONS = 60


@dataclass(frozen=True, slots=True)
class Logit:
    """The weights: a (K), W (features, K)."""

    base: Floats
    weights: Floats

    def of(self, x: csr_matrix | Floats) -> Floats:
        """Probabilities of the classes  # (rows, K)."""
        return softmax(x @ self.weights + self.base)


def logit(x: csr_matrix | Floats, shares: Floats, l2: float, iterations: int = ITERATIONS) -> Logit:
    """The logit that fits the shares best under the penalty."""
    features, classes = x.shape[1], shares.shape[1]
    weight = shares.sum(axis=1, keepdims=True)

    def loss(flat: Floats) -> tuple[float, Floats]:
        base, weights = flat[:classes], flat[classes:].reshape(features, classes)
        chances = softmax(x @ weights + base)
        wrong = chances * weight - shares
        value = -(shares * np.log(chances + 1e-300)).sum() + 0.5 * l2 * (weights**2).sum()
        return float(value), np.concatenate([wrong.sum(0), (x.T @ wrong + l2 * weights).ravel()])

    start = np.zeros(classes * (1 + features))
    found, _, _ = fmin_l_bfgs_b(loss, start, maxiter=iterations)
    return Logit(found[:classes], found[classes:].reshape(features, classes))
