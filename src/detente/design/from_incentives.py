"""Finds the openings that would hold, or shows that none do, and puts the answer back to the test.

Least relief: minimise the present value of the target's relief subject to every slack, the
deciders' will to enforce, acceptance at signature, and the red lines on openings. Most slack:
maximise the least of the first three. Both are linear programs for HiGHS, at the mode. Which causes
would be acted upon is not linear: it is held as the package has it, or else as the last schedule
has it, and the program is written anew until the answer survives the game or repeats itself.
"""

from dataclasses import dataclass, replace
from typing import Literal

import highspy
import numpy as np

from detente.case.draws import Sampler
from detente.case.world import World
from detente.design.model import Design, Floats, Goal, PricedLine, Program, Row
from detente.design.program import opened, write_program
from detente.errors import DetenteError
from detente.incentives import Hold, hold
from detente.incentives.model import Bools
from detente.machine.model import Machine

MARGIN = 1e-3  # EUR bn of slack that a schedule must leave
MOST_ROUNDS = 6  # times that the deciders' answers are taken anew from the schedule found
_SPARING = 1e-6  # so that nothing is opened that serves nothing
_SOFT = ("slack", "enforcement", "forbearance", "acceptance")  # what may fall short
_SLACK = ("slack",)


@dataclass(frozen=True, slots=True)
class _Try:
    """A schedule found, and the same put back through the game."""

    verdict: Literal["holds", "no-room", "not-survived"]
    program: Program
    openings: Floats
    held: Hold
    duals: Floats
    tightest: float

    def rank(self) -> tuple[bool, bool, float]:
        """What holds comes before what was only found, and more slack before less."""
        return self.verdict == "holds", self.verdict != "no-room", self.tightest


def design(machine: Machine, world: World, sampler: Sampler, goal: Goal = "least-relief") -> Design:
    """What would hold, for one goal; `sampler` is asked for the mode alone."""
    if not machine.valves:
        raise DetenteError(f"packages/{machine.name}.yaml: no valves to set; add a module")
    mode = replace(sampler, draws=0)
    now = hold(machine, world, mode)
    pulled = now.played.pulled[0]
    # First with every answer of the deciders as it stands; then with answers taken anew from each
    # schedule found; then with all demanded, for those who look away now may act under another.
    every = np.broadcast_to(now.game.trigger >= 0, pulled.shape)
    found = _search(machine, world, mode, goal, pulled, forbear=True)
    for answers in (pulled, every):
        if found.verdict != "holds" or goal == "most-slack":
            found = max(found, _search(machine, world, mode, goal, answers), key=_Try.rank)
    target = machine.parties.index(world.target)
    least = float(np.nanmin(found.held.played.slack[0], initial=np.inf))
    return Design(
        goal=goal,
        verdict=found.verdict,
        relief=float(found.held.relief[0, target]),
        relief_now=float(now.relief[0, target]),
        slack=found.tightest if found.verdict == "no-room" else least,
        openings=found.openings,
        red_lines=_prices(found.program, world, found.duals),
        binding=_binding(found.program, found.duals),
        unpriced=tuple(
            f"{line.party}:{line.name}" for line in world.red_lines if not line.measures
        ),
    )


def _search(
    machine: Machine,
    world: World,
    mode: Sampler,
    goal: Goal,
    pulled: Bools,
    forbear: bool = False,
) -> _Try:
    """Schedule and answers of the deciders in turn, from the answers given."""
    seen: set[bytes] = set()
    while True:
        program = write_program(machine, world, mode, pulled, MARGIN, forbear)
        answer = _least_relief(program) if goal == "least-relief" else _most_slack(program)
        y, duals, tightest = answer or _nearest(program)
        openings = opened(machine, program.increments, y)
        held = hold(replace(machine, openings=openings), world, mode)
        met = answer is not None and tightest >= 0
        survives = bool(held.holds[0])
        seen.add(pulled.tobytes())
        pulled = held.played.pulled[0]
        if (met and survives) or forbear or pulled.tobytes() in seen or len(seen) >= MOST_ROUNDS:
            break
    verdict: Literal["holds", "not-survived"] = "holds" if survives else "not-survived"
    return _Try(verdict if met else "no-room", program, openings, held, duals, tightest)


def _least_relief(program: Program) -> tuple[Floats, Floats, float] | None:
    """Increments, the rows' duals and the margin; None if nothing meets every demand."""
    cost = program.relief + _SPARING
    answer = _solve(cost, program.rows, np.zeros(len(program.rows)))
    return (*answer, MARGIN) if answer else None


def _most_slack(
    program: Program, kinds: tuple[str, ...] = _SLACK
) -> tuple[Floats, Floats, float] | None:
    """The same for the schedule whose tightest demand of some kinds is slackest, and that slack."""
    soft = np.array([row.kind in kinds for row in program.rows], dtype=np.float64)
    cost = np.append(np.full(len(program.increments), _SPARING), -1.0)
    answer = _solve(cost, program.rows, -soft)
    if answer is None:
        return None
    return answer[0][:-1], answer[1], float(answer[0][-1]) + MARGIN


def _nearest(program: Program) -> tuple[Floats, Floats, float]:
    """The schedule that misses its tightest demand by least, where none meets them all."""
    answer = _most_slack(program, _SOFT)
    if answer is None:
        raise DetenteError("the red lines on openings contradict one another: drop one of them")
    return answer


def _solve(cost: Floats, rows: tuple[Row, ...], last: Floats) -> tuple[Floats, Floats] | None:
    """min cost · y subject to gradient · y + last · t >= -constant, y >= 0, t free."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("primal_feasibility_tolerance", 1e-9)
    count = len(rows[0].gradient)
    for j, price in enumerate(cost):
        low = 0.0 if j < count else -highspy.kHighsInf
        solver.addCol(price, low, highspy.kHighsInf, 0, [], [])
    for row, t in zip(rows, last, strict=True):
        line = np.append(row.gradient, t)[: len(cost)]
        used = np.flatnonzero(line).astype(np.int32)
        solver.addRow(-row.constant, highspy.kHighsInf, len(used), used, line[used])
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    solution = solver.getSolution()
    return np.array(solution.col_value), np.array(solution.row_dual)


def _prices(program: Program, world: World, duals: Floats) -> tuple[PricedLine, ...]:
    """What one unit of every red line on openings costs, in the unit of the goal."""
    priced = []
    for line in world.red_lines:
        if not line.measures:
            continue
        mine = [
            dual
            for row, dual in zip(program.rows, duals, strict=True)
            if row.kind == "red-line" and (row.party, row.name) == (line.party, line.name)
        ]
        price = float(sum(mine))
        priced.append(PricedLine(line.party, line.name, line.title, price, price > 1e-9))
    return tuple(priced)


def _binding(program: Program, duals: Floats) -> tuple[Row, ...]:
    """Demands that hold the answer back, dearest first, one for each party and name."""
    order = np.argsort(-np.abs(duals), kind="stable")
    first: dict[tuple[str, str, str], Row] = {}
    for index in order:
        row = program.rows[index]
        if abs(duals[index]) > 1e-9 and row.kind != "cap":
            first.setdefault((row.kind, row.party, row.name), row)
    return tuple(first.values())
