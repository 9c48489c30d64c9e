"""A futures curve from two factors, and what a change of supply does to it.

Schwartz and Smith: log spot = chi + xi. chi is short-lived (it falls back at rate kappa); xi is
the level that lasts. The futures price for T years is

    ln F = exp(-kappa T) chi + xi + A(T)
    A(T) = mu* T - (1 - exp(-kappa T)) lambda / kappa
           + ((1 - exp(-2 kappa T)) s_chi^2 / (2 kappa) + s_xi^2 T
              + 2 (1 - exp(-kappa T)) rho s_chi s_xi / kappa) / 2

E. Schwartz, J. Smith, "Short-term variations and long-term dynamics in commodity prices",
Management Science 46 (2000).
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.scenarios.demands import answered, demand, numbers

FloatArray = NDArray[np.float64]
_ONE_MONTH_AND_ONE_YEAR = np.array([1 / 12, 1.0])


@dataclass(frozen=True, slots=True)
class Curve:
    """Parameters of a futures curve, all a year, and today's short-lived deviation."""

    kappa: float  # how fast the short-lived part falls back
    sigma_short: float
    premium_short: float
    drift_risk_neutral: float
    sigma_long: float
    correlation: float
    deviation: float = 0.0  # chi: part of the log price that will fall back
    source: str = ""
    evidence: str = "unsourced"

    @property
    def half_life_months(self) -> float:
        """Months until half of a short-lived deviation is gone."""
        accept(self)
        return float(12 * np.log(2) / self.kappa)


OIL_1990_95 = Curve(
    kappa=1.49,
    sigma_short=0.286,
    premium_short=0.157,
    drift_risk_neutral=0.0115,
    sigma_long=0.145,
    correlation=0.30,
    source="Schwartz and Smith (2000), crude oil futures 1990-95",
    evidence="checked",
)


_LEAST_KAPPA, _MOST = 1e-6, 100.0  # parameters of a curve, a year


def accept(curve: Curve, spot: float = 1.0, years: FloatArray = _ONE_MONTH_AND_ONE_YEAR) -> None:
    """Raises InputError for parameters that no curve has, a spot price or years of no delivery."""
    spreads = (curve.sigma_short, curve.sigma_long)
    rest = (curve.kappa, curve.premium_short, curve.drift_risk_neutral, curve.correlation)
    demand(
        "curve",
        numbers(*spreads, *rest, curve.deviation, spot, years),
        (curve.kappa >= _LEAST_KAPPA, f"kappa is {curve.kappa:g}", "give a rate a year above 0"),
        (max(map(abs, (*spreads, *rest))) <= _MOST, f"a parameter is beyond {_MOST:g}", "mend it"),
        (min(spreads) >= 0, "a spread is negative", "give 0 or more"),
        (
            abs(curve.correlation) <= 1,
            f"correlation is {curve.correlation:g}",
            "stay in [-1, 1]",
        ),
        (spot > 0, f"the spot price is {spot:g}", "a price is above 0"),
        (bool((np.asarray(years) >= 0).all()), "a maturity is before today", "give years from 0"),
    )


def futures(curve: Curve, spot: float, years: FloatArray) -> FloatArray:
    """Futures prices for delivery in so many years, in the unit of the spot price."""
    accept(curve, spot, years)
    fading = np.exp(-curve.kappa * years)
    lasting = np.log(spot) - curve.deviation
    with np.errstate(over="ignore"):
        found = np.exp(fading * curve.deviation + lasting + log_drift(curve, years))
    answered("curve", found)
    return np.asarray(found)


def slope(curve: Curve, spot: float) -> float:
    """The 12-month price less the 1-month price: below 0, the market pays for oil now."""
    near, far = futures(curve, spot, _ONE_MONTH_AND_ONE_YEAR)
    return float(far - near)


def slopes(curve: Curve, spot: float, effect: FloatArray, short_lived: FloatArray) -> FloatArray:
    """The same after the spot moved by `effect`, so much of it short-lived; shapes (draws,)."""
    accept(curve, spot)
    demand(
        "curve",
        numbers(effect, short_lived),
        (bool((np.asarray(effect) > -1).all()), "an effect takes the whole price", "stay above -1"),
    )
    moved = np.log1p(effect)[:, None]
    fading = np.exp(-curve.kappa * _ONE_MONTH_AND_ONE_YEAR) - 1
    short = (curve.deviation + short_lived[:, None] * moved) * fading
    prices = spot * np.exp(moved + short + log_drift(curve, _ONE_MONTH_AND_ONE_YEAR))
    return np.asarray(prices[:, 1] - prices[:, 0])


def shifted(curve: Curve, effect: float, short_lived: float) -> Curve:
    """The curve after the spot moved by `effect` (a share), so much of it short-lived."""
    gone = f"an effect of {effect:g}"
    demand(
        "curve",
        numbers(effect, short_lived, curve.deviation),
        (effect > -1, gone, "stay above -1"),
    )
    return replace(curve, deviation=curve.deviation + short_lived * float(np.log1p(effect)))


def supply_effect(supply: FloatArray, elasticity: FloatArray) -> FloatArray:
    """Change of the price, as a share, when supply changes by a share.

    `elasticity` is that of supply plus that of demand, as magnitudes.
    """
    demand(
        "supply",
        numbers(supply, elasticity),
        (bool((np.asarray(supply) > -1).all()), "all supply is gone", "stay above -1"),
        (bool((np.asarray(elasticity) > 0).all()), "an elasticity is not above 0", "as magnitudes"),
    )
    with np.errstate(over="ignore"):
        found = (1 + supply) ** (-1 / elasticity) - 1
    answered("supply", found)
    return np.asarray(found)


def log_drift(curve: Curve, years: FloatArray) -> FloatArray:
    """A(T): log futures less what the two factors make of it."""
    accept(curve, years=years)
    gone = -np.expm1(-curve.kappa * years)
    short = -np.expm1(-2 * curve.kappa * years) * curve.sigma_short**2 / (2 * curve.kappa)
    both = 2 * gone * curve.correlation * curve.sigma_short * curve.sigma_long / curve.kappa
    variance = short + curve.sigma_long**2 * years + both
    premium = gone * curve.premium_short / curve.kappa
    return np.asarray(curve.drift_risk_neutral * years - premium + variance / 2)
