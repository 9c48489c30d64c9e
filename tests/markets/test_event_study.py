"""The event study: by hand, by theorem, and every number of it from the raw prices."""

import csv
import os
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from detente.errors import InputError
from tools.markets.event_study import abnormal, regression, slope_on
from tools.markets.measured import tables
from tools.markets.prices import SOURCES, Source, gaps, read_prices

needs_data = pytest.mark.skipif(
    "DETENTE_DATA" not in os.environ, reason="DETENTE_DATA names no data folder"
)
FIRST = date(2024, 1, 1)
SETTLEMENT_DAYS = ("2025-02-12", "2025-04-30", "2025-08-06", "2025-08-15", "2025-11-19")


def _prices(returns: np.ndarray) -> dict[date, float]:
    levels = 100 * np.exp(np.concatenate([[0.0], np.cumsum(returns)]))
    return {FIRST + timedelta(days=i): float(level) for i, level in enumerate(levels)}


def test_a_jump_is_found_and_weighed_by_hand() -> None:
    usual = np.tile([0.01, -0.01], 70)  # mean 0 over an even stretch
    returns = np.concatenate([usual, [0.05, 0.03], np.zeros(5)])
    found = abnormal(_prices(returns), FIRST + timedelta(days=141))
    assert found is not None
    window = usual[140 - 130 : 140 - 11]
    assert found.change == pytest.approx(0.08 - 2 * window.mean())
    error = np.sqrt(((window - window.mean()) ** 2).sum() / 117 * (2 + 4 / 119))
    assert found.t_statistic == pytest.approx(found.change / error)
    assert (found.n, found.day) == (119, FIRST + timedelta(days=141))


def test_an_event_too_early_or_too_late_has_no_number() -> None:
    prices = _prices(np.full(140, 0.001))
    assert abnormal(prices, FIRST + timedelta(days=100)) is None
    assert abnormal(prices, FIRST + timedelta(days=140)) is None
    assert abnormal(prices, FIRST + timedelta(days=200)) is None


def test_t_is_a_t_where_nothing_happens() -> None:
    rng = np.random.default_rng(3)
    found = [
        abnormal(_prices(rng.normal(0, 0.02, 140)), FIRST + timedelta(days=138)) for _ in range(800)
    ]
    t = np.array([one.t_statistic for one in found if one is not None])
    assert t.size == 800
    assert np.std(t) == pytest.approx(1.0, abs=0.07)
    assert np.mean(np.abs(t) > 1.98) == pytest.approx(0.05, abs=0.025)


def test_regression_without_lags_is_ordinary_and_finds_the_slope() -> None:
    rng = np.random.default_rng(5)
    moves = rng.normal(0, 0.02, 500)
    returns = 0.15 * moves + rng.normal(0, 0.01, 500)
    slope, error = regression(moves, returns, 4)
    assert slope == pytest.approx(np.polyfit(moves, returns, 1)[0])
    assert abs(slope - 0.15) < 3 * error
    assert error == pytest.approx(0.01 / (0.02 * np.sqrt(500)), rel=0.15)


def test_prices_and_odds_meet_on_the_days_that_both_have() -> None:
    rng = np.random.default_rng(6)
    moves = rng.normal(0, 0.02, 60)
    prices = _prices(0.1 * moves)
    odds = dict(zip(prices, 0.3 + np.concatenate([[0.0], np.cumsum(moves)]), strict=True))
    found = slope_on(prices, odds)
    assert found is not None
    assert found.estimate == pytest.approx(0.1)
    assert slope_on(prices, dict(list(odds.items())[:4])) is None


BAD = (
    ("Date,close\n2025-01-02,10\n2025-01-02,11\n", "p.csv:3: 2025-01-02 stands twice; keep one"),
    ("Date,close\n2025-01-02,-3\n", "p.csv:2: the price is -3; a price is above 0"),
    ("Date,close\n2025-01-02,ten\n", 'p.csv:2: "2025-01-02, ten" is no day with a price'),
    ("Date,close\n2 January,10\n", 'p.csv:2: "2 January, 10" is no day with a price'),
    ("Date,open\n2025-01-02,10\n", "p.csv:1: no column close; there is: Date, open"),
)


@pytest.mark.parametrize(("text", "message"), BAD)
def test_prices_that_are_refused(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_prices(tmp_path, Source("p.csv"))
    assert str(caught.value).startswith(message)


def test_a_gap_is_told_and_an_empty_day_passes(tmp_path: Path) -> None:
    text = "Date,close\n2025-01-02,10\n2025-01-03,\n2025-01-20,11\n2025-01-06,12\n"
    (tmp_path / "p.csv").write_text(text, encoding="utf-8")
    prices = read_prices(tmp_path, Source("p.csv"))
    assert list(prices) == [date(2025, 1, 2), date(2025, 1, 6), date(2025, 1, 20)]
    window = (date(2025, 1, 1), date(2025, 2, 1))
    assert gaps(prices, *window) == ((date(2025, 1, 6), date(2025, 1, 20)),)


def test_a_folder_without_the_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file; give the data folder that holds"):
        tables(tmp_path, print)


def _folder() -> Path:
    return Path(os.environ["DETENTE_DATA"]) / "markets"


@needs_data
@pytest.mark.parametrize(("window", "name"), [(2, "[0,+1]"), (5, "[0,+4]")])
def test_the_earlier_study_is_found_again_from_raw_prices(window: int, name: str) -> None:
    """Oracle "Event study (data/markets/event_study.csv)": all of it that raw prices reach."""
    days = {
        "invasion": "2022-02-24",
        "Istanbul": "2022-03-29",
        "TrumpPutin call": "2025-02-12",
        "ReArm EU/aid halt": "2025-03-04",
        "minerals": "2025-04-30",
        "summit announced*": "2025-08-06",
        "Alaska": "2025-08-15",
        "28pt plan": "2025-11-19",
    }
    with (_folder() / "event_study.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["win"] == name]
    series = {asset: read_prices(_folder(), source) for asset, source in SOURCES.items()}
    same = 0
    for row in rows:
        asset = row["asset"]
        if asset not in series:
            continue
        day = date.fromisoformat(days[row["event"]])
        found = abnormal(series[asset], day, window, levels=asset == "VIX")
        if found is None:
            assert (asset, day.year) == ("IMOEX", 2022)  # prices begin that January
            continue
        assert found.change == pytest.approx(float(row["car"]), abs=1e-9)
        assert found.t_statistic == pytest.approx(float(row["t"]), abs=1e-6)
        same += 1
    assert same == 198  # of 208; ten are VEA, of which there are no prices, and IMOEX in 2022


@needs_data
def test_no_bond_or_currency_moved_on_a_settlement_day() -> None:
    """Oracle: the largest |t| in TLT, IEF, FXE, UUP, HYG, JNK, LQD is 1.66."""
    found = [
        abnormal(read_prices(_folder(), SOURCES[asset]), date.fromisoformat(day), window)
        for asset in ("TLT", "IEF", "FXE", "UUP", "HYG", "JNK", "LQD")
        for day in SETTLEMENT_DAYS
        for window in (2, 5)
    ]
    assert max(abs(one.t_statistic) for one in found if one) == pytest.approx(1.66, abs=0.005)
