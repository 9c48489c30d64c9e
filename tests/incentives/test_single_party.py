"""The decision problem of one party, solved here as anybody would: by iterating its values."""

import numpy as np
import pytest
from random_games import Shape, random_game

from bench.single_party import decision_problem
from detente.errors import DetenteError
from detente.incentives.reference import solve


@pytest.mark.parametrize("seed", range(8))
def test_iterated_values_are_those_of_the_game(seed):
    game = random_game(Shape(seed, draws=2, months=4, breaches=(2,)))
    game.rules[:] = 0
    for draw in range(2):
        rewards, moves, beta = decision_problem(game, draw)
        assert moves.sum(axis=2) == pytest.approx(np.ones(rewards.shape))
        value = np.zeros(len(rewards))
        for _ in range(3000):
            value = (rewards + beta * moves @ value).max(axis=1)
        assert value[:-1] == pytest.approx(solve(game).value[draw, :, 0])


def test_what_is_no_problem_of_one_party_is_refused():
    for shape in (Shape(0, breaches=(1, 1)), Shape(1, breaches=(1,), modules=1)):
        game = random_game(shape)
        with pytest.raises(DetenteError, match="let a single party be obliged"):
            decision_problem(game)
