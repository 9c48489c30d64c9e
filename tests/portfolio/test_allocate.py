"""Rotate or hold: by hand where it can be, and by what must be true where it cannot."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from detente.errors import InputError
from detente.markets import Asset, Assumptions, Markets, Range, price
from detente.portfolio import Allocation, Belief, Holding, Mandate, allocate
from detente.portfolio.history import History
from detente.portfolio.rotate import Box, corners, moved_to

WHEN = date(2025, 8, 15)
PEACE = {"peace": 0.3, "war": 0.7}


def _markets(effect: Range, priced: dict[str, float] | None = None, swing: float = 0.2) -> Markets:
    """One asset that gains in peace, and cash."""
    stock = Asset("stock", "S", "equity", 1.0, "EUR", WHEN, swing, effects={"peace": effect})
    cash = Asset("cash", "C", "cash", 1.0, "EUR", WHEN, 0.0)
    none = {name: Range(0, 0, 0) for name in PEACE}
    assumed = Assumptions(ceasefire=none, priced=priced)
    return price([stock, cash], PEACE, [], np.random.default_rng(1), assumed)


SURE = Range(0.2, 0.2, 0.2)
HALF = [Holding("stock", 0.5, 0.0, 1.0, 50), Holding("cash", 0.5, 0.0, 1.0, 0)]


def _beliefs(mean: float, half_width: float) -> dict[str, Belief]:
    low, high = max(0.0, mean - half_width), min(1.0, mean + half_width)
    return {"peace": Belief(low, mean, high), "war": Belief(1 - high, 1 - mean, 1 - low)}


def _allocate(markets: Markets, beliefs: dict[str, Belief], **rules: object) -> Allocation:
    mandate = replace(Mandate(draws=2000), **rules)  # type: ignore[arg-type]
    return allocate(markets, HALF, beliefs, np.random.default_rng(2), mandate)


def test_what_is_priced_brings_nothing_so_hold() -> None:
    result = _allocate(_markets(SURE), _beliefs(0.3, 0.1))
    assert result.verdict == "hold"
    assert result.weights_best == result.weights_now
    assert (result.gain_mean, result.gain_worst, result.cost) == (0, 0, 0)
    assert result.cvar_best == pytest.approx(result.cvar_now)


def test_flip_point_by_hand() -> None:
    """Without swings the flip is arithmetic; buying more of the stock would add to the tail.

    Peace is priced at .3, so at probability q the stock's mean gain is (1 + .2 q) / 1.06 - 1.
    Selling gains the negative of that, at worst at q + .1, and costs 50 bp of what is sold.
    """
    result = _allocate(_markets(SURE, swing=0.0), _beliefs(0.3, 0.1), scenario="peace")
    assert result.flip.scenario == "peace"
    assert result.flip.now == 0.3
    assert result.flip.probability == pytest.approx((1.06 * 0.995 - 1) / 0.2 - 0.1, abs=1e-3)
    assert result.flip.why.startswith("rotate below 0.17: buy cash, sell stock")


def test_flip_point_by_hand_where_more_risk_is_allowed() -> None:
    result = _allocate(_markets(SURE, swing=0.0), _beliefs(0.3, 0.1), scenario="peace", risk=3.0)
    buy = (1.06 * 1.005 - 1) / 0.2 + 0.1
    assert result.flip.probability == pytest.approx(buy, abs=1e-3)
    assert result.flip.why == "rotate above 0.43: buy stock, sell cash; and at 0.17 the other way"


def test_belief_below_the_market_rotates_and_the_ledger_adds_up() -> None:
    result = _allocate(_markets(SURE), _beliefs(0.05, 0.02))
    assert result.verdict == "rotate"
    assert result.weights_best == pytest.approx({"stock": 0.0, "cash": 1.0}, abs=1e-8)
    fall = 1 - (1 + 0.2 * np.array([0.05, 0.07])) / 1.06
    assert result.gain_mean == pytest.approx(0.5 * fall[0])
    assert result.gain_worst == pytest.approx(0.5 * fall[1])
    assert result.cost == pytest.approx(0.5 * 0.005)
    assert result.cvar_best == pytest.approx(0, abs=1e-9)
    gains = {g.scenario: g for g in result.pnl_by_scenario}
    assert gains["peace"].now == pytest.approx(0.5 * (1.2 / 1.06 - 1))
    assert gains["war"].best == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(("half_width", "verdict"), [(0.02, "rotate"), (0.30, "hold")])
def test_a_wider_interval_turns_rotate_into_hold(half_width: float, verdict: str) -> None:
    assert _allocate(_markets(SURE), _beliefs(0.05, half_width)).verdict == verdict


def test_error_of_the_effect_turns_rotate_into_hold() -> None:
    beliefs = _beliefs(0.05, 0.02)
    unsure = Range(-0.4, 0.1, 0.6)
    assert _allocate(_markets(unsure), beliefs).verdict == "hold"
    bold = _allocate(_markets(unsure), beliefs, caution=0.0)
    assert bold.verdict == "rotate"
    careful = _allocate(_markets(SURE), beliefs)
    assert careful.estimation_error == pytest.approx(0, abs=1e-12)


def test_costs_turn_rotate_into_hold() -> None:
    dear = [replace(HALF[0], cost_bp=900), HALF[1]]
    result = allocate(
        _markets(SURE), dear, _beliefs(0.05, 0.02), np.random.default_rng(2), Mandate(draws=2000)
    )
    assert result.verdict == "hold"


def test_no_flip_is_said_with_its_reason() -> None:
    nothing = _allocate(_markets(Range(0, 0, 0)), _beliefs(0.3, 0.1))
    assert nothing.flip.probability is None
    assert nothing.flip.why == "hold whatever its probability, from 0 to 1"


def test_same_seed_same_answer() -> None:
    markets = _markets(Range(0.1, 0.2, 0.4))
    assert _allocate(markets, _beliefs(0.1, 0.05)) == _allocate(markets, _beliefs(0.1, 0.05))


def test_corners_hold_the_worst_of_anything_linear() -> None:
    rng = np.random.default_rng(4)
    mean = np.array([0.1, 0.2, 0.3, 0.4])
    box = Box(mean - 0.08, mean, mean + 0.12)
    found = corners(box)
    assert found.sum(axis=1) == pytest.approx(1)
    assert ((found >= box.low - 1e-9) & (found <= box.high + 1e-9)).all()
    for _ in range(20):
        gains = rng.standard_normal(4)
        # The worst by hand: start from the lows, give what is left to the smallest gains first.
        worst, left = box.low.copy(), 1 - box.low.sum()
        for i in np.argsort(gains):
            given = min(left, box.high[i] - box.low[i])
            worst[i] += given
            left -= given
        assert (found @ gains).min() == pytest.approx(worst @ gains)


def test_moving_one_belief_keeps_the_sum_and_the_widths() -> None:
    mean = np.array([0.2, 0.3, 0.5])
    box = moved_to(Box(mean - 0.1, mean, mean + 0.1), 0, 0.6)
    assert box.mean == pytest.approx([0.6, 0.15, 0.25])
    assert (box.low[0], box.high[0]) == pytest.approx((0.5, 0.7))


def test_stresses_by_hand() -> None:
    """Half stock at 1.2 / 1.06 in peace and 1 / 1.06 in war; peace believed between .2 and .4."""
    result = _allocate(_markets(SURE, swing=0.0), _beliefs(0.3, 0.1))
    found = {(s.name, s.kind): s for s in result.stresses}
    peace, war = 0.5 * (1.2 / 1.06 - 1), 0.5 * (1 / 1.06 - 1)
    for kind in ("low", "mean", "high", "with swings, 5 %"):
        assert found["peace", kind].now == pytest.approx(peace)
        assert found["war", kind].now == pytest.approx(war)
    assert found["worst beliefs", "mean"].now == pytest.approx(0.2 * peace + 0.8 * war)
    assert all(stress.most == "stock" for stress in result.stresses)
    assert all(stress.now == stress.best for stress in result.stresses)  # it says hold
    assert result.limits["stock"] == (0.0, 1.0)
    assert result.costs_bp == {"stock": 50, "cash": 0}


def _history(returns: np.ndarray, *names: str) -> History:
    days = tuple(WHEN + timedelta(weeks=k) for k in range(len(returns)))
    return History("r.csv", names, days, returns, 52)


def test_swings_come_from_the_returns_given_and_their_drift_does_not() -> None:
    rng = np.random.default_rng(6)
    weekly = 0.06 * rng.standard_normal((200, 1)) + 0.02
    markets, beliefs, rules = _markets(SURE, swing=0.01), _beliefs(0.3, 0.1), Mandate(draws=4000)
    calm = allocate(markets, HALF, beliefs, np.random.default_rng(2), rules)
    wild = allocate(
        markets, HALF, beliefs, np.random.default_rng(2), rules, _history(weekly, "stock")
    )
    assert wild.cvar_now > 3 * calm.cvar_now
    assert [g.now for g in wild.pnl_by_scenario] == pytest.approx(
        [g.now for g in calm.pnl_by_scenario]
    )
    past = next(s for s in wild.stresses if s.name == "the past")
    assert past.now == pytest.approx(past.best)
    assert past.now < 0.5 * (1.02**52 - 1)  # the worst year is worse than the mean one
    assert wild.notes[1] == "no returns for cash: simulated, apart from the others"
    assert calm.notes == ("swings are simulated: lognormal, with the measured correlations",)


def test_losses_are_counted_against_a_benchmark() -> None:
    same = {"stock": 0.5, "cash": 0.5}
    result = _allocate(_markets(SURE), _beliefs(0.3, 0.1), benchmark=same)
    assert result.cvar_now == pytest.approx(0, abs=1e-12)
    assert result.benchmark == same


def test_returns_and_benchmark_that_do_not_fit_are_refused() -> None:
    returns = _history(0.01 * np.random.default_rng(1).standard_normal((80, 2)), "stok", "bond")
    with pytest.raises(InputError) as caught:
        allocate(
            _markets(SURE),
            HALF,
            _beliefs(0.3, 0.1),
            np.random.default_rng(1),
            Mandate(benchmark={"stock": 0.4, "gold": 0.4}),
            returns,
        )
    assert str(caught.value).splitlines() == [
        'mandate: benchmark holds "gold"; list it among the holdings',
        "mandate: benchmark weights sum to 0.8; make them sum to 1",
        'r.csv:1: no asset "stok"; did you mean "stock"?',
        'r.csv:1: no asset "bond"; one of stock, cash',
        "r.csv:1: has returns of nothing that is held; one of stock, cash",
    ]


def test_everything_wrong_is_said_at_once() -> None:
    holdings = [Holding("stok", 0.7, 0.0, 0.5, 10), Holding("cash", 0.5, 0.0, 1.0, -1)]
    beliefs = {"peace": Belief(0.5, 0.3, 0.6), "wra": Belief(0.0, 0.5, 1.0)}
    with pytest.raises(InputError) as caught:
        allocate(_markets(SURE), holdings, beliefs, np.random.default_rng(1), Mandate("truce"))
    assert str(caught.value).splitlines() == [
        'mandate: no scenario "truce"; one of peace, war',
        'outlook: no probability for "war"; give low, mean and high',
        "outlook: peace: 0.5, 0.3, 0.6; needs 0 <= low <= mean <= high <= 1",
        'outlook: no scenario "wra"; did you mean "war"?',
        "outlook: mean probabilities sum to 0.8; make them sum to 1",
        'portfolio.csv: no asset "stok"; did you mean "stock"?',
        "portfolio.csv: stok: 0.7 is not within 0 and 0.5; "
        "a holding needs 0 <= low <= weight <= high",
        "portfolio.csv: cash: a cost is negative; give basis points",
        "portfolio.csv: weights sum to 1.2; make them sum to 1; add cash for a rest",
    ]
