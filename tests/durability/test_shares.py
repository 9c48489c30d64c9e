"""Shapley effects against functions whose decomposition is known in closed form."""

import numpy as np
import pytest

from detente.durability.shares import shares

A, B = 7.0, 0.1


def ishigami(x: np.ndarray) -> np.ndarray:
    """sin x1 + a sin² x2 + b x3⁴ sin x1, each on (−π, π)."""
    first, second, third = np.pi * (2 * x.T - 1)
    return (np.sin(first) + A * np.sin(second) ** 2 + B * third**4 * np.sin(first))[:, None]


def ishigami_effects() -> tuple[np.ndarray, np.ndarray]:
    """First-order and total Sobol effects in closed form (Homma and Saltelli 1996)."""
    one = (1 + B * np.pi**4 / 5) ** 2 / 2
    two = A**2 / 8
    both = B**2 * np.pi**8 * (1 / 18 - 1 / 50)  # x1 with x3
    whole = one + two + both
    return np.array([one, two, 0.0]) / whole, np.array([one + both, two, both]) / whole


def test_ishigami_is_divided_as_in_closed_form() -> None:
    """What x1 and x3 do together is .2437 of the variance, half of it to each."""
    first, total = ishigami_effects()
    start, end = np.random.default_rng(1).random((2, 8000, 3))
    got = shares(ishigami, start, end, np.arange(3), np.random.default_rng(2))
    shapley = (first + total) / 2  # with pairs only, Shapley lies half-way between the two
    assert shapley == pytest.approx([0.4357, 0.4424, 0.1218], abs=1e-4)
    assert np.all(np.abs(got.share[:, 0] - shapley) < 4 * got.error[:, 0])
    assert got.error.max() < 0.02
    assert np.all(first - 4 * got.error[:, 0] < got.share[:, 0])
    assert np.all(got.share[:, 0] < total + 4 * got.error[:, 0])


def test_a_linear_gaussian_result_is_divided_by_variance() -> None:
    """f = Σ a_j x_j with x_j normal: a_j² s_j² over their sum, first-order and total alike."""
    weights, spread = np.array([1.0, -2.0, 0.5, 3.0]), np.array([2.0, 1.0, 4.0, 0.5])
    start, end = np.random.default_rng(3).normal(size=(2, 8000, 4)) * spread
    got = shares(
        lambda x: (x @ weights)[:, None], start, end, np.arange(4), np.random.default_rng(4)
    )
    exact = (weights * spread) ** 2
    assert np.all(np.abs(got.share[:, 0] - exact / exact.sum()) < 4 * got.error[:, 0])


def test_a_product_of_three_is_divided_evenly_among_them() -> None:
    """Π (1 + x_j), x_j with mean 0 and variance 1/3: all pairs and the triple, by symmetry a third.

    A first-order Sobol effect is 9/37 of the variance each, so 10/37 is what they do together.
    """
    start, end = np.random.default_rng(5).uniform(-1, 1, (2, 8000, 3))
    got = shares(
        lambda x: np.prod(1 + x, axis=1)[:, None],
        start,
        end,
        np.arange(3),
        np.random.default_rng(6),
    )
    assert got.share[:, 0] == pytest.approx([1 / 3] * 3, abs=4 * float(got.error.max()))
    assert got.share[:, 0].min() > 9 / 37
