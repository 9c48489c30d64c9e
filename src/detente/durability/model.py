"""How long a package lives, what ends it, and what became of others like it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.case.share import settled

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
MOST_AT_ONCE = 500_000  # numbers copied for a quantile


@dataclass(frozen=True, slots=True)
class Lifetime:
    """The inside view: in every draw and month, intact + eroded + collapsed = 1.

    Row 0 of the draws is the mode; the means are over the other rows, or the mode alone.
    """

    intact: Floats  # (K, N+1) in force, everybody complies
    eroded: Floats  # (K, N+1) alive, but breaches go on that nothing punishes
    collapsed: Mapping[str, Floats]  # cause -> (2, N+1), cumulative: the mode, and the mean
    reduced: Floats  # (K, N+1) alive, intact or eroded, but with modules shut for good

    @property
    def alive(self) -> Floats:
        """(K, N+1) intact or eroded: what survival means here."""
        return self.intact + self.eroded

    @property
    def drawn(self) -> slice:
        """Rows that are chance; the mode alone where nothing was drawn."""
        return slice(1, None) if len(self.intact) > 1 else slice(0, 1)

    def mean(self, values: Floats) -> Floats:
        """(N+1,) over the draws."""
        return settled(np.asarray(values[self.drawn].mean(axis=0, dtype=np.float64)))

    def band(self, values: Floats, level: float) -> tuple[Floats, Floats]:
        """(N+1,) ends of the interval that holds `level` of the draws."""
        low, high = by_month(values[self.drawn], [(1 - level) / 2, (1 + level) / 2])
        return low, high


def by_month(drawn: Floats, levels: Sequence[float]) -> Floats:
    """(levels, N+1, ...) quantiles over the draws; `drawn` is (K, N+1, ...)."""
    some = max(1, MOST_AT_ONCE // max(1, drawn[:, 0].size))  # many draws have no room for a copy
    months = range(0, drawn.shape[1], some)
    parts = [np.quantile(drawn[:, n : n + some], levels, axis=0) for n in months]
    return np.concatenate(parts, axis=1)
