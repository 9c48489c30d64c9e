"""What the starter case pays to whom, worked out by hand.

Oil opens to .3 at signature and fully in month 6, when half the reserves go too. At the mode Borvia
has .4 x .7 of oil a month and 2 of reserves; Aldea .05 x .7; peace is .4, .3 and .05.
"""

import numpy as np
import pytest
from small_case import CASE, PACKAGE, Edit, machine_of, mode, small_case

from detente.case import Sampler
from detente.case.amount import LEAST_RATE
from detente.incentives import Game, make_game
from detente.incentives.payoffs import Payoffs, payoffs
from detente.incentives.verdict import present

AL, BO, CA = 0, 1, 2
BETA = (1.05 ** (-1 / 12), 1.12 ** (-1 / 12), 1.05 ** (-1 / 12))
WORTH = "    issuer: AL\n    worth:"
LAPSED = "lapsed:\n  peace: 0.3\n"
RAID, INVASION, STALLING, FALSE_ATTACK, FALSE_LATE = range(5)  # causes of a pull


def made(*edits: Edit, draws: int = 0) -> tuple[Payoffs, Game]:
    case = small_case(*edits)
    machine, sampler = machine_of(case), Sampler(case.estimates, draws, seed=1)
    paid = payoffs(machine, case.world, sampler)
    return paid, make_game(machine, case.world, sampler, paid)


def test_relief_month_by_month():
    paid, _ = made()
    borvia = [0.3 * 0.28] * 6 + [0.28 + 0.5 * 2] + [0.28] * 30
    aldea = [0.3 * 0.035] * 6 + [0.035] * 31
    assert paid.relief[0, :, BO] == pytest.approx(borvia)
    assert paid.relief[0, :, AL] == pytest.approx(aldea)
    assert not paid.relief[0, :, CA].any()


def test_a_stock_that_goes_in_the_last_month_goes_once():
    """Month 6 is the last: it stands for all that follow, but the reserves go only once."""
    paid, _ = made((PACKAGE, "horizon_months: 36", "horizon_months: 6"))
    beta = BETA[BO]
    trial = 0.3 * 0.28 * (1 - beta**6) / (1 - beta)
    after = beta**6 * (0.28 / (1 - beta) + 0.5 * 2)
    assert present(paid.relief, paid.beta)[0, BO] == pytest.approx(trial + after)


def test_a_rate_that_its_belief_stretches_to_nothing_stays_a_rate():
    """A range that covers little is pushed outwards, here beyond 0: values stay finite."""
    wide = "discount: {low: 0.01, mode: 0.05, high: 0.9, covers: 0.4}"
    paid, game = made((CASE, "sender, discount: 0.05", f"sender, {wide}"), draws=200)
    assert paid.beta[:, AL].max() == pytest.approx((1 + LEAST_RATE) ** (-1 / 12), abs=1e-12)
    assert np.isfinite(game.lapsed).all()


def test_a_flow_is_relief_and_peace_less_duties():
    act = "act: Keeps its forces behind the line,"
    upkeep = "    takes: 4\n"
    _, game = made(
        (PACKAGE, act, f"{act} cost: 0.02,"), (PACKAGE, upkeep, f"{upkeep}    upkeep: 0.03\n")
    )
    assert game.flow[0, 6] == pytest.approx([0.4 + 0.035, 0.3 + 1.28 - 0.02, 0.05 - 0.03])
    assert game.beta[0] == pytest.approx(BETA)


def test_stocks_that_were_released_do_not_come_back():
    paid, game = made()
    assert paid.released[0, [5, 6, 36], BO] == pytest.approx([0, 1, 1])
    # nor are they counted again once the package has ended: they were paid when they opened
    assert game.snapped[0, 36, BO] == pytest.approx(-0.1 / (1 - BETA[BO]))


def test_a_snap_back_leaves_the_relief_that_is_kept():
    _, game = made((CASE, WORTH, "    issuer: AL\n    kept: 5\n    worth:"))
    after = np.array([-0.05, -0.1, 0.0]) / (1 - np.array(BETA))
    kept = np.array([0.035, 0.28, 0.0]) * 5
    assert game.snapped[0, 0] == pytest.approx(after + 0.3 * kept)
    assert game.snapped[0, 6] == pytest.approx(after + kept)


def test_an_end_without_breach_keeps_its_share_of_peace():
    _, game = made()
    peace = 0.3 * np.array([0.4, 0.3, 0.05]) / (1 - np.array(BETA))
    assert game.lapsed[0, 20] == pytest.approx(peace)


def test_one_offs_of_an_end_are_in_proportion_to_what_the_issuer_has_opened():
    """Aldea issues both measures, by worth .285 open at first and .975 from month 6; Cassia none.

    Oil is worth 29.8 to Borvia and 8.6 to Aldea if it is open for ever; the reserves are worth 2.
    """
    once = f"{LAPSED}  once: {{AL: -10, CA: -2}}\n"
    _, plain = made()
    _, game = made((CASE, LAPSED, once))
    change = game.lapsed[0] - plain.lapsed[0]
    oil = 0.28 / (1 - BETA[BO]) + 0.035 / (1 - BETA[AL])
    assert change[0] == pytest.approx([-10 * 0.3 * oil / (oil + 2), 0, -2])
    assert change[6] == pytest.approx([-10 * (oil + 0.5 * 2) / (oil + 2), 0, -2])


@pytest.mark.parametrize(("cost", "honours"), [(1, True), (2, True), (2.001, False), (4, False)])
def test_a_guarantee_is_honoured_if_that_costs_no_more_than_the_stake(cost, honours):
    _, game = made((PACKAGE, "cost: 1  ", f"cost: {cost}  "))
    effect = [4, -4, -cost] if honours else [0, 0, -2]
    assert game.called[0, 0, INVASION] == pytest.approx(effect)
    assert not game.called[0, 0, [RAID, STALLING, FALSE_ATTACK, FALSE_LATE]].any()


def test_half_a_guarantee_costs_and_gives_half():
    _, game = made((PACKAGE, "cost: 1  ", "strength: 0.5\n    cost: 3  "))
    assert game.called[0, 0, INVASION] == pytest.approx([2, -2, -1.5])


def test_a_breach_is_seen_if_it_is_detected_and_attributed_and_covered():
    _, game = made()
    assert game.breaches == (("BO", "raid"), ("BO", "invasion"), ("AL", "stalling"))
    assert game.seen[0] == pytest.approx([0.5 * 0.8, 0.99, 0.6])
    assert game.trigger.tolist() == [0, 0, 1, 0, 1]
    _, game = made((PACKAGE, "covers: [raid, invasion] ", "covers: [invasion] "))
    assert game.seen[0] == pytest.approx([0, 0.99, 0.6])
    assert game.trigger.tolist() == [-1, 0, 1, 0, 1]


def test_a_package_may_buy_its_own_monitoring():
    _, game = made((PACKAGE, "    false_alarm: 0.01", "    false_alarm: 0.01\n    detected: 0.9"))
    assert game.seen[0] == pytest.approx([0.9 * 0.8, 0.9, 0.6])
    assert game.false_alarm[0] == pytest.approx([0.01, 0.0])


def test_a_breach_gains_for_one_and_harms_the_others():
    _, game = made()
    assert game.effect[0, INVASION] == pytest.approx([-1.5, 0.6, -0.2])
    assert game.effect[0, STALLING] == pytest.approx([0.02, -0.1, 0])


def test_an_end_on_a_date_strikes_in_its_month():
    _, game = made()
    chances = np.zeros(37)
    chances[13] = 0.15  # May 2026, from April 2025
    assert game.ending[0, :, 0] == pytest.approx(chances)


def test_an_end_that_comes_round_is_spread_evenly():
    _, game = made((PACKAGE, "on: 2026-05-03", "every_months: 12"))
    assert game.ending[0, :, 0] == pytest.approx(np.full(37, 1 - 0.85 ** (1 / 12)))
    assert np.prod(1 - game.ending[0, :12, 0]) == pytest.approx(0.85)


def test_the_clock_is_the_notice_and_a_pause_follows():
    _, game = made((PACKAGE, "notice_days: 30  ", "notice_days: 180  "))
    assert game.clock[0, [RAID, STALLING]] == pytest.approx([180 / 30.4375, 30 / 30.4375])
    _, game = made(
        (PACKAGE, "rule: any-of   ", "response: pause\n    pause_months: 4\n    rule: any-of   ")
    )
    assert game.clock[0, [RAID, FALSE_LATE]] == pytest.approx([30 / 30.4375, 30 / 30.4375])
    assert game.rest[0, [RAID, FALSE_ATTACK, FALSE_LATE]].tolist() == [4, 4, 0]
    assert game.pauses.tolist() == [True, False]


def test_a_pause_shuts_its_modules_and_leaves_the_rest():
    pause = "response: pause\n    modules: [reserves]\n    rule: any-of   "
    _, game = made((PACKAGE, "rule: any-of   ", pause))
    assert game.shut[0, 10, 0] == pytest.approx(game.flow[0, 10])  # reserves have no flow
    oil = pause.replace("reserves", "oil")
    _, game = made((PACKAGE, "rule: any-of   ", oil))
    assert game.shut[0, 10, 0] == pytest.approx([0.4, 0.3, 0.05])


def test_draws_move_only_what_is_uncertain():
    case = small_case()
    _, alone = made()
    _, game = made(draws=50)
    np.testing.assert_array_equal(game.flow[0], alone.flow[0])
    assert np.ptp(game.seen[1:, RAID]) > 0
    assert np.ptp(game.seen[:, INVASION]) == 0
    assert mode(case).draws == 0
