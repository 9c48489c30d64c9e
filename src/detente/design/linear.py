"""Linear and mixed-integer programs, given to HiGHS as arrays.

    minimise    cost · x
    subject to  matrix · x >= at_least,  low <= x <= high,  x_j whole for j in `whole`

Duals of a program with whole numbers are those of the linear program that is left once the whole
numbers are fixed at their answer: prices at the margin of that choice, and of no other.
"""

from dataclasses import dataclass

import highspy
import numpy as np

from detente.design.model import Floats

TOLERANCE = 1e-9
_STOPPED = (highspy.HighsModelStatus.kTimeLimit, highspy.HighsModelStatus.kInterrupt)


@dataclass(frozen=True, slots=True)
class Linear:
    """One program; shapes (n,) for columns, (m, n) for the matrix, (m,) for its right side."""

    cost: Floats
    matrix: Floats
    at_least: Floats
    low: Floats
    high: Floats
    whole: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Solution:
    """The best found; `gap` is how far from the best possible it may be, as a share."""

    x: Floats
    value: float
    duals: Floats  # (m,) what one more unit of each right side costs
    gap: float = 0.0
    stopped: bool = False  # the time was over before the gap was closed


def solve(program: Linear, seconds: float = np.inf, gap: float = 1e-6) -> Solution | None:
    """The best x, or None if nothing meets every row (or nothing was found in time)."""
    solver = _loaded(program)
    if program.whole:
        solver.setOptionValue("mip_rel_gap", gap)
        if np.isfinite(seconds):
            solver.setOptionValue("time_limit", float(seconds))
    solver.run()
    status, info = solver.getModelStatus(), solver.getInfo()
    stopped = status in _STOPPED and np.isfinite(info.objective_function_value)
    found = info.primal_solution_status == 2  # HiGHS: a feasible point
    if not (status == highspy.HighsModelStatus.kOptimal or (stopped and found)):
        return None
    solution = solver.getSolution()
    x = np.array(solution.col_value)
    if not program.whole:
        return Solution(x, float(program.cost @ x), np.array(solution.row_dual))
    fixed = solve(_fixed(program, x))
    if fixed is None:  # the rounding of a whole number was all that met a row
        return Solution(x, float(program.cost @ x), np.zeros(len(program.at_least)), 1.0, stopped)
    return Solution(fixed.x, fixed.value, fixed.duals, float(info.mip_gap), stopped)


def _fixed(program: Linear, x: Floats) -> Linear:
    """The program with its whole numbers fixed at an answer."""
    low, high, columns = program.low.copy(), program.high.copy(), list(program.whole)
    low[columns] = high[columns] = np.round(x[columns])
    return Linear(program.cost, program.matrix, program.at_least, low, high)


def _loaded(program: Linear) -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, setting in (
        ("output_flag", False),
        ("threads", 1),
        ("primal_feasibility_tolerance", TOLERANCE),
        ("mip_feasibility_tolerance", TOLERANCE),
    ):
        solver.setOptionValue(option, setting)
    rows, columns = program.matrix.shape
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns, rows
    model.col_cost_, model.col_lower_, model.col_upper_ = program.cost, program.low, program.high
    model.row_lower_ = program.at_least
    model.row_upper_ = np.full(rows, highspy.kHighsInf)
    used = program.matrix != 0
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.concatenate([[0], np.cumsum(used.sum(axis=1))])
    model.a_matrix_.index_ = np.nonzero(used)[1]
    model.a_matrix_.value_ = program.matrix[used]
    if program.whole:
        kinds = [highspy.HighsVarType.kContinuous] * columns
        for column in program.whole:
            kinds[column] = highspy.HighsVarType.kInteger
        model.integrality_ = kinds
    solver.passModel(model)
    return solver
