"""The outlook scored on a ladder: by hand, against itself, and on the data."""

import os
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from futures import AS_OF, alive, record, sampler, world

from detente.errors import InputError
from detente.scenarios import Outlook, outlook
from detente.scenarios.ladder import Rung
from detente.scenarios.quotes import read_quotes
from detente.scenarios.score import DECIDED, Score, score

BY = date(2026, 3, 31)
FIRST = date(2025, 12, 1)


def _found() -> Outlook:
    talks = world(prior={"talks-without-convergence": 1}, stay=1, arrival=0.02)
    return outlook(talks, record({}), alive(0.0), sampler())


def _scores(prices: list[float]) -> dict[str, Score]:
    quotes = {FIRST + timedelta(days=i): (Rung(BY, price),) for i, price in enumerate(prices)}
    found = score(_found(), AS_OF, quotes, np.random.default_rng(1))
    assert found.forecasts == len(prices) - 1  # the first day has no day before
    assert (found.dates, found.came) == ((BY,), 0)
    return {one.forecaster: one for one in found.scores}


def test_marks_by_hand() -> None:
    marks = _scores([0.4, 0.3, 0.2])
    assert marks["market"].brier == pytest.approx((0.3**2 + 0.2**2) / 2)
    assert marks["market"].log == pytest.approx(-np.log([0.7, 0.8]).mean())
    assert marks["last value"].brier == pytest.approx((0.4**2 + 0.3**2) / 2)
    assert marks["market"].worse == 0


def test_the_outlook_says_what_is_left_of_its_hazard() -> None:
    """One hazard of 2 % a month: by a date it says 1 - .98^months, whatever day it is asked."""
    marks = _scores([0.4, 0.3])
    months = (BY - FIRST - timedelta(days=1)).days / (365.25 / 12)
    assert marks["outlook"].log == pytest.approx(-months * np.log(0.98), rel=1e-6)
    assert marks["base rate"].log == pytest.approx(marks["outlook"].log, rel=1e-6)
    between = sorted([marks["outlook"].log, marks["last value"].log])
    assert between[0] < marks["outlook with ladder"].log < between[1]


def test_intervals_hold_the_mean_and_shrink_to_it_where_nothing_varies() -> None:
    steady = _scores([0.3] * 40)["market"]
    assert steady.brier_low == pytest.approx(steady.brier_high)
    rng = np.random.default_rng(4)
    varied = _scores(list(rng.uniform(0.1, 0.5, 60)))["last value"]
    assert varied.brier_low < varied.brier < varied.brier_high
    assert varied.worse_low < varied.worse < varied.worse_high


def test_while_nothing_comes_never_is_best() -> None:
    marks = _scores([0.3] * 10)
    assert min(marks.values(), key=lambda one: one.log).forecaster == "never"


BAD = (
    ("utc,2026-03-31\n2025-12-01,1.2\n", 'q.csv:2: "1.2" for 2026-03-31 is no price; write it in'),
    ("utc,2026-03-31\n2025-12-01,x\n", 'q.csv:2: "x" for 2026-03-31 is no price'),
    ("utc,2026-03-31\n2025-12-01,.2\n2025-12-01,.3\n", "q.csv:3: 2025-12-01 stands twice"),
    ("utc,2026-03-31,2026-03-31\n", "q.csv:1: a date stands twice; keep one column a date"),
    ("utc,March\n2025-12-01,.2\n", 'q.csv:1: "March" is no date; write 2026-01-31'),
)


@pytest.mark.parametrize(("text", "message"), BAD)
def test_quotes_that_are_refused(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_quotes(tmp_path / "q.csv")
    assert str(caught.value).startswith(message)


@pytest.mark.skipif("DETENTE_DATA" not in os.environ, reason="DETENTE_DATA names no data folder")
def test_on_the_data_the_market_beats_its_own_yesterday() -> None:
    folder = Path(os.environ["DETENTE_DATA"]) / "markets"
    quotes = read_quotes(folder / "polymarket_ceasefire_ladder_daily.csv")
    found = score(_found(), AS_OF, quotes, np.random.default_rng(1))
    marks = {one.forecaster: one for one in found.scores}
    assert (found.days, found.came) == (66, 0)
    assert set(found.dates) == set(DECIDED)
    assert marks["last value"].worse_low > 0
    assert marks["market"].brier == pytest.approx(0.018, abs=0.001)
