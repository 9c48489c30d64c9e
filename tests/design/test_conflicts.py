"""The smallest conflict against trying every set, and zones that are a point or a segment."""

from itertools import combinations

import numpy as np
import pytest
from small_case import machine_of, mode, small_case
from small_design import AUTOMATIC, at_most, cost

from detente.case import open_case
from detente.case.draws import Sampler
from detente.design.aims import least_relief
from detente.design.conflicts import conflict, demands_of
from detente.design.from_incentives import design
from detente.design.linear import Linear, solve
from detente.design.model import Affine, Kind, Program, Row
from detente.design.program import write_program
from detente.incentives import hold
from detente.machine import compile_package

Given = tuple[Kind, str, float, list[float]]


def program_of(*rows: Given) -> Program:
    """A program in two increments: kind, name, constant and gradient of each row."""
    none = Affine(np.zeros(0), np.zeros((0, 2)))
    made = tuple(
        Row(kind, "A" if kind != "cap" else "", name, 0, constant, np.array(gradient))
        for kind, name, constant, gradient in rows
    )
    return Program(((0, 0), (1, 0)), np.ones(2), none, none, made, 0.0)


CAPS: tuple[tuple[Kind, str, float, list[float]], ...] = (
    ("cap", "x", 1.0, [-1.0, 0.0]),
    ("cap", "y", 1.0, [0.0, -1.0]),
)


def test_three_that_cannot_all_stand():
    """x + y >= 1.5, x <= 0.5, y <= 0.5: any two can stand; 0.5 given on one is enough."""
    found = conflict(
        program_of(
            *CAPS,
            ("slack", "raid", -1.5, [1.0, 1.0]),
            ("slack", "never lacking", 0.1, [0.0, 0.0]),
            ("red-line", "no-x", 0.5, [-1.0, 0.0]),
            ("red-line", "no-y", 0.5, [0.0, -1.0]),
        )
    )
    assert found is not None
    assert found.proven
    assert [g.demand.name for g in found.givings] == ["raid", "no-x", "no-y"]
    assert [g.overall for g in found.givings] == pytest.approx([0.5, 0.5, 0.5], abs=1e-6)


def test_the_smallest_is_taken_and_what_is_enough_here_is_told_from_what_is_enough():
    """A pair and a triple: the pair is named; giving on it does not end the triple."""
    found = conflict(
        program_of(
            *CAPS,
            ("slack", "a", -1.5, [1.0, 1.0]),
            ("red-line", "x-low", 0.5, [-1.0, 0.0]),
            ("red-line", "y-low", 0.5, [0.0, -1.0]),
            ("slack", "b", -0.8, [0.0, 1.0]),
        )
    )
    assert found is not None
    names = [g.demand.name for g in found.givings]
    assert names == ["y-low", "b"]
    enough = {g.demand.name: (g.within, g.overall) for g in found.givings}
    assert enough["y-low"] == pytest.approx((0.3, 0.5), abs=1e-6)
    assert enough["b"][0] == pytest.approx(0.3, abs=1e-6)
    assert enough["b"][1] is None


@pytest.mark.parametrize("seed", range(25))
def test_no_smaller_set_conflicts(seed):
    """Against every set of fewer demands, on random programs without room."""
    rng = np.random.default_rng(seed)
    rows: list[Given] = [
        ("slack", f"r{k}", -rng.uniform(0, 1), rng.normal(size=2).tolist()) for k in range(7)
    ]
    program = program_of(*CAPS, *rows)
    found, demands = conflict(program), demands_of(program)

    def stands(chosen: tuple[int, ...]) -> bool:
        index = [0, 1, *(row for d in chosen for row in demands[d].rows)]
        ones = np.ones(2)
        lone = Linear(ones, program.matrix[index], program.at_least[index], 0 * ones, ones)
        return solve(lone) is not None

    everything = range(len(demands))
    if found is None:
        assert stands(tuple(everything))
        return
    size = len(found.givings)
    assert all(stands(some) for some in combinations(everything, size - 1))
    assert not stands(tuple(demands.index(giving.demand) for giving in found.givings))


def test_a_zone_that_is_a_point_is_neither_lost_nor_widened():
    point = [
        *CAPS,
        ("acceptance", "signature", -0.4, [1.0, 0.0]),
        ("red-line", "no-x", 0.4, [-1.0, 0.0]),
        ("acceptance", "second", -0.7, [0.0, 1.0]),
        ("red-line", "no-y", 0.7, [0.0, -1.0]),
    ]
    assert conflict(program_of(*point)) is None
    found = least_relief(program_of(*point))
    assert found is not None
    assert found.y == pytest.approx([0.4, 0.7], abs=1e-9)
    point[3] = ("red-line", "no-x", 0.4 - 1e-5, [-1.0, 0.0])
    assert least_relief(program_of(*point)) is None
    clash = conflict(program_of(*point))
    assert clash is not None
    assert [g.demand.name for g in clash.givings] == ["signature", "no-x"]
    assert clash.givings[1].overall == pytest.approx(1e-5, rel=0.05)


def test_a_zone_that_is_a_segment_keeps_its_ends():
    segment = program_of(
        *CAPS,
        ("acceptance", "signature", -1.0, [1.0, 1.0]),
        ("red-line", "both", 1.0, [-1.0, -1.0]),
        ("red-line", "no-x", 0.8, [-1.0, 0.0]),
    )
    assert conflict(segment) is None
    for weights, end in (([1.0, 1.1], [0.8, 0.2]), ([1.1, 1.0], [0.0, 1.0])):
        ones = np.ones(2)
        lone = Linear(np.array(weights), segment.matrix, segment.at_least, 0 * ones, ones)
        answer = solve(lone)
        assert answer is not None
        assert answer.x == pytest.approx(end, abs=1e-9)


def test_what_is_enough_is_enough_when_the_line_is_moved_so_far():
    """The starter case without room: the red line moved by the amount named lets it hold."""
    edits = (cost(0.54), AUTOMATIC)
    case = small_case(*edits)
    found = design(machine_of(case), case.world, mode(case))
    assert found.verdict == "no-room"
    clash = conflict(found.program)
    assert clash is not None
    (line,) = (g for g in clash.givings if g.demand.kind == "red-line")
    assert line.overall is not None
    enough = small_case(*edits, at_most(round(0.5 + line.overall + 1e-4, 6)))
    short = small_case(*edits, at_most(round(0.5 + line.overall - 1e-3, 6)))
    assert design(machine_of(enough), enough.world, mode(enough)).verdict == "holds"
    assert design(machine_of(short), short.world, mode(short)).verdict == "no-room"


def test_a_breach_that_nothing_answers_is_a_conflict_of_its_own():
    case = open_case("alaska-2025")
    machine, sampler = compile_package(case, "blanket"), Sampler(case.estimates, 0, 1)
    pulled = hold(machine, case.world, sampler).played.pulled[0]
    clash = conflict(write_program(machine, case.world, sampler, pulled, 1e-3, forbear=True))
    assert clash is not None
    assert len(clash.givings) == 1
    assert clash.givings[0].demand.kind == "slack"
