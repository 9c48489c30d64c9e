"""The verdict in words and numbers, and the ledger behind one decision."""

import numpy as np
import pytest
from games import worked_example
from hypothesis import given, settings
from random_games import SHAPES, random_game
from small_case import CASE, NO_ENDS, NO_RAID, PACKAGE, Edit, held

from detente.errors import DetenteError
from detente.incentives import Hold
from detente.incentives.reference import solve
from detente.incentives.why import Ledger, why

AL, BO, CA = 0, 1, 2
BETA = 1.12 ** (-1 / 12)
SWEET_SNAP = (CASE, "snapped:\n  flow: {AL: -0.05, BO: -0.1}", "snapped:\n  flow: {AL: -50, BO: 9}")


def test_the_starter_holds():
    found = held()
    assert found.holds[0]
    assert found.first_binding is None
    assert not found.warnings


def test_what_nothing_covers_is_named():
    found = held(NO_RAID)
    assert not found.holds[0]
    assert found.first_binding is not None
    assert found.first_binding.words == "BO, month 0, raid: no trigger covers it"
    assert found.first_binding.slack == pytest.approx(-0.04)


def test_what_nobody_would_pull_is_named():
    """Aldea alone decides, and a snap-back would cost it more than Borvia's raids."""
    costly = (CASE, "snapped:\n  flow: {AL: -0.05, BO: -0.1}", "snapped:\n  flow: {AL: -50}")
    found = held(costly, (PACKAGE, "deciders: [AL, CA]", "deciders: [AL]"))
    assert found.first_binding is not None
    assert (found.first_binding.party, found.first_binding.month) == ("BO", 0)
    assert "but AL would not find it worth pulling" in found.first_binding.words


def test_what_is_seen_too_seldom_is_named():
    """Whoever likes to be snapped back breaches although the trigger would be pulled."""
    found = held(SWEET_SNAP, (PACKAGE, "rule: any-of   ", "rule: automatic "))
    assert found.first_binding is not None
    assert found.first_binding.words.endswith(
        "but it is seen in only 99% of months and costs too little"
    )


def test_the_first_month_that_fails_is_told():
    """Oil that no snap-back can stop: a raid pays once the embargo is gone, in month 6."""
    kept = (CASE, "    issuer: AL\n    worth:", "    issuer: AL\n    kept: 400\n    worth:")
    found = held(kept, NO_ENDS, (PACKAGE, "rule: any-of   ", "rule: automatic "))
    assert found.first_binding is not None
    assert (found.first_binding.party, found.first_binding.month) == ("BO", 6)
    assert (found.played.slack[0, :6, [AL, BO]] >= 0).all()
    assert found.first_binding.slack == found.played.slack[0, 6, BO] < 0


def test_nobody_can_breach_what_obliges_nobody():
    found = held(
        (PACKAGE, ", breaches: [raid, invasion]", ""), (PACKAGE, ", breaches: [stalling]", "")
    )
    assert found.holds.all()
    assert np.isnan(found.windfall).all()
    assert (found.windfall_month == -1).all()


def test_windfall_is_what_a_breach_at_the_best_moment_keeps():
    """Month 6: the reserves just released, a month of notice, and an invasion's gain."""
    found = held()
    notice = 1.0  # thirty days are less than a month, but a month is counted
    kept = 0.5 * 2 + notice * 0.28 + 0.6
    assert found.windfall_month[0, BO] == 6
    assert found.windfall[0, BO] == pytest.approx(BETA**6 * kept)


def test_relief_is_the_present_value_of_the_comply_path():
    steady = 0.28 / (1 - BETA)
    by_hand = steady * (0.3 * (1 - BETA**6) + BETA**6) + BETA**6 * 1.0
    assert held().relief[0, BO] == pytest.approx(by_hand)


def test_reward_is_the_value_less_the_path_before_the_war():
    found = held()
    assert found.reward[0, BO] == pytest.approx(found.played.value[0, 0, BO] - 0.6 / (1 - BETA))
    assert np.isnan(found.reward[0, [AL, CA]]).all()


def entries(ledger: Ledger) -> dict[str, float]:
    return {entry.words.split(",")[0].split(" (")[0]: entry.value for entry in ledger.entries}


def balanced(ledger: Ledger, breach: str) -> None:
    line = entries(ledger)
    follows = line["what follows complying"] - line["what follows cheating"]
    assert follows - line[f"gain of a month of {breach}"] == pytest.approx(ledger.slack, abs=1e-9)


@pytest.mark.parametrize("edits", [(), (NO_RAID,), (SWEET_SNAP,)])
@pytest.mark.parametrize("party", ["BO", "AL"])
@pytest.mark.parametrize("month", [0, 6, 13, 36])
def test_the_ledger_adds_up(edits: tuple[Edit, ...], party: str, month: int):
    found = held(*edits)
    ledger = why(found, party, month)
    balanced(ledger, ledger.breach)
    assert ledger.slack == found.played.slack[0, month, found.game.parties.index(party)]
    assert ledger.words.startswith(f"{party} {'complies' if ledger.slack >= 0 else 'cheats'}")


@settings(max_examples=60, deadline=None)
@given(SHAPES)
def test_the_ledger_adds_up_in_any_game(shape):
    game = random_game(shape)
    played = solve(game)
    nothing = np.zeros(1)
    found = Hold(
        game, played, None, nothing > 0, nothing, nothing, nothing.astype(int), nothing, ()
    )
    months = range(game.months if played.settled[0] else game.months - 1)
    for month in months:
        for party in {name for name, _ in game.breaches}:
            ledger = why(found, party, month)
            balanced(ledger, ledger.breach)


def test_a_question_without_an_answer_is_refused():
    found = held()
    with pytest.raises(DetenteError, match='"CA" has no breach open to it here'):
        why(found, "CA", 0)
    with pytest.raises(DetenteError, match="give 0 to 36"):
        why(found, "BO", 37)


def test_the_worked_example_names_its_ledger():
    game = worked_example(covered=True, clock=1)
    assert game.parties == ("A", "B", "C")
    assert solve(game).worst[0, 0].tolist() == [0, 2, -1]
