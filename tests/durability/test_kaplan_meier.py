"""The estimator against worked examples, an independent implementation, and its own theorems."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from detente.durability.kaplan_meier import grouped_interval, kaplan_meier, read_curve

# Remission in weeks of 21 leukaemia patients on 6-MP (Freireich et al. 1963), the usual worked
# example: 9 relapses, 12 censored; S(6) = 18/21, then 16/17, 14/15, 11/12, 10/11, 6/7, 5/6.
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]


def test_leukaemia_example_by_hand() -> None:
    curve = kaplan_meier(WEEKS, RELAPSED)
    assert curve.times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert curve.failures.tolist() == [3, 1, 1, 1, 1, 1, 1]
    factors = [18 / 21, 16 / 17, 14 / 15, 11 / 12, 10 / 11, 6 / 7, 5 / 6]
    assert_allclose(curve.survival, np.cumprod(factors), rtol=1e-14)


def test_interval_by_hand_after_one_step() -> None:
    """S = 18/21, V = 3 / (21 x 18); on log(-log S) the half-width is z sqrt(V) / |log S|."""
    curve = kaplan_meier(WEEKS, RELAPSED)
    spread = np.exp(1.959963984540054 * np.sqrt(3 / (21 * 18)) / -np.log(18 / 21))
    assert_allclose(curve.low[0], (18 / 21) ** spread, rtol=1e-12)
    assert_allclose(curve.high[0], (18 / 21) ** (1 / spread), rtol=1e-12)


def test_a_late_entry_is_not_at_risk_before_it_enters() -> None:
    """Four spells; the one entering at 3 is unseen at the failure of 2, and seen at that of 4."""
    curve = kaplan_meier([2, 4, 5, 6], [1, 1, 0, 0], [0, 0, 0, 3])
    assert curve.at_risk.tolist() == [3, 3]
    assert_allclose(curve.survival, [2 / 3, 4 / 9])


def test_a_spell_cut_into_rows_is_the_same_spell() -> None:
    whole = kaplan_meier([5, 8, 9], [1, 1, 0], [0, 0, 0])
    cut = kaplan_meier([2, 5, 8, 4, 9], [0, 1, 1, 0, 0], [0, 2, 0, 0, 4])
    assert_allclose(cut.survival, whole.survival)
    assert_allclose(cut.low, whole.low)


def test_one_entering_at_a_failure_is_not_yet_at_risk() -> None:
    assert kaplan_meier([2, 5], [1, 0], [0, 2]).at_risk.tolist() == [1]


def test_when_nobody_is_left_the_lower_bound_is_nothing() -> None:
    curve = kaplan_meier([1, 2, 3], [1, 1, 1])
    assert_allclose(curve.survival, [2 / 3, 1 / 3, 0], atol=1e-15)
    assert curve.low[-1] == 0
    assert curve.high[-1] == curve.high[-2]


def test_reading_the_staircase() -> None:
    survival, low, high = read_curve(kaplan_meier(WEEKS, RELAPSED), [0, 5.9, 6, 6.5, 100])
    assert_allclose(survival[:4], [1, 1, 18 / 21, 18 / 21])
    assert low[0] == high[0] == 1
    assert survival[4] == kaplan_meier(WEEKS, RELAPSED).survival[-1]


def test_no_failure_no_fall() -> None:
    assert read_curve(kaplan_meier([3, 4], [0, 0]), [0, 10])[0].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("leave", "failed", "enter"),
    [([1, 2], [1], None), ([1, 2], [1, 0], [0, 2]), ([1, 2], [1, 0], [0])],
)
def test_nonsense_is_refused(leave: list[float], failed: list[int], enter: list[float]) -> None:
    with pytest.raises(ValueError, match=r"equally long|enter before it leaves"):
        kaplan_meier(leave, failed, enter)


def test_a_level_outside_zero_and_one_is_refused() -> None:
    with pytest.raises(ValueError, match="level"):
        kaplan_meier([1, 2], [1, 0], level=95)


def test_copies_of_one_fate_add_no_evidence() -> None:
    """Every spell written five times: by spells the interval shrinks, by groups it must not."""
    once = kaplan_meier(WEEKS, RELAPSED)
    leave, failed = np.repeat(WEEKS, 5), np.repeat(RELAPSED, 5)
    fivefold = kaplan_meier(leave, failed)
    at = [10, 23]
    low, high = grouped_interval(leave, failed, None, np.repeat(np.arange(21), 5), at)
    naive = read_curve(fivefold, at)
    plain = grouped_interval(WEEKS, RELAPSED, None, np.arange(21), at)
    assert_allclose(naive[0], read_curve(once, at)[0])
    assert np.all(high - low > 1.5 * (naive[2] - naive[1]))
    assert np.all((low < naive[1]) & (naive[2] < high))
    # Left out once each, five copies move the curve exactly as the one spell did.
    assert np.all(low >= plain[0] - 1e-12)
    assert np.all(high <= plain[1] + 1e-12)


def test_one_failing_group_is_counted_against_those_that_stand() -> None:
    """Two of three groups stand: Clopper and Pearson give 0.0943 to 0.9916."""
    low, high = grouped_interval([2, 5, 5], [1, 0, 0], None, ["a", "b", "c"], [3])
    _, spell_low, _ = read_curve(kaplan_meier([2, 5, 5], [1, 0, 0]), [3])
    assert_allclose(low, spell_low)  # 0.0541: counting spells is wider still
    assert_allclose(high, 0.9916, atol=1e-4)


def test_failures_of_one_conflict_are_one_failure() -> None:
    """Ten agreements of one conflict fall together; ten conflicts more stand."""
    leave, failed = [2] * 10 + [5] * 10, [1] * 10 + [0] * 10
    groups = ["fallen"] * 10 + [f"standing {k}" for k in range(10)]
    _, high = grouped_interval(leave, failed, None, groups, [3])
    assert_allclose(high, 0.9977, atol=1e-4)  # 10 of 11


def test_where_nothing_failed_yet_there_is_still_doubt() -> None:
    """Eleven groups all standing: at least 0.025^(1/11) = 0.715 of such groups do."""
    low, high = grouped_interval([9] * 11, [0] * 11, [0] * 11, list(range(11)), [0, 3])
    assert_allclose(low, [1, 0.025 ** (1 / 11)])
    assert high.tolist() == [1, 1]


SPELLS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 30), st.booleans()), min_size=1, max_size=40
)


@given(SPELLS)
def test_survival_falls_and_stays_inside_its_interval(spells: list[tuple[int, int, bool]]) -> None:
    enter = np.array([start for start, _, _ in spells])
    curve = kaplan_meier(
        enter + [length for _, length, _ in spells], [end for _, _, end in spells], enter
    )
    assert np.all(np.diff(curve.survival) <= 0)
    assert np.all((curve.low <= curve.survival) & (curve.survival <= curve.high))
    assert np.all((curve.low >= 0) & (curve.high <= 1))


@given(st.lists(st.integers(1, 20), min_size=1, max_size=40))
def test_without_censoring_it_is_the_share_still_standing(lives: list[int]) -> None:
    at = np.arange(21)
    share = [np.mean(np.array(lives) > time) for time in at]
    survival, _, _ = read_curve(kaplan_meier(lives, np.ones(len(lives))), at)
    assert_allclose(survival, share, atol=1e-12)


@pytest.mark.oracle
@pytest.mark.parametrize("seed", range(20))
def test_equal_to_lifelines(seed: int) -> None:
    reason = "lifelines is not here: it comes with the dependency group oracle"
    lifelines = pytest.importorskip("lifelines", reason=reason)
    rng = np.random.default_rng(seed)
    enter = np.where(rng.random(200) < 0.5, 0, rng.integers(0, 20, 200))
    leave, failed = enter + rng.integers(1, 60, 200), rng.random(200) < 0.6
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own notes on small risk sets and on pandas
        theirs = lifelines.KaplanMeierFitter().fit(leave, failed, entry=enter)
        band = theirs.confidence_interval_survival_function_
        ours = kaplan_meier(leave, failed, enter)
        alive = ours.survival > 0
        assert_allclose(ours.survival, theirs.predict(ours.times), atol=1e-12)
    assert_allclose(ours.low[alive], band.loc[ours.times].iloc[:, 0][alive], atol=1e-9)
    assert_allclose(ours.high[alive], band.loc[ours.times].iloc[:, 1][alive], atol=1e-9)
