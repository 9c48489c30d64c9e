"""Modules shut for good: by a trigger that closes them, or by an end that shuts only some."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_case import NO_ENDS, PACKAGE, Edit, held, machine_of, mode, small_case

from detente.case.package import Package
from detente.errors import InputError
from detente.incentives import Game, make_game
from detente.incentives.closing import MOST_SETS, closings
from detente.incentives.exact import exact_slack
from detente.incentives.payoffs import payoffs
from detente.incentives.reference import solve

BO = 1
BETA = np.array([1.05 ** (-1 / 12), 1.12 ** (-1 / 12), 1.05 ** (-1 / 12)])
OIL, PEACE = np.array([0.05 * 0.7, 0.4 * 0.7, 0.0]), np.array([0.4, 0.3, 0.05])
STOCK = np.array([0, 0.5 * 2, 0])  # reserves, in month 6
ATTACK = "rule: any-of                           # or automatic"
CLOSE_OIL = (PACKAGE, ATTACK, f"response: close\n    modules: [oil]\n    {ATTACK}")
CLOSE_ALL = (PACKAGE, ATTACK, f"response: close\n    {ATTACK}")
KEPT = ("case.yaml", "    issuer: AL\n    worth:", "    issuer: AL\n    kept: 5\n    worth:")
ELECTION = "  - {name: election-in-aldea, party: AL, probability: 0.15, on: 2026-05-03}"


def licence(modules: str = "modules: [oil], ", days: float = 0) -> Edit:
    end = f"name: licence, party: AL, probability: 0.1, every_months: 12, {modules}"
    return (PACKAGE, ELECTION, f"  - {{{end}wind_down_days: {days}}}")


def made(*edits: Edit) -> Game:
    case = small_case(*edits)
    machine, sampler = machine_of(case), mode(case)
    paid = payoffs(machine, case.world, sampler)
    return make_game(machine, case.world, sampler, paid)


@cache
def clauses(*shuts: tuple[str, ...]) -> Package:
    """A package of nothing but modules, and ends that shut some of them."""
    package = small_case().packages["first"]
    names = sorted({name for shut in shuts for name in shut})
    modules = [package.modules[0].model_copy(update={"name": name}) for name in names]
    ends = [package.ends[0].model_copy(update={"modules": shut}) for shut in shuts]
    return package.model_copy(update={"modules": modules, "triggers": (), "ends": ends})


def test_a_package_that_shuts_nothing_is_one_game():
    assert made().reduced == ()


def test_what_is_shut_stays_shut_and_the_sets_form_a_lattice():
    game = made(CLOSE_OIL, licence("modules: [reserves], "))
    assert [part.gone for part in game.reduced] == [("oil",), ("reserves",), ("oil", "reserves")]
    assert (game.to_trigger.tolist(), game.to_end.tolist()) == ([1, -1], [2])
    oil, reserves, both = game.reduced
    assert (oil.to_trigger.tolist(), oil.to_end.tolist()) == ([-1, -1], [3])
    assert (reserves.to_trigger.tolist(), reserves.to_end.tolist()) == ([3, -1], [-1])
    assert both.to_trigger.tolist() == [-1, -1]
    assert game.odds.any()
    assert not reserves.odds.any()  # nothing left that this end could shut


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sets(st.sampled_from("abcd"), min_size=1).map(tuple), max_size=4))
def test_the_sets_are_all_unions(shuts):
    unions: set[frozenset[str]] = {frozenset()}
    for shut in shuts:
        unions |= {known | frozenset(shut) for known in unions}
    found = closings(clauses(*shuts), "any")
    assert set(found) == unions
    assert found[0] == frozenset()
    assert [len(shut) for shut in found] == sorted(len(shut) for shut in found)


def test_too_many_sets_are_refused_with_a_remedy():
    with pytest.raises(InputError, match=f"more than {MOST_SETS} combinations.*join modules"):
        closings(clauses(*[(name,) for name in "abcdefg"]), "wide")


def test_without_its_modules_the_game_goes_on_without_their_relief():
    game = made(CLOSE_OIL)
    (rest,) = game.reduced
    assert rest.flow[0, 5] == pytest.approx(PEACE)
    assert rest.flow[0, 6] == pytest.approx(PEACE + STOCK)  # the reserves open all the same
    assert game.flow[0, 6] == pytest.approx(PEACE + OIL + STOCK)


def test_a_close_is_worth_its_notice_and_then_the_rest_of_the_package():
    """By hand, in the steady month, where all comply for fear of losing the oil."""
    calm = (PACKAGE, "    false_alarm: 0.01\n", "")
    only_raids = (PACKAGE, "breaches: [raid, invasion]}", "breaches: [raid]}")
    found = held(only_raids, CLOSE_OIL, NO_ENDS, calm)
    whole, rest = found.played.value[0, 36], found.played.reduced[0].value[0, 36]
    assert whole == pytest.approx((PEACE + OIL) / (1 - BETA))
    assert rest[BO] < whole[BO]
    left = BETA ** (30 / 30.4375)
    at_will = np.array([-0.1 + 0.02, 0.04 - 0.1, 0])  # in the month of notice: raids, late licences
    closed = (1 - left) / (1 - BETA) * (PEACE + OIL + at_will) + left * rest
    raid = 0.04 + BETA * 0.4 * (closed - whole)
    assert found.slack[0, 36, 0] == pytest.approx(-raid[BO])


def test_a_close_that_finds_nothing_left_to_shut_costs_only_its_notice():
    game = made(CLOSE_ALL)
    (nothing,) = game.reduced
    assert nothing.gone == ("oil", "reserves")
    assert nothing.pauses.tolist() == [True, False]
    assert nothing.rest[0, 0] == 0
    assert nothing.flow[0, 10] == pytest.approx(PEACE)


def test_relief_that_outlasts_a_snap_back_outlasts_a_close():
    game = made(CLOSE_OIL, KEPT)
    assert game.shut[0, 10, 0] == pytest.approx(5 * OIL)
    assert not made(CLOSE_OIL).shut[0, :, 0].any()


def test_a_licence_that_lapses_leaves_the_rest_in_force():
    found = held(licence(), (PACKAGE, "    false_alarm: 0.01\n", ""))
    h, peace = 1 - 0.9 ** (1 / 12), PEACE / (1 - BETA)
    assert found.played.reduced[0].value[0, 36] == pytest.approx(peace)
    value = (PEACE + OIL + BETA * h * peace) / (1 - BETA * (1 - h))
    for n in range(35, -1, -1):
        flow = PEACE + OIL * (0.3 if n < 6 else 1) + STOCK * (n == 6)
        rest = peace + STOCK * BETA ** (5 - n) * (n < 6)  # the reserves open all the same
        value = flow + BETA * (h * rest + (1 - h) * value)
    assert found.value[0] == pytest.approx(value)


def test_disbelief_outlives_a_licence():
    """Once nobody believes the triggers, nobody does in what is left of the package either."""
    found = held(licence(), (PACKAGE, "    false_alarm: 0.01\n", ""))
    at_will = np.array([-1.5 + 0.02, 0.6 - 0.1, -0.2])
    h = 1 - 0.9 ** (1 / 12)
    less = (PEACE + at_will) / (1 - BETA)
    lax = (PEACE + OIL + at_will + BETA * h * less) / (1 - BETA * (1 - h))
    assert found.played.disbelieved[0, 36] == pytest.approx(lax)


def test_what_is_under_way_may_be_finished():
    """Sixty days of oil after the licence has lapsed, and then what would have outlasted it."""
    at_once, later = (made(licence(days=days), KEPT).wound[0, 10, 0] for days in (0, 60.875))
    assert at_once == pytest.approx(5 * OIL)
    assert later == pytest.approx((1 + BETA) * OIL + BETA**2 * 5 * OIL)


def test_what_is_under_way_may_be_finished_when_all_of_it_ends():
    game = made(licence("", 60.875), KEPT)
    ended = game.lapsed[0, 10] + game.wound[0, 10, 0]
    without = made(licence("", 60.875)).lapsed[0, 10]
    assert ended == pytest.approx(without + (1 + BETA) * OIL + BETA**2 * 5 * OIL)
    assert made(licence("")).wound.shape[2] == 0


def test_what_follows_a_closed_module_is_warned_of():
    """Raids pay once the oil is gone, since the reserves are all that is left to lose."""
    sure = (PACKAGE, ATTACK, f"response: close\n    {ATTACK}")
    found = held(sure, NO_ENDS)
    (warning,) = [w for w in found.warnings if "shut for good" in w]
    assert warning.startswith("once oil, reserves is shut for good, complying no longer pays BO")


def test_the_exact_slack_goes_by_way_of_the_smaller_games():
    found = held(CLOSE_OIL, licence("modules: [reserves], ", 30))
    assert len(found.game.reduced) == 3
    least = np.nanmin(solve(found.game).slack[0])
    assert float(exact_slack(found.game)) == pytest.approx(least, abs=1e-9)
