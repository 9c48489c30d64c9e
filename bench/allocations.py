"""Made markets on which the bench sets this room beside the tools that allocators use."""

import numpy as np

from detente.portfolio.entropy_pooling import FloatArray, Views
from detente.portfolio.limits import Limits
from detente.portfolio.problem import Problem

DRAWS, MANY_ASSETS, FEW_ASSETS, TAIL, COST = 10_000, 200, 20, 0.05, 0.004
POOLED, POOLED_ASSETS = 100_000, 20


def market(assets: int) -> Problem:
    """Made returns with five factors and fat tails, even weights held, and costs of trading."""
    rng = np.random.default_rng(7)
    factors = rng.standard_normal((DRAWS, 5)) @ rng.standard_normal((5, assets))
    drift = 0.0003 + 0.0005 * rng.standard_normal(assets)
    returns = 0.01 * (0.5 * factors + rng.standard_t(5, (DRAWS, assets))) + drift
    even, none, all_ = np.full(assets, 1 / assets), np.zeros(assets), np.ones(assets)
    # skfolio takes the costs out of the losses too: with an aversion of 1 they count twice.
    limits = Limits(even, none, all_, np.full(assets, COST), TAIL, aversion=1.0)
    probability = np.full(DRAWS, 1 / DRAWS)
    return Problem(returns, probability, (probability @ returns)[None], limits)


def pool() -> tuple[FloatArray, FloatArray, Views]:
    """Returns (assets, draws), even probabilities, and ten views on them.

    Five means and three variances are given, two means have a least value.
    """
    rng = np.random.default_rng(5)
    root = np.linalg.cholesky(0.3 + 0.7 * np.eye(POOLED_ASSETS))
    returns = (0.02 * rng.standard_normal((POOLED, POOLED_ASSETS)) @ root.T).T
    mean, spread = returns.mean(axis=1), returns.std(axis=1)
    equal = np.vstack([returns[:5], (returns[5:8] - mean[5:8, None]) ** 2])
    targets = np.concatenate([mean[:5] + 0.15 * spread[:5], 1.2 * spread[5:8] ** 2])
    least = mean[8:10] + 0.1 * spread[8:10]
    return returns, np.full(POOLED, 1 / POOLED), Views(equal, targets, -returns[8:10], -least)


def missed(posterior: FloatArray, views: Views) -> float:
    """By how much probabilities miss the view that they miss most."""
    apart = float(np.abs(views.equal @ posterior - views.equal_to).max())
    if views.at_most is None or views.at_most_to is None:
        return apart
    return max(apart, float((views.at_most @ posterior - views.at_most_to).max()))
