"""Prices by scenario: what moves, what does not, and what is refused."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from small_market import BONDS, CASH, MEAN, MODULAR, MOEX, OIL, SCENARIOS, _price

from detente.errors import InputError
from detente.markets import Asset, Markets, Range, Survival, price
from detente.markets.energy import OIL_1990_95, shifted, slope, slopes


def _effect(markets: Markets, asset: str, scenario: str) -> float:
    [path] = [p for p in markets.paths if (p.asset, p.scenario) == (asset, scenario)]
    return path.effect


def test_today_is_the_mean_over_the_probabilities_that_are_priced() -> None:
    markets = _price(OIL, MOEX, BONDS, CASH)
    mean = np.einsum("dsa,s->da", markets.effects, markets.priced)
    assert mean == pytest.approx(np.zeros_like(mean), abs=1e-14)


def test_measured_effect_is_sensitivity_times_the_change_of_ceasefire_odds() -> None:
    certain = {name: Range(0, 0, 0) for name in SCENARIOS} | {"settlement-holds": Range(1, 1, 1)}
    markets = _price(MOEX, ceasefire=certain, draws=40_000)
    # believed .69980 % per ten points, from 10 % to 100 %
    assert _effect(markets, "moex", "settlement-holds") == pytest.approx(0.0069980 * 9, abs=5e-4)
    assert _effect(markets, "moex", "hardening") == pytest.approx(-0.0069980, abs=5e-5)


def test_rates_do_not_move_but_keep_their_error() -> None:
    markets = _price(BONDS)
    path = next(p for p in markets.paths if p.scenario == "settlement-holds")
    assert path.effect == pytest.approx(0, abs=0.002)
    assert path.effect_low < -0.005 < 0.005 < path.effect_high
    assert "taken as no effect" in path.source


def test_stated_effects_differ_by_what_the_case_states() -> None:
    markets = _price(replace(OIL, sensitivity=""), draws=20_000)
    gap = _effect(markets, "brent", "escalation") - _effect(markets, "brent", "freeze")
    # PERT means .1083 and -.03, over today's mean price
    assert gap == pytest.approx((0.108333 + 0.03) / (1 + 0.05 * 0.108333 - 0.2 * 0.03), abs=1e-3)
    assert "brent: no sensitivity measured; moves only as stated" in markets.notes


def test_probabilities_priced_in_may_differ_from_ours() -> None:
    sure = dict.fromkeys(SCENARIOS, 0.0) | {"freeze": 1.0}
    markets = _price(OIL, priced=sure)
    assert _effect(markets, "brent", "freeze") == pytest.approx(0, abs=1e-14)


def test_path_ends_at_its_effect_and_the_band_widens() -> None:
    path = next(p for p in _price(OIL).paths if p.scenario == "freeze")
    assert path.mean[0] == path.low[0] == path.high[0] == 66.0
    assert path.mean[-1] == pytest.approx(66 * (1 + path.effect))
    width = np.subtract(path.high, path.low)
    assert (np.diff(width) > 0).all()
    worst = (1 + path.effect) * np.exp(-1.645 * 0.29 - 0.29**2 / 2)
    assert path.low[-1] == pytest.approx(66 * worst, rel=0.02)


def test_the_same_valves_in_another_order_give_another_path() -> None:
    stated = {"settlement-holds": Range(-0.1, -0.1, -0.1)}
    oil = replace(OIL, effects=stated, valves={"oil": 0.8, "banks": 0.2}, sensitivity="")
    early, late = np.r_[0.0, np.ones(12)], np.r_[np.zeros(7), np.ones(6)]
    energy_first = _price(oil, schedule={"m": {"oil": early, "banks": late}}).paths[0]
    banks_first = _price(oil, schedule={"m": {"oil": late, "banks": early}}).paths[0]
    assert energy_first.mean[-1] == pytest.approx(banks_first.mean[-1])
    assert energy_first.mean[3] < banks_first.mean[3] - 2


def test_a_valve_that_opens_after_the_horizon_does_not_count_by_then() -> None:
    stated = {"settlement-holds": Range(-0.1, -0.1, -0.1)}
    oil = replace(OIL, effects=stated, valves={"oil": 0.6}, sensitivity="")
    markets = _price(oil, schedule={"m": {"oil": np.r_[np.zeros(18), np.ones(6)]}})
    path = next(p for p in markets.paths if p.scenario == "settlement-holds")
    assert path.stated == pytest.approx(-0.1 * 0.4)
    assert path.effect == pytest.approx((1 - 0.04) / (1 - 0.1 * 0.04) - 1)
    assert path.mean[1] == pytest.approx(path.mean[12])


def test_a_collapse_follows_the_settlement_and_jumps_back_when_its_package_goes() -> None:
    stated = {
        "settlement-holds": Range(-0.1, -0.1, -0.1),
        "settlement-collapses": Range(0.05, 0.05, 0.05),
    }
    oil = replace(OIL, effects=stated, sensitivity="")
    paths = {p.scenario: p for p in _price(oil, package="modular").paths}
    holds, falls = paths["settlement-holds"], paths["settlement-collapses"]
    assert falls.jump == pytest.approx(falls.effect - holds.effect)
    assert falls.jump is not None
    assert falls.jump > 0.1
    assert holds.jump is None
    # By hand in month 6: so many packages that go within the year have gone by then.
    gone = (1 - MEAN[6]) / (1 - MEAN[12])
    change = (1 - gone) * holds.effect + gone * falls.effect
    assert falls.mean[6] == pytest.approx(66 * (1 + change))
    assert falls.mean[12] == pytest.approx(66 * (1 + falls.effect))
    assert _price(oil).paths[1].mean[6] == pytest.approx(66 * (1 + falls.effect))


def test_a_currency_that_nobody_knows_is_refused() -> None:
    text = _problems(replace(OIL, unit="USB a barrel"), scenarios=SCENARIOS)
    assert text == 'assets.yaml: brent.unit: no currency "USB"; did you mean "USD"?'


def test_more_supply_lowers_the_price_by_its_elasticity() -> None:
    oil = replace(
        OIL,
        sensitivity="",
        effects={},
        supply={"settlement-holds": Range(0.01, 0.01, 0.01)},
        elasticity=Range(0.25, 0.25, 0.25),
    )
    raw = _price(oil).paths[0].stated
    assert raw == pytest.approx(1.01**-4 - 1)


def test_supply_comes_as_its_valve_opens_and_goes_with_the_package() -> None:
    """By hand: 2 % more supply with the valve open, half of it from month 3, elasticity .4."""
    oil = replace(
        OIL,
        sensitivity="",
        effects={},
        supply_by_valve={"oil": Range(0.02, 0.02, 0.02)},
        elasticity=Range(0.4, 0.4, 0.4),
    )
    opening = np.r_[np.zeros(3), np.full(5, 0.5), np.ones(20)]
    markets = _price(oil, schedule={"m": {"oil": opening}}, package="modular")
    paths = {p.scenario: p for p in markets.paths}
    today = 1 + 0.1 * (1.02**-2.5 - 1)
    holds = paths["settlement-holds"]
    assert holds.mean[1] == pytest.approx(66 / today)
    assert holds.mean[4] == pytest.approx(66 * 1.01**-2.5 / today)
    assert holds.mean[12] == pytest.approx(66 * 1.02**-2.5 / today)
    assert "change of supply over elasticity" in holds.source
    assert paths["settlement-collapses"].mean[12] == pytest.approx(66 / today)
    assert paths["settlement-collapses"].jump == pytest.approx((1 - 1.02**-2.5) / today)
    assert paths["freeze"].mean[12] == pytest.approx(66 / today)


def test_curve_flattens_in_the_freeze_and_steepens_in_escalation() -> None:
    curves = {c.scenario: c for c in _price(OIL).curves}
    assert curves["freeze"].flattens
    assert curves["freeze"].change > 0
    assert not curves["escalation"].flattens
    assert curves["freeze"].flatter > 0.5 > curves["escalation"].flatter
    for curve in curves.values():
        assert curve.low <= curve.slope <= curve.high
        assert curve.change_low == pytest.approx(curve.low - curve.slope_now)
        assert curve.change_high == pytest.approx(curve.high - curve.slope_now)


def test_a_tilt_by_draws_is_the_tilt_one_by_one() -> None:
    effect, share = np.array([-0.1, 0.05]), np.array([0.2, 0.9])
    alone = [
        slope(shifted(OIL_1990_95, e, s), 66.0 * (1 + e))
        for e, s in zip(effect, share, strict=True)
    ]
    assert slopes(OIL_1990_95, 66.0, effect, share) == pytest.approx(alone)


def test_same_seed_same_numbers() -> None:
    one, two, other = _price(OIL, MOEX), _price(OIL, MOEX), _price(OIL, MOEX, seed=2)
    assert one.paths == two.paths
    assert one.paths != other.paths


def test_hindsight_is_said() -> None:
    assert any("after the date of the prices" in note for note in _price(MOEX).notes)
    later = replace(MOEX, as_of=date(2026, 6, 1))
    assert not _price(later).notes


def _problems(*assets: Asset, scenarios: dict[str, float], survival: Survival = MODULAR) -> str:
    with pytest.raises(InputError) as caught:
        price(assets, scenarios, [survival], np.random.default_rng(1))
    return str(caught.value)


def test_everything_wrong_is_said_at_once() -> None:
    bad = replace(OIL, price=-1.0, sensitivity="BRNT", effects={"freez": Range(0, 0, 0)})
    rising = replace(MODULAR, low=MEAN[::-1])
    text = _problems(bad, MOEX, scenarios=SCENARIOS | {"thaw": 0.5}, survival=rising)
    assert text.splitlines() == [
        "assets.yaml: brent.price is -1; a price is above 0",
        'assets.yaml: brent.sensitivity: nothing was measured for "BRNT"; did you mean "BRENT"?',
        'assets.yaml: brent: no scenario "freez"; did you mean "freeze"?',
        'case.yaml: outlook.futures.thaw: no "ceasefire", with which moex was seen to move; '
        "say how likely a ceasefire stands under it",
        "outlook: scenario probabilities sum to 1.5; make them sum to 1",
        "packages/modular.yaml: survival low rises or leaves [0, 1]; no hazard is negative",
    ]


def test_supply_without_elasticity_is_refused() -> None:
    bad = replace(OIL, supply={"freeze": Range(0.01, 0.01, 0.01)})
    assert "brent.supply has no elasticity above 0" in _problems(bad, scenarios=SCENARIOS)
