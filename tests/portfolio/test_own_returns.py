"""A desk's own returns and odds: what is no return is refused with its figures, nothing is lost."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from detente.answers.desk import OwnFiles, allocation_of
from detente.case import open_case
from detente.errors import DetenteError, InputError
from detente.findings import Findings
from detente.markets import Asset
from detente.portfolio.history import History, read_history
from detente.portfolio.model import Belief
from detente.portfolio.own_odds import own_odds
from detente.portfolio.swing_notes import swing_notes

FloatArray = NDArray[np.float64]


def _written(path: Path, **columns: FloatArray) -> Path:
    names = list(columns)
    rows = zip(*columns.values(), strict=True)
    first = date(2024, 1, 5)
    lines = [f"day,{','.join(names)}"]
    for week, row in enumerate(rows):
        lines.append(",".join([str(first + timedelta(weeks=week)), *(f"{x:.8g}" for x in row)]))
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def _returns(seed: int = 0, rows: int = 90) -> FloatArray:
    return 0.02 * np.random.default_rng(seed).standard_normal(rows)


def _level(price: float, seed: int = 0) -> FloatArray:
    return np.asarray(price * np.cumprod(1 + _returns(seed)))


@pytest.mark.parametrize("price", [0.05, 0.92, 1.08, 4.5])
def test_prices_are_no_returns_and_can_be_given_as_prices(price: float, tmp_path: Path) -> None:
    path = _written(tmp_path / "p.csv", gold=_returns(1), euro=_level(price))
    with pytest.raises(InputError, match=r"euro is no column of returns: its annual volatility is"):
        read_history(path)
    with pytest.raises(InputError, match=r"give the file as prices$") as found:
        read_history(path)
    assert found.value.said("--{}".format).endswith("give the file as prices (--prices)")


@pytest.mark.parametrize("price", [0.0004, 1.08, 2400.0])
def test_returns_are_taken_from_prices(price: float, tmp_path: Path) -> None:
    path = _written(tmp_path / "p.csv", euro=_level(price))
    found = read_history(path, prices=True)
    assert found.returns[:, 0] == pytest.approx(_returns()[1:], abs=1e-6)
    assert found.days[0] == date(2024, 1, 12)
    with pytest.raises(InputError, match=r"p\.csv:2: euro -0\.\d+ is no price; a price is above 0"):
        read_history(_written(tmp_path / "p.csv", euro=-_level(0.4)), prices=True)


def test_a_column_of_high_prices_is_one_problem_with_its_volatility(tmp_path: Path) -> None:
    path = _written(tmp_path / "p.csv", gold=_level(2400.0))
    with pytest.raises(InputError) as caught:
        read_history(path)
    (problem,) = caught.value.problems
    assert "its annual volatility is" in problem.reason
    assert "(--prices)" in problem.mended("--{}".format)


def test_per_cents_and_one_slip_are_refused_with_the_volatility_they_would_have(
    tmp_path: Path,
) -> None:
    with pytest.raises(InputError, match=r"ttf is no column of returns: .* volatility is 1,?\d"):
        read_history(_written(tmp_path / "r.csv", gold=_returns(), ttf=100 * _returns(2)))
    slip = _returns(3)
    slip[40] = 6.0
    with pytest.raises(InputError, match=r"r\.csv:42: ttf is no column .*its furthest \+6;"):
        read_history(_written(tmp_path / "r.csv", gold=_returns(), ttf=slip))
    frozen = np.full(90, 1.0)
    with pytest.raises(
        InputError, match=r"ttf is no column .* volatility is 0%, its mean \+1 a row"
    ):
        read_history(_written(tmp_path / "r.csv", gold=_returns(), ttf=frozen))


@pytest.fixture(scope="module")
def findings() -> Findings:
    return Findings(open_case("alaska-2025"), 1, 50, lambda _: None)


def test_a_quiet_asset_in_per_cents_is_told_by_what_its_case_says(
    findings: Findings, tmp_path: Path
) -> None:
    calm = _written(tmp_path / "r.csv", euro=14 * _returns())
    asked = r"euro: the annual volatility of the column is 1?[0-9]{2,3}%, and the case's 7%"
    with pytest.raises(InputError, match=asked):
        allocation_of(findings, OwnFiles(returns=calm))


def test_returns_and_prices_together_are_refused(findings: Findings, tmp_path: Path) -> None:
    path = _written(tmp_path / "p.csv", gold=_level(2.0))
    with pytest.raises(DetenteError, match="both say how prices swung") as found:
        allocation_of(findings, OwnFiles(returns=path, prices=path))
    assert found.value.said("--{}".format).startswith("--returns prices are given as well")


def test_prices_reach_the_allocation(findings: Findings, tmp_path: Path) -> None:
    files = OwnFiles(
        prices=_written(tmp_path / "p.csv", gold=_level(2400.0)), believe=("freeze=0.4",)
    )
    notes = allocation_of(findings, files).notes
    assert notes[0].startswith("own odds, freeze=0.4;")
    assert any("p.csv, 89 periods, 2024-01-12" in note for note in notes)
    assert not any("gold" in note for note in notes if note.startswith("correlations"))


THREE = {
    "peace": Belief(0.1, 0.2, 0.3),
    "talks": Belief(0.2, 0.3, 0.4),
    "war": Belief(0.4, 0.5, 0.6),
}


def test_all_own_odds_hold_together() -> None:
    found = own_odds(THREE, ["peace=0.6", "talks = 0.1"])
    assert [b.mean for b in found.values()] == pytest.approx([0.6, 0.1, 0.3])
    assert (found["talks"].low, found["talks"].high) == pytest.approx((0.0, 0.2))
    whole = own_odds(THREE, ["peace=0.1", "talks=0.2", "war=0.7"])
    assert [b.mean for b in whole.values()] == pytest.approx([0.1, 0.2, 0.7])
    sure = own_odds(THREE, ["war=1"])
    assert [b.mean for b in sure.values()] == [0, 0, 1]
    assert [b.mean for b in own_odds(sure, ["war=0.5"]).values()] == [0.25, 0.25, 0.5]


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        (["peace=0.6", "peace=0.2"], "peace is stated twice, 0.6 and 0.2; keep one of them"),
        (["peace=0.6", "war=0.5"], "peace=0.6 and war=0.5: they add to 1.1; they must add to at"),
        (["peace=0.6", "war=0.2", "talks=0.1"], "they must add to 1, as no other future is left"),
    ],
)
def test_odds_that_do_not_fit_are_refused(stated: list[str], said: str) -> None:
    with pytest.raises(DetenteError, match=said.replace("+", r"\+")):
        own_odds(THREE, stated)


def _asset(name: str, sensitivity: str = "", volatility: float = 0.2) -> Asset:
    day = date(2025, 8, 15)
    return Asset(name, name, "equity", 1.0, "EUR", day, volatility, sensitivity)


def test_which_correlations_were_measured_is_told() -> None:
    held = [_asset("a", "SPY"), _asset("b", "TLT"), _asset("c"), _asset("cash", volatility=0.0)]
    (_, told) = swing_notes(held, None)
    assert told == (
        "correlations: measured between a, b; taken as 0, not measured: c with every other asset; "
        "give returns for them"
    )
    assert len(swing_notes(held[:2], None)) == 1
    assert len(swing_notes([held[2], held[3]], None)) == 1
    (_, both) = swing_notes([_asset("c"), _asset("d")], None)
    assert "none is measured; taken as 0, not measured: c, d with each other" in both


def test_a_volatility_far_from_the_cases_is_told() -> None:
    days = tuple(date(2024, 1, 5) + timedelta(weeks=k) for k in range(90))
    history = History("r.csv", ("c",), days, _returns()[:, None] * 10, 52)
    (_, told) = swing_notes([_asset("c")], history)
    assert told.startswith("c swings by 1")
    assert told.endswith("% a year in r.csv; the case says 20%")
