"""The verdict in words and numbers, and the ledger behind one decision."""

import numpy as np
import pytest
from games import worked_example
from hypothesis import given, settings
from random_games import SHAPES, Shape, random_game
from small_case import CASE, NO_ENDS, NO_RAID, PACKAGE, Edit, held, machine_of, small_case

from detente.errors import DetenteError
from detente.incentives import Game, Hold, Played
from detente.incentives.caveats import caveats
from detente.incentives.reference import solve
from detente.incentives.why import Ledger, why

AL, BO, CA = 0, 1, 2
BETA = 1.12 ** (-1 / 12)
SWEET_SNAP = (CASE, "snapped:\n  flow: {AL: -0.05, BO: -0.1}", "snapped:\n  flow: {AL: -50, BO: 9}")

PAUSE = (
    PACKAGE,
    "rule: any-of   ",
    "response: pause\n    pause_months: 2\n    modules: [oil]\n    rule: automatic",
)


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


def bare(game: Game, played: Played) -> Hold:
    """A game that belongs to no case, with no verdict on it."""
    nothing, nobody = np.zeros(1), np.zeros(1, dtype=np.int64)
    return Hold(
        game=game,
        played=played,
        courses=(),
        first_binding=None,
        holds=nothing > 0,
        settled=nothing > 0,
        obliged=nobody,
        slack=nothing,
        value=nothing,
        relief=nothing,
        kept=np.zeros(game.flow.shape[1:]),
        windfall=nothing,
        windfall_month=nobody,
        reward=nothing,
        warnings=(),
    )


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


@pytest.mark.parametrize("edits", [(), (NO_RAID,), (PAUSE,)])
@pytest.mark.parametrize("month", [0, 30, 36])
def test_what_is_told_month_by_month_is_all_there_is(edits: tuple[Edit, ...], month: int):
    ledger = why(held(*edits), "BO", month)
    line, every = entries(ledger), [*ledger.ahead, ledger.later]
    assert sum(each.going_on for each in every) == pytest.approx(BETA * line["value of going on"])
    assert sum(each.once_seen for each in every) == pytest.approx(BETA * line["value once seen"])
    assert [each.month for each in every] == list(range(month + 1, month + 14))
    assert every[0].in_force == 1


def test_the_months_ahead_by_hand():
    """Month 10, oil and reserves open: .3 + .28 a month, a false alarm of .01, an end in month 13.

    Once a raid is seen there are thirty days of notice, in which everybody does as he likes.
    """
    ledger = why(held(), "BO", 10)
    flow = 0.3 + 0.28
    told = [month.going_on for month in ledger.ahead[:4]]
    alive = np.array([1, 0.99, 0.99**2, 0.99**3 * 0.85])
    assert told == pytest.approx(flow * alive * BETA ** np.arange(1, 5))
    assert [month.in_force for month in ledger.ahead[:4]] == pytest.approx(alive)
    notice = (1 - BETA ** (30 / 30.4375)) / (1 - BETA) * (flow + 0.6 - 0.1)
    assert [month.once_seen for month in ledger.ahead[:3]] == pytest.approx([BETA * notice, 0, 0])


def test_a_pause_is_told_after_its_notice():
    """A month of notice and two without oil, of which four days fall into the third month."""
    ledger = why(held(PAUSE, NO_ENDS), "BO", 10)
    clock, flow = 30 / 30.4375, 0.3 + 0.28 + 0.6 - 0.1
    edges = BETA ** np.array([0, clock, 1, 2, clock + 2])
    notice, *paused = (edges[:-1] - edges[1:]) / (1 - BETA) * [flow, 0.3, 0.3, 0.3]
    told = [BETA * x for x in (notice + paused[0], paused[1], paused[2], 0)]
    assert [month.once_seen for month in ledger.ahead[:4]] == pytest.approx(told)


def test_what_could_be_kept_is_in_the_ledger():
    kept = (CASE, "    issuer: AL\n    worth:", "    issuer: AL\n    kept: 5\n    worth:")
    line = entries(why(held(kept), "BO", 10))
    assert line["relief that would be kept after a snap-back"] == pytest.approx(5 * 0.28)


def test_several_equilibria_are_told_with_what_they_are_worth():
    game = random_game(Shape(66, draws=1, months=2, breaches=(2, 1, 1), triggers=3))
    found, machine = bare(game, solve(game)), machine_of(small_case())
    (warning,) = [w for w in caveats(machine, found) if w.startswith("several equilibria")]
    light, dark = solve(game).value[0, 0], solve(game, darkest=True).value[0, 0]
    for name, best, worst in zip(game.parties, light, dark, strict=True):
        assert (f"{name} {worst:.1f} instead of {best:.1f}" in warning) == (best != worst)


@settings(max_examples=60, deadline=None)
@given(SHAPES)
def test_the_ledger_adds_up_in_any_game(shape):
    game = random_game(shape)
    played = solve(game)
    found = bare(game, played)
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
