"""Draws of the uncertain numbers: row 0 is the mode, the rest are chance.

Definitions. A range (l, m, h) is a PERT: l + (h − l) Beta(1 + 4 (m − l)/(h − l),
1 + 4 (h − m)/(h − l)). Where it `covers` only c < 1 of the belief, l and h are pushed outwards by
one factor until it does. Each number has a stream of its own, seeded by its name, so that changing
one number leaves the draws of all others as they were.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import betainc, betaincinv

from detente.case.quantity import IN_UNIT, Quantity

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sampler:
    """Values of uncertain numbers, draw by draw."""

    estimates: Mapping[str, Quantity]
    draws: int  # besides the mode
    seed: int

    def of(self, quantity: Quantity, name: str) -> Floats:
        """Shape (1 + draws,): the mode first. `name` is the number's path in the case."""
        if quantity.estimate is not None:
            base = self.estimates[quantity.estimate]
            values = quantity.times * self.of(base, quantity.estimate)
            return np.clip(values, 0.0, 1.0) if quantity.unit.startswith(IN_UNIT) else values
        values = np.full(1 + self.draws, _mode(quantity))
        if self.draws and quantity.mode is not None:
            values[1:] = _pert(quantity, self._uniform(quantity.moves_with or name))
        return quantity.times * values

    def total(self, amount: Sequence[Quantity], name: str) -> Floats:
        """Sum of several numbers, shape (1 + draws,)."""
        parts = [self.of(part, f"{name}[{index}]") for index, part in enumerate(amount)]
        return np.sum(parts, axis=0) if parts else np.zeros(1 + self.draws)

    def _uniform(self, name: str) -> Floats:
        stream = np.random.default_rng([self.seed, zlib.crc32(name.encode())])
        return stream.random(self.draws)


def _mode(quantity: Quantity) -> float:
    value = quantity.value if quantity.value is not None else quantity.mode
    return float("nan") if value is None else value


def _pert(quantity: Quantity, uniform: Floats) -> Floats:
    """PERT at the given quantiles; kept within [0, 1] for shares, above 0 for magnitudes."""
    low, high = quantity.bounds
    mode = _mode(quantity)
    if high == low:
        return np.full_like(uniform, low)
    peak = (mode - low) / (high - low)
    stretch = _stretch(peak, quantity.covers)
    wide_low, wide_high = mode - stretch * (mode - low), mode + stretch * (high - mode)
    unit = betaincinv(1 + 4 * peak, 5 - 4 * peak, uniform)
    least = 0.0 if low >= 0 else -np.inf
    most = 1.0 if high <= 1 and quantity.unit.startswith(IN_UNIT) else np.inf
    return np.clip(wide_low + (wide_high - wide_low) * unit, least, most)


def _stretch(peak: float, covers: float) -> float:
    """How far the ends move outwards so that the written range holds `covers` of the belief."""
    if covers >= 1:
        return 1.0

    def excess(stretch: float) -> float:
        ends = np.array([peak - peak / stretch, peak + (1 - peak) / stretch])
        inside = np.diff(betainc(1 + 4 * peak, 5 - 4 * peak, ends))[0]
        return float(inside - covers)

    return float(brentq(excess, 1.0, 20.0))
