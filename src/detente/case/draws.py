"""Draws of the uncertain numbers: row 0 is the mode, the rest are chance.

Definitions. A range (l, m, h) is a PERT: l + (h − l) Beta(1 + 4 (m − l)/(h − l),
1 + 4 (h − m)/(h − l)). Where it `covers` only c < 1 of the belief, l and h are pushed outwards by
one factor until it does. Each number has a stream of its own, seeded by its name, so that changing
one number leaves the draws of all others as they were.
"""

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, betaincinv

from detente.case.quantity import IN_UNIT, Quantity
from detente.case.share import are_shares, settled

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sampler:
    """Values of uncertain numbers, draw by draw.

    `fixed` gives numbers values of their own, one for all rows or one for each: by the name of the
    estimate or the path of the number, before the factor `times` of the clauses that use it. It
    fixes the value and not the stream: what moves with a fixed number still moves.
    """

    estimates: Mapping[str, Quantity]
    draws: int  # besides the mode
    seed: int
    fixed: Mapping[str, float | Floats] = field(default_factory=dict)
    asked: Callable[[str, Quantity], None] | None = None  # hears of every number that is used
    start: int = 0  # draws left out before the first, of every number
    _drawn: dict[tuple[str, Quantity], Floats] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def of(self, quantity: Quantity, name: str) -> Floats:
        """Shape (1 + draws,): the mode first. `name` is the number's path in the case."""
        if self.asked is not None:
            self.asked(name, quantity)
        if quantity.estimate is not None:
            base = self.estimates[quantity.estimate]
            values = quantity.times * self.of(base, quantity.estimate)
            return np.clip(values, 0.0, 1.0) if quantity.unit.startswith(IN_UNIT) else values
        key = (name, quantity)
        if key not in self._drawn:
            self._drawn[key] = self._draw(quantity, name)
        values = quantity.times * self._drawn[key]
        return settled(values) if quantity.unit.startswith(IN_UNIT) else values

    def total(self, amount: Sequence[Quantity], name: str) -> Floats:
        """Sum of several numbers, shape (1 + draws,)."""
        parts = [self.of(part, f"{name}[{index}]") for index, part in enumerate(amount)]
        return np.sum(parts, axis=0) if parts else np.zeros(1 + self.draws)

    def _draw(self, quantity: Quantity, name: str) -> Floats:
        values = np.full(1 + self.draws, self.fixed.get(name, _mode(quantity)), np.float64)
        if self.draws and quantity.mode is not None and name not in self.fixed:
            values[1:] = quantile(quantity, self._uniform(quantity.moves_with or name))
        return values

    def _uniform(self, name: str) -> Floats:
        stream = np.random.PCG64([self.seed, zlib.crc32(name.encode())]).advance(self.start)
        return np.random.Generator(stream).random(self.draws)


def _mode(quantity: Quantity) -> float:
    value = quantity.value if quantity.value is not None else quantity.mode
    return float("nan") if value is None else value


def quantile(quantity: Quantity, levels: Floats) -> Floats:
    """Values of a range at levels in [0, 1], before its factor; any shape.

    The levels 0 and 1 give the least and greatest value believed in, which lie outside of the
    range as written where that `covers` less than all; shares keep within [0, 1], and magnitudes
    above 0.
    """
    low, high = quantity.bounds
    mode = _mode(quantity)
    if high == low:
        return np.full_like(levels, low)
    peak = (mode - low) / (high - low)
    stretch = _stretch(peak, quantity.covers)
    wide_low, wide_high = mode - stretch * (mode - low), mode + stretch * (high - mode)
    unit = betaincinv(1 + 4 * peak, 5 - 4 * peak, levels)
    least = 0.0 if low >= 0 else -np.inf
    most = 1.0 if are_shares((low, high)) and quantity.unit.startswith(IN_UNIT) else np.inf
    return np.clip(wide_low + (wide_high - wide_low) * unit, least, most)


def _stretch(peak: float, covers: float) -> float:
    """How far the ends move outwards so that the written range holds `covers` of the belief."""
    if covers >= 1:
        return 1.0
    from scipy.optimize import brentq  # noqa: PLC0415  # dear to load, and seldom needed

    def excess(stretch: float) -> float:
        ends = np.array([peak - peak / stretch, peak + (1 - peak) / stretch])
        inside = np.diff(betainc(1 + 4 * peak, 5 - 4 * peak, ends))[0]
        return float(inside - covers)

    return float(brentq(excess, 1.0, 20.0))
