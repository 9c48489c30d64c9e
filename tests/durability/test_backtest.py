"""Scores by hand, what counts as an outcome, and a table that hides no defeat."""

import csv
import json
from datetime import date
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from detente.case.events import Outcome
from detente.cli import app
from detente.durability.backtest import (
    BASE,
    INSIDE,
    OUTSIDE,
    VIEWS,
    Forecast,
    Tried,
    forecasts,
    outside_view,
    scores,
    target_of,
)
from detente.durability.kaplan_meier import kaplan_meier, read_curve
from detente.durability.outcomes import stated_outcomes, stood

DATA = Path(str(files("detente.durability") / "data"))


def tried(target: str, inside: float, *, stood: bool, month: int = 12) -> Tried:
    return Tried(f"case-{target}", "p", target, month, inside, stood)


def outcome(how: str = "breach", **days: date) -> Outcome:
    return Outcome.model_validate({**days, "how": how, "source": "test", "evidence": "judgement"})


def test_scores_by_hand() -> None:
    """(.9 - 1)² and (.6 - 0)²; -ln .9 and -ln .4."""
    made = forecasts([tried("A", 0.9, stood=True), tried("B", 0.6, stood=False)])
    score = scores(made, np.random.default_rng(1))[0]
    assert (score.view, score.month, score.n, score.targets) == (INSIDE, 12, 2, 2)
    assert score.brier == pytest.approx((0.01 + 0.36) / 2)
    assert score.log_score == pytest.approx(-(np.log(0.9) + np.log(0.4)) / 2)
    assert (score.brier_low, score.brier_high) == pytest.approx((0.01, 0.36))


def test_the_base_rate_leaves_the_own_target_out() -> None:
    made = forecasts(
        [
            tried("A", 0.5, stood=False),
            tried("A", 0.5, stood=False),
            tried("B", 0.5, stood=True),
            tried("B", 0.5, stood=True, month=24),
        ]
    )
    assert made[0].views[BASE] == pytest.approx((1 + 0.5) / 2), "only B at 12 months"
    assert made[2].views[BASE] == pytest.approx((0 + 0.5) / 3)
    assert made[3].views[BASE] == pytest.approx(0.5), "nobody else at 24 months"


def test_the_outside_view_leaves_the_own_target_out() -> None:
    with (DATA / "relief_episodes.csv").open(encoding="utf-8") as stream:
        others = [row for row in csv.DictReader(stream) if row["target"] != "Iran"]
    days = [min(int(row["days"]), 3652) for row in others]
    failed = [row["reversal"] != "none" and int(row["days"]) <= 3652 for row in others]
    expected = read_curve(kaplan_meier(days, failed), [365.25, 730.5])[0]
    assert outside_view("Iran", [12, 24]) == pytest.approx(expected)
    assert target_of("IRN-JCPOA-US") == "Iran"
    assert target_of("not in the catalogue") == "not in the catalogue"


def test_a_view_that_is_behind_is_shown_behind() -> None:
    """A game that is sure and wrong loses to everything, and the table says so."""
    made = forecasts([tried(name, 0.02, stood=True) for name in "ABCDEF"])
    found = {score.view: score for score in scores(made, np.random.default_rng(1))}
    assert found[OUTSIDE].behind > 0.5
    assert found[OUTSIDE].behind_low > 0
    assert found[INSIDE].behind == 0


def test_one_target_is_one_piece_of_evidence() -> None:
    """Ten forecasts on one target leave no interval to speak of; on ten targets they do."""
    said = [0.9, 0.1] * 5
    alone = forecasts([tried("A", p, stood=True) for p in said])
    apart = forecasts([tried(str(k), p, stood=True) for k, p in enumerate(said)])
    one, many = (scores(made, np.random.default_rng(1))[0] for made in (alone, apart))
    assert one.brier == many.brier
    assert one.brier_low == pytest.approx(one.brier_high)
    assert many.brier_low < many.brier < many.brier_high


def test_the_same_seed_gives_the_same_scores() -> None:
    made = forecasts([tried(str(k), k / 10, stood=k > 4) for k in range(10)])
    first, again = (scores(made, np.random.default_rng(3)) for _ in range(2))
    assert first == again
    assert [score.view for score in first] == [*VIEWS, *VIEWS], "at 12 months, and all"


def test_never_and_wrong_is_not_infinitely_wrong() -> None:
    made = (Forecast(tried("A", 0.0, stood=True), dict.fromkeys(VIEWS, 0.0)),)
    assert scores(made, np.random.default_rng(1))[0].log_score == pytest.approx(-np.log(0.01))


SIGNED = date(2000, 1, 31)


@pytest.mark.parametrize(
    ("known", "months", "expected"),
    [
        (outcome(ended=date(2001, 6, 1)), 12, True),
        (outcome(ended=date(2001, 6, 1)), 24, False),
        (outcome("turnover", ended=date(2001, 1, 27)), 12, False),
        (outcome("open", alive_until=date(2001, 6, 1)), 12, True),
        (outcome("open", alive_until=date(2001, 6, 1)), 24, None),
        (outcome("termination", ended=date(2000, 6, 1)), 12, None),
        (outcome("superseded", ended=date(2001, 6, 1)), 12, True),
        (outcome("expiry", ended=date(2000, 6, 1)), 12, False),
    ],
)
def test_what_is_not_known_is_no_outcome(
    known: Outcome, months: int, expected: bool | None
) -> None:
    assert stood(known, SIGNED, months) is expected


def test_stated_outcomes_agree_with_the_catalogue() -> None:
    with (DATA / "relief_episodes.csv").open(encoding="utf-8") as stream:
        rows = {row["id"]: row for row in csv.DictReader(stream)}
    for case, known in stated_outcomes().items():
        row = rows[known.episode]
        assert (row["reversal"] == "none") == (known.outcome.ended is None), case
        if known.outcome.how in {"breach", "turnover"}:
            assert known.outcome.how == row["cause"]
            # The deal was left before the last of its relief was gone.
            assert known.outcome.day <= date.fromisoformat(row["end"])
        else:
            assert known.outcome.day == date.fromisoformat(row["end"])


def test_the_command_lists_every_forecast_and_what_was_left_out() -> None:
    done = CliRunner().invoke(app, ["history", "--backtest", "--draws", "50", "--json"])
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    cases = {one["case"] for one in found["forecasts"]}
    assert {"jcpoa-2015", "barbados-2023", "dayton-1995"} <= cases
    assert all(0 <= p <= 1 for one in found["forecasts"] for p in one["views"].values())
    left = {(one["case"], one["month"]): one["why"] for one in found["left_out"]}
    assert left["dayton-1995", 60] == "known to have stood until 1998-03-31 only"
    every = next(s for s in found["scores"] if s["view"] == INSIDE and s["month"] is None)
    assert every["n"] == len(found["forecasts"])
    assert "what would have been said of" in done.stderr
