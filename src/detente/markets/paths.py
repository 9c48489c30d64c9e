"""One asset under one scenario: its path with a band, and the tilt of its futures curve."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from detente.markets.energy import shifted, slope
from detente.markets.model import Asset, AssetPath, CurveShift, FloatArray, Range
from detente.markets.sensitivities import Sensitivity, to_ceasefire

_BAND = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class Move:
    """What one scenario does to one asset: in draws at the horizon, and by when."""

    scenario: str
    effect: FloatArray  # (draws,) against today's price
    raw: FloatArray  # (draws,) before today's probabilities are allowed for
    arrival: FloatArray  # (horizon + 1,) share that has arrived by each month
    before: "Move | None" = None  # what the price followed until it snapped back
    gone: FloatArray | None = None  # (horizon + 1,) probability of having snapped back by then


def asset_path(asset: Asset, move: Move, rng: np.random.Generator) -> AssetPath:
    """The price month by month under one scenario, with its band."""
    scenario, effect, arrival = move.scenario, move.effect, move.arrival
    years = np.arange(arrival.size) / 12
    bell = ndtri((rng.permutation(effect.size) + 0.5) / effect.size)
    swing = asset.volatility * np.sqrt(years)
    noise = np.exp(np.outer(bell, swing) - swing**2 / 2)  # (draws, months)
    centre = asset.price * (1 + _followed(move))
    low, high = np.quantile(centre * noise, _BAND, axis=0)
    effect_low, effect_high = np.quantile(effect, _BAND)
    measured = to_ceasefire(asset.sensitivity)
    return AssetPath(
        asset=asset.id,
        scenario=scenario,
        months=tuple(range(arrival.size)),
        mean=tuple(map(float, centre.mean(axis=0))),
        low=tuple(map(float, low)),
        high=tuple(map(float, high)),
        unit=asset.unit,
        effect=float(effect.mean()),
        effect_low=float(effect_low),
        effect_high=float(effect_high),
        stated=float(move.raw.mean()),
        jump=None if move.before is None else float((effect - move.before.effect).mean()),
        t_statistic=None if measured is None else measured.t_statistic,
        source=_source(asset, scenario, measured),
        evidence=asset.evidence if scenario in asset.effects else "computed",
    )


def _followed(move: Move) -> FloatArray:
    """Change of the price by month, shape (draws, months), with a jump where it snaps back.

    The month of that is not known: by each month it has come with the probability `gone`.
    """
    share = move.arrival / move.arrival[-1] if move.arrival[-1] > 0 else np.ones(move.arrival.size)
    share[0] = 0.0
    if move.before is None or move.gone is None:
        return np.outer(move.effect, share)
    return np.asarray(_followed(move.before) * (1 - move.gone) + np.outer(move.effect, move.gone))


def curve_shift(asset: Asset, scenario: str, effect: FloatArray, short_lived: Range) -> CurveShift:
    """The 12-month less 1-month price after the effect, over how much of it is short-lived."""
    curve = asset.curve
    if curve is None:
        raise ValueError(f"{asset.id} has no futures curve")
    now = slope(curve, asset.price)

    def after(change: float, share: float) -> float:
        return slope(shifted(curve, change, share), asset.price * (1 + change))

    ends = [
        after(float(change), share)
        for change in np.quantile(effect, _BAND)
        for share in (short_lived.low, short_lived.high)
    ]
    central = after(float(effect.mean()), short_lived.mode)
    return CurveShift(
        asset=asset.id,
        scenario=scenario,
        slope_now=now,
        slope=central,
        change=central - now,
        low=min(ends),
        high=max(ends),
        flattens=abs(central) < abs(now),
        unit=asset.unit,
        source=curve.source,
    )


def _source(asset: Asset, scenario: str, measured: Sensitivity | None) -> str:
    parts = []
    if measured is not None and measured.survives:
        parts.append(f"{measured.source}, {measured.since} to {measured.until}, n {measured.n}")
    elif measured is not None:
        parts.append("measured, not told apart from none: taken as no effect")
    else:
        parts.append("not measured")
    if scenario in asset.effects:
        parts.append(f"stated: {asset.source or 'unsourced'}")
    if scenario in asset.supply:
        parts.append("change of supply over elasticity")
    return "; ".join(parts)
