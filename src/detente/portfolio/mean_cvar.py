"""The best weights for a gain in mean under a limit on the worst losses, with trading costs.

With weights w, weights held w0, draws R of returns with probabilities p, benchmark b, and several
sets of mean returns M (rows: the corners of what is believed):

    maximise   t - aversion * c - sum cost_i u_i
    subject to t <= M_v (w - w0)  for every v        u_i >= |w_i - w0_i|
               c >= CVaR of the loss -R (w - b)      c <= limit
               low <= w <= high                      sum w = sum w0
               and the sums and distances of `limits`

CVaR is the mean loss in the worst share `tail` of outcomes. It is the greatest of q' L over all
reweightings q <= p / tail that sum to one (Rockafellar and Uryasev), so the linear program with
one row per draw is solved by adding only the rows that bind: solve, take the tail at the answer
as a new row c >= -q' R (w - b), repeat until the answer's CVaR is the program's own. Of many
assets that takes thousands of tails; there an interior point is tried first (`many_assets`).
"""

import highspy
import numpy as np
from numpy.typing import NDArray

from detente.portfolio.limits import FloatArray, Limits, Optimum, tail_weights
from detente.portfolio.many_assets import MANY, proved
from detente.portfolio.one_thread import one_blas_thread
from detente.portfolio.problem import Problem

_ROUNDS = 5000
_GAP = 1e-9
_OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,
    "presolve": "off",
    "primal_feasibility_tolerance": 1e-10,
    "dual_feasibility_tolerance": 1e-10,
}


def best_weights(
    returns: FloatArray, probability: FloatArray, means: FloatArray, limits: Limits
) -> Optimum:
    """The weights that gain most; `returns` (draws, assets), `means` (views, assets).

    Raises ValueError if no weights respect the limits.
    """
    possible = probability > 0  # a draw that cannot come is no outcome, and no row
    returns, probability = returns[possible], probability[possible]
    with one_blas_thread():
        if limits.now.size >= MANY:
            found = proved(Problem(returns, probability, means, limits))
            if found is not None:
                return found
        return cut_by_cut(returns, probability, means, limits)


def cut_by_cut(
    returns: FloatArray, probability: FloatArray, means: FloatArray, limits: Limits
) -> Optimum:
    """The same, tail by tail: exact to the last digit, and slow where assets are many."""
    size = limits.now.size
    benchmark = np.zeros(size) if limits.benchmark is None else limits.benchmark
    program = _program(means, limits)
    weights, claimed = limits.now, -np.inf
    for rows in range(_ROUNDS):
        losses = returns @ (benchmark - weights)
        reweighted = tail_weights(losses, probability, limits.tail)
        reached = float(reweighted @ losses)
        allowed = claimed if limits.aversion > 0 else limits.cvar
        if rows and reached <= allowed + _GAP:
            break
        slope = reweighted @ returns
        _row(program, float(slope @ benchmark), np.inf, np.append(slope, 1.0), _cvar_columns(size))
        solved = _solve(program)
        weights, claimed = solved[:size], float(solved[2 * size])
    else:
        raise ValueError(f"the tail is not settled after {_ROUNDS} rows; use fewer assets or draws")
    moved = weights - limits.now
    gain = float((means @ moved).min())
    return Optimum(weights, gain, float(limits.cost @ np.abs(moved)), reached, rows)


def _cvar_columns(size: int) -> NDArray[np.int32]:
    return np.append(np.arange(size), 2 * size).astype(np.int32)


def _program(means: FloatArray, limits: Limits) -> highspy.Highs:
    """Columns: weights, amounts traded, c, t."""
    size = limits.now.size
    program = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in _OPTIONS.items():
        program.setOptionValue(option, value)
    for low, high in zip(limits.low, limits.high, strict=True):
        program.addVar(float(low), float(high))
    for cost in limits.cost:
        program.addVar(0.0, np.inf)
        program.changeColCost(program.getNumCol() - 1, float(cost))
    program.addVar(-np.inf, limits.cvar)
    program.changeColCost(2 * size, limits.aversion)
    program.addVar(-np.inf, np.inf)
    program.changeColCost(2 * size + 1, -1.0)
    _add_fixed_rows(program, means, limits)
    _add_sums_and_distances(program, limits)
    return program


def _add_fixed_rows(program: highspy.Highs, means: FloatArray, limits: Limits) -> None:
    size = limits.now.size
    columns = np.arange(size)
    total = float(limits.now.sum())
    _row(program, total, total, np.ones(size), columns)
    for i, held in enumerate(limits.now):
        _row(program, -float(held), np.inf, np.array([-1.0, 1.0]), np.array([i, size + i]))
        _row(program, float(held), np.inf, np.array([1.0, 1.0]), np.array([i, size + i]))
    for mean in means:
        held = float(mean @ limits.now)
        _row(program, held, np.inf, np.append(mean, -1.0), np.append(columns, 2 * size + 1))


def _add_sums_and_distances(program: highspy.Highs, limits: Limits) -> None:
    """A row for each sum; for each distance v_i >= |w_i - centre_i| of every asset that counts."""
    for one in limits.sums:
        members = np.flatnonzero(one.of)
        _row(program, one.low, one.high, one.of[members], members)
    for distance in limits.distances:
        counted = np.flatnonzero(distance.share)
        first = program.getNumCol()
        columns = first + np.arange(counted.size)
        for i, column in zip(counted, columns, strict=True):
            program.addVar(0.0, np.inf)
            centre, pair = float(distance.centre[i]), np.array([i, column])
            _row(program, -centre, np.inf, np.array([-1.0, 1.0]), pair)
            _row(program, centre, np.inf, np.array([1.0, 1.0]), pair)
        _row(program, -np.inf, distance.most, distance.share[counted], columns)


def _row(
    program: highspy.Highs,
    low: float,
    high: float,
    values: FloatArray,
    columns: NDArray[np.integer],
) -> None:
    program.addRow(low, high, len(columns), columns.astype(np.int32), values.astype(np.float64))


def _solve(program: highspy.Highs) -> FloatArray:
    program.run()
    if program.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise ValueError("no weights respect the limits: widen a bound or the loss limit")
    return np.array(program.getSolution().col_value)
