"""Which modules, in which order: against trying every choice, and within its time."""

from itertools import product

import numpy as np
import pytest
from small_case import machine_of, mode, small_case
from small_design import AUTOMATIC, cost

from bench.design_programs import wide_package
from detente.case import Sampler, open_case
from detente.design.aims import Found, least_relief
from detente.design.choice import begins, choice_edits, choose, free_increments, slots_of
from detente.design.from_incentives import task_of
from detente.design.linear import Linear, solve
from detente.design.model import Bound, Floats
from detente.design.proof import prove
from detente.design.search import Task, seek
from detente.design.written import Sheet, sheet_of
from detente.errors import DetenteError
from detente.law import load_law
from detente.machine import compile_package

LEAST = {"oil": 0.3, "reserves": 0.5}  # what the first phase of each opens


def started(*edits) -> Task:
    case = small_case(*edits)
    return task_of(machine_of(case), case.world, mode(case))


def best_of_all(task: Task, answer: Found, program) -> float:
    """Least relief over every choice of a slot for every module, each as a linear program."""
    machine, least = task.machine, np.inf
    slots: dict[str, list[int | None]] = {m.name: [None] for m in machine.package.modules}
    for slot in slots_of(machine):
        slots[slot.module].append(slot.month)
    for months in product(*slots.values()):
        starts = dict(zip(slots, months, strict=True))
        value = _fixed(task, program, starts)
        least = min(least, value)
    return least


def _fixed(task: Task, program, starts) -> float:
    rows, bounds, high = [program.matrix], [program.at_least], np.ones(len(program.increments))
    for module, start in starts.items():
        mine = np.array([task.machine.valves[v].module == module for v, _ in program.increments])
        months = np.array([month for _, month in program.increments])
        if start is None:
            high[mine] = 0
            continue
        high[mine & (months < start)] = 0
        for month in sorted({m for m in months[mine] if m >= start}):
            rows.append((mine & (months <= month)).astype(float)[None])
            bounds.append(np.array([LEAST[module]]))
    matrix, asked = np.vstack(rows), np.concatenate(bounds)
    answer = solve(Linear(program.relief + 1e-6, matrix, asked, np.zeros(len(high)), high))
    return np.inf if answer is None else float(program.relief @ answer.x)


@pytest.mark.parametrize("amount", [0.1, 0.3, 0.4, 0.5])
def test_no_other_choice_needs_less(amount):
    task = started(cost(amount), AUTOMATIC)
    answer = choose(task, gap=1e-7)
    assert answer.verdict == "holds"
    least = best_of_all(task, answer.found, answer.program)
    assert answer.program.relief @ answer.found.y == pytest.approx(least, abs=1e-4)
    assert answer.found.gap <= 1e-6
    assert not answer.found.stopped


def test_a_module_that_begins_is_worth_its_name():
    """With both valves asked for a little, the choice opens each as far as its first phase."""
    case = small_case(cost(0.1), AUTOMATIC)
    bounds = (Bound("oil-embargo", 0.1), Bound("reserve-freeze", 0.1))
    task = task_of(machine_of(case), case.world, mode(case), bounds)
    openings = choose(task).openings
    assert openings[-1] == pytest.approx([0.3, 0.5], abs=1e-6)


def test_what_is_chosen_is_what_is_written():
    case = small_case(cost(0.45), AUTOMATIC)
    task = task_of(machine_of(case), case.world, mode(case))
    answer = choose(task)
    package = _package_of(task, choice_edits(task.machine, task.world, answer.openings))
    compiled = compile_package(case, "first", package)
    order = [task.machine.valves.index(valve) for valve in compiled.valves]
    assert compiled.openings == pytest.approx(answer.openings[:, order], abs=1e-6)
    assert begins(compiled, compiled.openings) == begins(task.machine, answer.openings)


def _package_of(task: Task, edits):
    data = task.machine.package.model_dump(mode="json", exclude_none=True)
    return Sheet("first", "", data).package(edits)


def test_a_choice_as_wide_as_eight_by_six_is_made_in_time():
    world, machine = wide_package(8, 6)
    mode_alone = Sampler(world.estimates, 0, 1)
    task = task_of(machine, world, mode_alone)
    answer = choose(task, seconds=60)
    assert len({slot.month for slot in slots_of(machine)}) == 6
    assert len(free_increments(machine)) == 48
    assert answer.verdict == "holds"
    assert answer.found.gap <= 0.01
    assert not answer.found.stopped
    assert answer.held.relief[0, 1] >= seek(task, least_relief).held.relief[0, 1] - 1e-6


def knapsack(count: int, seed: int) -> Linear:
    """A program whose gap takes long to close: many near-equal things in a few sacks."""
    rng = np.random.default_rng(seed)
    matrix: Floats = -rng.integers(50, 100, (5, count)).astype(float)
    ones = np.ones(count)
    value = -rng.integers(50, 100, count).astype(float)
    return Linear(value, matrix, matrix.sum(axis=1) / 2, 0 * ones, ones, tuple(range(count)))


def test_when_the_time_is_over_the_best_found_comes_with_its_gap():
    program = knapsack(400, 1)
    answer = solve(program, seconds=1.0, gap=0.0)
    assert answer is not None
    assert answer.stopped
    assert answer.gap > 0
    assert (program.matrix @ answer.x >= program.at_least - 1e-6).all()
    relaxed = solve(
        Linear(*(getattr(program, n) for n in ("cost", "matrix", "at_least", "low", "high")))
    )
    assert relaxed is not None
    assert relaxed.value <= answer.value <= relaxed.value + answer.gap * abs(answer.value) * 1.5


def test_duals_of_whole_numbers_are_those_at_the_choice():
    """min 3a + b with a whole, a + b >= 0.5, b <= 0.4: a = 1 is dear, so both rows matter."""
    program = Linear(
        cost=np.array([3.0, 1.0]),
        matrix=np.array([[1.0, 1.0], [0.0, -1.0], [1.0, 0.2]]),
        at_least=np.array([0.5, -0.4, 1.05]),
        low=np.zeros(2),
        high=np.ones(2),
        whole=(0,),
    )
    answer = solve(program)
    assert answer is not None
    assert answer.x == pytest.approx([1.0, 0.25])
    assert answer.duals == pytest.approx([0.0, 0.0, 5.0])  # one more unit of the third: 5 of b


def test_a_real_choice_survives_checks_and_game():
    case = open_case("jcpoa-2015")
    sampler = Sampler(case.estimates, 0, 1)
    machine, law = compile_package(case, "jcpoa"), load_law(None)
    answer = choose(task_of(machine, case.world, sampler))
    package = sheet_of(case, "jcpoa").package(choice_edits(machine, case.world, answer.openings))
    assert package is not None
    proof = prove(case, law, sampler, "jcpoa", package)
    assert proof.survives(prove(case, law, sampler, "jcpoa"))
    assert proof.held.relief[0] == pytest.approx(answer.held.relief[0], abs=1e-4)


def test_without_time_nothing_is_claimed():
    """What is not found in no time may exist all the same: it is not called no room."""
    case = small_case(cost(0.1), AUTOMATIC)
    bounds = (Bound("oil-embargo", 0.0, 0.1), Bound("oil-embargo", 0.9))
    task = task_of(machine_of(case), case.world, mode(case), bounds)
    with pytest.raises(DetenteError, match="no choice of modules was found in 0 s"):
        choose(task, seconds=0.0)
