"""The filter against each with each, and its time."""

from time import perf_counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from detente.design import pareto
from detente.design.pareto import undominated


def plainly(points: np.ndarray) -> np.ndarray:
    as_good = (points[:, None, :] <= points[None, :, :]).all(axis=2)
    other = (points[:, None, :] != points[None, :, :]).any(axis=2)
    return ~(as_good & other).any(axis=1)


@given(
    st.integers(1, 6).flatmap(
        lambda d: arrays(
            np.float64, st.tuples(st.integers(1, 30), st.just(d)), elements=st.integers(0, 4)
        )
    )
)
def test_equals_each_with_each(points):
    assert (undominated(points) == plainly(points)).all()


@pytest.mark.parametrize("dimensions", [4, 5, 6])
@pytest.mark.parametrize("levels", [2, 6, 1000])
def test_halving_equals_each_with_each(monkeypatch, dimensions, levels):
    """With hardly anything compared straight, so that the halving has to do it all."""
    monkeypatch.setattr(pareto, "FEW", 3)
    rng = np.random.default_rng([dimensions, levels])
    for _ in range(8):
        points = rng.integers(0, levels, (rng.integers(50, 220), dimensions)).astype(float)
        assert (undominated(points) == plainly(points)).all()


def test_nothing_and_one_thing():
    assert undominated(np.zeros((0, 2))).tolist() == []
    assert undominated(np.zeros((1, 3))).tolist() == [True]
    assert undominated(np.zeros((3, 2))).tolist() == [True, True, True]  # equals stand together


@pytest.mark.parametrize("on_the_frontier", [False, True])
def test_a_hundred_thousand_in_no_time(on_the_frontier):
    points = np.random.default_rng(1).random((100_000, 2))
    if on_the_frontier:
        points[:, 1] = 1 - points[:, 0]
    undominated(points[:10])
    times = []
    for _ in range(3):
        begun = perf_counter()
        kept = undominated(points)
        times.append(perf_counter() - begun)
    assert kept.sum() == 100_000 if on_the_frontier else kept.sum() < 100
    assert min(times) < 0.1
