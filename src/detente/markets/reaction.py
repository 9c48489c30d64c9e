"""How a price answers a signed settlement, month by month, as its valves open.

Definitions. b is the change of the price once all has arrived, as a share; w_v the share of it
that waits for valve v, o_v(n) how far v stands open in month n, and O_v the most it ever does. s_v
is the change of the market's supply with v fully open, e the elasticity of supply plus that of
demand, both as magnitudes. P is the mean of the price over the futures that are priced in:

    arrived(n) = Σ_v w_v o_v(n) / O_v + (1 − Σ_v w_v)          valves as they open, the rest at once
    change(n)  = b arrived(n) + (1 + Σ_v s_v o_v(n)) ^ (−1 / e) − 1
    course(n)  = (1 + change(n)) / P − 1                        against today's price; 0 in month 0

A valve that the package never opens brings nothing of its own: its share arrives with the news.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from detente.markets.energy import supply_effect
from detente.markets.model import Asset, FloatArray, Reaction

Schedule = Mapping[str, Mapping[str, FloatArray]]  # module -> measure -> opening by month
LEAST = -0.95  # no price loses more


def change(reaction: Reaction, schedule: Schedule, months: int) -> FloatArray:
    """Change of the price before today's odds are allowed for, shape (draws, months + 1)."""
    opened = openings(schedule)
    total = np.outer(reaction.base, arrived(reaction.asset, opened, months))
    supply = np.zeros_like(total)
    for valve, added in reaction.supply.items():
        if valve in opened:
            supply += np.outer(added, until(opened[valve], months))
    if supply.any():
        kept = np.maximum(supply, LEAST)
        total = total + supply_effect(kept, reaction.elasticity[:, None])
    return np.maximum(total, LEAST)


def course(reaction: Reaction, schedule: Schedule, months: int) -> FloatArray:
    """Change against today's price by month, shape (draws, months + 1)."""
    path = (1 + change(reaction, schedule, months)) / reaction.today[:, None] - 1
    path[:, 0] = 0.0
    return np.asarray(path)


def central(reaction: Reaction) -> Reaction:
    """The same at the means of the draws, as one draw."""
    return replace(
        reaction,
        base=reaction.base.mean(keepdims=True),
        supply={valve: more.mean(keepdims=True) for valve, more in reaction.supply.items()},
        elasticity=reaction.elasticity.mean(keepdims=True),
        today=reaction.today.mean(keepdims=True),
    )


def openings(schedule: Schedule) -> dict[str, FloatArray]:
    """How far each measure that ever opens stands open by month, whichever module opens it."""
    found: dict[str, FloatArray] = {}
    for measures in schedule.values():
        for measure, opening in measures.items():
            if opening.any():
                found[measure] = np.maximum(opening, found.get(measure, 0.0))
    return found


def until(opening: FloatArray, months: int) -> FloatArray:
    """An opening at months 0..months; its last value goes on."""
    return opening[np.minimum(np.arange(months + 1), opening.size - 1)]


def arrived(asset: Asset, opened: Mapping[str, FloatArray], months: int) -> FloatArray:
    """Share of an asset's effect that has arrived by each month 0..months."""
    share, waits = np.zeros(months + 1), 0.0
    for valve, weight in asset.valves.items():
        if valve in opened:
            share += weight * until(opened[valve], months) / opened[valve].max()
            waits += weight
    return np.asarray(share + (1 - waits) * (np.arange(months + 1) > 0))
