"""A desk's own files: holdings and returns in, the allocation sheet out, and all that is wrong."""

import csv
import sys
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.portfolio.history import History, bootstrap, read_history, worst_window
from detente.portfolio.holdings import read_holdings

HEAD = "asset,weight,low,high,cost_bp"


def written(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def told(caught: pytest.ExceptionInfo[InputError], folder: Path) -> list[str]:
    return str(caught.value).replace(f"{folder}/", "").splitlines()


def test_holdings_with_a_benchmark(tmp_path: Path) -> None:
    head = f"{HEAD},benchmark"
    path = written(
        tmp_path, "h.csv", head, "gold,0.4,0,1,8,0.5", "cash,0.6,0,1,0,", "ttf,0,0,1,9,0.5"
    )
    book = read_holdings(path)
    assert [(h.asset, h.weight, h.cost_bp) for h in book.holdings] == [
        ("gold", 0.4, 8),
        ("cash", 0.6, 0),
        ("ttf", 0, 9),
    ]
    assert book.benchmark == {"gold": 0.5, "cash": 0.0, "ttf": 0.5}
    assert book.holdings[1].place.line == 3


def test_parquet_holds_the_same(tmp_path: Path) -> None:
    path = written(tmp_path, "h.csv", HEAD, "gold,0.4,0,1,8", "cash,0.6,0,1,0")
    with duckdb.connect() as base:
        base.read_csv(str(path)).write_parquet(str(tmp_path / "h.parquet"))
    parquet = read_holdings(tmp_path / "h.parquet").holdings
    assert [(h.asset, h.weight) for h in parquet] == [("gold", 0.4), ("cash", 0.6)]


BAD_HOLDINGS = {
    "no column": (
        ["asset,weight,low,high", "gold,1,0,1"],
        'h.csv:1: no column "cost_bp"; there is: asset, weight, low, high',
    ),
    "no number": (
        [HEAD, "gold,much,0,1,8"],
        'h.csv:2: weight "much" is no number; write it as 0.05',
    ),
    "empty cell": ([HEAD, "gold,1,,1,8"], 'h.csv:2: low "" is no number; write it as 0.05'),
    "infinite": ([HEAD, "gold,1,0,inf,8"], 'h.csv:2: high "inf" is no number; write it as 0.05'),
    "no name": ([HEAD, ",1,0,1,8"], "h.csv:2: no asset is named; write its id from assets.yaml"),
    "nothing": ([HEAD], "h.csv:1: holds nothing; write a row for each asset"),
    "too wide": (
        [HEAD, "gold,1,0,1,8,9,9"],
        "h.csv:2: has more cells than the head; quote cells with commas",
    ),
    "twice": ([f"{HEAD},low", "gold,1,0,1,8,0"], "h.csv:1: two columns low; keep one of them"),
}


@pytest.mark.parametrize("name", BAD_HOLDINGS)
def test_bad_holdings(name: str, tmp_path: Path) -> None:
    lines, expected = BAD_HOLDINGS[name]
    with pytest.raises(InputError) as caught:
        read_holdings(written(tmp_path, "h.csv", *lines))
    assert told(caught, tmp_path) == [expected]


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "h.parquet").write_bytes(b"no")
    with pytest.raises(InputError, match="is no Parquet file; save it as CSV"):
        read_holdings(tmp_path / "h.parquet")
    (tmp_path / "h.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="is not UTF-8 text"):
        read_holdings(tmp_path / "h.csv")
    with pytest.raises(InputError, match="no such file; give a CSV or Parquet file"):
        read_holdings(tmp_path / "none.csv")


def _weeks(count: int, *, skip: int = -1, double: int = -1) -> list[str]:
    rng = np.random.default_rng(1)
    lines = ["day,gold,ttf"]
    for week in range(count):
        day = date(2020, 1, 3) + timedelta(weeks=week + (5 * 8 if week > skip >= 0 else 0))
        lines.append(f"{day},{0.01 * rng.standard_normal():.6f},{0.05 * rng.standard_normal():.6f}")
        if week == double:
            lines.append(lines[-1])
    return lines


def test_history_knows_its_periods(tmp_path: Path) -> None:
    found = read_history(written(tmp_path, "r.csv", *_weeks(120)))
    assert (found.assets, found.a_year, found.periods(12)) == (("gold", "ttf"), 52, 52)
    assert found.returns.shape == (120, 2)
    assert found.block == pytest.approx(120 ** (1 / 3))


def test_everything_wrong_with_returns_is_said_at_once(tmp_path: Path) -> None:
    lines = _weeks(70, double=3)
    lines[10] = lines[10].replace("2020", "2O20")
    lines[20] = lines[20].rsplit(",", 1)[0] + ","
    lines[30] = lines[30].rsplit(",", 1)[0] + ",31.03"
    lines[40] = lines[40].rsplit(",", 1)[0] + ",high"
    lines[50], lines[51] = lines[51], lines[50]
    with pytest.raises(InputError) as caught:
        read_history(written(tmp_path, "r.csv", *lines))
    assert told(caught, tmp_path) == [
        "r.csv:6: 2020-01-24 stands twice; keep one row a day",
        'r.csv:11: "2O20-02-28" is no day; write it as 2025-08-15',
        "r.csv:21: ttf has no return; leave the row or the column out",
        "r.csv:31: ttf 31.03 is no return; give shares, so that 1 % is 0.01, not prices",
        'r.csv:41: ttf "high" is no number; write 1 % as 0.01',
        "r.csv:52: 2020-12-04 comes after 2020-12-11; put the oldest row first",
    ]


def test_a_gap_and_too_few_rows_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"r\.csv:34: nothing between 2020-08-07 and 2021-05-21"):
        read_history(written(tmp_path, "r.csv", *_weeks(100, skip=31)))
    with pytest.raises(InputError, match="has 59 rows; give 60 periods or more"):
        read_history(written(tmp_path, "r.csv", *_weeks(59)))
    with pytest.raises(InputError, match="has no column of returns"):
        read_history(written(tmp_path, "r.csv", "day", "2020-01-03"))


def _history(returns: np.ndarray) -> History:
    days = tuple(date(2020, 1, 3) + timedelta(weeks=k) for k in range(len(returns)))
    names = tuple("ab"[: returns.shape[1]])
    return History("r.csv", names, days, returns, 52)


def test_the_bootstrap_has_the_covariance_of_politis_and_romano() -> None:
    """n (g_0 + 2 sum (1 - k / n) (1 - 1 / L)^k g_k), with g_k the circular autocovariances."""
    rng = np.random.default_rng(2)
    root = np.linalg.cholesky([[1.0, 0.6], [0.6, 1.0]])
    returns = 0.02 * rng.standard_normal((400, 2)) @ root.T + 0.01  # a drift that must not stay
    history = _history(returns)
    growth = bootstrap(history, 12, 20_000, rng)
    assert growth.mean(axis=0) == pytest.approx([1, 1])
    away = np.log1p(returns) - np.log1p(returns).mean(axis=0)
    expected = np.zeros((2, 2))
    for lag in range(-51, 52):
        circular = away.T @ np.roll(away, lag, axis=0) / 400
        expected += (52 - abs(lag)) * (1 - 1 / history.block) ** abs(lag) * circular
    assert np.cov(np.log(growth).T) == pytest.approx(expected, rel=0.05)


def test_the_bootstrap_keeps_what_lasts() -> None:
    """Returns that come in runs spread further over a year than shuffled ones would."""
    rng = np.random.default_rng(3)
    runs = np.repeat(rng.choice([-0.01, 0.01], 60), 8)[:, None]
    together = np.log(bootstrap(_history(runs), 12, 6000, rng)).std()
    apart = np.log(bootstrap(_history(rng.permutation(runs)), 12, 6000, rng)).std()
    assert together > 1.5 * apart


def test_same_seed_same_futures() -> None:
    history = _history(0.01 * np.random.default_rng(4).standard_normal((80, 2)))
    one = bootstrap(history, 6, 50, np.random.default_rng(5))
    assert (one == bootstrap(history, 6, 50, np.random.default_rng(5))).all()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000))
def test_the_worst_window_is_the_worst(seed: int) -> None:
    rng = np.random.default_rng(seed)
    history = _history(0.03 * rng.standard_normal((70, 2)))
    weights = rng.dirichlet([1.0, 1.0])
    since, until, lost = worst_window(history, ["a", "b"], weights, 3)
    gains = [
        float((np.prod(1 + history.returns[k : k + 13], axis=0) - 1) @ weights) for k in range(58)
    ]
    worst = int(np.argmin(gains))
    assert lost == pytest.approx(gains[worst])
    assert (since, until) == (history.days[worst], history.days[worst + 12])


def test_the_command_takes_own_files_and_writes_the_sheet(tmp_path, monkeypatch, capsys) -> None:
    from detente.cli import main  # noqa: PLC0415

    head = f"{HEAD},benchmark"
    rows = ("gold,0.4,0,1,8,0.5", "cash,0.5,0,1,0,0.5", "moex,0.1,0,0.2,200,0")
    holdings = written(tmp_path, "h.csv", head, *rows)
    returns = written(tmp_path, "r.csv", *[line.replace("ttf", "moex") for line in _weeks(120)])
    words = ["allocate", "alaska-2025", "--draws", "50", "--out", str(tmp_path / "out")]
    words += ["--holdings", str(holdings), "--returns", str(returns)]
    monkeypatch.setattr(sys, "argv", ["detente", *words])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert not stopped.value.code
    assert "no returns for cash: simulated" in capsys.readouterr().out
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["allocation.csv", "sheet.md", "stress.csv"]
    with (tmp_path / "out" / "allocation.csv").open(encoding="utf-8") as file:
        table = {row["asset"]: row for row in csv.DictReader(file)}
    assert sum(float(row["best"]) for row in table.values()) == pytest.approx(1, abs=1e-5)
    assert [float(table[a]["benchmark"]) for a in ("gold", "cash", "moex")] == [0.5, 0.5, 0]
    for row in table.values():
        assert float(row["low"]) <= float(row["best"]) <= float(row["high"])
        assert float(row["trade"]) == pytest.approx(
            float(row["best"]) - float(row["now"]), abs=2e-6
        )
    sheet = (tmp_path / "out" / "sheet.md").read_text(encoding="utf-8")
    assert "against the benchmark" in sheet
    assert len(sheet.splitlines()) < 60
    with (tmp_path / "out" / "stress.csv").open(encoding="utf-8") as file:
        kinds = {row["stress"] for row in csv.DictReader(file)}
    assert {"worst beliefs", "the past", "escalation"} <= kinds


def test_the_command_refuses_own_files_that_do_not_fit(tmp_path, monkeypatch, capsys) -> None:
    from detente.cli import main  # noqa: PLC0415

    holdings = written(tmp_path, "h.csv", HEAD, "gold,0.4,0,1,8", "silver,0.5,0,1,0")
    returns = written(tmp_path, "r.csv", *_weeks(120))
    words = ["allocate", "alaska-2025", "--draws", "50", "--out", str(tmp_path / "out")]
    words += ["--holdings", str(holdings), "--returns", str(returns)]
    monkeypatch.setattr(sys, "argv", ["detente", *words])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2
    said = capsys.readouterr().err
    assert 'h.csv:3: no asset "silver"' in said
    assert "weights sum to 0.9; make them sum to 1" in said
    assert not (tmp_path / "out").exists()
