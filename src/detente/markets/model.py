"""What the futures do to prices: assets, their paths by scenario, spreads and curves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.errors import Place
from detente.markets.energy import Curve
from detente.scenarios.demands import demand, numbers

_OK = "needs low <= mode <= high"
FloatArray = NDArray[np.float64]
Kind = Literal["energy", "sovereign", "equity", "rates", "fx", "commodity", "credit", "cash"]


@dataclass(frozen=True, slots=True)
class Range:
    """An uncertain number as PERT: least, likeliest, most. A plain value has all three equal."""

    low: float
    mode: float
    high: float

    def draws(self, rng: np.random.Generator, size: int) -> FloatArray:
        """Draws from the range, shape (size,)."""
        demand(
            "range",
            numbers(self.low, self.mode, self.high),
            (
                self.low <= self.mode <= self.high,
                f"{self.low:g}, {self.mode:g}, {self.high:g}",
                _OK,
            ),
            (size >= 1, f"{size} draws", "give one or more"),
        )
        width = self.high - self.low
        if width <= 0:
            return np.full(size, self.mode)
        peak = 4 * (self.mode - self.low) / width
        return self.low + width * rng.beta(1 + peak, 5 - peak, size)


@dataclass(frozen=True, slots=True)
class Asset:
    """Something with a price, and how it is known, or said, to move."""

    id: str
    title: str
    kind: Kind
    price: float
    unit: str
    as_of: date
    volatility: float  # a year, of the log price
    sensitivity: str = ""  # key in the measured tables, such as IMOEX or TTF
    effects: Mapping[str, Range] = field(
        default_factory=dict
    )  # scenario -> change of the price, as a share
    supply: Mapping[str, Range] = field(
        default_factory=dict
    )  # scenario -> change of the market's supply, as a share
    supply_by_valve: Mapping[str, Range] = field(
        default_factory=dict
    )  # valve -> the same with the valve fully open, in a settlement that holds
    elasticity: Range | None = None  # supply plus demand, both as magnitudes; needed with supply
    curve: Curve | None = None  # futures curve, for energy
    valves: Mapping[str, float] = field(
        default_factory=dict
    )  # valve -> its share of the effect when signed
    source: str = ""
    evidence: str = "unsourced"
    place: Place = field(default_factory=lambda: Place("assets.yaml"))


@dataclass(frozen=True, slots=True)
class Reaction:
    """How a price answers a settlement that holds, in draws; `reaction` has the formulas."""

    asset: Asset
    base: FloatArray  # (draws,) change of the price once all has arrived, as a share
    supply: Mapping[str, FloatArray]  # valve -> (draws,) change of supply with it fully open
    elasticity: FloatArray  # (draws,) of supply plus demand; not read without supply
    today: FloatArray  # (draws,) today's price as the mean over the futures, its own being 1


@dataclass(frozen=True, slots=True)
class Survival:
    """How likely a package is still in force at each month, with its interval."""

    package: str
    months: FloatArray  # (points,), rising from 0
    mean: FloatArray  # (points,)
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True, slots=True)
class AssetPath:
    """Where a price goes under one scenario, month by month, with a 5-95 % band."""

    asset: str
    scenario: str
    months: tuple[int, ...]
    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    unit: str
    effect: float  # at the horizon, as a share, today's probabilities being in today's price
    effect_low: float  # 5 %
    effect_high: float  # 95 %
    stated: float  # the same before that allowance: measured plus stated effects
    t_statistic: float | None  # of the measured part; None where nothing was measured
    source: str
    evidence: str
    jump: float | None = None  # of the price when a settlement snaps back; None in other scenarios


@dataclass(frozen=True, slots=True)
class SpreadCurve:
    """What protection against a package's collapse costs a year, taken apart, by maturity.

    All in basis points a year. `expected`: at mean survival. `best`, `worst`: at the ends of the
    survival interval. `ambiguity` = worst - expected, never negative. `noise`: the part of
    `expected` that is there because compliance is seen late and with error (Duffie and Lando);
    either sign. Empty where their model does not come near the curve.
    """

    package: str
    months: tuple[int, ...]
    expected: tuple[float, ...]
    best: tuple[float, ...]
    worst: tuple[float, ...]
    ambiguity: tuple[float, ...]
    noise: tuple[float, ...]
    noise_fit: float | None  # greatest miss of the fitted survival
    rate: float
    recovery: float
    source: str


@dataclass(frozen=True, slots=True)
class CurveShift:
    """How a futures curve tilts under a scenario: 12-month less 1-month price, now and then."""

    asset: str
    scenario: str
    slope_now: float
    slope: float  # central
    change: float  # slope - slope_now
    low: float  # of the slope, 5 %: over the effect and how much of it is short-lived
    high: float  # 95 %
    flattens: bool  # the central tilt, either way, is smaller than today's
    unit: str
    source: str
    change_low: float  # 5 % and 95 % of the change
    change_high: float
    flatter: float  # share of the draws in which the curve flattens


@dataclass(frozen=True, slots=True)
class Markets:
    """Everything priced: effects as draws for the allocator, and as paths for the reader."""

    assets: tuple[Asset, ...]
    scenarios: tuple[str, ...]
    priced: FloatArray  # (scenarios,) probabilities taken to be in today's prices
    effects: FloatArray  # (draws, scenarios, assets) change of price at the horizon, as a share
    correlation: FloatArray  # (assets, assets)
    horizon: int  # months
    paths: tuple[AssetPath, ...]
    spreads: tuple[SpreadCurve, ...]
    curves: tuple[CurveShift, ...]
    settled: tuple[Reaction, ...]  # by asset, in a settlement that holds; empty without one
    notes: tuple[str, ...] = field(default=())
