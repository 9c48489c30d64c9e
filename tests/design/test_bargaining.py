"""Four ideas of fairness against closed forms, and zones that are a point or a segment."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from small_case import CASE, machine_of, mode, small_case
from small_design import AUTOMATIC, cost

from detente.design.aims import least_relief
from detente.design.bargaining import compromises, payoff_frontier
from detente.design.from_incentives import task_of
from detente.design.program import opened
from detente.design.search import seek

NOTHING = np.zeros(2)


def test_closed_forms():
    """Oracle row "Nash and Kalai–Smorodinsky for u1 = x, u2 = sqrt(1-x)"."""
    golden = (np.sqrt(5) - 1) / 2
    close = [np.linspace(at - 1e-3, at + 1e-3, 1001) for at in (2 / 3, golden, 3 / 4)]
    x = np.unique(np.concatenate([np.linspace(0, 1, 2001), *close]))
    found = compromises(np.column_stack([x, np.sqrt(1 - x)]), NOTHING)
    assert found["Nash"].at[0] == pytest.approx(2 / 3, abs=1e-6)
    assert found["Kalai–Smorodinsky"].at == pytest.approx([golden, golden], abs=1e-6)
    assert found["egalitarian"].at == pytest.approx([golden, golden], abs=1e-6)
    assert found["utilitarian"].at == pytest.approx([3 / 4, 1 / 2], abs=1e-5)


def test_a_straight_frontier_is_shared_by_slope():
    found = compromises(np.array([[0.0, 3.0], [1.0, 0.0]]), NOTHING)
    assert found["Nash"].at == pytest.approx([0.5, 1.5])
    assert found["Kalai–Smorodinsky"].at == pytest.approx([0.5, 1.5])
    assert found["egalitarian"].at == pytest.approx([0.75, 0.75])
    assert found["utilitarian"].at == pytest.approx([0.0, 3.0])


def test_a_zone_that_is_a_point_is_kept():
    for points in (np.array([[0.3, 0.4]]), np.array([[0.0, 0.5], [0.3, 0.4], [0.6, 0.0]])):
        found = compromises(points, np.array([0.3, 0.4]))
        assert len(found) == 4
        for where in found.values():
            assert where.at == pytest.approx([0.3, 0.4])


def test_without_agreement_there_is_no_fair_point():
    assert compromises(np.array([[0.3, 0.4]]), np.array([0.5, 0.5])) == {}


@given(st.lists(st.tuples(st.floats(0.01, 5), st.floats(0.01, 5)), min_size=1, max_size=8))
def test_no_point_of_a_concave_frontier_has_a_greater_product(steps):
    slopes = sorted({b / a: (a, b) for a, b in steps}.items())
    points = np.cumsum([(0.0, 0.0), *((a, -b) for _, (a, b) in slopes)], axis=0)
    points[:, 1] -= points[-1, 1]
    found = compromises(points, NOTHING)
    t = np.linspace(0, 1, 201)[:, None]
    fine = np.concatenate([a + t * (b - a) for a, b in pairwise(points)])
    assume(len(fine))
    assert found["Nash"].at.prod() >= fine.prod(axis=1).max() - 1e-9
    assert found["egalitarian"].at.min() >= fine.min(axis=1).max() - 1e-9
    assert found["utilitarian"].at.sum() >= fine.sum(axis=1).max() - 1e-9
    shares = fine / points.max(axis=0)
    assert (found["Kalai–Smorodinsky"].at / points.max(axis=0)).min() >= shares.min(
        axis=1
    ).max() - 1e-9


def test_the_payoff_frontier_of_a_package_is_what_the_game_pays():
    """Every vertex holds when it is played, and pays what the program said."""
    paid_by_aldea = (CASE, "once: {BO: E02}", "once: {BO: E02, AL: -1.0}")
    case = small_case(cost(0.3), AUTOMATIC, paid_by_aldea)
    task = task_of(machine_of(case), case.world, mode(case))
    program = seek(task, least_relief).program
    frontier = payoff_frontier(program, (0, 1))
    assert frontier is not None
    assert len(frontier.points) >= 2
    for point, y in zip(frontier.points, frontier.schedules, strict=True):
        held = task.play(opened(task.machine, program.increments, y))
        assert held.holds[0]
        assert held.value[0, :2] == pytest.approx(point, abs=1e-6)
    for where in compromises(frontier.points, NOTHING).values():
        held = task.play(opened(task.machine, program.increments, frontier.schedule(where)))
        assert held.holds[0]
        assert held.value[0, :2] == pytest.approx(where.at, abs=1e-6)
