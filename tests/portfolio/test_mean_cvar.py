"""The cut-by-cut program equals the whole one, and a grid."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import linprog

from detente.errors import DetenteError
from detente.portfolio.limits import Limits, cvar
from detente.portfolio.mean_cvar import best_weights

FloatArray = NDArray[np.float64]


def _whole_program(returns: FloatArray, p: FloatArray, means: FloatArray, limits: Limits) -> float:
    """Rockafellar and Uryasev with a row for every draw; the value of the objective."""
    draws, n = returns.shape
    against = np.zeros(n) if limits.benchmark is None else limits.benchmark
    # columns: w, u, c, t, a (value at risk), z (excess of each draw)
    size = 2 * n + 3 + draws
    c_, t_, a_ = 2 * n, 2 * n + 1, 2 * n + 2
    rows, right = [], []

    def at_most(entries: dict[int, float], bound: float) -> None:
        row = np.zeros(size)
        row[list(entries)] = list(entries.values())
        rows.append(row)
        right.append(bound)

    for i in range(n):
        at_most({i: 1.0, n + i: -1.0}, limits.now[i])
        at_most({i: -1.0, n + i: -1.0}, -limits.now[i])
    for mean in means:
        at_most({**dict(enumerate(-mean)), t_: 1.0}, -float(mean @ limits.now))
    for d in range(draws):
        gap = -float(returns[d] @ against)
        at_most({**dict(enumerate(-returns[d])), a_: -1.0, a_ + 1 + d: -1.0}, gap)
    tail = {a_ + 1 + d: p[d] / limits.tail for d in range(draws)}
    at_most({**tail, a_: 1.0, c_: -1.0}, 0.0)
    cost = np.zeros(size)
    cost[n : 2 * n], cost[c_], cost[t_] = limits.cost, limits.aversion, -1.0
    total = np.zeros((1, size))
    total[0, :n] = 1.0
    bounds = [
        *zip(limits.low, limits.high, strict=True),
        *[(0, None)] * n,
        (None, None if np.isinf(limits.cvar) else limits.cvar),
        (None, None),
        (None, None),
        *[(0, None)] * draws,
    ]
    answer = linprog(
        cost, np.array(rows), np.array(right), total, [limits.now.sum()], bounds, "highs"
    )
    assert answer.success
    assert answer.fun is not None
    return float(-answer.fun)


def _value(returns: FloatArray, p: FloatArray, means: FloatArray, limits: Limits) -> float:
    found = best_weights(returns, p, means, limits)
    assert found.weights.sum() == pytest.approx(limits.now.sum(), abs=1e-9)
    assert (found.weights >= limits.low - 1e-9).all()
    assert (found.weights <= limits.high + 1e-9).all()
    assert found.cvar <= limits.cvar + 1e-8
    return found.gain - limits.aversion * found.cvar - found.cost


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("aversion", [0.0, 0.5])
@pytest.mark.parametrize("with_benchmark", [False, True])
def test_equals_the_program_with_a_row_for_every_draw(
    seed: int, aversion: float, with_benchmark: bool
) -> None:
    rng = np.random.default_rng(seed)
    n, draws = 5, 300
    returns = 0.1 * rng.standard_t(4, (draws, n)) + 0.02 * rng.standard_normal(n)
    p = rng.dirichlet(np.ones(draws))
    now = rng.dirichlet(np.ones(n))
    means = p @ returns + 0.01 * rng.standard_normal((4, n))
    benchmark = rng.dirichlet(np.ones(n)) if with_benchmark else None
    against = np.zeros(n) if benchmark is None else benchmark
    risk = cvar(returns @ (against - now), p, 0.1)
    limits = Limits(
        now, np.zeros(n), np.full(n, 0.7), np.full(n, 5e-4), 0.1, risk, aversion, benchmark
    )
    whole = _whole_program(returns, p, means, limits)
    assert _value(returns, p, means, limits) == pytest.approx(whole, abs=1e-7)


def test_two_assets_against_a_grid() -> None:
    rng = np.random.default_rng(11)
    returns = rng.normal([0.08, 0.01], [0.25, 0.03], (2000, 2))
    p = np.full(2000, 1 / 2000)
    means = returns.mean(axis=0)[None]
    limits = Limits(
        np.array([0.2, 0.8]), np.zeros(2), np.ones(2), np.full(2, 1e-3), 0.05, 0.20, 0.02
    )
    best = -np.inf
    for share in np.linspace(0, 1, 2001):
        weights = np.array([share, 1 - share])
        risk = cvar(-returns @ weights, p, 0.05)
        moved = weights - limits.now
        if risk <= limits.cvar:
            gain = float(means[0] @ moved - 1e-3 * np.abs(moved).sum()) - 0.02 * risk
            best = max(best, gain)
    assert _value(returns, p, means, limits) == pytest.approx(best, abs=5e-5)
    assert _value(returns, p, means, limits) >= best - 1e-9


def test_cvar_splits_the_draw_at_the_edge_of_the_tail() -> None:
    losses, p = np.array([3.0, 1.0, 0.0]), np.array([0.04, 0.06, 0.9])
    assert cvar(losses, p, 0.05) == pytest.approx((3 * 0.04 + 1 * 0.01) / 0.05)


def test_impossible_limits_are_refused() -> None:
    limits = Limits(np.array([0.5, 0.5]), np.zeros(2), np.full(2, 0.3), np.zeros(2))
    with pytest.raises(DetenteError, match="no weights respect the limits"):
        best_weights(np.zeros((10, 2)), np.full(10, 0.1), np.zeros((1, 2)), limits)
