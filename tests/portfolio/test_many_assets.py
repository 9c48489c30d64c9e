"""The interior point equals the cuts, and its bound is a bound."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import DetenteError
from detente.portfolio.interior_point import interior_point
from detente.portfolio.limits import Limits, cvar
from detente.portfolio.many_assets import bound, proved
from detente.portfolio.mean_cvar import best_weights, cut_by_cut
from detente.portfolio.problem import Problem
from detente.portfolio.tail_program import tail_program


def _problem(seed: int, size: int = 30, draws: int = 800) -> Problem:
    """Odd seeds limit the CVaR, every third counts losses against a benchmark."""
    rng = np.random.default_rng(seed)
    returns = 0.03 * rng.standard_t(5, (draws, size)) + 0.02 * rng.standard_normal((draws, 1))
    p, now = rng.dirichlet(np.full(draws, 5.0)), rng.dirichlet(np.ones(size))
    benchmark = rng.dirichlet(np.ones(size)) if seed % 3 == 0 else None
    against = 0.0 if benchmark is None else returns @ benchmark
    risk = cvar(against - returns @ now, p, 0.05)
    limits = Limits(
        now=now,
        low=np.zeros(size),
        high=np.maximum(now, 0.2),
        cost=np.full(size, 1e-3),
        tail=0.05,
        cvar=risk if seed % 2 else np.inf,
        aversion=0.0 if seed % 4 == 1 else 0.4,
        benchmark=benchmark,
    )
    return Problem(returns, p, p @ returns + 0.002 * rng.standard_normal((4, size)), limits)


@pytest.mark.parametrize("seed", range(6))
def test_equals_the_program_solved_cut_by_cut(seed: int) -> None:
    problem = _problem(seed)
    found = proved(problem)
    assert found is not None
    slow = cut_by_cut(problem.returns, problem.probability, problem.means, problem.limits)
    assert problem.worth(found.weights) == pytest.approx(problem.worth(slow.weights), abs=1e-9)
    assert found.weights == pytest.approx(slow.weights, abs=1e-6)
    assert found.weights.sum() == pytest.approx(1, abs=1e-12)
    assert problem.risk(found.weights) <= problem.limits.cvar + 1e-8


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_no_weights_are_worth_more_than_the_bound(seed: int) -> None:
    """Whatever the multipliers: here those of a point far from the optimum."""
    problem = _problem(seed % 4, size=16, draws=200)
    rng = np.random.default_rng(seed)
    point = interior_point(*tail_program(problem))
    wild = type(point)(
        point.small,
        point.excess,
        point.slack,
        point.price * rng.exponential(size=point.price.size),
        point.level,
    )
    limits = problem.limits
    for _ in range(20):
        weights = rng.dirichlet(np.ones(16)) * 0.3 + limits.now * 0.7
        if (weights <= limits.high).all() and problem.risk(weights) <= limits.cvar:
            assert problem.worth(weights) <= bound(problem, wild) + 1e-12


def test_nothing_to_prove_is_left_to_the_cuts() -> None:
    problem = _problem(0)
    fixed = Limits(problem.limits.now, problem.limits.now, problem.limits.now, problem.limits.cost)
    assert proved(Problem(problem.returns, problem.probability, problem.means, fixed)) is None
    found = best_weights(problem.returns, problem.probability, problem.means, fixed)
    assert found.weights == pytest.approx(problem.limits.now)


def test_impossible_limits_are_refused_for_many_assets_too() -> None:
    problem = _problem(1)
    tight = Limits(
        now=problem.limits.now,
        low=np.zeros(30),
        high=np.full(30, 0.01),
        cost=problem.limits.cost,
        cvar=0.1,
    )
    with pytest.raises(DetenteError, match="no weights respect the limits"):
        best_weights(problem.returns, problem.probability, problem.means, tight)


@pytest.mark.parametrize("seed", range(12))
def test_draws_that_cannot_come_twins_and_fixed_assets(seed: int) -> None:
    """Zero probability or variance, duplicates, a riskless asset, fixed weights: as by cuts."""
    problem = _problem(seed, size=36, draws=300)
    rng = np.random.default_rng(seed)
    returns, p = problem.returns.copy(), problem.probability.copy()
    p[rng.random(p.size) < 0.4] = 0.0
    p[0] = 1e-20
    returns[:, 1], returns[:, 2], returns[:, 4] = returns[:, 3], 0.0, 0.002
    low, high = problem.limits.low.copy(), problem.limits.high.copy()
    low[5:9] = high[5:9] = problem.limits.now[5:9]
    limits = replace(problem.limits, low=low, high=high)
    asked = Problem(returns, p / p.sum(), problem.means, limits)
    slow = cut_by_cut(returns, asked.probability, problem.means, limits)
    found = best_weights(returns, asked.probability, problem.means, limits)
    assert asked.worth(found.weights) == pytest.approx(asked.worth(slow.weights), abs=1e-8)
    by_interior = proved(asked)
    if by_interior is not None:
        assert asked.worth(by_interior.weights) == pytest.approx(
            asked.worth(slow.weights), abs=1e-8
        )
