"""QuantEcon, on the decision problem of a single party, finds our values and our choices."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_games import Shape, random_game
from small_case import NO_ENDS, PACKAGE, Edit, held

from bench.single_party import decision_problem
from detente.incentives import Game
from detente.incentives.kernel import solve_fast

quantecon = pytest.importorskip(
    "quantecon", reason="QuantEcon is not here: it comes with the dependency group oracle"
)

LATE = (PACKAGE, "covers: [stalling]\n    rule: any-of", "covers: [stalling]\n    rule: automatic")
ALONE = (PACKAGE, ", breaches: [stalling]}", "}")
AUTOMATIC = (PACKAGE, "rule: any-of   ", "rule: automatic")
PAUSE = (PACKAGE, "rule: any-of   ", "response: pause\n    rule: automatic")


def compared(game: Game) -> None:
    rewards, moves, beta = decision_problem(game)
    theirs = quantecon.markov.DiscreteDP(rewards, moves, beta).solve(method="policy_iteration")
    played, i = solve_fast(game), int(game.owner[0])
    assert played.value[0, :, i] == pytest.approx(theirs.v[:-1], rel=1e-9, abs=1e-9)
    ours = played.profiles[played.choice[0], 0] + 1
    np.testing.assert_array_equal(ours, theirs.sigma[:-1])


@pytest.mark.parametrize("edits", [(AUTOMATIC,), (PAUSE,), (AUTOMATIC, NO_ENDS), (PAUSE, NO_ENDS)])
def test_the_starter_with_one_party(edits: tuple[Edit, ...]):
    compared(held(ALONE, LATE, *edits).game)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 3), st.integers(1, 6))
def test_random_games_of_one_party(seed, breaches, months):
    game = random_game(Shape(seed, draws=1, months=months, breaches=(breaches,)))
    game.rules[:] = 0
    compared(game)
