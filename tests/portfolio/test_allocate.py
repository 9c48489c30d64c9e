"""Rotate or hold: by hand where it can be, and by what must be true where it cannot."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from detente.errors import DetenteError, InputError
from detente.markets import Asset, Assumptions, Markets, Range, price
from detente.portfolio import Allocation, Belief, Holding, Mandate, allocate
from detente.portfolio.entropy_pooling import group_scaling
from detente.portfolio.from_markets import _desk
from detente.portfolio.history import History
from detente.portfolio.limits import cvar
from detente.portfolio.model import Group
from detente.portfolio.own_odds import own_odds
from detente.portfolio.price_flip import at_price
from detente.portfolio.rotate import Box, Desk, corners, decide, flip, moved_to

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
        "portfolio.csv: stok: 0.7 is not within 0 and 0.5; a holding needs low <= weight <= high",
        "portfolio.csv: cash: a cost is negative; give basis points",
        "portfolio.csv: weights sum to 1.2; make them sum to 1; add cash for a rest",
    ]


def _brute_verdict(desk: Desk, box: Box) -> str:
    """Every weight of the stock in hundredths, and every belief on a fine grid: no program."""
    means = desk.effects.mean(axis=0)  # (scenarios, assets)
    error = desk.caution * np.einsum("s,dsa->da", box.mean, desk.effects).std(axis=0)
    held = desk.limits
    draws = group_scaling(desk.groups, box.mean)
    most = cvar(-desk.returns @ held.now, draws, held.tail) + 1e-9
    peace = np.linspace(max(box.low[0], 1 - box.high[1]), min(box.high[0], 1 - box.low[1]), 201)
    for stock in np.linspace(0, 1, 101):
        moved = np.array([stock, 1 - stock]) - held.now
        gains = np.outer(peace, moved @ means[0]) + np.outer(1 - peace, moved @ means[1])
        charged = float((held.cost + error) @ np.abs(moved))
        risk = cvar(-desk.returns @ (held.now + moved), draws, held.tail)
        if risk <= most and float(gains.min()) - charged > 1e-7:
            return "rotate"
    return "hold"


@pytest.mark.parametrize("risk", [1.0, 3.0])
def test_the_verdict_turns_at_the_flip_and_only_there(risk: float) -> None:
    """Just this side of the flip nothing pays, just that side something does: by brute force."""
    markets = _markets(Range(0.1, 0.2, 0.25), swing=0.15)
    mandate = Mandate("peace", draws=600, risk=risk)
    desk = _desk(markets, HALF, mandate, None, np.random.default_rng(2))
    if risk > 1:  # brute force keeps today's risk: give it room in the bounds instead
        desk = replace(desk, returns=np.zeros_like(desk.returns), risk=1.0)
    beliefs = _beliefs(0.3, 0.05)
    box = Box(*(np.array([getattr(beliefs[s], e) for s in PEACE]) for e in ("low", "mean", "high")))
    found = flip(desk, box, 0, decide(desk, box).verdict)
    assert found.probability is not None
    outward = 1 if found.probability > found.now else -1
    for step, verdict in ((-2e-3, "hold"), (2e-3, "rotate")):
        moved = moved_to(box, 0, found.probability + outward * step)
        assert decide(desk, moved).verdict == verdict
        assert _brute_verdict(desk, moved) == verdict
    for probability in np.linspace(found.now, found.probability - outward * 2e-3, 5):
        assert _brute_verdict(desk, moved_to(box, 0, float(probability))) == "hold"


def test_the_price_at_which_the_verdict_turns_by_hand_and_by_brute_force() -> None:
    """Peace at .3, worst at .2: at x below today's price the stock brings 1.04 / 1.06 / (1 + x)."""
    markets, mandate = _markets(SURE, swing=0.0), Mandate(draws=600, risk=3.0)
    result = allocate(markets, HALF, _beliefs(0.3, 0.1), np.random.default_rng(2), mandate)
    found = result.price_flip
    assert found is not None
    assert (found.asset, found.now, found.unit) == ("stock", 1.0, "EUR")
    assert found.change == pytest.approx(1.04 / 1.06 / 1.005 - 1, abs=1e-3)
    assert found.price == pytest.approx(1 + found.change)
    desk = _desk(markets, HALF, mandate, None, np.random.default_rng(2))
    desk = replace(desk, returns=np.zeros_like(desk.returns), risk=1.0)  # room in the risk
    box = Box(np.array([0.2, 0.6]), np.array([0.3, 0.7]), np.array([0.4, 0.8]))
    for step, verdict in ((2e-3, "hold"), (-2e-3, "rotate")):
        cheaper = at_price(desk, 0, found.change + step)
        calm = replace(cheaper, returns=np.zeros_like(desk.returns))
        assert _brute_verdict(calm, box) == verdict


def test_the_allowance_for_error_is_never_less_than_that_of_the_move() -> None:
    """Taken asset by asset: at least caution x the spread of the whole move's gain over draws."""
    markets = _markets(Range(0.1, 0.2, 0.4))
    result = _allocate(markets, _beliefs(0.02, 0.01))
    assert result.verdict == "rotate"
    moved = np.array([result.weights_best[a.id] - result.weights_now[a.id] for a in markets.assets])
    gains = np.einsum("s,dsa,a->d", [0.02, 0.98], markets.effects, moved)
    assert gains.std() > 1e-4
    assert result.estimation_error >= 1.645 * gains.std() - 1e-12
    assert result.gain_worst > result.cost + result.estimation_error


def test_what_tempts_and_what_is_held_against_it() -> None:
    """At the mean beliefs selling pays; at the worst within the interval it does not."""
    result = _allocate(_markets(SURE), _beliefs(0.05, 0.30))
    assert result.verdict == "hold"
    assert result.tempting is not None
    assert (result.tempting.buy, result.tempting.sell) == ("cash", "stock")
    assert result.tempting.turnover == pytest.approx(0.5)
    assert result.tempting.gain_mean == pytest.approx(0.5 * (1 - 1.01 / 1.06))
    assert result.tempting.gain_worst == pytest.approx(0.5 * (1 - 1.07 / 1.06))
    assert result.tempting.cost == pytest.approx(0.0025)
    assert _allocate(_markets(SURE), _beliefs(0.3, 0.1)).tempting is None


def test_a_limit_of_the_mandate_binds_the_verdict() -> None:
    """Selling all of the stock is best; turnover and a group each stop it on the way."""
    free = _allocate(_markets(SURE), _beliefs(0.05, 0.02))
    assert free.weights_best["stock"] == pytest.approx(0)
    slow = _allocate(_markets(SURE), _beliefs(0.05, 0.02), turnover=0.2)
    assert slow.weights_best["stock"] == pytest.approx(0.3)
    group = Group("shares", 0.4, 1.0, kind="equity")
    kept = _allocate(_markets(SURE), _beliefs(0.05, 0.02), groups=(group,))
    assert kept.weights_best["stock"] == pytest.approx(0.4)
    assert [(e.name, e.now, pytest.approx(e.best)) for e in kept.exposures] == [
        ("shares", 0.5, 0.4)
    ]


def test_today_above_the_limit_on_cvar_is_refused() -> None:
    with pytest.raises(InputError, match=r"mandate: CVaR is .* today, above 1\.0%; widen it"):
        _allocate(_markets(SURE), _beliefs(0.3, 0.1), cvar=0.01)


def test_own_odds_move_one_future_and_keep_the_rest_in_proportion() -> None:
    beliefs = {"peace": Belief(0.1, 0.2, 0.3), "talks": Belief(0.2, 0.3, 0.4)}
    beliefs["war"] = Belief(0.4, 0.5, 0.6)
    found = own_odds(beliefs, ["peace=0.6"])
    assert [found[name].mean for name in beliefs] == pytest.approx([0.6, 0.15, 0.25])
    assert (found["peace"].low, found["peace"].high) == pytest.approx((0.5, 0.7))
    for stated, said in (
        ("peas=0.6", 'no future "peas"; did you mean "peace"?'),
        ("peace=60%", '"60%" is no probability; write peace=0.4'),
        ("peace", '"" is no probability'),
        ("peace=1.2", '"1.2" is no probability'),
        ("peace=nan", '"nan" is no probability'),
    ):
        with pytest.raises(DetenteError) as caught:
            own_odds(beliefs, [stated])
        assert said in str(caught.value)


def test_the_stress_columns_are_the_fifth_and_the_ninety_fifth_of_the_effects() -> None:
    markets, beliefs = _markets(Range(-0.2, 0.1, 0.5)), _beliefs(0.3, 0.1)
    found = {(s.name, s.kind): s.now for s in _allocate(markets, beliefs).stresses}
    gains = markets.effects[:, 0] @ np.array([0.5, 0.5])
    low, high = np.quantile(gains, (0.05, 0.95))
    assert found["peace", "low"] == pytest.approx(low, abs=1e-12)
    assert found["peace", "high"] == pytest.approx(high, abs=1e-12)
    assert found["peace", "mean"] == pytest.approx(gains.mean(), abs=1e-12)


@pytest.mark.parametrize("certain", [0.0, 1e-15, 0.3, 1.0])
def test_certain_beliefs_and_impossible_futures_are_allocated(certain: float) -> None:
    rounded = 1 + 2.3e-16
    sure = {
        "peace": Belief(certain, certain, certain * rounded),
        "war": Belief(1 - certain, (1 - certain) * rounded, 1 - certain),
    }
    found = _allocate(_markets(SURE), sure)
    assert sum(found.weights_best.values()) == pytest.approx(1)
    assert np.isfinite([found.gain_mean, found.gain_worst, found.cvar_now]).all()


def test_a_future_alone_and_correlations_that_contradict_each_other() -> None:
    markets = _markets(SURE)
    alone = replace(
        markets, scenarios=("peace",), effects=markets.effects[:, :1], priced=np.ones(1)
    )
    found = _allocate(alone, {"peace": Belief(1, 1, 1)})
    assert found.flip.why.endswith("no other future is told apart")
    torn = replace(markets, correlation=np.array([[1.0, 1.5], [1.5, 1.0]]))
    with pytest.raises(InputError, match="correlations: contradict each other"):
        _allocate(torn, _beliefs(0.3, 0.1))
