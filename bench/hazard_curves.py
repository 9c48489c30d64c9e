"""What a batch of hazard curves costs in time; `tests/oracle` sets QuantLib beside it."""

from time import perf_counter

import numpy as np

from detente.markets.bootstrap import bootstrap
from detente.markets.credit import FloatArray, Grid

CURVES = 20_000
TENORS = (1, 2, 3, 5, 7, 10)  # years
RATE, RECOVERY = 0.03, 0.4


def quotes(curves: int, seed: int) -> FloatArray:
    """Made-up spreads of every kind of level and slope, shape (curves, tenors)."""
    rng = np.random.default_rng(seed)
    level = rng.uniform(0.002, 0.08, (curves, 1))
    steps = rng.uniform(-0.03, 0.12, (curves, len(TENORS)))
    return np.asarray(level * (1 + np.cumsum(steps, axis=1)))


def seconds(curves: int = CURVES, seed: int = 1) -> float:
    """Time to find the hazards of so many six-tenor curves, compiled before."""
    starts = np.arange(4 * TENORS[-1]) / 4
    quarter = np.full(starts.size, 0.25)
    grid = Grid(np.append(starts, TENORS[-1]), starts + 0.125, quarter / 2, quarter)
    ends = np.array([4 * years for years in TENORS])
    spreads = quotes(curves, seed)
    bootstrap(grid, ends, spreads[:2], RATE, RECOVERY)
    begun = perf_counter()
    bootstrap(grid, ends, spreads, RATE, RECOVERY)
    return perf_counter() - begun
