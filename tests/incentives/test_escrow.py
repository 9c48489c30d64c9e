"""Relief that a third party holds until an act is done, and guarantees that come to an end.

Borvia's oil brings it .4 x .7 a month, of which .3 is open for six months; the pass is handed over
in month 6, or as late as a test has it.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_case import CASE, NO_ENDS, PACKAGE, Edit, held, machine_of, mode, small_case

from detente.incentives import Game, make_game
from detente.incentives.payoffs import Payoffs, payoffs
from detente.incentives.verdict import present

AL, BO = 0, 1
INVASION = 1
OIL = 0.4 * 0.7
BETA = 1.12 ** (-1 / 12)
TITLE = "    title: Oil trade\n"
RESERVES = "    title: Frozen reserves\n"
LATER = (PACKAGE, "    due: 6\n", "    due: 10\n")
COSTS = (CASE, "worth: {BO: E01, AL: 0.05}", "worth: {BO: E01, AL: -0.05}")


def escrow(share: float = 1.0, more: str = "", title: str = TITLE) -> Edit:
    terms = f"holder: a bank, released_by: pass-handed-over, share: {share}{more}"
    return (PACKAGE, title, f"{title}    escrow: {{{terms}}}\n")


def made(*edits: Edit) -> tuple[Payoffs, Game]:
    case = small_case(*edits)
    machine, sampler = machine_of(case), mode(case)
    paid = payoffs(machine, case.world, sampler)
    return paid, make_game(machine, case.world, sampler, paid)


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_what_is_held_comes_at_once_with_the_act(share):
    paid, _ = made(escrow(share))
    oil = [0.3 * OIL * (1 - share)] * 6 + [OIL + 6 * share * 0.3 * OIL] + [OIL] * 30
    assert paid.relief[0, :, BO] == pytest.approx(np.array(oil) + (np.arange(37) == 6) * 1.0)


def test_a_stock_waits_too():
    """Reserves that open with the pass are handed over with it; those of before wait for it."""
    early = (
        PACKAGE,
        "{name: half, months: 12, after: [pass-handed-over],",
        "{name: half, months: 12,",
    )
    paid, _ = made(early, escrow(0.5, title=RESERVES))
    stocks = paid.relief[0, :, BO] - paid.arriving[0, :, BO]
    assert stocks[[0, 5, 6, 7]] == pytest.approx([0.5, 0, 0.5, 0])
    assert paid.released[0, [0, 5, 6, 36], BO] == pytest.approx([0.5, 0.5, 1, 1])


def test_nothing_of_what_is_held_outlasts_a_snap_back():
    kept = (CASE, "    issuer: AL\n    worth:", "    issuer: AL\n    kept: 5\n    worth:")
    paid, game = made(escrow(0.5), kept)
    assert paid.outlasting[0, [5, 6], BO] == pytest.approx([5 * 0.5 * 0.3 * OIL, 5 * OIL])
    bare = made(kept)[1]
    assert game.snapped[0, 5, BO] < bare.snapped[0, 5, BO]
    assert game.snapped[0, 6] == pytest.approx(bare.snapped[0, 6])


def test_who_promises_and_pays_loses_it_only_when_it_is_handed_over():
    plain, _ = made(COSTS)
    paid, _ = made(COSTS, escrow())
    assert plain.relief[0, :7, AL] == pytest.approx([-0.3 * 0.035] * 6 + [-0.035])
    assert paid.relief[0, :7, AL] == pytest.approx([0] * 6 + [-0.035 - 6 * 0.3 * 0.035])


def test_who_gains_from_the_trade_gains_from_the_first_day():
    plain, paid = made()[0], made(escrow())[0]
    assert paid.relief[0, :, AL] == pytest.approx(plain.relief[0, :, AL])


def test_a_deadline_before_the_act_sends_it_back():
    paid, _ = made(LATER, escrow(more=", deadline: 5, extendable_months: 4"))
    assert not paid.relief[0, :10, BO].any()
    assert paid.relief[0, 10:12, BO] == pytest.approx([OIL + 1.0, OIL])
    in_time, _ = made(LATER, escrow(more=", deadline: 5, extendable_months: 5"))
    assert in_time.relief[0, 10, BO] == pytest.approx(OIL + 1.0 + 10 * 0.3 * OIL)


def test_what_is_never_handed_over_is_warned_of():
    late = held(LATER, escrow(more=", deadline: 9"))
    assert late.warnings == (
        'what module "oil" pays into escrow is never handed over: its deadline passes before '
        '"pass-handed-over", due in month 10',
    )
    over = held((PACKAGE, "    due: 6\n", "    due: 50\n"), escrow(), NO_ENDS)
    assert any("the package's months end before" in warning for warning in over.warnings)
    assert not held(escrow()).warnings


def test_an_act_in_the_last_month_hands_over_once():
    last = (PACKAGE, "horizon_months: 36", "horizon_months: 6")
    paid, _ = made(last, escrow())
    after = OIL / (1 - BETA) + 1.0 + 6 * 0.3 * OIL
    assert present(paid.relief, paid.beta)[0, BO] == pytest.approx(BETA**6 * after)


@settings(max_examples=25, deadline=None)
@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_more_in_escrow_never_lowers_the_slack_before_the_act(share, more):
    """What one has yet to be handed over is one more thing to lose."""
    rare = (PACKAGE, "    false_alarm: 0.01\n", "")

    def slack(held_back: float) -> float:
        found = held(escrow(held_back), NO_ENDS, rare)
        return float(found.slack[0, 5, list(found.obliged).index(BO)])

    assert slack(share + more * (1 - share)) >= slack(share) - 1e-9


def test_an_escrow_is_affine_in_the_openings():
    """Design measures its rows through the game and would tell otherwise."""
    paid, _ = made(escrow(0.7), escrow(0.4, title=RESERVES), LATER)
    rng = np.random.default_rng(1)
    left, right = (np.sort(rng.uniform(0, 1, paid.openings.shape), axis=0) for _ in range(2))

    def relief(openings: np.ndarray) -> np.ndarray:
        return Payoffs(**{**parts, "openings": openings}).relief

    parts = {name: getattr(paid, name) for name in Payoffs.__slots__}
    mixed = relief(0.3 * left + 0.7 * right)
    assert mixed == pytest.approx(0.3 * relief(left) + 0.7 * relief(right))


def guarantee(ends: int) -> tuple[Edit, ...]:
    return (
        (PACKAGE, "    takes: 4\n", f"    takes: 4\n    upkeep: 0.03\n    ends_month: {ends}\n"),
    )


def test_a_guarantee_that_has_ended_is_neither_called_nor_kept_up():
    _, game = made(*guarantee(10))
    called = np.take(game.called, game.era, axis=1)[0, :, INVASION]
    assert called[[0, 9]] == pytest.approx(np.array([[4, -4, -1]] * 2))
    assert not called[10:].any()
    cassia = game.flow[0, :, 2]
    assert cassia[[0, 9]] == pytest.approx([0.05 - 0.03] * 2)
    assert cassia[10:] == pytest.approx(np.full(27, 0.05))
    assert not held(*guarantee(10)).warnings


def test_a_guarantee_that_outlives_the_months_played_is_warned_of():
    (warning,) = held(*guarantee(300)).warnings
    assert warning == (
        'guarantee "cassian-brigade" ends in month 300; the last month of the game, 36, goes on '
        "for ever, and the guarantee with it"
    )


def test_months_that_are_alike_share_an_era():
    _, game = made(*guarantee(10))
    assert game.era.tolist() == [0] * 10 + [1] * 3 + [2] + [1] * 23
    assert game.ending[0, :, 0] == pytest.approx((np.arange(37) == 13) * 0.15)
