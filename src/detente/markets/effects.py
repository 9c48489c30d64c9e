"""How far each future moves each price, in draws, once all of it has arrived."""

from collections.abc import Mapping, Sequence

import numpy as np

from detente.markets.energy import supply_effect
from detente.markets.model import Asset, FloatArray, Range, Reaction
from detente.markets.reaction import LEAST
from detente.markets.sensitivities import Sensitivity, to_ceasefire

_NONE = Range(0.0, 0.0, 0.0)


def effects(
    assets: Sequence[Asset],
    scenarios: Mapping[str, float],
    ceasefire: Mapping[str, Range],
    draws: int,
    rng: np.random.Generator,
) -> tuple[FloatArray, tuple[Reaction, ...]]:
    """Effects against an arbitrary base, shape (draws, scenarios, assets), and what valves add.

    `scenarios` are today's probabilities, `ceasefire` is how likely a ceasefire stands under each.
    The reactions hold what the supply of each asset does by valve; the rest of them is still empty.
    """
    odds = [ceasefire.get(name, _NONE).draws(rng, draws) for name in scenarios]
    standing = np.stack(odds, axis=1)
    today = standing @ np.array(list(scenarios.values()))
    tens_of_points = 10 * (standing - today[:, None])
    result = np.zeros((draws, len(scenarios), len(assets)))
    reactions = []
    for a, asset in enumerate(assets):
        measured = to_ceasefire(asset.sensitivity)
        if measured is not None:
            result[:, :, a] += _per_ten_points(measured, draws, rng) * tens_of_points
        elasticity = asset.elasticity.draws(rng, draws) if asset.elasticity else np.ones(draws)
        for s, name in enumerate(scenarios):
            if name in asset.effects:
                result[:, s, a] += asset.effects[name].draws(rng, draws)
            if name in asset.supply:
                changed = asset.supply[name].draws(rng, draws)
                result[:, s, a] += supply_effect(changed, elasticity)
        added = {v: more.draws(rng, draws) for v, more in asset.supply_by_valve.items()}
        reactions.append(Reaction(asset, np.zeros(draws), added, elasticity, np.ones(draws)))
    return np.maximum(result, LEAST), tuple(reactions)


def _per_ten_points(measured: Sensitivity, draws: int, rng: np.random.Generator) -> FloatArray:
    """Change of the price as a share, shape (draws, 1)."""
    per_cent = measured.believed + measured.believed_error * rng.standard_normal(draws)
    return np.asarray(per_cent[:, None] / 100)
