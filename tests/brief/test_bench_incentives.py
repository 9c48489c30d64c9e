"""The figures of the incentives room measure what they say."""

import numpy as np
import pytest

from bench.incentives_memory import CASE, alone_game, own_peak, peak_of_many_draws
from bench.single_party import decision_problem
from detente.case import open_case
from detente.incentives.kernel import solve_fast


def test_a_process_of_its_own_holds_more_than_nothing_and_less_than_promised():
    few = peak_of_many_draws(4)
    assert 50 < few < 500
    assert own_peak() > 50


def test_the_problem_of_one_party_is_solved_alike_by_iterating_its_values():
    game = alone_game(open_case(CASE), 2)
    rewards, moves, beta = decision_problem(game, 1)
    value = np.zeros(len(rewards))
    for _ in range(4000):
        value = (rewards + beta * moves @ value).max(axis=1)
    assert value[:-1] == pytest.approx(solve_fast(game).value[1, :, 0], rel=1e-6)
