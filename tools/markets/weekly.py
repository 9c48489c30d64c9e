"""How prices swing together from week to week, as the shipped table of correlations.

Weekly log returns; correlations are shrunk towards none as Schaefer and Strimmer (2005) say:

    keep = 1 - sum of the variances of the correlations / sum of their squares

J. Schaefer, K. Strimmer, "A shrinkage approach to large-scale covariance matrix estimation",
Statistical Applications in Genetics and Molecular Biology 4 (2005).
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from tools.markets.prices import Prices

FloatArray = NDArray[np.float64]
SINCE, UNTIL = date(2023, 8, 16), date(2025, 8, 15)


def correlations(series: Mapping[str, Prices]) -> str:
    """The table of volatilities and correlations, as CSV."""
    weekly = {name: weekly_returns(prices) for name, prices in series.items()}
    names = sorted(weekly)
    matrix = _shrunk([weekly[name] for name in names])
    lines = ["asset,volatility,weeks,since,until," + ",".join(names)]
    for name, row in zip(names, matrix, strict=True):
        returns = list(weekly[name].values())
        volatility = np.std(returns, ddof=1) * np.sqrt(52)
        cells = ",".join(f"{value:.3f}" for value in row)
        lines.append(f"{name},{volatility:.4f},{len(returns)},{SINCE},{UNTIL},{cells}")
    return "\n".join([*lines, ""])


def weekly_returns(prices: Prices) -> dict[date, float]:
    """Log returns from last price to last price of each calendar week, by its Monday."""
    last: dict[date, float] = {}
    for day in sorted(prices):
        if SINCE <= day <= UNTIL:
            last[day - timedelta(days=day.weekday())] = float(np.log(prices[day]))
    week = timedelta(days=7)
    return {day: last[day] - last[day - week] for day in last if day - week in last}


def _shrunk(series: Sequence[Mapping[date, float]]) -> FloatArray:
    raw = np.eye(len(series))
    noise = np.zeros_like(raw)
    for i, one in enumerate(series):
        for j, other in enumerate(series[:i]):
            days = sorted(one.keys() & other.keys())
            pair = np.corrcoef([one[day] for day in days], [other[day] for day in days])
            raw[i, j] = raw[j, i] = pair[0, 1]
            noise[i, j] = noise[j, i] = (1 - pair[0, 1] ** 2) ** 2 / (len(days) - 1)
    off = ~np.eye(len(series), dtype=bool)
    keep = 1 - min(1.0, float(noise[off].sum() / (raw[off] ** 2).sum()))
    return np.where(off, keep * raw, raw)
