"""What was measured, what of it is believed, and that the shipped tables are the data's own."""

import os
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.markets.sensitivities import (
    correlation,
    holm,
    sensitivities,
    shrink,
    survivors,
    to_ceasefire,
    volatility,
)
from tools.markets.measured import tables

needs_data = pytest.mark.skipif(
    "DETENTE_DATA" not in os.environ, reason="DETENTE_DATA names no data folder"
)


@needs_data
@pytest.mark.parametrize("name", ["sensitivities.csv", "correlations.csv"])
def test_shipped_table_is_remade_from_the_data(name: str, fitted: dict[str, str]) -> None:
    shipped = files("detente.markets").joinpath("data", name).read_text(encoding="utf-8")
    assert fitted[name] == shipped


@pytest.fixture(scope="module")
def fitted() -> dict[str, str]:
    heard: list[str] = []
    made = tables(Path(os.environ["DETENTE_DATA"]), heard.append)
    assert "IMOEX has no price between 2022-02-25 and 2022-03-24" in heard
    return made


def _event(asset: str, question: str) -> tuple[float, float]:
    [row] = [s for s in sensitivities() if (s.asset, s.question) == (asset, question)]
    return row.estimate, row.t_statistic


def test_event_study_rows() -> None:
    """Oracles "Event study": cumulative abnormal return [0,+1] in %, and t."""
    assert _event("IMOEX", "invasion") == pytest.approx((-22.0, -9.5), abs=0.05)
    assert _event("USDRUB", "invasion") == pytest.approx((7.3, 8.8), abs=0.05)
    assert _event("RHM", "invasion") == pytest.approx((9.9, 5.4), abs=0.05)
    assert _event("TTF", "call of the presidents") == pytest.approx((-10.9, -2.8), abs=0.05)
    assert _event("IMOEX", "call of the presidents") == pytest.approx((6.0, 2.4), abs=0.06)
    # The row says -2.9 where we find -2.96.
    assert _event("USDRUB", "call of the presidents") == pytest.approx((-4.3, -2.9), abs=0.07)
    alaska = [s.t_statistic for s in sensitivities() if s.question == "Alaska summit"]
    assert max(map(abs, alaska)) < 1.1


def test_only_moex_survives_among_daily_sensitivities() -> None:
    """Oracle: MOEX +1.56 % per +10 points (t 4.6), the only one that survives correction."""
    [row] = [s for s in sensitivities() if s.measure == "probability" and s.survives]
    assert (row.asset, row.question) == ("IMOEX", "ceasefire by 2026-03-31")
    assert (row.estimate, row.t_statistic) == pytest.approx((1.56, 4.6), abs=0.05)
    assert 0 < row.believed < row.estimate
    strict = [s for s in sensitivities() if s.measure == "probability" and s.holm < 0.05]
    assert strict == [row]  # by the stricter rule of Holm too


@pytest.mark.parametrize("asset", ["TLT", "FXE", "UUP", "HYG", "LQD"])
def test_rates_and_currencies_are_taken_as_unmoved_with_their_error(asset: str) -> None:
    row = to_ceasefire(asset)
    assert row is not None
    assert row.believed == 0
    assert row.believed_error > 0


def test_shrink_is_james_stein_like_and_never_turns_a_sign() -> None:
    rng = np.random.default_rng(7)
    truth = rng.normal(0, 2.0, 4000)
    error = np.exp(rng.normal(0, 1.0, 4000))
    estimate = error * (truth + rng.standard_normal(4000))
    shrunk, left = shrink(estimate, error)
    assert shrunk / estimate == pytest.approx(0.8, abs=0.02)  # 4 / (1 + 4)
    assert np.mean((shrunk / error - truth) ** 2) < np.mean((estimate / error - truth) ** 2)
    assert left == pytest.approx(np.sqrt(shrunk / estimate) * error)


def test_shrink_takes_pure_noise_to_nothing() -> None:
    shrunk, left = shrink(np.array([0.5, -0.5, 0.2]), np.ones(3))
    assert not shrunk.any()
    assert not left.any()


def test_benjamini_hochberg_steps_up() -> None:
    # .03 fails its own line (2/4 x .05) but stands because .036 passes the third.
    assert survivors(np.array([0.9, 0.03, 0.001, 0.036])).tolist() == [False, True, True, True]
    assert not survivors(np.array([0.02, 0.9, 0.8])).any()


def test_holm_steps_down_by_hand() -> None:
    # .01 x 4, then .02 x 3, .03 x 2 and .04 x 1, none below the one before.
    adjusted = holm(np.array([0.03, 0.01, 0.04, 0.02]))
    assert adjusted == pytest.approx([0.06, 0.04, 0.06, 0.06])
    assert holm(np.array([0.9, 0.7])).tolist() == [1.0, 1.0]


@given(st.lists(st.floats(1e-6, 1), min_size=1, max_size=30))
def test_holm_lies_between_bonferroni_and_the_bare_p(p_values: list[float]) -> None:
    p = np.array(p_values)
    adjusted = holm(p)
    assert (adjusted >= p - 1e-15).all()
    assert (adjusted <= np.minimum(1.0, p * p.size) + 1e-12).all()
    assert (survivors(p) | (adjusted > 0.05)).all()  # whoever passes Holm passes the other rule


def test_correlation_is_a_correlation_and_unknown_names_move_alone() -> None:
    matrix = correlation(("SPY", "EFA", "", "BRENT", "nowhere"))
    assert np.linalg.eigvalsh(matrix).min() > 0
    assert matrix[0, 1] > 0.5
    assert matrix[2].tolist() == [0, 0, 1, 0, 0]
    assert volatility("SPY") == pytest.approx(0.156, abs=0.01)
    assert volatility("nowhere") is None
