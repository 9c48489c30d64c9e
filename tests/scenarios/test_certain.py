"""Where all is certain the interval is a point, and everything that reads it goes on."""

from pathlib import Path

import numpy as np
import pytest

from detente.case import open_case
from detente.case.starter import new_case
from detente.findings import Findings
from detente.scenarios.from_durability import _odds


@pytest.mark.parametrize("arrival", ["0.5", "0.07", "0", "1"])
def test_a_certain_arrival_is_allocated(arrival: str, tmp_path: Path) -> None:
    folder = new_case("certain", tmp_path)
    text = (folder / "case.yaml").read_text("utf-8")
    start = text.index("  arrival: {low: 0.01")
    end = text.index("\n", start)
    text = f"{text[:start]}  arrival: {arrival}{text[end:]}"
    (folder / "case.yaml").write_text(text, "utf-8")
    findings = Findings(open_case(str(folder)), 1, 7)
    assert findings.allocation.verdict in {"hold", "rotate"}
    for odds in findings.outlook.now.values():
        assert 0 <= odds.low <= odds.mean <= odds.high <= 1 + 1e-12


def test_the_interval_reaches_to_a_mean_that_few_draws_pull_out() -> None:
    draws = np.zeros((200, 1))
    draws[-4:] = 1.0
    odds = _odds(draws, ["rare"])["rare"]
    assert odds.low == 0.0
    assert odds.high == odds.mean == pytest.approx(4 / 199)


def test_a_mean_of_equal_draws_may_round_past_them() -> None:
    values = np.full((8, 1), 0.1 + 0.2)
    odds = _odds(values, ["sure"])["sure"]
    assert odds.low <= odds.mean <= odds.high


def test_an_interval_holds_nine_draws_in_ten() -> None:
    draws = np.linspace(0, 1, 1001)[:, None]  # the mode first, which is no draw
    odds = _odds(draws, ["even"])["even"]
    assert (odds.low, odds.high) == pytest.approx((0.05, 0.95), abs=2e-3)
