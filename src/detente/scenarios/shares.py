"""What rounding may do to a probability, a share or a weight, and what it may not.

A mean over draws, or a sum of shares, misses 1 by the last digits of a double; a person who writes
six digits misses it by half of the sixth. Neither is a mistake. What is further off is, and so is
what is no number: every comparison here is false for it.
"""

from collections.abc import Iterable
from itertools import pairwise
from math import fsum

COMPUTED = 1e-9  # by which a computed number may miss its bound
WRITTEN = 1e-6  # by which written shares may miss their sum


def is_share(value: float) -> bool:
    """Whether a number lies in [0, 1], but for rounding."""
    return -COMPUTED <= value <= 1 + COMPUTED


def rising(*values: float) -> bool:
    """Whether no number is below the one before it, but for rounding."""
    return all(one <= other + COMPUTED for one, other in pairwise(values))


def add_to_one(values: Iterable[float]) -> bool:
    """Whether shares, as they are written, make up a whole."""
    return abs(fsum(values) - 1) <= WRITTEN


def finite(*values: float) -> bool:
    """Whether every one is a number, and none is infinite."""
    return all(abs(value) < float("inf") for value in values)
