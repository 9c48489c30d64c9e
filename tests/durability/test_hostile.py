"""Numbers that no history has: told with their reason, never a figure that is none."""

import numpy as np
import pytest

from detente.durability.cox import Rows, concordance, cox, weibull_shape
from detente.durability.kaplan_meier import grouped_interval, kaplan_meier
from detente.durability.reference import load_reference, survival_at
from detente.errors import DetenteError

NAN, INF = float("nan"), float("inf")


def rows(leave: list[float], failed: list[bool], enter: float = 0.0) -> Rows:
    ends = np.array(leave, dtype=np.float64)
    return Rows(
        np.full(len(ends), enter), ends, np.array(failed), [str(i) for i in range(len(ends))]
    )


@pytest.mark.parametrize(
    ("leave", "failed", "words"),
    [
        ([1.0, 2.0], [False, False], "no spell failed"),
        ([1.0, NAN], [True, True], "no finite number"),
        ([1.0, INF], [True, True], "no finite number"),
        ([1.0, 0.0], [True, True], "no time at all"),
        ([1.0, -5.0], [True, True], "no time at all"),
    ],
)
def test_spells_that_tell_nothing_are_refused(leave, failed, words):
    with pytest.raises(DetenteError, match=words):
        weibull_shape(rows(leave, failed))
    with pytest.raises(DetenteError, match=words):
        cox(rows(leave, failed), np.array([[0.0], [1.0]]))


@pytest.mark.parametrize("trait", [NAN, INF])
def test_a_trait_that_is_no_number_is_refused(trait):
    with pytest.raises(DetenteError, match="no finite number"):
        cox(rows([1.0, 2.0], [True, True]), np.array([[0.0], [trait]]))


def test_a_trait_that_tells_all_or_nothing_has_no_ratio():
    for traits in ([[0.0], [0.0], [0.0]], [[1.0], [0.0], [0.0]]):
        with pytest.raises(DetenteError, match="no finite hazard ratio"):
            cox(rows([1.0, 2.0, 3.0], [True, False, False]), np.array(traits))


def test_a_risk_that_is_compared_with_nothing_is_neither_good_nor_bad():
    assert concordance(rows([2.0, 1.0], [True, False]), np.array([1.0, 0.0])) == 0.5


@pytest.mark.parametrize("level", [0.0, 1.0, -0.5, NAN])
def test_a_level_that_is_none_is_refused(level):
    with pytest.raises(DetenteError, match="level"):
        kaplan_meier([1.0, 2.0], [True, False], level=level)


@pytest.mark.parametrize("leave", [[NAN, 1.0], [1.0, -INF]])
def test_a_time_that_is_none_is_refused(leave):
    with pytest.raises(DetenteError, match="times that are numbers"):
        kaplan_meier(leave, [True, True])


def test_curves_at_their_ends_have_figures():
    """Nobody fails; all fail at once; one spell alone."""
    for leave, failed in (([1.0, 2.0], [False] * 2), ([1.0, 1.0], [True] * 2), ([1.0], [True])):
        curve = kaplan_meier(leave, failed)
        ends = grouped_interval(leave, failed, None, list(range(len(leave))), [0.0, 0.5, 1.0, 3.0])
        for values in (curve.survival, curve.low, curve.high, *ends):
            assert np.isfinite(values).all()
            assert ((values >= 0) & (values <= 1)).all()


@pytest.mark.parametrize("month", [-1.0, 1e9, NAN])
def test_a_month_that_no_history_knows_is_refused(month):
    with pytest.raises(DetenteError, match="known from month 0"):
        survival_at(load_reference()["ucdp-all"], [month])
