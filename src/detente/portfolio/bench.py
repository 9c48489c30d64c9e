"""Made markets on which the bench sets this room beside the tools that allocators use."""

import numpy as np

from detente.portfolio.entropy_pooling import Views
from detente.portfolio.limits import FloatArray, Limits

DRAWS, ASSETS, TAIL, COST = 10_000, 200, 0.05, 0.004
POOLED, POOLED_ASSETS = 100_000, 20


def market() -> tuple[FloatArray, FloatArray, Limits]:
    """Made returns with five factors and fat tails, shape (draws, assets), and limits."""
    rng = np.random.default_rng(7)
    factors = rng.standard_normal((DRAWS, 5)) @ rng.standard_normal((5, ASSETS))
    drift = 0.0003 + 0.0005 * rng.standard_normal(ASSETS)
    returns = 0.01 * (0.5 * factors + rng.standard_t(5, (DRAWS, ASSETS))) + drift
    even, none, all_ = np.full(ASSETS, 1 / ASSETS), np.zeros(ASSETS), np.ones(ASSETS)
    # skfolio takes the costs out of the losses too: with an aversion of 1 they count twice.
    limits = Limits(even, none, all_, np.full(ASSETS, COST), TAIL, aversion=1.0)
    return returns, np.full(DRAWS, 1 / DRAWS), limits


def pool() -> tuple[FloatArray, Views]:
    """Even draws, and views on the means of five assets: each higher by some of its spread."""
    rng = np.random.default_rng(5)
    root = np.linalg.cholesky(0.3 + 0.7 * np.eye(POOLED_ASSETS))
    returns = (0.02 * rng.standard_normal((POOLED, POOLED_ASSETS)) @ root.T).T
    targets = returns[:5].mean(axis=1) + 0.15 * returns[:5].std(axis=1)
    return np.full(POOLED, 1 / POOLED), Views(returns[:5], targets)
