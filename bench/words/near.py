"""Predictions from embeddings, and several predictions made one.

Kernel ridge regression, held out by group. Points p, q on the unit sphere about their mean:

    K(p, q) = exp(reach * (p . q - 1))
    found   = mean + K(new, known) (K(known, known) + damping I)^-1 (y - mean)

A text is read by the labels of the texts it is like, near ones most. Centre, mean and weights come
from the other folds only.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Near:
    """How fast likeness falls off, and how strongly labels are smoothed."""

    reach: float
    damping: float


def held_out_near(points: Floats, labels: Floats, folds: Ints, how: Near) -> Floats:
    """What the texts near it say of each text, from the folds it is not in  # (rows)."""
    found = np.zeros(len(labels))
    for fold in np.unique(folds):
        away = folds == fold
        found[away] = by_nearness(points[~away], labels[~away], points[away], how)
    return found


def by_nearness(known: Floats, labels: Floats, new: Floats, how: Near) -> Floats:
    """The labels of new points from those of known ones  # (new)."""
    centre, mean = known.mean(axis=0), labels.mean()
    around, fresh = _centred(known, centre), _centred(new, centre)
    likeness = _kernel(around, around, how)
    likeness[np.diag_indices_from(likeness)] += how.damping
    factor = cho_factor(likeness, overwrite_a=True, check_finite=False)
    return np.asarray(_kernel(fresh, around, how) @ cho_solve(factor, labels - mean) + mean)


def joined(*parts: tuple[float, Floats]) -> Floats:
    """Several predictions as one: each brought to mean 0 and deviation 1, then weighed."""
    return np.asarray(sum(weight * (found - found.mean()) / found.std() for weight, found in parts))


def _centred(points: Floats, centre: Floats) -> Floats:
    moved = points - centre
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True))


def _kernel(one: Floats, two: Floats, how: Near) -> Floats:
    likeness = one @ two.T
    likeness -= 1
    likeness *= how.reach
    return np.asarray(np.exp(likeness, out=likeness))


def middles(labels: Ints, classes: int) -> Floats:
    """For each class, the share of labels below it and half its own: its place in a ranking."""
    counts = np.bincount(labels, minlength=classes)
    return np.asarray((np.cumsum(counts) - counts / 2) / counts.sum())
