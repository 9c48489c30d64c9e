"""Hazard ratios and the age of hazards against worked examples, closed forms and lifelines."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from detente.durability.cox import Rows, concordance, cox, weibull_shape
from detente.durability.selection import load_ratios, load_shapes

# Remission in weeks of 42 leukaemia patients (Freireich et al. 1963): on 6-MP, then on placebo.
TREATED = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def rows(leave, failed, enter=None, groups=None) -> Rows:
    leave = np.asarray(leave, dtype=float)
    return Rows(
        np.zeros(len(leave)) if enter is None else np.asarray(enter, dtype=float),
        leave,
        np.asarray(failed, dtype=bool),
        [str(k) for k in range(len(leave))] if groups is None else groups,
    )


LEUKAEMIA = rows(TREATED + PLACEBO, RELAPSED + [1] * 21)
ON_PLACEBO = np.array([[0.0]] * 21 + [[1.0]] * 21)


def test_leukaemia_example_with_ties_by_efron() -> None:
    """The usual worked example: β = 1.5721 by Efron (1.5092 by Breslow)."""
    fit = cox(LEUKAEMIA, ON_PLACEBO)
    assert_allclose(np.log(fit.ratios[0].ratio), 1.5721, atol=1e-4)
    assert fit.ratios[0].clear


def test_three_rows_by_hand() -> None:
    """L = u / (2u + 1) x 1 / (u + 1), greatest where 2u^2 = 1."""
    fit = cox(rows([1, 2, 3], [1, 1, 0]), np.array([[1.0], [0.0], [1.0]]))
    assert_allclose(fit.ratios[0].ratio, np.sqrt(0.5), rtol=1e-8)


def test_one_entering_late_is_compared_only_with_those_it_met() -> None:
    """A fourth row that enters after the first failure leaves that failure's odds alone.

    L = u / (2u + 1) x 1 / (u + 2): greatest where 2u^2 = 2.
    """
    late = rows([1, 2, 3, 3], [1, 1, 0, 0], enter=[0, 0, 0, 1.5])
    fit = cox(late, np.array([[1.0], [0.0], [1.0], [0.0]]))
    assert_allclose(fit.ratios[0].ratio, 1.0, rtol=1e-8)


def test_a_spell_cut_into_rows_is_the_same_spell() -> None:
    cut = rows(
        [3, *LEUKAEMIA.leave],
        [0, *LEUKAEMIA.failed],
        enter=[0, 3, *[0] * 41],
        groups=["0", *LEUKAEMIA.groups],
    )
    x = np.vstack([ON_PLACEBO[:1], ON_PLACEBO])
    whole, parts = cox(LEUKAEMIA, ON_PLACEBO), cox(cut, x)
    assert_allclose(parts.ratios[0].ratio, whole.ratios[0].ratio, rtol=1e-8)
    assert_allclose(parts.ratios[0].low, whole.ratios[0].low, rtol=1e-8)


def test_copies_of_one_fate_add_no_evidence() -> None:
    """The same spells three times, as groups of three: the interval stays, up to the ties.

    Efron's weights see the copies as ties, so this holds for Breslow's exactly and here nearly.
    """
    rng = np.random.default_rng(1)
    x = rng.normal(size=(60, 1))
    leave = rng.exponential(np.exp(-x[:, 0])) + 0.01
    once = cox(rows(leave, [1] * 60), x).ratios[0]
    groups = [str(k) for k in range(60)] * 3
    thrice = cox(rows(np.tile(leave, 3), [1] * 180, groups=groups), np.tile(x, (3, 1))).ratios[0]
    width = np.log(once.high / once.low)
    assert abs(np.log(thrice.high / thrice.low) / width - 1) < 0.15
    alone = cox(rows(np.tile(leave, 3), [1] * 180), np.tile(x, (3, 1))).ratios[0]
    assert np.log(alone.high / alone.low) < 0.65 * width  # taken as separate, it shrinks by √3


def test_a_trait_that_tells_all_failures_apart_is_refused() -> None:
    with pytest.raises(ValueError, match="no finite hazard ratio"):
        cox(rows([1, 2, 3, 4], [1, 1, 0, 0]), np.array([[1.0], [1.0], [0.0], [0.0]]))


def test_concordance_by_hand() -> None:
    """Comparable: (1, 2), (1, 3), (2, 3); right, right, wrong."""
    assert concordance(rows([1, 2, 3], [1, 1, 0]), np.array([3.0, 1.0, 2.0])) == pytest.approx(
        2 / 3
    )


@given(st.integers(0, 1000), st.floats(0.3, 3.0))
def test_weibull_shape_does_not_mind_the_unit_of_time(seed: int, unit: float) -> None:
    leave = np.random.default_rng(seed).weibull(0.8, 50) + 1e-6
    one, other = weibull_shape(rows(leave, [1] * 50)), weibull_shape(rows(unit * leave, [1] * 50))
    assert one.ratio == pytest.approx(other.ratio, rel=1e-3)


def test_weibull_interval_holds_the_truth_as_often_as_it_says() -> None:
    """Shape 0.5, half of the spells entering late, a third censored."""
    hits = 0
    for seed in range(120):
        rng = np.random.default_rng(seed)
        life, enter = rng.weibull(0.5, 300), np.where(rng.random(300) < 0.5, 0, 0.3)
        end = rng.exponential(2, 300)
        leave, failed = np.minimum(life, enter + end), life <= enter + end
        seen = leave > enter
        shape = weibull_shape(rows(leave[seen], failed[seen], enter=enter[seen]))
        hits += shape.low < 0.5 < shape.high
    assert 106 <= hits <= 120  # 95 % of 120 is 114, give or take three standard errors


# Oracle row "UCDP Weibull shape": two decimals are printed, and we are held to them.
UCDP = {
    "full agreement": 0.49,
    "implementation commission": 0.67,
    "ceasefire clause": 1.88,
    "peacekeeping": 1.22,
    "third party": 1.43,
}


def test_shipped_ratios_match_the_oracle_row() -> None:
    fitted = {(r.dataset, r.model, r.factor): r for r in load_ratios()}
    for factor, ratio in UCDP.items():
        found = fitted["ucdp", "with the other clauses", factor]
        assert found.ratio == pytest.approx(ratio, abs=0.0051)
        assert found.concordance == pytest.approx(0.63, abs=0.0051)
    assert not fitted["ucdp", "with the other clauses", "peacekeeping"].clear
    assert not fitted["ucdp", "with the other clauses", "third party"].clear
    controlled = [fitted["fortna", "with controls", name] for name in ("peacekeeping", "treaty")]
    assert [r.ratio for r in controlled] == pytest.approx([0.53, 0.33], abs=0.0051)
    assert all(ratio.clear for ratio in controlled)


def test_the_sign_of_peacekeeping_turns_with_controls() -> None:
    raw = [r.ratio for r in load_ratios() if (r.dataset, r.factor) == ("ucdp", "peacekeeping")]
    controlled = [
        r.ratio
        for r in load_ratios()
        if r.factor == "peacekeeping" and r.model.startswith("with controls")
    ]
    assert min(raw) > 1
    assert max(controlled) < 1
    assert len(controlled) == 6, "with every control left out once"


def test_shipped_shapes_match_the_oracle_row() -> None:
    shapes = {shape.dataset: shape for shape in load_shapes()}
    assert shapes["ucdp"].shape == pytest.approx(0.33, abs=0.005)
    assert shapes["ucdp"].failed_in_first_year == pytest.approx(0.60, abs=0.005)
    assert shapes["ucdp"].high < 1


@pytest.mark.oracle
@pytest.mark.parametrize("seed", range(5))
def test_equal_to_lifelines(seed: int) -> None:
    """Without ties: with them its intervals leave Efron's weights aside, and its ratios do not."""
    reason = "lifelines is not here: it comes with the dependency group oracle"
    lifelines = pytest.importorskip("lifelines", reason=reason)
    pandas = pytest.importorskip("pandas")
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(120, 2))
    leave = rng.exponential(np.exp(-x @ [0.7, -0.4])) + 0.01
    failed, groups = rng.random(120) < 0.7, [str(k % 30) for k in range(120)]
    table = pandas.DataFrame({"a": x[:, 0], "b": x[:, 1], "t": leave, "d": failed, "g": groups})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = lifelines.CoxPHFitter().fit(table, "t", "d", cluster_col="g")
        shape = lifelines.WeibullFitter().fit(leave, failed)
        table["t"] = tied = np.ceil(4 * leave)
        with_ties = lifelines.CoxPHFitter().fit(table.drop(columns="g"), "t", "d")
    ours = cox(rows(leave, failed, groups=groups), x)
    bounds = theirs.summary[["exp(coef)", "exp(coef) lower 95%", "exp(coef) upper 95%"]]
    assert_allclose([[r.ratio, r.low, r.high] for r in ours.ratios], bounds, rtol=1e-4)
    found = [ratio.ratio for ratio in cox(rows(tied, failed), x).ratios]
    assert_allclose(found, with_ties.hazard_ratios_, rtol=1e-4)
    assert_allclose(ours.concordance, theirs.concordance_index_, atol=1e-9)
    assert_allclose(weibull_shape(rows(leave, failed)).ratio, shape.rho_, rtol=1e-4)
