"""A market on the subject, pooled with our own odds: by hand, bounded, attributed."""

from datetime import date

import numpy as np
import pytest
from futures import AS_OF, alive, record, sampler, weighs, world

from detente.case.evidence import BOUNDS as OF_LINES
from detente.case.rows import RungRow
from detente.errors import InputError
from detente.scenarios import outlook
from detente.scenarios.from_ladder import AHEAD, BOUNDS, pooling
from detente.scenarios.ladder import Costs, Rung, ladder

TALKS = {"prior": {"talks-without-convergence": 1}, "stay": 1}


def _row(price: float, by: date = date(2026, 2, 14), quoted: date = AS_OF) -> RungRow:
    return RungRow(date=quoted, by=by, price=price)


def test_pooled_odds_by_hand() -> None:
    free = Costs(half_spread=0.0, stretch=1.0)
    by = date(2027, 8, 16)  # 24 months on
    found = ladder(AS_OF, [Rung(by, 0.5)], free)
    monthly = 1 - 0.5 ** (1 / 24)
    own, open_share = 0.05, 0.5
    market = monthly / open_share
    ratio = pooling(found, np.array([own]), np.array([open_share]))
    by_hand = ((market / (1 - market)) / (own / (1 - own))) ** 0.5
    assert ratio == pytest.approx([by_hand], rel=1e-3)


def test_a_market_that_agrees_moves_nothing_and_a_high_one_moves_up() -> None:
    base = outlook(world(**TALKS), record({}), alive(0.0), sampler())
    agrees = 1 - 0.95**AHEAD
    costly = outlook(world(**TALKS), record({}), alive(0.0), sampler(), "", [_row(0.9)])
    same = outlook(world(**TALKS), record({}), alive(0.0), sampler(), "", [_row(agrees)])
    gap = abs(same.now["settlement-holds"].mean - base.now["settlement-holds"].mean)
    assert gap < 0.03  # fees and bias take their part
    assert costly.now["settlement-holds"].mean > base.now["settlement-holds"].mean + 0.1
    assert costly.history[-1].line == "ladder"
    assert costly.history[-1].kind == "market"
    assert costly.history[-1].moved > 0.1


def test_the_market_comes_after_the_record_and_the_moves_still_add_up() -> None:
    lines = [weighs("D1", settlement_holds=3)]
    found = outlook(world(lines), record({"D1": 3}), alive(0.1), sampler(), "", [_row(0.01)])
    assert [shift.line for shift in found.history] == ["D1", "ladder"]
    last = found.history[-1].probabilities
    assert last == pytest.approx({name: odds.mean for name, odds in found.now.items()})


def test_only_the_latest_quote_by_the_cases_date_is_read() -> None:
    old, later = date(2025, 7, 1), date(2025, 9, 1)
    base = outlook(world(), record({}), alive(0.1), sampler(), "", [_row(0.2)])
    mixed = [_row(0.9, quoted=old), _row(0.2), _row(0.9, quoted=later)]
    assert outlook(world(), record({}), alive(0.1), sampler(), "", mixed).now == base.now
    assert not outlook(world(), record({}), alive(0.1), sampler(), "", mixed[2:]).history


def test_how_loud_anything_may_be() -> None:
    """Words are held to less than deeds, and deeds to less than a market that read them all."""
    deeds, words = OF_LINES["deed"], OF_LINES["statement"]
    assert deeds[0] < words[0] < 1 < words[1] < deeds[1]
    assert BOUNDS[0] < deeds[0] < deeds[1] < BOUNDS[1]
    sure = outlook(world(arrival=0.001), record({}), alive(0.0), sampler(), "", [_row(1.0)])
    unsure = 0.001 * BOUNDS[1] / (0.999 + 0.001 * BOUNDS[1])
    assert sure.by_month["settlement-holds"][1] <= unsure


def test_a_date_twice_is_refused() -> None:
    with pytest.raises(InputError, match=r"^ladder\.csv: 2026-02-14 stands twice"):
        outlook(world(), record({}), alive(0.1), sampler(), "", [_row(0.1), _row(0.2)])
