"""Entropy pooling and mean-CVaR against the tools that allocators use, equal and no slower."""

from collections.abc import Callable
from time import perf_counter
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from detente.portfolio.entropy_pooling import RESIDUAL, Views, entropy_pooling
from detente.portfolio.limits import Limits, cvar
from detente.portfolio.mean_cvar import best_weights

FloatArray = NDArray[np.float64]
_REASON = "{} is not here: it comes with the dependency group oracle"


def _tool(name: str) -> ModuleType:
    return pytest.importorskip(name, reason=_REASON.format(name))


def _timed(step: Callable[[], FloatArray]) -> tuple[float, FloatArray]:
    """The better of two runs, so that the first one's warming up does not count."""
    times, found = [], np.zeros(0)
    for _ in range(2):
        begun = perf_counter()
        found = step()
        times.append(perf_counter() - begun)
    return min(times), found


def test_entropy_pooling_as_fortitudo_tech() -> None:
    """100,000 draws of 20 assets under 10 views: means, variances, and two inequalities."""
    fortitudo = _tool("fortitudo.tech")
    rng = np.random.default_rng(5)
    root = np.linalg.cholesky(0.3 + 0.7 * np.eye(20))
    returns = (0.02 * rng.standard_normal((100_000, 20)) @ root.T).T
    mean, spread = returns.mean(axis=1), returns.std(axis=1)
    away = (returns - mean[:, None]) ** 2
    rows = np.vstack([returns[:5], away[5:8]])
    targets = np.concatenate([mean[:5] + 0.15 * spread[:5], 1.2 * spread[5:8] ** 2])
    low = -mean[8:10] - 0.1 * spread[8:10]
    prior = np.full(100_000, 1e-5)
    views = Views(rows, targets, -returns[8:10], low)
    ours, found = _timed(lambda: entropy_pooling(prior, views))
    both = np.vstack([np.ones((1, 100_000)), rows])
    theirs, expected = _timed(
        lambda: fortitudo.entropy_pooling(
            prior[:, None],
            both,
            np.concatenate([[1.0], targets])[:, None],
            -returns[8:10],
            low[:, None],
        )[:, 0]
    )
    assert np.abs(rows @ found - targets).max() <= RESIDUAL
    assert (-returns[8:10] @ found <= low + RESIDUAL).all()
    # Theirs stops at a gradient of 1e-5 or so; ours is the nearer of the two to the views.
    assert returns @ found == pytest.approx(returns @ expected, abs=1e-7)
    assert away @ found == pytest.approx(away @ expected, abs=1e-7)
    assert ours <= theirs


def test_moments_of_fortitudo_techs_published_example() -> None:
    """The example of its README: a mean and a volatility view on its own simulated returns."""
    fortitudo = _tool("fortitudo.tech")
    returns = fortitudo.load_pnl().to_numpy()
    draws, mean = len(returns), returns.mean(axis=0)
    prior = np.full(draws, 1 / draws)
    rows = np.stack([returns[:, 6], (returns[:, 3] - mean[3]) ** 2])
    targets = np.array([mean[6] - 0.02, (1.1 * returns[:, 3].std()) ** 2])
    found = entropy_pooling(prior, Views(rows, targets))
    both = np.vstack([np.ones((1, draws)), rows])
    expected = fortitudo.entropy_pooling(
        prior[:, None], both, np.concatenate([[1.0], targets])[:, None]
    )[:, 0]
    for power in (1, 2, 3):
        assert found @ returns**power == pytest.approx(expected @ returns**power, abs=2e-7)


def _market(size: int) -> tuple[FloatArray, FloatArray, Limits]:
    rng = np.random.default_rng(7)
    factors = rng.standard_normal((10_000, 5)) @ rng.standard_normal((5, size))
    noise = rng.standard_t(5, (10_000, size))
    drift = 0.0003 + 0.0005 * rng.standard_normal(size)
    returns = 0.01 * (0.5 * factors + noise) + drift
    even = np.full(size, 1 / size)
    # skfolio takes the costs out of the losses too: with an aversion of 1 they count twice.
    limits = Limits(even, np.zeros(size), np.ones(size), np.full(size, 0.004), 0.05, aversion=1.0)
    return returns, np.full(10_000, 1e-4), limits


def _worth(returns: FloatArray, p: FloatArray, limits: Limits, weights: FloatArray) -> float:
    moved = np.abs(weights - limits.now)
    gain = float(p @ returns @ weights - limits.cost @ moved)
    return gain - limits.aversion * cvar(-returns @ weights, p, limits.tail)


def test_mean_cvar_of_200_assets_ten_times_faster_than_skfolio() -> None:
    optimization = _tool("skfolio.optimization")
    measures = _tool("skfolio")
    returns, p, limits = _market(200)
    ours, found = _timed(lambda: best_weights(returns, p, (p @ returns)[None], limits).weights)
    model = optimization.MeanRisk(
        objective_function=optimization.ObjectiveFunction.MAXIMIZE_UTILITY,
        risk_measure=measures.RiskMeasure.CVAR,
        risk_aversion=1.0,
        cvar_beta=0.95,
        transaction_costs=0.002,
        previous_weights=limits.now,
    )
    begun = perf_counter()
    model.fit(returns)
    theirs = perf_counter() - begun
    worth = _worth(returns, p, limits, found)
    assert worth == pytest.approx(_worth(returns, p, limits, model.weights_), abs=1e-6)
    assert 10 * ours <= theirs


def test_mean_cvar_of_20_assets_on_a_par_with_clarabel() -> None:
    cvxpy = _tool("cvxpy")
    returns, p, limits = _market(20)
    ours, found = _timed(lambda: best_weights(returns, p, (p @ returns)[None], limits).weights)
    weights, excess, level = cvxpy.Variable(20), cvxpy.Variable(10_000), cvxpy.Variable()
    risk = level + cvxpy.sum(excess) / (10_000 * limits.tail)
    cost = 0.004 * cvxpy.norm1(weights - limits.now)
    program = cvxpy.Problem(
        cvxpy.Maximize((p @ returns) @ weights - risk - cost),
        [
            excess >= -returns @ weights - level,
            excess >= 0,
            cvxpy.sum(weights) == 1,
            weights >= 0,
        ],
    )
    begun = perf_counter()
    program.solve(solver="CLARABEL")
    theirs = perf_counter() - begun
    worth = _worth(returns, p, limits, found)
    assert worth == pytest.approx(_worth(returns, p, limits, weights.value), abs=1e-6)
    assert ours <= theirs
