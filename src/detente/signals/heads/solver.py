"""The fit of a sparse ordinal head.

Definitions. X (rows, features) of zeros and ones, Y (rows, K) the share of each of K ordered
classes in a row's label, steps k = 0..K-1 centred and scaled to [-1, 1].

    score(row, k) = a_k + k * (x . b) + x . D_k          P(k | x) = softmax over k of score

`b` moves along the scale (adjacent-category logit, proportional odds between neighbours); `D`, a
weight for each feature and class, is the departure from it. The fit minimises

    - sum Y log P + l1 * (sum |b| + sum |D|) + l2 / 2 * (sum b^2 + sum D^2)

by accelerated proximal gradient (Beck & Teboulle 2009) with restart; with K = 2 there is no D, and
a fraction in Y makes it a fractional logit. Convex: the same data give the same weights.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import lsqr

Floats = NDArray[np.float64]
TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Fit:
    """The weights of a head: a (K), b (features), D (features, K)."""

    a: Floats
    b: Floats
    d: Floats


@dataclass(frozen=True, slots=True)
class Penalty:
    """How dear a weight is: l1 makes it vanish, l2 keeps it small."""

    l1: float
    l2: float
    iterations: int = 1500


def steps(classes: int) -> Floats:
    """The ordered classes on [-1, 1]."""
    return np.linspace(-1.0, 1.0, classes)


def scores(x: csr_matrix, fit: Fit) -> Floats:
    """The score of every class  # (rows, K)."""
    along = np.asarray(x @ fit.b)
    return np.asarray(fit.a + np.outer(along, steps(len(fit.a))) + x @ fit.d)


def softmax(score: Floats) -> Floats:
    """Probabilities from scores, by row."""
    power = np.exp(score - score.max(axis=1, keepdims=True))
    return np.asarray(power / power.sum(axis=1, keepdims=True))


def solve(x: csr_matrix, y: Floats, penalty: Penalty) -> Fit:
    """The weights that fit Y best at a penalty."""
    classes, features = y.shape[1], x.shape[1]
    turned = x.T.tocsr()
    rate = 1.0 / _steepest(x, turned, classes, penalty)
    now = Fit(np.log(y.mean(axis=0) + 1e-6), np.zeros(features), np.zeros((features, classes)))
    ahead, t = now, 1.0
    for _ in range(penalty.iterations):
        new = _step(x, turned, y, ahead, rate, penalty)
        back = _inner(_apart(ahead, new), _apart(new, now)) > 0
        t_new = (1 + np.sqrt(1 + 4 * t * t)) / 2
        pull = 0.0 if back else (t - 1) / t_new
        t = 1.0 if back else t_new
        moved = _apart(new, now)
        ahead = Fit(new.a + pull * moved.a, new.b + pull * moved.b, new.d + pull * moved.d)
        now = new
        if max(np.abs(part).max() for part in (moved.a, moved.b, moved.d)) < TOLERANCE:
            break
    return now


def _step(
    x: csr_matrix, turned: csr_matrix, y: Floats, at: Fit, rate: float, penalty: Penalty
) -> Fit:
    """Downhill by one step, and what the l1 penalty cuts off; with K = 2 the departures stay."""
    wrong = softmax(scores(x, at)) - y
    along = turned @ (wrong @ steps(y.shape[1])) + penalty.l2 * at.b
    b = _shrink(at.b - rate * along, rate, penalty)
    d = at.d
    if y.shape[1] > 2:
        d = _shrink(d - rate * (turned @ wrong + penalty.l2 * d), rate, penalty)
    return Fit(at.a - rate * wrong.sum(axis=0), b, d)


def _apart(one: Fit, two: Fit) -> Fit:
    return Fit(one.a - two.a, one.b - two.b, one.d - two.d)


def _inner(one: Fit, two: Fit) -> float:
    pairs = ((one.a, two.a), (one.b, two.b), (one.d, two.d))
    return float(sum((left * right).sum() for left, right in pairs))


def _steepest(x: csr_matrix, turned: csr_matrix, classes: int, penalty: Penalty) -> float:
    """A bound on the curvature: softmax bends by at most a half in each of a, b and D."""
    inner = float((steps(classes) ** 2).sum()) + 1.0
    return (0.5 * inner * _largest(x, turned) + penalty.l2) if x.shape[1] else 1.0


def _shrink(weights: Floats, rate: float, penalty: Penalty) -> Floats:
    cut = rate * penalty.l1
    return np.asarray(np.sign(weights) * np.maximum(np.abs(weights) - cut, 0.0))


def _largest(x: csr_matrix, turned: csr_matrix) -> float:
    """The largest eigenvalue of X'X with a column of ones beside X, by power iteration."""
    v, one, size = np.ones(x.shape[1]), 1.0, 1.0
    for _ in range(40):
        length = float(np.sqrt((v**2).sum() + one**2))
        image = x @ (v / length) + one / length
        v, one = np.asarray(turned @ image), float(image.sum())
        size = float(np.sqrt((v**2).sum() + one**2))
    return size * 1.02


@dataclass(frozen=True, slots=True)
class Line:
    """A ridge regression: base plus a weight for each feature."""

    base: float
    weights: Floats

    def of(self, x: csr_matrix) -> Floats:
        """What the line says of each row."""
        return np.asarray(x @ self.weights + self.base)


def ridge(x: csr_matrix, y: Floats, damping: float) -> Line:
    """The least-squares line with a penalty of `damping` on squared weights."""
    base = float(y.mean())
    return Line(base, np.asarray(lsqr(x, y - base, damp=damping**0.5, iter_lim=300)[0]))
