"""A share is in [0, 1], but for rounding; what is wrong stays wrong."""

import numpy as np
import pytest
from small_case import small_case

from detente.case.quantity import Quantity
from detente.case.share import ROUNDING, are_shares, settled
from detente.errors import InputError
from detente.portfolio.accept import _is_interval
from detente.portfolio.model import Belief

ABOVE, BELOW = 1 + 2.0**-52, -(2.0**-60)


def test_what_rounding_leaves_outside_is_put_at_the_end() -> None:
    assert settled(ABOVE) == 1.0
    assert settled(BELOW) == 0.0
    assert settled(np.array([BELOW, 0.3, ABOVE])).tolist() == [0.0, 0.3, 1.0]
    assert are_shares([BELOW, ABOVE])


@pytest.mark.parametrize("wrong", [-0.01, 1.01, 1 + 3 * ROUNDING, float("nan"), float("inf")])
def test_what_is_wrong_is_left_and_told(wrong: float) -> None:
    assert not are_shares([0.5, wrong])
    np.testing.assert_equal(settled(wrong), wrong)


def test_a_mean_over_equal_draws_is_an_interval_though_it_rounds_past_its_ends() -> None:
    assert _is_interval(Belief(0.3, 0.3 + 2.0**-54, 0.3))
    assert _is_interval(Belief(ABOVE, 1.0, 1.0))
    assert not _is_interval(Belief(0.4, 0.3, 0.5))
    assert not _is_interval(Belief(0.0, float("nan"), 1.0))


def test_a_share_that_was_computed_may_be_written_back() -> None:
    full = ("packages/first.yaml", "open: {oil-embargo: 1}", f"open: {{oil-embargo: {ABOVE!r}}}")
    assert small_case(full).packages["first"].modules[0].phases[1].open == {"oil-embargo": 1.0}
    far = ("packages/first.yaml", "open: {oil-embargo: 1}", "open: {oil-embargo: 1.001}")
    with pytest.raises(InputError, match="oil-embargo"):
        small_case(far)


def test_a_probability_with_a_factor_may_round_past_one() -> None:
    third = (
        "case.yaml",
        "attributed: 0.8 ",
        "attributed: {value: 0.1, times: 10.000000000000002} ",
    )
    breach = small_case(third).world.breaches["BO"]["raid"]
    assert isinstance(breach.attributed, Quantity)
