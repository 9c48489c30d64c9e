"""A desk's own files: holdings and returns in, the allocation sheet out, and all that is wrong."""

import csv
import re
import sys
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from detente.answers.desk import OwnFiles, allocation_files, allocation_of
from detente.case import open_case
from detente.errors import DetenteError, InputError
from detente.findings import Findings
from detente.portfolio import Allocation
from detente.portfolio.history import History, bootstrap, read_history, worst_window
from detente.portfolio.holdings import read_holdings
from detente.wording.numbers import percent_range
from detente.wording.titles import verdict_title

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
    "no value at all": (
        [HEAD, "gold,nan,0,1,8"],
        'h.csv:2: weight "nan" is no number; write it as 0.05',
    ),
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


@pytest.fixture(scope="module")
def findings() -> Findings:
    """The main case with few draws: it is read and priced once for all tests here."""
    return Findings(open_case("alaska-2025"), 1, 50, lambda _: None)


@pytest.fixture(scope="module")
def own(findings: Findings, tmp_path_factory: pytest.TempPathFactory) -> Allocation:
    """A desk's own holdings, returns and mandate on the main case."""
    folder = tmp_path_factory.mktemp("own")
    head = f"{HEAD},benchmark,country"
    rows = ("gold,0.4,0,1,8,0.5,", "cash,0.5,0,1,0,0.5,", "moex,0.1,0,0.2,200,0,RU")
    mandate = ("turnover: 0.2", "groups:", "  russia: {country: RU, high: 0.15}")
    return allocation_of(
        findings,
        OwnFiles(
            holdings=written(folder, "h.csv", head, *rows),
            returns=written(folder, "r.csv", *[x.replace("ttf", "moex") for x in _weeks(120)]),
            mandate=written(folder, "m.yaml", "format: detente/mandate/1", *mandate),
        ),
    )


def _text(body: str | bytes) -> StringIO:
    assert isinstance(body, str)
    return StringIO(body)


def test_own_files_reach_the_tables(findings: Findings, own: Allocation, tmp_path: Path) -> None:
    files = allocation_files(own, findings.case, tmp_path)
    assert sorted(path.name for path in files) == ["allocation.csv", "sheet.md", "stress.csv"]
    table = {r["asset"]: r for r in csv.DictReader(_text(files[tmp_path / "allocation.csv"]))}
    assert sum(float(row["best"]) for row in table.values()) == pytest.approx(1, abs=1e-5)
    assert [float(table[a]["benchmark"]) for a in ("gold", "cash", "moex")] == [0.5, 0.5, 0]
    for row in table.values():
        assert float(row["low"]) <= float(row["best"]) <= float(row["high"])
        assert float(row["trade"]) == pytest.approx(
            float(row["best"]) - float(row["now"]), abs=2e-6
        )
    stress = csv.DictReader(_text(files[tmp_path / "stress.csv"]))
    assert {"worst beliefs", "the past", "escalation"} <= {row["stress"] for row in stress}
    assert [(e.name, e.high) for e in own.exposures] == [("russia", 0.15), ("turnover", 0.2)]


def test_the_sheet_says_what_a_committee_must_know(findings: Findings, own: Allocation) -> None:
    sheet = allocation_files(own, findings.case, Path("sheet.md"))[Path("sheet.md")]
    assert isinstance(sheet, str)
    assert "against the benchmark" in sheet
    assert "| Russia | at most 15 |" in sheet
    assert "No market prices a collapse after signing" in sheet
    assert "No returns for cash: simulated, apart from the others." in sheet
    collapse = own.beliefs["settlement-collapses"]
    assert percent_range(collapse.mean, collapse.low, collapse.high).replace("<", r"\<") in sheet


@pytest.mark.parametrize("name", ["sheet.pdf", "sheet.html", "sheet.docx", "sheet.md"])
def test_the_sheet_in_every_format(findings: Findings, own: Allocation, name: str) -> None:
    """The same bytes each time; on paper it is one page."""
    (body,) = allocation_files(own, findings.case, Path(name)).values()
    assert body == allocation_files(own, findings.case, Path(name))[Path(name)]
    if name == "sheet.pdf":
        assert isinstance(body, bytes)
        assert len(re.findall(rb"/Type\s*/Page\b", body)) == 1
    if name == "sheet.html":
        page = html.document_fromstring(body)
        assert [str(h.text) for h in page.iter("h1")] == [verdict_title(own)]
        assert page.xpath("//script | //link | //img") == []


def test_a_page_that_no_format_has_is_refused(findings: Findings, own: Allocation) -> None:
    with pytest.raises(DetenteError, match=r'"sheet.rtf" is no page; end it with one of \.md'):
        allocation_files(own, findings.case, Path("sheet.rtf"))


def test_a_folder_with_a_dot_is_a_folder(findings: Findings, own: Allocation) -> None:
    files = allocation_files(own, findings.case, Path("out/v1.2"))
    assert {path.parent for path in files} == {Path("out/v1.2")}


def test_a_name_that_looks_like_markup_stays_text(findings: Findings, own: Allocation) -> None:
    weights = {"<script>x</script>": 1.0}
    one = replace(
        own,
        weights_now=weights,
        weights_best=weights,
        limits={"<script>x</script>": (0, 1)},
        costs_bp={"<script>x</script>": 1},
    )
    (body,) = allocation_files(one, findings.case, Path("sheet.html")).values()
    assert "<script>" not in str(body)
    assert allocation_files(one, findings.case, Path("sheet.pdf"))


def test_the_command_refuses_own_files_that_do_not_fit(tmp_path, monkeypatch, capsys) -> None:
    from detente.cli import main  # noqa: PLC0415

    holdings = written(tmp_path, "h.csv", HEAD, "gold,0.4,0,1,8", "silver,0.5,0,1,0")
    returns = written(tmp_path, "r.csv", *_weeks(120))
    mandate = written(tmp_path, "m.yaml", "format: detente/mandate/1", "net: {high: 0.1}")
    words = ["allocate", "alaska-2025", "--draws", "50", "--out", str(tmp_path / "out")]
    words += ["--holdings", str(holdings), "--returns", str(returns), "--mandate", str(mandate)]
    monkeypatch.setattr(sys, "argv", ["detente", *words])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2
    said = capsys.readouterr().err
    assert 'h.csv:3: no asset "silver"' in said
    assert "weights sum to 0.9; make them sum to 1" in said
    assert 'm.yaml:1: "net" holds 0.9, above 0.1; widen it' in said
    assert not (tmp_path / "out").exists()
