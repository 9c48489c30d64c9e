"""What a desk holds, what it believes, and whether it should move."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.errors import Place

FloatArray = NDArray[np.float64]
Verdict = Literal["rotate", "hold"]


@dataclass(frozen=True, slots=True)
class Holding:
    """One line of the portfolio: what is held, how far it may move, what moving costs."""

    asset: str
    weight: float
    low: float
    high: float
    cost_bp: float  # of the amount traded, each way
    place: Place = field(default_factory=lambda: Place("portfolio.csv"))
    country: str = ""


@dataclass(frozen=True, slots=True)
class Belief:
    """A scenario's probability, as an interval around a mean."""

    low: float
    mean: float
    high: float


@dataclass(frozen=True, slots=True)
class Group:
    """Assets that are limited together: those named, of a kind, or of a country."""

    name: str
    low: float
    high: float
    assets: tuple[str, ...] = ()
    kind: str = ""
    country: str = ""
    place: Place = field(default_factory=lambda: Place("mandate"))


@dataclass(frozen=True, slots=True)
class Mandate:
    """The rules the desk works under. Shares are of the portfolio; None: no such limit."""

    scenario: str = ""  # the one whose flip point is asked for; empty: the nearest flip of any
    tail: float = 0.05  # CVaR is the mean loss in this worst share of outcomes
    caution: float = 1.645  # standard errors of the effects that a gain must beat
    risk: float = 1.0  # most CVaR that a rotation may take on, as a multiple of today's
    benchmark: Mapping[str, float] = field(default_factory=dict)  # weights; empty: absolute risk
    draws: int = 10_000
    cvar: float | None = None  # most of it, against the benchmark where there is one
    turnover: float | None = None  # most that is bought, which is as much as is sold
    gross: float | None = None  # most of all positions but cash, long and short; allows shorts
    net: tuple[float, float] | None = None  # least and most of all but cash, longs less shorts
    active_share: float | None = None  # most of half the distance to the benchmark
    groups: tuple[Group, ...] = ()
    place: Place = field(default_factory=lambda: Place("mandate"))


@dataclass(frozen=True, slots=True)
class Exposure:
    """One limit of the mandate, and how far it is used."""

    name: str
    low: float | None
    high: float | None
    now: float
    best: float


@dataclass(frozen=True, slots=True)
class Flip:
    """The probability of a scenario at which the verdict turns, or why it never does."""

    scenario: str
    probability: float | None
    now: float
    why: str
    trades: Mapping[str, float] = field(default_factory=dict)  # just beyond it, by asset
    also: float | None = None  # where it turns on the other side of today's, if it does


@dataclass(frozen=True, slots=True)
class PriceFlip:
    """The price of an asset at which the verdict turns, all else as it is."""

    asset: str
    change: float  # from today's price, as a share
    price: float
    now: float
    unit: str


@dataclass(frozen=True, slots=True)
class ScenarioGain:
    """Profit and loss under one scenario, as a share of the portfolio."""

    scenario: str
    now: float  # mean, if nothing is moved
    best: float  # mean, with the best weights, before costs
    tail_now: float  # 5 % quantile
    tail_best: float


@dataclass(frozen=True, slots=True)
class Stress:
    """Profit and loss under one stress, as a share of the portfolio, before costs."""

    name: str  # the future, worst beliefs, or the past
    kind: str
    now: float
    best: float
    most: str  # asset with the greatest part in it, as held


@dataclass(frozen=True, slots=True)
class Move:
    """The best move at the mean beliefs alone: what speaks for it, and what is held against it."""

    buy: str  # most of what is bought, and of what is sold
    sell: str
    turnover: float
    gain_mean: float  # before costs
    gain_worst: float  # the same at the worst probabilities within the beliefs
    cost: float
    error: float  # caution x standard error of the gain


@dataclass(frozen=True, slots=True)
class Allocation:
    """Rotate or hold, what either brings, and what would turn it. Gains are shares a horizon."""

    verdict: Verdict
    flip: Flip
    flips: tuple[Flip, ...]  # one for each scenario
    weights_now: Mapping[str, float]
    weights_best: Mapping[str, float]  # equal to now where no move is worth it
    gain_mean: float  # of the best weights over now, before costs, at the mean beliefs
    gain_worst: float  # the same at the worst probabilities within the beliefs
    cost: float
    estimation_error: float  # caution x standard error of the gain
    cvar_now: float
    cvar_best: float
    pnl_by_scenario: tuple[ScenarioGain, ...]
    horizon: int  # months
    limits: Mapping[str, tuple[float, float]] = field(default_factory=dict)  # least, most weight
    costs_bp: Mapping[str, float] = field(default_factory=dict)
    benchmark: Mapping[str, float] = field(default_factory=dict)  # empty: absolute risk
    beliefs: Mapping[str, Belief] = field(default_factory=dict)  # probability of each scenario
    tempting: Move | None = None  # None: no move is worth its cost even at the mean beliefs
    price_flip: PriceFlip | None = None  # None: no price that was tried turns it
    exposures: tuple[Exposure, ...] = ()  # what the mandate limits beside single assets
    stresses: tuple[Stress, ...] = ()
    notes: tuple[str, ...] = ()  # where the swings are from, and what that leaves out
