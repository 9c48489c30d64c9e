"""Windfall, crossing, survival, robustness and frontiers: each against the game itself."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from small_case import PACKAGE, machine_of, mode, small_case
from small_design import AUTOMATIC, GRID, OIL, RESERVES, at_most, cost, found

from detente.case import Sampler, open_case
from detente.design.aims import least_relief
from detente.design.from_incentives import task_of
from detente.design.frontier import ENOUGH, Frontier, frontiers
from detente.design.pareto import undominated
from detente.design.program import opened, write_program
from detente.design.robust import drawn, least_slack, robust, tail
from detente.design.search import Task, Try, seek
from detente.design.survival import alive_at, bound, met, most_survival
from detente.errors import DetenteError
from detente.incentives import hold
from detente.machine import compile_package

PAID = (cost(0.4), AUTOMATIC)


def started(*edits, draws: int = 60) -> tuple[Task, Try, Sampler]:
    case = small_case(*edits)
    task = task_of(machine_of(case), case.world, mode(case))
    return task, seek(task, least_relief), Sampler(case.estimates, draws, seed=1)


@pytest.mark.parametrize("package", ["blanket", "modular"])
def test_the_program_knows_the_windfall_of_the_game(package):
    """The greatest of its rows is what `incentives` says, at several schedules."""
    case = open_case("alaska-2025")
    machine, sampler = compile_package(case, package), Sampler(case.estimates, 0, 1)
    pulled = hold(machine, case.world, sampler).played.pulled[0]
    program = write_program(machine, case.world, sampler, pulled, 1e-3)
    target = machine.parties.index(case.world.target)
    rng = np.random.default_rng(1)
    for _ in range(4):
        y = rng.dirichlet(np.ones(len(program.increments)))
        trial = replace(machine, openings=opened(machine, program.increments, y))
        played = hold(trial, case.world, sampler)
        assert program.windfall.at(y).max() == pytest.approx(played.windfall[0, target])
        assert y @ program.relief == pytest.approx(played.relief[0, target])


def test_values_of_the_program_are_those_of_the_game():
    _, base, _ = started(*PAID)
    value = base.program.value.at(base.found.y)
    assert value == pytest.approx(base.held.value[0], abs=1e-6)


def test_least_windfall_is_no_more_than_any_other_answer_leaves():
    least = found(*PAID, goal="least-windfall")
    others = [found(*PAID, goal=goal) for goal in ("least-relief", "most-slack", "least-crossing")]
    assert least.verdict == "holds"
    for other in others:
        assert least.held.windfall[0, 1] <= other.held.windfall[0, 1] + 1e-6


def test_no_schedule_on_a_grid_leaves_a_smaller_windfall():
    task, _, _ = started(*PAID)
    best = np.inf
    for early, late in product(GRID, GRID):
        openings = np.zeros_like(task.machine.openings)
        openings[:, OIL] += min(early, 0.5)
        openings[6:, OIL] = max(min(early, 0.5), late)
        openings[6:, RESERVES] = late
        held = task.play(openings)
        if held.holds[0] and (held.value[0] >= 0).all() and held.slack[0].min() >= 1e-3:
            best = min(best, held.windfall[0, 1])
    assert found(*PAID, goal="least-windfall").held.windfall[0, 1] <= best + 1e-6


def test_no_line_is_crossed_where_none_has_to_be():
    assert found(*PAID, goal="least-crossing").crossings == ()


def test_the_least_crossing_is_what_the_line_has_to_give():
    """At a cost of 0.54 there is no room; moved by what it says, there is, and no less will do."""
    answer = found(cost(0.54), AUTOMATIC, goal="least-crossing")
    assert answer.verdict == "holds"
    (line,) = answer.crossings
    assert (line.party, line.name) == ("AL", "withdrawal-first")
    assert found(cost(0.54), AUTOMATIC, at_most(0.5 + line.over + 1e-3)).verdict == "holds"
    assert found(cost(0.54), AUTOMATIC, at_most(0.5 + line.over - 1e-3)).verdict == "no-room"


def test_no_schedule_survives_beyond_the_bound_and_none_on_a_grid_beyond_the_answer():
    task, base, sampler = started(*PAID)
    best = most_survival(task, base, sampler, at=24)
    most = bound(task, sampler, 24)
    assert best.survival == pytest.approx(alive_at(task.play(best.openings, sampler), 24))
    assert best.survival <= most
    for early, late in product(GRID[::4], GRID[::4]):
        openings = np.zeros_like(task.machine.openings)
        openings[:, OIL], openings[6:, OIL] = min(early, 0.5), max(min(early, 0.5), late)
        openings[6:, RESERVES] = late
        held = task.play(openings, sampler)
        assert alive_at(held, 24) <= most + 1e-12
        if held.holds[0] and (held.value[0] >= 0).all():
            assert alive_at(held, 24) <= best.survival + 0.01  # a local best: within a hundredth


def test_a_draw_held_fixed_is_that_draw():
    task, _, sampler = started(*PAID, draws=4)
    values, whole = drawn(task, sampler), task.play(task.machine.openings, sampler)
    for k in range(1, 5):
        fixed = {name: float(v[k]) for name, v in values.items()}
        alone = task.play(task.machine.openings, replace(sampler, draws=0, fixed=fixed))
        assert alone.slack[0] == pytest.approx(whole.slack[k], abs=1e-12)
        assert alone.value[0] == pytest.approx(whole.value[k], abs=1e-12)


def test_the_tail_is_the_mean_of_the_worst():
    task, _, sampler = started(*PAID)
    held = task.play(task.machine.openings, sampler)
    slack = sorted(least_slack(held))
    assert tail(held, 0.1).cvar == pytest.approx(np.mean(slack[:6]))
    assert tail(held, 0.1).holds == pytest.approx(np.mean(np.array(slack) >= 0), abs=0.02)


@pytest.mark.parametrize("level", [0.2, 0.5])
def test_the_robust_schedule_has_the_better_tail(level):
    """In the draws it was sought in no worse than least relief, and no grid point is better."""
    task, base, sampler = started(cost(0.2), AUTOMATIC)
    answer = robust(task, base, sampler, level)
    few = replace(sampler, draws=answer.seen.draws)
    assert answer.settled
    assert answer.seen.cvar >= tail(task.play(base.openings, few), level).cvar - 1e-6
    assert answer.fresh.draws >= 40
    assert answer.price == pytest.approx(answer.relief - base.held.relief[0, 1])
    best = -np.inf
    for early, late, stock in product((0.0, 0.25, 0.5), (0.5, 0.75, 1.0), (0.0, 0.5, 1.0)):
        openings = np.zeros_like(task.machine.openings)
        openings[:, OIL], openings[6:, OIL], openings[6:, RESERVES] = early, late, stock
        held = task.play(openings)
        if held.holds[0] and (held.value[0] >= 0).all():
            best = max(best, tail(task.play(openings, few), level).cvar)
    assert answer.seen.cvar >= (min(best, 1e-3) if answer.reached else best) - 1e-2


def test_no_share_of_the_draws_is_refused():
    task, base, sampler = started(*PAID)
    with pytest.raises(DetenteError, match="is no share of the draws"):
        robust(task, base, sampler, 1.5)


def test_frontiers_hold_nothing_that_another_beats():
    case = open_case("jcpoa-2015")
    machine, sampler = compile_package(case, "jcpoa"), Sampler(case.estimates, 150, 1)
    task = task_of(machine, case.world, sampler)
    base = seek(task, least_relief)
    relief, rewards = frontiers(task, base, sampler, 24)
    assert len(relief.points) >= ENOUGH
    assert len(rewards.points) >= ENOUGH
    assert undominated(_of(relief, lambda p: (-p.relief, p.survival))).all()
    assert undominated(_of(rewards, lambda p: (-p.worth, p.slack))).all()
    reliefs = [point.relief for point in relief.points]
    assert reliefs == sorted(reliefs)
    assert reliefs[0] == pytest.approx(base.held.relief[0, machine.parties.index("IR")], abs=1e-3)
    for point in (*relief.points[::9], *rewards.points[::9]):
        held = task.play(point.openings, sampler)
        assert held.holds[0]
        assert alive_at(held, 24) == pytest.approx(point.survival)
        assert held.slack[0].min() == pytest.approx(point.slack)


def _of(line: Frontier, aspects) -> np.ndarray:
    return np.array([aspects(point) for point in line.points])


def test_a_schedule_that_misses_a_demand_is_not_met():
    _, base, _ = started(*PAID)
    assert met(base.program, base.found.y)
    assert not met(base.program, np.zeros_like(base.found.y))
    assert not met(base.program, base.found.y + 2)


@pytest.mark.parametrize("seed", range(8))
def test_no_coarse_schedule_of_a_random_package_does_with_less(seed):
    """Costs, red line, clock and deciders at random; every schedule of a coarse grid is played."""
    rng = np.random.default_rng(seed)
    clock = (PACKAGE, "notice_days: 30    ", f"notice_days: {rng.integers(1, 90)}    ")
    line_at = at_most(round(rng.uniform(0.2, 1.0), 2))
    edits = [cost(round(rng.uniform(0.35, 0.52), 3)), line_at, clock]
    if seed % 2:
        edits.append(AUTOMATIC)
    answer, case = found(*edits), small_case(*edits)
    task = task_of(machine_of(case), case.world, mode(case))
    (line,) = (line for line in case.world.red_lines if line.measures)
    shares, best = np.linspace(0, 1, 6), np.inf
    for early, late, stock in product(shares, shares, shares):
        if early > line.at_most or early > late:
            continue
        openings = np.zeros_like(task.machine.openings)
        openings[:, OIL], openings[6:, OIL], openings[6:, RESERVES] = early, late, stock
        held = task.play(openings)
        if held.holds[0] and held.slack[0].min() >= 1e-3 and (held.value[0] >= 0).all():
            best = min(best, held.relief[0, 1])
    if answer.verdict == "holds":
        assert answer.relief is not None
        assert answer.relief <= best + 1e-6
    else:
        assert best == np.inf
