"""The spread of a package's survival curve, taken apart by maturity."""

import numpy as np

from detente.markets.credit import FloatArray, monthly, spread
from detente.markets.duffie_lando import clear_survival, fit, noisy_survival
from detente.markets.model import SpreadCurve, Survival

MATURITIES = (12, 24, 60)
# A report's error twice a year's volatility, seen a year late: the base case of Duffie and Lando.
NOISE = 2.0
_WORST_FIT = 0.05
MOST = 10_000.0  # basis points; beyond, nobody quotes a spread, and no part of one is told


def spread_curve(survival: Survival, rate: float, recovery: float) -> SpreadCurve:
    """What protection against this package's collapse costs, at 1, 2 and 5 years where known."""
    bands = np.stack([survival.mean, survival.high, survival.low])
    curves = monthly(survival.months, bands)  # (3, months + 1)
    maturities = tuple(m for m in MATURITIES if m < curves.shape[-1])
    rows = [tuple(map(float, spread(curves, rate, recovery, m))) for m in maturities]
    noise, missed = _noise(curves[0], maturities, rate, recovery)
    return SpreadCurve(
        package=survival.package,
        months=maturities,
        expected=tuple(row[0] for row in rows),
        best=tuple(row[1] for row in rows),
        worst=tuple(row[2] for row in rows),
        ambiguity=tuple(row[2] - row[0] for row in rows),
        noise=noise,
        noise_fit=missed,
        rate=rate,
        recovery=recovery,
        source=_source(missed, told=bool(noise)),
    )


def _noise(
    mean: FloatArray, maturities: tuple[int, ...], rate: float, recovery: float
) -> tuple[tuple[float, ...], float | None]:
    """The part of the mean spread due to noise at each maturity, and how well the model fits."""
    if not maturities or mean[maturities[-1]] > 1 - 1e-6:
        return (), None
    last = maturities[-1]
    points = np.unique(np.linspace(3, last, 12).astype(int))
    found = fit(points / 12, mean[points], NOISE)
    if found.missed > _WORST_FIT:
        return (), found.missed
    years = np.arange(last + 1) / 12
    noisy, clear = noisy_survival(found.margin, NOISE, years), clear_survival(found.margin, years)
    both = np.stack([noisy, clear]) * np.where(years > 0, 1 - found.broken, 1.0)
    pairs = [spread(both, rate, recovery, m) for m in maturities]
    if max(float(np.max(pair)) for pair in pairs) > MOST:
        return (), found.missed
    return tuple(float(seen - known) for seen, known in pairs), found.missed


def _source(missed: float | None, *, told: bool) -> str:
    text = "survival of the package; collapse priced at its expected loss, no premium for risk"
    if missed is None or told:
        return text
    if missed > _WORST_FIT:
        return f"{text}; noise left out: its model misses the curve by {missed:.2f}"
    return f"{text}; noise left out: beyond {MOST:,.0f} bp no part of a spread is told"
