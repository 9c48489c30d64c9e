"""A mean-CVaR problem as the matrices of the interior point, returns scaled to a spread of one.

Columns: weights w, amounts traded u, for each distance its v, then c, t and the value at risk. Rows
stand in an order that `many_assets` reads multipliers by: means, sums, distances, then the rest.
"""

import numpy as np
from scipy.sparse import csr_array, vstack

from detente.portfolio.interior_point import TailProgram
from detente.portfolio.limits import FloatArray, Limits, cvar
from detente.portfolio.problem import Problem

Rows = tuple[csr_array[np.float64], FloatArray]


def tail_program(problem: Problem) -> tuple[TailProgram, FloatArray]:
    """The program, and a guess at its small columns."""
    limits, scale, size = problem.limits, problem.scale, problem.limits.now.size
    columns = _columns(limits)
    cost = np.zeros(columns)
    cost[size : 2 * size] = limits.cost / scale
    cost[-3:-1] = limits.aversion, -1.0
    parts = [_means(problem), _sums(limits), _budgets(limits), *_apart(limits), _bounds(limits)]
    if not np.isinf(limits.cvar):
        last = np.zeros((1, columns))
        last[0, -3] = 1.0
        parts.append((csr_array(last), np.array([limits.cvar / scale])))
    start = np.full(columns, 0.1)
    start[:size] = limits.now
    losses = problem.benchmark - problem.returns @ limits.now
    start[-3:] = cvar(losses, problem.probability, limits.tail) / scale, 0.0, 0.0
    program = TailProgram(
        returns=problem.returns / scale,
        weight=problem.probability / limits.tail,
        benchmark=problem.benchmark / scale,
        cost=cost,
        rows=csr_array(vstack([rows for rows, _ in parts])),
        bounds=np.concatenate([bounds for _, bounds in parts]),
        total=float(limits.now.sum()),
    )
    return program, start


def sums_at_most(limits: Limits) -> tuple[FloatArray, FloatArray]:
    """Sums as rows over the weights, and what each may be at most; infinite ones are left out."""
    rows = [(s.of, s.high) for s in limits.sums if np.isfinite(s.high)]
    rows += [(-s.of, -s.low) for s in limits.sums if np.isfinite(s.low)]
    over = np.array([of for of, _ in rows]).reshape(len(rows), limits.now.size)
    return over, np.array([most for _, most in rows])


def _columns(limits: Limits) -> int:
    return limits.now.size * (2 + len(limits.distances)) + 3


def _means(problem: Problem) -> Rows:
    """t - M (w - w0) <= 0."""
    means = problem.means / problem.scale
    rows = np.zeros((len(means), _columns(problem.limits)))
    rows[:, : means.shape[1]], rows[:, -2] = -means, 1.0
    return csr_array(rows), -means @ problem.limits.now


def _sums(limits: Limits) -> Rows:
    over, most = sums_at_most(limits)
    rows = np.zeros((most.size, _columns(limits)))
    rows[:, : limits.now.size] = over
    return csr_array(rows), most


def _budgets(limits: Limits) -> Rows:
    """What the v of each distance may come to."""
    size = limits.now.size
    rows = np.zeros((len(limits.distances), _columns(limits)))
    for k, distance in enumerate(limits.distances):
        rows[k, (2 + k) * size : (3 + k) * size] = distance.share
    return csr_array(rows), np.array([distance.most for distance in limits.distances])


def _apart(limits: Limits) -> list[Rows]:
    """u and every v are at least as far as the weights are from what they are counted from.

    An upper bound that nothing ever reaches keeps them finite where they cost nothing.
    """
    size, found = limits.now.size, []
    wide = 2 + np.abs(limits.low) + np.abs(limits.high)
    one = np.eye(size)
    for k, centre in enumerate([limits.now, *(d.centre for d in limits.distances)]):
        rows = np.zeros((3 * size, _columns(limits)))
        rows[:, (k + 1) * size : (k + 2) * size] = np.vstack([-one, -one, one])
        rows[: 2 * size, :size] = np.vstack([one, -one])
        found.append((csr_array(rows), np.concatenate([centre, -centre, wide + np.abs(centre)])))
    return found


def _bounds(limits: Limits) -> Rows:
    size = limits.now.size
    rows = np.zeros((2 * size, _columns(limits)))
    rows[:, :size] = np.vstack([np.eye(size), -np.eye(size)])
    return csr_array(rows), np.concatenate([limits.high, -limits.low])
