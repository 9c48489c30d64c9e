"""Stretches of a package's months with the same ends and the same guarantees.

Most months are alike in both, so what hangs on them is kept once for each era, not for each month.
An end on a date strikes in its own month; a guarantee that ends is gone from its month on.
"""

from dataclasses import dataclass

import numpy as np

from detente.case.package import Guarantee
from detente.incentives.model import Bools, Ints
from detente.machine.model import Machine


@dataclass(frozen=True, slots=True)
class Eras:
    """Which months are alike, P eras in all."""

    of_month: Ints  # (N+1,) the era of each month
    first: Ints  # (P,) its first month

    def while_(self, guarantee: Guarantee) -> Bools:
        """(P,) whether a guarantee still stands."""
        if guarantee.ends_month is None:
            return np.ones(len(self.first), dtype=np.bool_)
        return np.asarray(self.first < guarantee.ends_month)


def find_eras(machine: Machine) -> Eras:
    """The eras of a package; months that are alike need not lie side by side."""
    months = range(machine.horizon + 1)
    package = machine.package
    dated = [package.month_of(end.on) for end in package.ends if end.on is not None]
    until = [g.ends_month for g in package.guarantees if g.ends_month is not None]
    kinds = [
        (tuple(month == at for at in dated), tuple(month < end for end in until))
        for month in months
    ]
    first = {kind: kinds.index(kind) for kind in dict.fromkeys(kinds)}
    places = {kind: place for place, kind in enumerate(first)}
    return Eras(
        np.array([places[kind] for kind in kinds], dtype=np.int64),
        np.array(list(first.values()), dtype=np.int64),
    )
