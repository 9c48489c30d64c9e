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
as a new row c >= -q' R (w - b), repeat until the answer's CVaR is the program's own.

A desk's question mostly takes a handful of tails, however many the assets. Where many assets are
not settled after a few, thousands may be wanted, and an interior point is tried (`many_assets`); an
answer that it cannot prove is not taken, and the tails go on. Draws that cannot come are left out.
"""

import highspy
import numpy as np
from numpy.typing import NDArray

from detente.errors import DetenteError
from detente.portfolio.limits import FloatArray, Limits, Optimum, tail_weights
from detente.portfolio.many_assets import MANY, proved
from detente.portfolio.one_thread import one_blas_thread
from detente.portfolio.problem import Problem
from detente.scenarios.demands import demand, numbers, shares, some

_ROUNDS = 5000
_FEW = 40  # tails after which an interior point is the quicker way, if there is one
_GAP = 1e-9
_OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,
    "presolve": "off",
    "primal_feasibility_tolerance": 1e-10,
    "dual_feasibility_tolerance": 1e-10,
}


class NoWeightsError(DetenteError):
    """No weights respect the limits, or none could be shown to be best."""


def best_weights(
    returns: FloatArray, probability: FloatArray, means: FloatArray, limits: Limits
) -> Optimum:
    """The weights that gain most; `returns` (draws, assets), `means` (views, assets).

    Raises NoWeightsError if no weights respect the limits.
    """
    _accept(returns, probability, means, limits)
    possible = probability > 0
    asked = Problem(returns[possible], probability[possible], means, limits)
    with one_blas_thread():
        if limits.now.size >= MANY:
            found = _settled(asked, _FEW) or proved(asked)
            if found is not None:
                return found
        return cut_by_cut(asked.returns, asked.probability, means, limits)


def _accept(
    returns: FloatArray, probability: FloatArray, means: FloatArray, limits: Limits
) -> None:
    columns = limits.now.size
    demand(
        "portfolio",
        some(returns, "draw"),
        some(means, "mean"),
        numbers(returns, means, limits.now, limits.low, limits.high, limits.cost),
        shares(probability, "a probability"),
        (bool(probability.sum() > 0), "no draw can come", "give one a probability"),
        (returns.shape == (probability.size, columns), "returns do not fit", "one column an asset"),
        (means.shape[1:] == (columns,), "means do not fit", "one column an asset"),
        (bool((limits.low <= limits.high).all()), "a least weight is above the most", "turn them"),
        (bool((limits.cost >= 0).all()), "a cost is negative", "give 0 or more"),
        (0 < limits.tail <= 1, f"the tail is {limits.tail:g}", "give a share above 0"),
        (not np.isnan(limits.cvar), "the limit on CVaR is no number", "give a share"),
    )


def cut_by_cut(
    returns: FloatArray, probability: FloatArray, means: FloatArray, limits: Limits
) -> Optimum:
    """The same, tail by tail: exact to the last digit, and slow where tails are many."""
    found = _settled(Problem(returns, probability, means, limits), _ROUNDS)
    if found is None:
        reason = f"the tail is not settled after {_ROUNDS} rows"
        raise NoWeightsError(f"{reason}; use fewer assets or draws")
    return found


def _settled(asked: Problem, most: int) -> Optimum | None:
    """The best weights; None where so many tails are not enough."""
    limits, size = asked.limits, asked.limits.now.size
    program = _program(asked.means, limits)
    weights, claimed, benchmark = limits.now, -np.inf, asked.benchmark
    held = np.zeros(size) if limits.benchmark is None else limits.benchmark
    for rows in range(most):
        losses = benchmark - asked.returns @ weights
        reweighted = tail_weights(losses, asked.probability, limits.tail)
        reached = float(reweighted @ losses)
        allowed = claimed if limits.aversion > 0 else limits.cvar
        if rows and reached <= allowed + _GAP:
            return _optimum(asked, weights, reached, rows)
        slope = reweighted @ asked.returns
        _row(program, float(slope @ held), np.inf, np.append(slope, 1.0), _cvar_columns(size))
        solved = _solve(program)
        weights, claimed = solved[:size], float(solved[2 * size])
    return None


def _optimum(asked: Problem, weights: FloatArray, reached: float, rows: int) -> Optimum:
    moved = weights - asked.limits.now
    gain = float((asked.means @ moved).min())
    return Optimum(weights, gain, float(asked.limits.cost @ np.abs(moved)), reached, rows)


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
        program.clearSolver()
        program.setOptionValue("presolve", "on")  # another way through the same program
        program.run()
        program.setOptionValue("presolve", "off")
    if program.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise NoWeightsError("no weights respect the limits: widen a bound or the loss limit")
    return np.array(program.getSolution().col_value)
