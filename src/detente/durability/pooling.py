"""Inside and outside view put together, and how much hangs on the trust in each.

Linear in the probabilities: with probability `weight` the inside view is the right one. On the
log-odds scale a game that says exactly 0 or 1 would silence history altogether.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.case.share import are_shares, settled
from detente.durability.reference import ReferenceClass, survival_at
from detente.errors import NumberError

FloatArray = NDArray[np.float64]
WEIGHTS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Pooling:
    """Survival at some months by the trust in the inside view: 0 is history, 1 is the game."""

    reference: str
    months: tuple[int, ...]
    weights: tuple[float, ...]
    survival: tuple[tuple[float, ...], ...]  # (weights, months)
    swing: tuple[float, ...]  # (months,) what the choice of weight can change at most


def pool(inside: ArrayLike, outside: ArrayLike, weight: float) -> FloatArray:
    """One forecast from two views; `weight` is the trust in the inside view, from 0 to 1."""
    if not are_shares(weight):
        raise NumberError(f"the weight of the inside view is {weight:g}", "give one from 0 to 1")
    trust = settled(float(weight))
    views = {"inside": inside, "outside": outside}
    if wrong := [name for name, view in views.items() if not are_shares(view)]:
        told = f"the {' and the '.join(wrong)} view"
        raise NumberError(f"only probabilities can be pooled: {told} leaves [0, 1]")
    within, without = (np.asarray(view, dtype=np.float64) for view in views.values())
    return settled(trust * within + (1 - trust) * without)


def pooling(inside: Sequence[float], reference: ReferenceClass, marks: Sequence[int]) -> Pooling:
    """The pooled forecast at every weight; `inside` is survival by month from signature.

    Marks beyond the package's last month, or beyond the history, are left out; where none is
    left, the last month that both know stands for them.
    """
    last = min(len(inside) - 1, int(reference.months[-1]))
    months = tuple(mark for mark in marks if mark <= last) or (last,)
    within, outside = np.array([inside[m] for m in months]), survival_at(reference, months)
    rows = [pool(within, outside, weight) for weight in WEIGHTS]
    return Pooling(
        reference=reference.id,
        months=months,
        weights=WEIGHTS,
        survival=tuple(tuple(map(float, row)) for row in rows),
        swing=tuple(map(float, np.abs(within - outside))),
    )
