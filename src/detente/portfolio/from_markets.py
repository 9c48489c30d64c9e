"""Rotate or hold: from effects under each scenario to a verdict and its flip point.

Draws are joint: each scenario gets as many, every one an effect draw times a swing of mean 1, so
that all assets earn the same but for the scenarios. Swings are blocks of the user's own returns
where they are given, else lognormal with the measured correlations. Entropy pooling gives the draws
the believed probabilities.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from detente.errors import InputError, Problem
from detente.markets import Markets
from detente.portfolio.accept import accept
from detente.portfolio.entropy_pooling import Views, entropy_pooling
from detente.portfolio.history import History, bootstrap
from detente.portfolio.limits import Limits, with_room_for_today
from detente.portfolio.mandate_limits import distances, exposures, sums
from detente.portfolio.model import (
    Allocation,
    Belief,
    Flip,
    FloatArray,
    Holding,
    Mandate,
    ScenarioGain,
)
from detente.portfolio.price_flip import price_flip
from detente.portfolio.rotate import Box, Decision, Desk, believed, decide, flip, tempting
from detente.portfolio.stress import stresses
from detente.portfolio.swing_notes import swing_notes
from detente.scenarios.demands import demand, numbers


def allocate(
    markets: Markets,
    holdings: Sequence[Holding],
    beliefs: Mapping[str, Belief],
    rng: np.random.Generator,
    mandate: Mandate | None = None,
    history: History | None = None,
) -> Allocation:
    """The verdict, the weights that would be best, and the probability at which it turns.

    `history` are the user's own returns, from which swings are then drawn. Raises InputError with
    everything that is wrong with the holdings, the beliefs and the history.
    """
    rules = mandate or Mandate()
    accept(markets, holdings, beliefs, rules, history)
    box = believed([beliefs[s] for s in markets.scenarios])
    desk = _desk(markets, holdings, rules, history, rng)
    decision = decide(desk, box, _posterior(desk, box))
    if decision.cvar_now > desk.most_cvar:
        raise InputError([_too_risky(rules, decision.cvar_now)])
    named = [rules.scenario] if rules.scenario else desk.scenarios
    flips = tuple(flip(desk, box, desk.scenarios.index(s), decision.verdict) for s in named)
    nearest = _nearest(flips)
    best = decision.optimum
    held = {asset.id: asset for asset in markets.assets}
    moved = dict(zip(desk.assets, (best.weights - desk.limits.now).tolist(), strict=True))
    moved = moved if decision.verdict == "rotate" else dict(nearest.trades)
    return Allocation(
        verdict=decision.verdict,
        flip=nearest,
        flips=flips,
        weights_now=dict(zip(desk.assets, map(float, desk.limits.now), strict=True)),
        weights_best=dict(zip(desk.assets, map(float, best.weights), strict=True)),
        gain_mean=decision.gain_mean,
        gain_worst=best.gain,
        cost=best.cost,
        estimation_error=decision.error,
        cvar_now=decision.cvar_now,
        cvar_best=best.cvar,
        pnl_by_scenario=tuple(_gain(desk, decision, s) for s in range(len(desk.scenarios))),
        horizon=markets.horizon,
        limits={h.asset: (h.low, h.high) for h in holdings},
        costs_bp={h.asset: h.cost_bp for h in holdings},
        benchmark=rules.benchmark,
        beliefs={name: beliefs[name] for name in desk.scenarios},
        tempting=tempting(desk, box, decision.probability),
        price_flip=price_flip(desk, box, decision.verdict, moved, markets.assets),
        exposures=exposures(desk.limits, best.weights),
        stresses=stresses(desk, box, best.weights, history, markets.horizon),
        notes=swing_notes([held[name] for name in desk.assets], history),
    )


def _desk(
    markets: Markets,
    holdings: Sequence[Holding],
    rules: Mandate,
    history: History | None,
    rng: np.random.Generator,
) -> Desk:
    place = {asset.id: index for index, asset in enumerate(markets.assets)}
    chosen = [place[holding.asset] for holding in holdings]
    volatility = np.array([markets.assets[i].volatility for i in chosen])
    swings = _swings(
        markets.correlation[np.ix_(chosen, chosen)],
        volatility * np.sqrt(markets.horizon / 12),
        max(2, rules.draws // len(markets.scenarios)),
        rng,
    )
    names = tuple(holding.asset for holding in holdings)
    if history is not None:
        swings = _from_the_past(swings, names, history, markets.horizon, rng)
    effects, benchmark = markets.effects[:, :, chosen], _benchmark(rules, names)
    kinds = {asset.id: asset.kind for asset in markets.assets}
    picked = rng.integers(effects.shape[0], size=swings.shape[0])
    returns = [(1 + effects[picked, s]) * swings - 1 for s in range(len(markets.scenarios))]
    return Desk(
        scenarios=markets.scenarios,
        assets=names,
        groups=np.repeat(np.arange(len(markets.scenarios)), swings.shape[0]),
        returns=np.vstack(returns),
        effects=effects,
        limits=with_room_for_today(
            Limits(
                now=np.array([h.weight for h in holdings]),
                low=np.array([h.low for h in holdings]),
                high=np.array([h.high for h in holdings]),
                cost=np.array([h.cost_bp for h in holdings]) / 1e4,
                tail=rules.tail,
                benchmark=benchmark,
                sums=sums(rules, holdings, kinds),
                distances=distances(rules, holdings, kinds, benchmark),
            )
        ),
        caution=rules.caution,
        risk=rules.risk,
        most_cvar=np.inf if rules.cvar is None else rules.cvar,
    )


_NEGATIVE = 1e-6  # an eigenvalue this far below 0 is rounding of a table of three digits


def _benchmark(rules: Mandate, names: tuple[str, ...]) -> FloatArray | None:
    if not rules.benchmark:
        return None
    return np.array([rules.benchmark.get(name, 0.0) for name in names])


def _swings(
    correlation: FloatArray, spread: FloatArray, draws: int, rng: np.random.Generator
) -> FloatArray:
    """Lognormal factors of mean 1, the same for every scenario, shape (draws, assets)."""
    demand("correlations", numbers(correlation, spread))
    values, vectors = np.linalg.eigh(correlation)
    least = float(values.min(initial=0.0))
    reason = f"contradict each other: no prices move so together (least eigenvalue {least:.2g})"
    demand("correlations", (least >= -_NEGATIVE, reason, "mend the matrix"))
    root = vectors * np.sqrt(np.maximum(values, 0))
    half = rng.standard_normal((draws - draws // 2, spread.size)) @ root.T
    bell = np.vstack([half, -half[: draws // 2]])
    return np.asarray(np.exp(bell * spread - spread**2 / 2))


def _from_the_past(
    swings: FloatArray,
    names: Sequence[str],
    history: History,
    horizon: int,
    rng: np.random.Generator,
) -> FloatArray:
    """The swings, those of assets with a history drawn from it, jointly."""
    growth = bootstrap(history, horizon, swings.shape[0], rng)
    found = swings.copy()
    for column, name in enumerate(names):
        if name in history.assets:
            found[:, column] = growth[:, history.assets.index(name)]
    return found


def _too_risky(rules: Mandate, now: float) -> Problem:
    reason = f"CVaR is {now:.1%} today, above {rules.cvar:.1%}"
    return Problem(rules.place, reason, "widen it, or trade first: a hold must be allowed")


def _posterior(desk: Desk, box: Box) -> FloatArray:
    """The draws bent to the believed probabilities, nothing else about them changed."""
    scenarios = np.arange(len(desk.scenarios))
    alive = box.mean[desk.groups] > 0
    prior = alive / alive.sum()
    believed = scenarios[box.mean > 0]
    indicators = (desk.groups == believed[:, None]).astype(np.float64)
    return entropy_pooling(prior, Views(indicators, box.mean[believed]))


def _nearest(flips: tuple[Flip, ...]) -> Flip:
    turning = [(abs(f.probability - f.now), f) for f in flips if f.probability is not None]
    return min(turning, key=lambda pair: pair[0])[1] if turning else flips[0]


def _gain(desk: Desk, decision: Decision, scenario: int) -> ScenarioGain:
    inside = desk.returns[desk.groups == scenario]
    mean = desk.effects[:, scenario].mean(axis=0)
    now, best = desk.limits.now, decision.optimum.weights
    return ScenarioGain(
        scenario=desk.scenarios[scenario],
        now=float(mean @ now),
        best=float(mean @ best),
        tail_now=float(np.quantile(inside @ now, 0.05)),
        tail_best=float(np.quantile(inside @ best, 0.05)),
    )
