"""What would hold: the answers put back through the game, and against plain search.

Borvia pays a monthly cost of keeping the peace here, so that without relief it would not sign.
"""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from small_case import CASE, PACKAGE, Edit, machine_of, mode, small_case
from small_design import AUTOMATIC, GRID, OIL, RESERVES, STEP, at_most, cost, found

from detente.case import Sampler, open_case
from detente.design import design
from detente.design.aims import MARGIN
from detente.design.choice import choose
from detente.design.program import opened, write_program
from detente.design.search import Task
from detente.errors import DetenteError
from detente.incentives import Hold, hold
from detente.incentives.model import Floats
from detente.machine import compile_package

NO_MISTAKES = (PACKAGE, "    false_alarm: 0.01\n", "")
ALDEA_ALONE = (PACKAGE, "deciders: [AL, CA]", "deciders: [AL]")
SNAPPED = "snapped:\n  flow: {AL: -0.05, BO: -0.1}\n"


def snap_costs_aldea(amount: float) -> tuple[Edit, ...]:
    """Aldea alone decides, and the more is open the dearer a snap-back comes to it."""
    once = (CASE, SNAPPED, f"{SNAPPED}  once: {{AL: -{amount}}}\n")
    return once, ALDEA_ALONE, NO_MISTAKES


def replayed(openings: Floats, *edits: Edit) -> Hold:
    case = small_case(*edits)
    return hold(replace(machine_of(case), openings=openings), case.world, mode(case))


HARD = {
    "nothing needed": (cost(0.1),),
    "some relief": (cost(0.3),),
    "the red line binds": (cost(0.5),),
    "the trigger pulls itself": (cost(0.45), AUTOMATIC),
    "the will to enforce binds": (cost(0.45), *snap_costs_aldea(400)),
    "none would enforce as it stands": (cost(0.35), *snap_costs_aldea(1000)),
}


@pytest.mark.parametrize("edits", HARD.values(), ids=HARD)
def test_the_answer_holds_when_it_is_played(edits):
    answer = found(*edits)
    played = replayed(answer.openings, *edits)
    assert answer.verdict == "holds"
    assert played.holds[0]
    assert np.nanmin(played.played.slack[0]) >= MARGIN - 1e-7
    assert (played.played.value[0, 0] >= -1e-7).all()
    assert answer.relief == pytest.approx(played.relief[0, 1])
    assert answer.slack == pytest.approx(np.nanmin(played.played.slack[0]))


@pytest.mark.parametrize("edits", HARD.values(), ids=HARD)
def test_no_valve_closes_or_opens_too_far(edits):
    openings = found(*edits).openings
    assert (np.diff(openings, axis=0) >= -1e-9).all()
    assert openings.min() >= 0
    assert openings.max() <= 1 + 1e-9
    assert (openings[:6, OIL] <= 0.5 + 1e-9).all()  # Aldea's red line until the pass is handed over


TERMS = {
    "reserves and oil late": (RESERVES, 6, OIL, 6),
    "oil early and oil late": (OIL, 0, OIL, 6),
}


def least_on_the_grid(valves: tuple[int, int, int, int], *edits: Edit) -> tuple[float, float]:
    """Least relief of all schedules on a grid of two increments, and what a step of each costs."""
    case = small_case(*edits)
    machine, sampler = machine_of(case), mode(case)
    first, month_of_first, second, month_of_second = valves
    best, dearest = np.inf, 0.0
    for early, late in product(GRID, GRID):
        openings = np.zeros_like(machine.openings)
        openings[month_of_first:, first] += early
        openings[month_of_second:, second] += late
        crosses = (openings[:6, OIL] > 0.5 + 1e-9).any()
        if openings.max() > 1 + 1e-9 or crosses:
            continue
        played = hold(replace(machine, openings=openings), case.world, sampler)
        if max(early, late) == pytest.approx(STEP):
            dearest = max(dearest, played.relief[0, 1])
        signs = (played.played.value[0, 0] >= 0).all()
        if signs and np.nanmin(played.played.slack[0]) >= MARGIN:
            best = min(best, played.relief[0, 1])
    return best, dearest


@pytest.mark.parametrize("valves", TERMS.values(), ids=TERMS)
@pytest.mark.parametrize(
    "edits",
    [(cost(0.4), AUTOMATIC), (cost(0.45), *snap_costs_aldea(400))],
    ids=["automatic", "Aldea decides"],
)
def test_no_schedule_on_a_grid_does_with_less(valves, edits):
    best, _ = least_on_the_grid(valves, *edits)
    relief = found(*edits).relief
    assert relief is not None
    assert relief <= best + 1e-9


def test_a_grid_of_both_increments_of_oil_comes_within_a_step_of_the_answer():
    edits = (cost(0.45), AUTOMATIC)
    best, step = least_on_the_grid((OIL, 0, OIL, 6), *edits)
    relief = found(*edits).relief
    assert relief is not None
    assert relief <= best <= relief + step


def test_where_there_is_no_room_no_schedule_on_a_grid_holds():
    edits = (cost(0.6), AUTOMATIC)
    assert found(*edits).verdict == "no-room"
    for valves in TERMS.values():
        assert least_on_the_grid(valves, *edits)[0] == np.inf


def test_without_room_it_says_how_much_is_lacking_and_what_holds_it_back():
    """Everything is open that may be: Borvia still lacks what the answer says."""
    answer = found(cost(0.6))
    played = replayed(answer.openings, cost(0.6))
    assert answer.verdict == "no-room"
    assert answer.slack == pytest.approx(played.played.value[0, 0, 1], abs=2 * MARGIN)
    assert answer.slack < 0
    kinds = {(row.kind, row.party) for row in answer.binding}
    assert kinds == {("acceptance", "BO"), ("red-line", "AL")}


@pytest.mark.parametrize("amount", [0.3, 0.45, 0.5])
def test_a_tighter_red_line_never_lowers_relief(amount):
    answers = [found(cost(amount), at_most(share)) for share in (1.0, 0.6, 0.5, 0.45, 0.3)]
    held = [a.relief or 0.0 for a in answers if a.verdict == "holds"]
    assert held
    assert (np.diff(held) >= -1e-7).all()
    verdicts = [a.verdict for a in answers]
    assert verdicts == sorted(verdicts)  # "holds" before "no-room"


@pytest.mark.parametrize("share", [0.45, 0.5, 0.55])
def test_a_price_is_what_easing_the_line_a_little_saves(share):
    """The dual against a difference: the line moved a little both ways."""
    nudge = 0.01
    (line,) = found(cost(0.5), at_most(share)).red_lines
    tight, loose = (found(cost(0.5), at_most(share + d)).relief for d in (-nudge, nudge))
    assert tight is not None
    assert loose is not None
    assert line.binding
    assert line.price == pytest.approx((tight - loose) / (2 * nudge), rel=1e-6)


def test_a_line_that_holds_nothing_back_has_no_price():
    (line,) = found(cost(0.3)).red_lines
    assert (line.party, line.name, line.price, line.binding) == (
        "AL",
        "withdrawal-first",
        0.0,
        False,
    )
    assert found(cost(0.3)).unpriced == ("BO:no-foreign-courts",)


def test_most_slack_is_at_least_what_least_relief_leaves():
    """No schedule has more: not the package as it stands, nor the one with least relief."""
    edits = (cost(0.45), AUTOMATIC)
    most = found(*edits, goal="most-slack")
    case = small_case(*edits)
    stands = machine_of(case).openings

    def tightest(openings: Floats) -> float:
        return float(np.nanmin(replayed(openings, *edits).played.slack[0]))

    assert most.verdict == "holds"
    assert tightest(most.openings) >= tightest(stands) - 1e-6
    assert tightest(most.openings) >= tightest(found(*edits).openings) - 1e-6


def test_most_slack_without_room_does_not_claim_to_hold():
    """Every slack can be met, but not so that Borvia signs."""
    answer = found(cost(0.6), goal="most-slack")
    assert answer.verdict == "no-room"
    assert answer.slack < 0


def test_a_package_without_valves_has_nothing_to_set():
    case = small_case(cost(0.3))
    machine = machine_of(case)
    bare = replace(machine, valves=(), openings=machine.openings[:, :0])
    with pytest.raises(DetenteError, match="no valves to set; add a module"):
        design(bare, case.world, mode(case))


@pytest.mark.parametrize("edits", HARD.values(), ids=HARD)
def test_the_program_is_affine_in_the_openings(edits):
    case = small_case(*edits)
    machine, sampler = machine_of(case), mode(case)
    pulled = hold(machine, case.world, sampler).played.pulled[0]
    for acted in (pulled, ~pulled, np.ones_like(pulled), np.zeros_like(pulled)):
        program = write_program(machine, case.world, sampler, acted, MARGIN)
        assert program.miss < 1e-9


@pytest.mark.parametrize("package", ["blanket", "modular"])
def test_the_program_of_a_large_case_is_affine_too(package):
    case = open_case("alaska-2025")
    machine, sampler = compile_package(case, package), Sampler(case.estimates, 0, 1)
    pulled = hold(machine, case.world, sampler).played.pulled[0]
    assert write_program(machine, case.world, sampler, pulled, MARGIN).miss < 1e-9


def test_rows_are_the_slack_of_the_game_that_they_stand_for():
    """At the package's own openings every row of slack is what the game says."""
    case = small_case(cost(0.3))
    machine, sampler = machine_of(case), mode(case)
    played = hold(machine, case.world, sampler).played
    program = write_program(machine, case.world, sampler, played.pulled[0], 0.0)
    own = [machine.openings[month, valve] for valve, month in program.increments]
    before = [machine.openings[month - 1, v] if month else 0.0 for v, month in program.increments]
    y = np.array(own) - np.array(before)
    np.testing.assert_allclose(opened(machine, program.increments, y), machine.openings)
    for i, party in enumerate(machine.parties[:2]):
        for month in range(machine.horizon + 1):
            left_sides = [
                row.constant + row.gradient @ y
                for row in program.rows
                if (row.kind, row.party, row.month) == ("slack", party, month)
            ]
            assert min(left_sides) == pytest.approx(played.slack[0, month, i], abs=1e-9)


def test_a_measure_of_two_modules_stays_as_it_is_written():
    """Its widest opening is not affine in either, so neither is moved; the rest still is."""
    shared = (
        PACKAGE,
        "open: {reserve-freeze: 0.5}}",
        "open: {reserve-freeze: 0.5, oil-embargo: 0.4}}",
    )
    case = small_case(cost(0.3), shared)
    machine = machine_of(case)
    answer = design(machine, case.world, mode(case), "least-relief")
    program = answer.program
    fixed = [v for v, valve in enumerate(machine.valves) if valve.measure == "oil-embargo"]
    assert len(fixed) == 2
    assert {v for v, _ in program.increments}.isdisjoint(fixed)
    assert program.miss < 1e-9
    assert (answer.openings[:, fixed] == machine.openings[:, fixed]).all()
    played = hold(replace(machine, openings=answer.openings), case.world, mode(case))
    assert answer.relief == pytest.approx(played.relief[0, 1])
    with pytest.raises(DetenteError, match='"oil-embargo" is opened by "oil" and "reserves"'):
        choose(Task(machine, case.world, mode(case)))
