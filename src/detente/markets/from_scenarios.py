"""Price every asset under every scenario.

The effect of a scenario on an asset is a share of its price, in draws:

    measured   believed sensitivity x (ceasefire probability there - today's)
  + stated     the case's own range, on top
  + supply     (1 + change of supply) ^ (-1 / elasticity) - 1

Today's price is then taken to be the mean over the scenarios at the probabilities that are
`priced` in, so that an effect is always against today's price: without news nobody gains.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from detente.markets.accept import accept
from detente.markets.energy import supply_effect
from detente.markets.model import Asset, AssetPath, FloatArray, Markets, Range, Survival
from detente.markets.paths import Move, asset_path, curve_shift
from detente.markets.sensitivities import Sensitivity, correlation, to_ceasefire
from detente.markets.spreads import spread_curve

_HOLDS, _COLLAPSES = "settlement-holds", "settlement-collapses"
# Probability that a ceasefire stands at the horizon under each scenario: our judgement.
CEASEFIRE: Mapping[str, Range] = {
    "settlement-holds": Range(1.0, 1.0, 1.0),
    "settlement-collapses": Range(0.0, 0.1, 0.3),
    "freeze": Range(0.2, 0.5, 0.8),
    "talks-without-convergence": Range(0.0, 0.05, 0.15),
    "hardening": Range(0.0, 0.02, 0.05),
    "escalation": Range(0.0, 0.0, 0.0),
}


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What pricing takes for granted, each of it replaceable."""

    ceasefire: Mapping[str, Range] = field(default_factory=lambda: CEASEFIRE)  # by scenario
    priced: Mapping[str, float] | None = None  # probabilities in today's prices; None: today's
    openings: Mapping[str, Sequence[float]] = field(default_factory=dict)  # valve -> by month
    signed: tuple[str, ...] = ("settlement-holds",)  # scenarios in which the valves open
    package: str = ""  # the one that is signed; its survival dates the snap-back
    horizon: int = 12  # months
    draws: int = 1000
    rate: float = 0.0  # a year, for discounting spreads
    recovery: float = 0.0  # what is left after a collapse
    short_lived: Range = field(default_factory=lambda: Range(0.0, 0.5, 1.0))  # of energy effects


def price(
    assets: Sequence[Asset],
    scenarios: Mapping[str, float],
    survival: Sequence[Survival],
    rng: np.random.Generator,
    assumptions: Assumptions | None = None,
) -> Markets:
    """Paths of every asset under every scenario, spreads of every package, tilts of curves.

    `scenarios` are probabilities at the horizon and must sum to 1. Raises InputError with
    everything that is wrong.
    """
    assumed = assumptions or Assumptions()
    accept(assets, scenarios, survival, assumed.ceasefire, assumed.priced)
    names = tuple(scenarios)
    priced = _vector(names, scenarios if assumed.priced is None else assumed.priced)
    arrival = np.array([[_arrival(a, name, assumed) for a in assets] for name in names])
    raw = _effects(assets, names, _vector(names, scenarios), assumed, rng)
    raw = raw * arrival[:, :, -1]
    effects = _against_today(raw, priced)
    gone = _gone(survival, assumed)
    return Markets(
        assets=tuple(assets),
        scenarios=names,
        priced=priced,
        effects=effects,
        correlation=correlation(tuple(asset.sensitivity for asset in assets)),
        horizon=assumed.horizon,
        paths=tuple(
            path
            for a, asset in enumerate(assets)
            for path in _paths(asset, _moves(names, effects, raw, arrival, a), gone, rng)
        ),
        spreads=tuple(spread_curve(one, assumed.rate, assumed.recovery) for one in survival),
        curves=tuple(
            curve_shift(asset, name, effects[:, s, a], assumed.short_lived)
            for a, asset in enumerate(assets)
            for s, name in enumerate(names)
            if asset.curve is not None
        ),
        notes=_notes(assets),
    )


def _effects(
    assets: Sequence[Asset],
    names: tuple[str, ...],
    probabilities: FloatArray,
    assumed: Assumptions,
    rng: np.random.Generator,
) -> FloatArray:
    """Effects against an arbitrary base, shape (draws, scenarios, assets)."""
    ceasefire = np.stack([assumed.ceasefire[n].draws(rng, assumed.draws) for n in names], axis=1)
    tens_of_points = 10 * (ceasefire - (ceasefire @ probabilities)[:, None])
    result = np.zeros((assumed.draws, len(names), len(assets)))
    for a, asset in enumerate(assets):
        measured = to_ceasefire(asset.sensitivity)
        if measured is not None:
            result[:, :, a] += _per_ten_points(measured, assumed.draws, rng) * tens_of_points
        for s, name in enumerate(names):
            if name in asset.effects:
                result[:, s, a] += asset.effects[name].draws(rng, assumed.draws)
            if name in asset.supply and asset.elasticity is not None:
                supply = asset.supply[name].draws(rng, assumed.draws)
                elasticity = asset.elasticity.draws(rng, assumed.draws)
                result[:, s, a] += supply_effect(supply, elasticity)
    return np.maximum(result, -0.95)


def _per_ten_points(measured: Sensitivity, draws: int, rng: np.random.Generator) -> FloatArray:
    """Change of the price as a share, shape (draws, 1)."""
    per_cent = measured.believed + measured.believed_error * rng.standard_normal(draws)
    return np.asarray(per_cent[:, None] / 100)


def _against_today(raw: FloatArray, priced: FloatArray) -> FloatArray:
    today = np.einsum("dsa,s->da", 1 + raw, priced)
    return np.asarray((1 + raw) / today[:, None, :] - 1)


def _arrival(asset: Asset, scenario: str, assumed: Assumptions) -> FloatArray:
    """Share of the effect that has arrived by each month 0..horizon: news at once, valves dated."""
    valves = {v: w for v, w in asset.valves.items() if v in assumed.openings}
    if scenario not in assumed.signed or not valves:
        return (np.arange(assumed.horizon + 1) > 0).astype(np.float64)
    months = np.arange(assumed.horizon + 1)
    share = np.zeros(assumed.horizon + 1)
    for valve, weight in valves.items():
        opening = np.asarray(assumed.openings[valve], dtype=np.float64)
        share += weight * opening[np.minimum(months, opening.size - 1)]
    rest = max(0.0, 1 - sum(valves.values()))
    return np.asarray(share + rest * (months > 0))


def _gone(survival: Sequence[Survival], assumed: Assumptions) -> FloatArray | None:
    """Probability, if it snaps back at all by the horizon, of having done so by each month."""
    lives = [one for one in survival if one.package == assumed.package]
    if not lives:
        return None
    months = np.arange(assumed.horizon + 1.0)
    lost = 1 - np.interp(months, lives[0].months, lives[0].mean)
    return np.asarray(lost / lost[-1]) if lost[-1] > 0 else None


def _moves(
    names: tuple[str, ...], effects: FloatArray, raw: FloatArray, arrival: FloatArray, a: int
) -> dict[str, Move]:
    return {n: Move(n, effects[:, s, a], raw[:, s, a], arrival[s, a]) for s, n in enumerate(names)}


def _paths(
    asset: Asset, moves: Mapping[str, Move], gone: FloatArray | None, rng: np.random.Generator
) -> Iterator[AssetPath]:
    """A settlement that collapses moves the price as one that holds, until it jumps back."""
    for move in moves.values():
        snaps = move.scenario == _COLLAPSES and _HOLDS in moves and gone is not None
        yield asset_path(
            asset, replace(move, before=moves[_HOLDS], gone=gone) if snaps else move, rng
        )


def _vector(names: tuple[str, ...], values: Mapping[str, float]) -> FloatArray:
    return np.array([values[name] for name in names])


def _notes(assets: Sequence[Asset]) -> tuple[str, ...]:
    """What a reader must know about these numbers before using them."""
    notes = [f"{a.id}: no sensitivity measured; moves only as stated" for a in assets if _mute(a)]
    hindsight = [a.id for a in assets if (m := to_ceasefire(a.sensitivity)) and m.until > a.as_of]
    if hindsight:
        notes.append(
            f"sensitivities of {', '.join(hindsight)} were measured after the date of the prices"
        )
    return tuple(notes)


def _mute(asset: Asset) -> bool:
    return asset.kind != "cash" and to_ceasefire(asset.sensitivity) is None
