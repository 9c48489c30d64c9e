"""Oracles on giving step by step: ladders that rise, ladders that unravel, and shifts of power.

Ladder (Lockwood and Thomas 2002, linear): in month n each side may take an irreversible step d r^n
that costs it the step and brings the other b times as much; who holds back keeps his step, and
nobody steps again. In money of month n that grows by 1 / r a month the steps are all alike, so the
game is one of constant flows with the discount factor β r.
"""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from games import Small
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from detente.incentives import Game
from detente.incentives.exact import exact_game, exact_slack
from detente.incentives.reference import solve
from detente.incentives.verdict import NEAR

B, BETA = 2.0, 0.9
ALL = -1e3  # more than anybody has: a month that is not about him


def ladder(ratio: float, beta: float = BETA, step: float = 1.0, months: int = 3) -> Game:
    """Steps for ever, each `ratio` times the one before."""
    return Small(
        beta=[beta * ratio] * 2,
        flow=[[(B - 1) * step] * 2] * months,
        snapped=[[0.0, 0.0]] * months,
        lapsed=[0.0, 0.0],
        breaches=[(0, [step, -B * step], 1.0, 1), (1, [-B * step, step], 1.0, 1)],
        covers=[0, 0],
    ).game()


def least_ratio(beta: float) -> float:
    """Least ratio of two steps for which going on is worth the next one, found by halving."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        holds = (solve(ladder(middle, beta)).slack[0] >= 0).all()
        low, high = (low, middle) if holds else (middle, high)
    return high


def test_the_fastest_ladder_that_holds():
    """Oracle row "Gradualism": .444444 .691358 .828532 .904740, ratio 1 / (β b)."""
    ratio = least_ratio(BETA)
    assert ratio == pytest.approx(1 / (BETA * B), abs=1e-9)
    rungs = 1 - ratio ** np.arange(1, 5)  # the steps add up to the cap of 1
    assert rungs == pytest.approx([0.444444, 0.691358, 0.828532, 0.904740], abs=1e-6)


@pytest.mark.parametrize(("beta", "rises"), [(0.5 + 1e-6, True), (0.5 - 1e-6, False)])
def test_a_ladder_needs_patience_above_one_over_b(beta, rises):
    assert bool((solve(ladder(1.0 - 1e-9, beta)).slack[0] >= 0).all()) == rises


def finite(steps: int, step: float) -> Game:
    """The same with a last step, after which there is nothing more to lose."""
    game = ladder(0.75, step=step, months=steps)
    odds = np.zeros((1, 2, 1))
    odds[0, 1] = 1.0
    era = (np.arange(steps) == steps - 1).astype(np.int64)
    return replace(game, era=era, odds=odds, called=np.repeat(game.called, 2, axis=1))


@pytest.mark.parametrize("steps", [12, 40, 80])
@pytest.mark.parametrize("step", [1.0, 2.0**-30, 2.0**-60])
def test_a_finite_irreversible_ladder_unravels_to_exactly_nothing(steps, step):
    """Whatever the size of the steps: each side holds back from the first, and gets exactly 0."""
    played = solve(exact_game(finite(steps, step), 0), tie=0)
    assert all(value == Fraction(0) for value in played.value.ravel())
    assert all(slack == -Fraction(step) for slack in played.slack.ravel())
    assert (played.profiles[played.choice[0]] >= 0).all()


@pytest.mark.parametrize("steps", [12, 40, 80])
def test_steps_too_small_for_rounded_numbers_still_unravel(steps):
    """The trap of a tolerance: it calls this ladder kept; the fractions do not."""
    small = finite(steps, NEAR / 16)
    assert abs(solve(small).slack).max() < NEAR
    assert exact_slack(small) < 0
    assert exact_slack(finite(steps, 0.0)) == 0


share = st.floats(0.05, 0.95)


@settings(max_examples=100, deadline=None)
@given(st.floats(0.3, 0.95), share, share, st.floats(-1.0, 1.0))
def test_a_shift_of_power_breaks_what_no_division_can_mend(delta, first, second, more):
    """Oracle row "Powell shift": fails iff M_i(0) + δ M_j(1) > B, whoever gets what."""
    whole = 1 / (1 - delta)  # B: a pie of one a month, for ever
    fights_now, fights_then = first * whole, second * whole
    margin = whole - fights_now - delta * fights_then
    assume(abs(margin) > 1e-6)

    def slacks(to_j: float) -> tuple[float, float]:
        """Of i in month 0 and of j from month 1, if j gets so much a month from then on."""
        game = Small(
            beta=[delta, delta],
            flow=[[1.0, 0.0], [1 - to_j, to_j]],
            snapped=[[(fights_now - 2) / delta, ALL], [ALL, (fights_then - 1 - to_j) / delta]],
            lapsed=[0.0, 0.0],
            breaches=[(0, [1.0, 0.0], 1.0, 1), (1, [0.0, 1.0], 1.0, 1)],
            covers=[0, 0],
        ).game()
        first_month = solve(game)
        return float(first_month.slack[0, 0, 0]), float(first_month.slack[0, 1, 1])

    need = fights_then * (1 - delta)
    of_i, of_j = slacks(need + 1e-9)
    assert of_j >= 0
    assert (of_i >= 0) == (margin > 0)
    of_i, of_j = slacks(need + more)
    assert margin > 0 or of_i < 0 or of_j < 0
