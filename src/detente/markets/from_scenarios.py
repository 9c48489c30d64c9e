"""Price every asset under every scenario.

The effect of a scenario on an asset is a share of its price, in draws:

    measured   believed sensitivity x (ceasefire probability there - today's)
  + stated     the case's own range, on top
  + supply     (1 + change of supply) ^ (-1 / elasticity) - 1

In a settlement that holds, effects and supply arrive as the valves open (`reaction`), and what has
arrived by the horizon counts; elsewhere they arrive as news.

Today's price is then taken to be the mean over the scenarios at the probabilities that are
`priced` in, so that an effect is always against today's price: without news nobody gains.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from detente.case.futures import SIX
from detente.case.quantity import Quantity
from detente.markets.accept import accept
from detente.markets.effects import effects
from detente.markets.model import Asset, FloatArray, Markets, Range, Reaction, Survival
from detente.markets.paths import Move, asset_path, at_once, curve_shift, snapped_back
from detente.markets.reaction import Schedule, change, course
from detente.markets.sensitivities import correlation, to_ceasefire
from detente.markets.spreads import spread_curve
from detente.scenarios.model import SIGNED


def _of(given: Quantity) -> Range:
    low, high = given.ends
    return Range(low, low if given.mode is None else given.mode, high)


# Probability that a ceasefire stands at the horizon under each of the six scenarios.
CEASEFIRE: Mapping[str, Range] = {
    name: _of(future.ceasefire) for name, future in SIX.items() if future.ceasefire
}


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What pricing takes for granted, each of it replaceable."""

    ceasefire: Mapping[str, Range] = field(default_factory=lambda: CEASEFIRE)  # by scenario
    priced: Mapping[str, float] | None = None  # probabilities in today's prices; None: today's
    schedule: Schedule = field(default_factory=dict)  # of the package: openings by month
    signed: tuple[str, str] = SIGNED  # scenarios in which the package holds, and collapses
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
    raw, reactions = effects(assets, scenarios, assumed.ceasefire, assumed.draws, rng)
    settled = _settled(reactions, raw, names, priced, assumed)
    against_today = (1 + raw) / _today(raw, priced)[:, None, :] - 1
    gone = _gone(survival, assumed)
    return Markets(
        assets=tuple(assets),
        scenarios=names,
        priced=priced,
        effects=against_today,
        correlation=correlation(tuple(asset.sensitivity for asset in assets)),
        horizon=assumed.horizon,
        paths=tuple(
            asset_path(asset, move, rng)
            for a, asset in enumerate(assets)
            for move in _moves(
                asset,
                names,
                against_today[:, :, a],
                raw[:, :, a],
                settled[a : a + 1],
                gone,
                assumed,
            )
        ),
        spreads=tuple(spread_curve(one, assumed.rate, assumed.recovery) for one in survival),
        curves=tuple(
            curve_shift(asset, name, against_today[:, s, a], assumed.short_lived, rng)
            for a, asset in enumerate(assets)
            for s, name in enumerate(names)
            if asset.curve is not None
        ),
        settled=settled,
        notes=_notes(assets),
    )


def _settled(
    reactions: Sequence[Reaction],
    raw: FloatArray,
    names: tuple[str, ...],
    priced: FloatArray,
    assumed: Assumptions,
) -> tuple[Reaction, ...]:
    """How each price answers a package that holds; sets in `raw` what arrives by the horizon."""
    if assumed.signed[0] not in names:
        return ()
    holds = names.index(assumed.signed[0])
    found = [replace(r, base=raw[:, holds, a].copy()) for a, r in enumerate(reactions)]
    for a, reaction in enumerate(found):
        raw[:, holds, a] = change(reaction, assumed.schedule, assumed.horizon)[:, -1]
    today = _today(raw, priced)
    return tuple(replace(r, today=today[:, a]) for a, r in enumerate(found))


def _today(raw: FloatArray, priced: FloatArray) -> FloatArray:
    """Mean price over the futures that are priced in, shape (draws, assets)."""
    return np.asarray(np.einsum("dsa,s->da", 1 + raw, priced))


def _moves(
    asset: Asset,
    names: tuple[str, ...],
    effect: FloatArray,
    raw: FloatArray,
    settled: Sequence[Reaction],
    gone: FloatArray | None,
    assumed: Assumptions,
) -> list[Move]:
    """The course under each scenario; `effect` and `raw` have shape (draws, scenarios).

    A package that collapses moves the price as one that holds, until it jumps back.
    """
    moves = {
        name: Move(
            name,
            at_once(effect[:, s], assumed.horizon),
            float(raw[:, s].mean()),
            supplied=name in asset.supply,
        )
        for s, name in enumerate(names)
    }
    holds, collapses = assumed.signed
    for reaction in settled:
        moves[holds] = replace(
            moves[holds],
            course=course(reaction, assumed.schedule, assumed.horizon),
            supplied=moves[holds].supplied or bool(reaction.supply),
        )
        if collapses in moves and gone is not None:
            moves[collapses] = snapped_back(moves[holds], moves[collapses], gone)
    return list(moves.values())


def _gone(survival: Sequence[Survival], assumed: Assumptions) -> FloatArray | None:
    """Probability, if it snaps back at all by the horizon, of having done so by each month."""
    lives = [one for one in survival if one.package == assumed.package]
    if not lives:
        return None
    months = np.arange(assumed.horizon + 1.0)
    lost = 1 - np.interp(months, lives[0].months, lives[0].mean)
    return np.asarray(lost / lost[-1]) if lost[-1] > 0 else None


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
