"""Shares and probabilities, as rounding leaves them.

A mean over draws that are all 1 may come out as 1 + 2.2e-16. What lies outside of [0, 1] by no more
than `ROUNDING` is the nearer end; what lies further outside, and what is no number, is wrong. A
person who writes six digits misses a sum by half of the sixth, `WRITTEN`.
"""

from collections.abc import Iterable
from itertools import pairwise
from math import fsum
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

ROUNDING = 1e-9  # by which a computed number may miss its bound
WRITTEN = 1e-6  # by which written shares may miss their sum


def are_shares(values: ArrayLike) -> bool:
    """Whether every value lies in [0, 1], but for rounding."""
    found = np.asarray(values, dtype=np.float64)
    return bool(((found >= -ROUNDING) & (found <= 1 + ROUNDING)).all())


@overload
def settled(values: float) -> float: ...
@overload
def settled(values: NDArray[np.float64]) -> NDArray[np.float64]: ...
def settled(values: float | NDArray[np.float64]) -> float | NDArray[np.float64]:
    """The same with what rounding put outside of [0, 1] at its ends; all else is left as it is."""
    found = np.asarray(values, dtype=np.float64)
    ends = np.clip(found, 0.0, 1.0)
    near = np.where(np.abs(found - ends) <= ROUNDING, ends, found)
    return float(near) if isinstance(values, int | float) else near


def rising(*values: float) -> bool:
    """Whether no number is below the one before it, but for rounding."""
    return all(one <= other + ROUNDING for one, other in pairwise(values))


def add_to_one(values: Iterable[float]) -> bool:
    """Whether shares, as they are written, make up a whole."""
    return abs(fsum(values) - 1) <= WRITTEN


def finite(*values: float) -> bool:
    """Whether every one is a number, and none is infinite."""
    return all(abs(value) < float("inf") for value in values)
