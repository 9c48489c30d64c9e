"""Shares and probabilities, as rounding leaves them.

A mean over draws that are all 1 may come out as 1 + 2.2e-16. What lies outside of [0, 1] by no more
than `ROUNDING` is the nearer end; what lies further outside, and what is no number, is wrong.
"""

from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

ROUNDING = 1e-9


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
