"""Draws of uncertain numbers: the mode first, then chance that others do not disturb."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from detente.case import Sampler
from detente.case.package import Trigger
from detente.case.quantity import Quantity

MANY = 20_000


def sampler(draws: int = MANY, seed: int = 7, **estimates: Any) -> Sampler:
    named = {name: Quantity.model_validate(raw) for name, raw in estimates.items()}
    return Sampler(named, draws, seed)


def pert(low: float, mode: float, high: float, **more: Any) -> Quantity:
    return Quantity(low=low, mode=mode, high=high, **more)


def test_row_0_is_the_mode() -> None:
    values = sampler().of(pert(1, 2, 6), "a")
    assert values.shape == (1 + MANY,)
    assert values[0] == 2


def test_a_plain_value_does_not_move() -> None:
    assert set(sampler(5).of(Quantity(value=3, times=-2), "a")) == {-6.0}


def test_no_draws_gives_the_mode_only() -> None:
    assert sampler(0).of(pert(1, 2, 6), "a").tolist() == [2.0]


def test_mean_is_that_of_a_pert() -> None:
    values = sampler().of(pert(1, 2, 6), "a")[1:]
    assert values.mean() == pytest.approx((1 + 4 * 2 + 6) / 6, abs=0.02)


@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_quantiles_are_those_of_the_beta(share: float) -> None:
    values = sampler().of(pert(1, 2, 6), "a")[1:]
    exact = stats.beta(1 + 4 / 5, 1 + 16 / 5, loc=1, scale=5).ppf(share)
    assert np.quantile(values, share) == pytest.approx(exact, abs=0.05)


@pytest.mark.parametrize(("low", "mode", "high"), [(1, 2, 6), (1, 1, 4), (2, 5, 5)])
@pytest.mark.parametrize("covers", [0.5, 0.9])
def test_covers_is_the_share_inside(low: float, mode: float, high: float, covers: float) -> None:
    values = sampler().of(pert(low - 9, mode - 9, high - 9, covers=covers), "a")[1:]
    inside = np.mean((values >= low - 9) & (values <= high - 9))
    assert inside == pytest.approx(covers, abs=0.01)


def test_covers_leaves_the_mode() -> None:
    assert sampler().of(pert(1, 2, 6, covers=0.6), "a")[0] == 2


def test_changing_one_number_leaves_all_others() -> None:
    before = sampler(50, a={"low": 1, "mode": 2, "high": 3}, b={"low": 0, "mode": 1, "high": 5})
    after = sampler(50, a={"low": 9, "mode": 9.5, "high": 20}, b={"low": 0, "mode": 1, "high": 5})
    b = Quantity(estimate="b")
    assert np.array_equal(before.of(b, "x"), after.of(b, "x"))
    assert np.array_equal(before.of(pert(1, 2, 3), "x"), after.of(pert(1, 2, 3), "x"))


def test_an_estimate_is_the_same_number_wherever_it_is_named() -> None:
    draws = sampler(50, a={"low": 1, "mode": 2, "high": 3})
    here, there = Quantity(estimate="a"), Quantity(estimate="a", times=-3)
    assert np.array_equal(-3 * draws.of(here, "x"), draws.of(there, "y"))


def test_two_numbers_have_streams_of_their_own() -> None:
    draws = sampler()
    one, other = draws.of(pert(1, 2, 6), "one")[1:], draws.of(pert(1, 2, 6), "other")[1:]
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.03


def test_seeds_differ_and_repeat() -> None:
    number = pert(1, 2, 6)
    first = sampler(50, seed=1).of(number, "a")
    assert np.array_equal(first, sampler(50, seed=1).of(number, "a"))
    assert not np.array_equal(first, sampler(50, seed=2).of(number, "a"))


def test_more_draws_begin_with_the_same() -> None:
    number = pert(1, 2, 6)
    assert np.array_equal(sampler(10).of(number, "a"), sampler(50).of(number, "a")[:11])


def test_moves_with_is_comonotone() -> None:
    draws = sampler(
        a={"low": 1, "mode": 2, "high": 6},
        b={"low": -4, "mode": -1, "high": 0, "moves_with": "a"},
        c={"low": 0, "mode": 3, "high": 4},
    )
    a, b, c = (draws.of(Quantity(estimate=name), "x")[1:] for name in "abc")
    assert np.array_equal(np.argsort(a), np.argsort(b))
    assert abs(float(stats.spearmanr(a, c).statistic)) < 0.03


def test_a_clause_moves_with_an_estimate() -> None:
    draws = sampler(500, a={"low": 1, "mode": 2, "high": 6})
    own = draws.of(pert(10, 20, 60, moves_with="a"), "somewhere")
    np.testing.assert_allclose(own, 10 * draws.of(Quantity(estimate="a"), "x"))


def test_total_adds_parts_with_streams_of_their_own() -> None:
    draws = sampler(50)
    parts = (pert(1, 2, 3), pert(1, 2, 3), Quantity(value=1))
    total = draws.total(parts, "worth")
    apart = draws.of(parts[0], "worth[0]") + draws.of(parts[1], "worth[1]") + 1
    np.testing.assert_allclose(total, apart)
    assert draws.total((), "nothing").tolist() == [0.0] * 51


TRIGGER: dict[str, Any] = {
    "name": "t",
    "article": "1",
    "against": "A",
    "covers": ["x"],
    "rule": "automatic",
    "pause_months": "wide",
}


@pytest.mark.parametrize(
    "false_alarm", [{"low": 0.5, "mode": 0.9, "high": 1, "covers": 0.5}, "wide"]
)
def test_a_probability_stays_one_however_wide_its_belief(false_alarm: Any) -> None:
    """The field knows that it is a probability, also where the estimate has no unit."""
    draws = sampler(wide={"low": 0.5, "mode": 0.9, "high": 1, "covers": 0.5})
    trigger = Trigger.model_validate({**TRIGGER, "false_alarm": false_alarm})
    values = draws.of(trigger.false_alarm, "f")
    assert values.max() == 1
    assert values.min() >= 0
    assert draws.of(trigger.pause_months, "p").max() > 1


def test_a_magnitude_stays_above_zero() -> None:
    values = sampler().of(pert(0.1, 1, 5, covers=0.5), "a")
    assert values.min() == 0


finite = st.floats(-1e3, 1e3, allow_nan=False)


@settings(max_examples=100, deadline=None)
@given(ends=st.tuples(finite, finite, finite).map(sorted), seed=st.integers(0, 2**32 - 1))
def test_draws_lie_within_the_range(ends: list[float], seed: int) -> None:
    low, mode, high = ends
    values = sampler(200, seed).of(pert(low, mode, high), "a")
    assert np.isfinite(values).all()
    assert values.min() >= low - 1e-9
    assert values.max() <= high + 1e-9


@settings(max_examples=50, deadline=None)
@given(
    ends=st.tuples(finite, finite, finite).map(sorted),
    covers=st.floats(0.31, 1),
    times=st.floats(-3, 3),
)
def test_wider_belief_and_factors_stay_finite(
    ends: list[float], covers: float, times: float
) -> None:
    low, mode, high = ends
    values = sampler(50).of(pert(low, mode, high, covers=covers, times=times), "a")
    assert np.isfinite(values).all()
    assert values[0] == pytest.approx(times * mode)
