"""Views met, and met as the closed forms say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from detente.portfolio.entropy_pooling import (
    RESIDUAL,
    ContradictionError,
    Views,
    entropy_pooling,
    group_scaling,
)

FloatArray = NDArray[np.float64]


def _even(size: int) -> FloatArray:
    return np.full(size, 1 / size)


def _indicators(groups: NDArray[np.int64], count: int) -> FloatArray:
    return (groups == np.arange(count)[:, None]).astype(np.float64)


@given(st.lists(st.floats(0.01, 1.0), min_size=2, max_size=7), st.integers(0, 100))
def test_group_probabilities_scale_the_weights(raw: list[float], seed: int) -> None:
    target = np.array(raw) / sum(raw)
    counts = np.random.default_rng(seed).integers(1, 40, target.size)
    groups = np.repeat(np.arange(target.size), counts)
    views = Views(_indicators(groups, target.size), target)
    posterior = entropy_pooling(_even(groups.size), views)
    assert posterior == pytest.approx(group_scaling(groups, target), abs=1e-10)


def test_a_mean_view_is_exponential_tilting() -> None:
    """A normal prior moved by d keeps its spread: x is p exp(d z), up to a constant."""
    z = np.linspace(-9, 9, 4001)
    prior = np.exp(-(z**2) / 2) / np.exp(-(z**2) / 2).sum()
    posterior = entropy_pooling(prior, Views(z[None], np.array([0.7])))
    tilted = prior * np.exp(0.7 * z)
    assert posterior == pytest.approx(tilted / tilted.sum(), abs=1e-10)
    assert posterior @ (z - 0.7) ** 2 == pytest.approx(1.0, abs=1e-8)


def test_an_inequality_that_already_holds_changes_nothing() -> None:
    z = np.random.default_rng(3).standard_normal(1000)
    views = Views(np.ones((1, 1000)), np.ones(1), z[None], np.array([0.5]))
    assert entropy_pooling(_even(1000), views) == pytest.approx(_even(1000), abs=1e-15)


def test_an_inequality_that_binds_is_an_equality() -> None:
    z = np.random.default_rng(3).standard_normal((2, 1000))
    binding = Views(z[:1], np.array([0.1]), z[1:], np.array([-0.3]))
    equal = Views(z, np.array([0.1, -0.3]))
    assert entropy_pooling(_even(1000), binding) == pytest.approx(
        entropy_pooling(_even(1000), equal), abs=1e-11
    )


def test_ten_views_on_many_draws_meet_the_residual() -> None:
    rng = np.random.default_rng(5)
    returns = 0.02 * rng.standard_normal((20, 20_000))
    rows = np.vstack([returns[:5], returns[5:8] ** 2])
    targets = np.array([0.004, -0.003, 0.0, 0.01, -0.01, 3e-4, 5e-4, 4e-4])
    views = Views(rows, targets, -returns[8:10], np.array([-0.002, 0.001]))
    posterior = entropy_pooling(_even(20_000), views)
    assert np.abs(rows @ posterior - targets).max() <= RESIDUAL
    assert -returns[8] @ posterior <= -0.002 + RESIDUAL
    assert posterior.min() >= 0
    assert posterior.sum() == pytest.approx(1, abs=1e-14)


def test_redundant_views_and_a_zero_probability_are_no_trouble() -> None:
    groups = np.repeat(np.arange(3), 50)
    target = np.array([0.25, 0.75, 0.0])
    posterior = entropy_pooling(_even(150), Views(_indicators(groups, 3), target))
    assert _indicators(groups, 3) @ posterior == pytest.approx(target, abs=1e-10)


def test_contradictory_views_are_refused() -> None:
    z = np.random.default_rng(3).standard_normal(500)
    with pytest.raises(ContradictionError, match="contradict"):
        entropy_pooling(_even(500), Views(np.stack([z, z]), np.array([0.1, 0.2])))
    with pytest.raises(ContradictionError, match="no draw contains"):
        entropy_pooling(_even(500), Views(z[None], np.array([9.0])))
