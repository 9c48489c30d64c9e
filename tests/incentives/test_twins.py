"""The kernel, the reference and exact fractions solve the same game alike."""

from dataclasses import fields, replace
from fractions import Fraction

import numpy as np
import pytest
from games import Small, worked_example
from hypothesis import example, given, settings
from plain import Month
from random_games import SHAPES, Shape, random_game, tied_game

from detente.case.rules import NAMES
from detente.incentives import Game, Played
from detente.incentives.draws import some_draws
from detente.incentives.exact import exact_game, exact_slack
from detente.incentives.kernel import solve_fast
from detente.incentives.reference import EXTRA_MONTHS, solve
from detente.incentives.verdict import NEAR

LARGE = Shape(0, draws=1, months=2, breaches=(2, 1, 1), triggers=3)
GOES_ROUND, CONFIRMED_LATE, NO_EQUILIBRIUM, SEVERAL = (
    replace(LARGE, seed=seed) for seed in (385, 502, 303, 66)
)


def assert_same(fast: Played, slow: Played) -> None:
    assert len(fast.reduced) == len(slow.reduced)
    for one, other in zip(fast.reduced, slow.reduced, strict=True):
        assert_same(one, other)
    for field in fields(Played):
        if field.name == "reduced":
            continue
        left, right = getattr(fast, field.name), getattr(slow, field.name)
        assert left.dtype == right.dtype
        np.testing.assert_allclose(left, right, rtol=1e-9, atol=1e-9, err_msg=field.name)


def test_the_rare_games_are_what_they_are_called():
    assert not solve(random_game(GOES_ROUND)).settled.any()
    assert solve(random_game(CONFIRMED_LATE)).settled.all()
    assert (solve(random_game(NO_EQUILIBRIUM)).equilibria == 0).any()
    assert (solve(random_game(SEVERAL)).equilibria > 1).any()


@settings(max_examples=150, deadline=None)
@given(SHAPES)
@example(GOES_ROUND)
@example(CONFIRMED_LATE)
@example(NO_EQUILIBRIUM)
@example(SEVERAL)
def test_the_kernel_equals_the_reference(shape):
    game = random_game(shape)
    assert_same(solve_fast(game), solve(game))


def test_threads_that_share_the_draws_change_nothing():
    game = random_game(replace(LARGE, draws=300))
    whole = solve_fast(game)
    assert_same(whole, solve(game))
    last = some_draws(game, slice(299, None))
    np.testing.assert_array_equal(solve_fast(last).slack[0], whole.slack[299])


@pytest.mark.parametrize(
    "shape",
    [LARGE, NO_EQUILIBRIUM, replace(LARGE, seed=1, months=5), replace(LARGE, ends=2, modules=2)],
)
def test_exact_fractions_agree_with_floats(shape):
    game = random_game(shape)
    slow, exact = solve(game), solve(exact_game(game, 0), tie=0)
    assert isinstance(exact.value[0, 0, 0], Fraction)
    np.testing.assert_array_equal(exact.choice, slow.choice)
    np.testing.assert_allclose(exact.value.astype(float), slow.value, rtol=1e-12)
    np.testing.assert_allclose(exact.slack.astype(float), slow.slack, atol=1e-12)


@pytest.mark.parametrize("seed", range(100))
def test_ties_are_the_same_for_kernel_reference_and_fractions(seed):
    """A thousand games in which most of what is compared is worth the same on paper."""
    game = tied_game(seed, draws=10)
    slow, last = solve(game), 9
    assert_same(solve_fast(game), slow)
    if seed % 4 == 0:  # fractions take their time
        assert_alike(solve(exact_game(game, last)), solve(some_draws(game, slice(last, None))))


def assert_alike(exact: Played, slow: Played) -> None:
    for one, other in zip((exact, *exact.reduced), (slow, *slow.reduced), strict=True):
        for choice in ("choice", "equilibria", "worst", "pulled", "settled"):
            np.testing.assert_array_equal(getattr(one, choice), getattr(other, choice))
        np.testing.assert_allclose(one.value.astype(float), other.value, atol=1e-9)


def test_what_is_not_worth_a_vote_is_looked_away_from():
    """A tie is what rounding can do, no more: a millionth less and nobody acts."""
    for less, acts in ((0.0, True), (1e-12, True), (1e-6, False)):
        game = Small(
            beta=[0.9, 0.9],
            flow=[[1.0, 0.1 + 0.2]] * 2,
            snapped=[[2.0, 0.3 / (1 - 0.9) - less]] * 2,
            lapsed=[0.0, 0.0],
            breaches=[(0, [0.0, 0.0], 0.5, 1)],
            covers=[0],
            rule="any-of",
            deciders=[1],
        ).game()
        for played in (solve(game), solve_fast(game), solve(exact_game(game, 0))):
            assert played.pulled[0, :, 0].all() == acts


def test_exact_fractions_take_the_draw_that_is_asked_for():
    game = random_game(replace(LARGE, draws=3, breaches=(1, 1, 1)))
    for draw, slack in enumerate(solve(game).slack):
        assert float(exact_slack(game, draw)) == pytest.approx(slack.min(), abs=1e-12)


def at_the_edge(nudge: float = 0.0) -> Game:
    """g = q β (V - S) in numbers that floats hold exactly: 6 = .5 x .5 x (32 - 8), but for `nudge`.

    The flow of 16 is worth 32 at β = 1/2.
    """
    return Small(
        beta=[0.5],
        flow=[[16.0]] * 3,
        snapped=[[8.0]] * 3,
        lapsed=[0.0],
        breaches=[(0, [6.0 + nudge], 0.5, 1)],
        covers=[0],
    ).game()


def test_a_slack_of_exactly_zero_is_zero_and_holds():
    slack = exact_slack(at_the_edge())
    assert isinstance(slack, Fraction)
    assert slack == 0


@pytest.mark.parametrize("nudge", [2.0**-45, -(2.0**-45)])
def test_a_slack_next_to_zero_keeps_its_sign(nudge):
    """Nearer to zero than the tolerance at which the verdict asks for exact numbers."""
    assert abs(solve(at_the_edge(nudge)).slack[0, 0, 0]) < NEAR
    assert (exact_slack(at_the_edge(nudge)) >= 0) == (nudge < 0)


def test_exact_slack_is_the_least_of_a_whole_package():
    game = worked_example(covered=True, clock=1)
    least = np.nanmin(solve(game).slack[0])
    assert float(exact_slack(game)) == pytest.approx(least, abs=1e-9)


def all_comply(game: Game) -> list[float]:
    """Value of the steady month kept for ever, everybody complying and every cause acted upon."""
    obedient = replace(game, rules=np.zeros_like(game.rules))
    month = Month(obedient, game.months - 1, [0.0] * 9, [0.0] * 9)
    pulled = [t >= 0 for t in game.trigger]
    going_on = Month(obedient, game.months - 1, [1.0] * 9, [0.0] * 9)
    values = []
    for i in range(len(game.parties)):
        now = month.value([], pulled, i)
        values.append(now / (1 - (going_on.value([], pulled, i) - now)))
    return values


@settings(max_examples=60, deadline=None)
@given(SHAPES)
@example(NO_EQUILIBRIUM)
@example(SEVERAL)
def test_every_month_follows_from_the_next_by_plain_enumeration(shape):
    whole = random_game(replace(shape, draws=1))
    solved, last = solve(whole), whole.months - 1
    for game, played in zip((whole, *whole.reduced), (solved, *solved.reduced), strict=True):
        for n in range(game.months if played.settled[0] else last):
            after = min(n + 1, last)
            onward, lax = list(played.value[0, after]), list(played.disbelieved[0, after])
            month = Month(game, n, onward, lax, solved)
            value, doubted = list(played.value[0, n]), list(played.disbelieved[0, n])
            assert month.played(NAMES) == pytest.approx(value, rel=1e-9, abs=1e-9)
            told = [month.doubted(i) for i in month.parties]
            assert told == pytest.approx(doubted, rel=1e-9, abs=1e-9)


def test_the_darkest_equilibrium_is_the_one_with_most_breaches():
    game = random_game(SEVERAL)
    light, dark, last = solve(game), solve(game, darkest=True), game.months - 1
    assert dark.settled[0]
    assert (dark.value[0, 0] != light.value[0, 0]).any()
    for n in range(game.months):
        after = min(n + 1, last)
        onward, lax = list(dark.value[0, after]), list(dark.disbelieved[0, after])
        value = Month(game, n, onward, lax).played(NAMES, darkest=True)
        assert value == pytest.approx(list(dark.value[0, n]), rel=1e-9, abs=1e-9)


def test_where_choices_go_round_the_steady_month_is_played_out():
    game = random_game(GOES_ROUND)
    played, last = solve(game), game.months - 1
    assert not played.settled[0]
    value = all_comply(game)
    for _ in range(EXTRA_MONTHS + 1):
        value = Month(game, last, value, list(played.disbelieved[0, last])).played(NAMES)
    assert value == pytest.approx(list(played.value[0, last]), rel=1e-9)


def test_a_cause_that_no_trigger_covers_is_never_acted_upon():
    played = solve(worked_example(covered=False, clock=1))
    assert not played.pulled[0, :, [0, 2]].any()
    assert played.pulled[0, :, 1].all()
