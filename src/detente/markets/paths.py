"""One asset under one scenario: its path with a band, and the tilt of its futures curve."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtri

from detente.markets.energy import shifted, slope, slopes
from detente.markets.model import Asset, AssetPath, CurveShift, FloatArray, Range
from detente.markets.sensitivities import Sensitivity, to_ceasefire

_BAND = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class Move:
    """What one scenario does to one asset, in draws against today's price, month by month."""

    scenario: str
    course: FloatArray  # (draws, horizon + 1), from 0
    stated: float  # at the horizon, before today's probabilities are allowed for
    supplied: bool = False  # a change of supply is part of it
    jump: float | None = None  # of the price when a settlement snaps back

    @property
    def effect(self) -> FloatArray:
        """Change at the horizon, shape (draws,)."""
        return self.course[:, -1]


def at_once(effect: FloatArray, months: int) -> FloatArray:
    """The course of a move that has wholly arrived after a month, as news does."""
    return np.outer(effect, np.arange(months + 1) > 0)


def snapped_back(holds: Move, collapses: Move, gone: FloatArray) -> Move:
    """A settlement that collapses: its price follows one that holds, and jumps back.

    The month of that is not known: by each month it has come with the probability `gone`.
    """
    course = holds.course * (1 - gone) + collapses.course * gone
    jump = float((collapses.effect - holds.effect).mean())
    return replace(collapses, course=course, jump=jump)


def asset_path(asset: Asset, move: Move, rng: np.random.Generator) -> AssetPath:
    """The price month by month under one scenario, with its band."""
    scenario, effect = move.scenario, move.effect
    months = move.course.shape[1]
    years = np.arange(months) / 12
    bell = ndtri((rng.permutation(effect.size) + 0.5) / effect.size)
    swing = asset.volatility * np.sqrt(years)
    noise = np.exp(np.outer(bell, swing) - swing**2 / 2)  # (draws, months)
    centre = asset.price * (1 + move.course)
    low, high = np.quantile(centre * noise, _BAND, axis=0)
    effect_low, effect_high = np.quantile(effect, _BAND)
    measured = to_ceasefire(asset.sensitivity)
    return AssetPath(
        asset=asset.id,
        scenario=scenario,
        months=tuple(range(months)),
        mean=tuple(map(float, centre.mean(axis=0))),
        low=tuple(map(float, low)),
        high=tuple(map(float, high)),
        unit=asset.unit,
        effect=float(effect.mean()),
        effect_low=float(effect_low),
        effect_high=float(effect_high),
        stated=move.stated,
        jump=move.jump,
        t_statistic=None if measured is None else measured.t_statistic,
        source=_source(asset, move, measured),
        evidence=asset.evidence if scenario in asset.effects else "computed",
    )


def curve_shift(
    asset: Asset, scenario: str, effect: FloatArray, short_lived: Range, rng: np.random.Generator
) -> CurveShift:
    """The 12-month less 1-month price after the effect, over how much of it is short-lived."""
    curve = asset.curve
    if curve is None:
        raise ValueError(f"{asset.id} has no futures curve")
    now, moved = slope(curve, asset.price), float(effect.mean())
    central = slope(shifted(curve, moved, short_lived.mode), asset.price * (1 + moved))
    drawn = slopes(curve, asset.price, effect, short_lived.draws(rng, effect.size))
    low, high = (float(end) for end in np.quantile(drawn, _BAND))
    return CurveShift(
        asset=asset.id,
        scenario=scenario,
        slope_now=now,
        slope=central,
        change=central - now,
        low=low,
        high=high,
        flattens=abs(central) < abs(now),
        unit=asset.unit,
        source=curve.source,
        change_low=low - now,
        change_high=high - now,
        flatter=float(np.mean(np.abs(drawn) < abs(now))),
    )


def _source(asset: Asset, move: Move, measured: Sensitivity | None) -> str:
    parts = []
    if measured is not None and measured.survives:
        parts.append(f"{measured.source}, {measured.since} to {measured.until}, n {measured.n}")
    elif measured is not None:
        parts.append("measured, not told apart from none: taken as no effect")
    else:
        parts.append("not measured")
    if move.scenario in asset.effects:
        parts.append(f"stated: {asset.source or 'unsourced'}")
    if move.supplied:
        parts.append("change of supply over elasticity")
    return "; ".join(parts)
