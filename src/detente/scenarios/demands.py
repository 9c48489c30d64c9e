"""What a formula asks of its numbers, refused where they enter: no answer is ever no number."""

import numpy as np
from numpy.typing import ArrayLike

from detente.errors import InputError, Place, Problem

Demand = tuple[bool, str, str]  # whether it is met, the reason if not, the remedy


def demand(where: str, *demands: Demand) -> None:
    """Raise InputError with every demand that is not met; `where` is what was asked."""
    problems = [Problem(Place(where), why, remedy) for met, why, remedy in demands if not met]
    if problems:
        raise InputError(problems)


def all_finite(*values: ArrayLike) -> bool:
    """Whether there is no nan and no infinity in any of them."""
    return all(bool(np.isfinite(np.asarray(value, dtype=np.float64)).all()) for value in values)


def numbers(*values: ArrayLike) -> Demand:
    """That all of them are finite."""
    return all_finite(*values), "a number is nan or infinite", "leave out what is not known"


def some(values: ArrayLike, of: str) -> Demand:
    """That there is anything at all."""
    return np.asarray(values).size > 0, f"holds no {of}", f"give one {of} at least"


def shares(values: ArrayLike, of: str) -> Demand:
    """That all lie in [0, 1], but for rounding."""
    found = np.asarray(values, dtype=np.float64)
    met = bool(((found >= -1e-9) & (found <= 1 + 1e-9)).all())
    return met, f"{of} lies outside [0, 1]", "write 30 % as 0.3"


def answered(where: str, *values: ArrayLike) -> None:
    """Raise InputError where numbers within bounds led beyond what a double can hold."""
    demand(where, (all_finite(*values), "these numbers lead out of bounds", "give milder ones"))
