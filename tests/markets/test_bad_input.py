"""Prices, curves and ladders that are wrong: place, reason and remedy from the real command."""

import sys
from pathlib import Path

import pytest

from detente.case.starter import new_case
from detente.cli import app, main
from tools.__main__ import app as tools
from tools.markets.prices import SOURCES


@pytest.fixture
def told(monkeypatch, capsys):
    """Exit code, what was printed and what was complained of, of a command."""

    def run(*words: object, program=app) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["detente", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            main(program)
        said = capsys.readouterr()
        return int(stopped.value.code or 0), said.out, said.err

    return run


def _changed(folder: Path, file: str, old: str, new: str) -> Path:
    case = new_case("bad", folder)
    text = (case / file).read_text("utf-8")
    assert text.count(old) == 1
    (case / file).write_text(text.replace(old, new), "utf-8")
    return case


SHARES = "    unit: index\n"
REFUSED = (
    (
        "assets.yaml",
        SHARES,
        "    unit: EUU a share\n",
        'assets.yaml:5: aldea-shares.unit: no currency "EUU"; did you mean "EUR"?',
    ),
    (
        "assets.yaml",
        SHARES,
        SHARES + "    supply: {freeze: 0.01}\n",
        "assets.yaml:5: aldea-shares.supply has no elasticity above 0; give the elasticity",
    ),
    (
        "assets.yaml",
        SHARES,
        SHARES + "    supply: {freeze: -1.5}\n    elasticity: 0.3\n",
        "assets.yaml:5: aldea-shares.supply: freeze is -1.5 to -1.5; give a share",
    ),
    (
        "assets.yaml",
        "price: 100",
        "price: 0",
        "assets.yaml:8: assets[0].price: must be above 0, not 0",
    ),
    (
        "case.yaml",
        "arrival: {low: 0.01,",
        "arrival: {low: -0.01,",
        "case.yaml:99: outlook.arrival: must lie in [0, 1], not -0.01 to 0.08; write 30 % as 0.3",
    ),
    (
        "case.yaml",
        "ratios: {talks-without-convergence: 1.5,",
        "ratios: {talks-without-convergence: 9,",
        "case.yaml:105: outlook.evidence[0].ratios.talks-without-convergence: 9 is out of",
    ),
)


@pytest.mark.parametrize(("file", "old", "new", "message"), REFUSED)
def test_a_case_that_cannot_be_priced(told, tmp_path, file, old, new, message) -> None:
    case = _changed(tmp_path, file, old, new)
    code, out, err = told("price", case, "--draws", "20")
    assert code == 2
    assert message in err
    assert not out


def test_a_ladder_that_falls_is_repaired_and_the_history_says_so(told, tmp_path) -> None:
    """No price is refused for being against its neighbours: traders are; the repair is told."""
    case = new_case("bad", tmp_path)
    rows = "date,by,price\n2025-02-14,2025-06-30,0.3\n2025-02-14,2025-12-31,0.2\n"
    (case / "ladder.csv").write_text(rows, "utf-8")
    code, out, _ = told("outlook", case, "--draws", "20")
    assert code == 0
    assert "by 2025-06-30 at 0.3 is against its neighbours: taken as 0.25" in " ".join(out.split())


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("2025-02-14,2025-06-30,1.3\n", 'ladder.csv:2: price: must be at most 1, not "1.3"'),
        ("2025-02-14,2025-01-30,0.3\n", "ladder.csv: 2025-01-30 is not after the day of the quote"),
        (2 * "2025-02-14,2025-06-30,0.3\n", "ladder.csv: 2025-06-30 stands twice; keep one price"),
    ],
)
def test_a_ladder_that_is_none(told, tmp_path, rows, message) -> None:
    case = new_case("bad", tmp_path)
    (case / "ladder.csv").write_text("date,by,price\n" + rows, "utf-8")
    code, out, err = told("outlook", case, "--draws", "20")
    assert code == 2
    assert message in err
    assert not out


def test_prices_twice_on_a_day_and_below_nothing_write_no_table(told, tmp_path) -> None:
    """A folder with one bad file: every bad line is told, and those that are missing too."""
    folder = tmp_path / "data" / "markets"
    (folder / "etf").mkdir(parents=True)
    for name in ("event_study.csv", "wz_sensitivity.csv", "polymarket_peace_daily.csv"):
        (folder / name).write_text("asset\n", "utf-8")
    rows = "Date,Price\n2025-01-02,70\n2025-01-02,71\n2025-01-03,-3\n"
    (folder / SOURCES["BRENT"].file).write_text(rows, "utf-8")
    out = tmp_path / "out"
    code, _, err = told("markets", folder.parent, "--out", out, program=tools)
    assert code == 2
    assert "brent-daily.csv:3: 2025-01-02 stands twice; keep one price a day" in err
    assert "brent-daily.csv:4: the price is -3; a price is above 0" in err
    assert "ttf.csv: no such file; give the data folder that holds `markets/`" in err
    assert not out.exists()
