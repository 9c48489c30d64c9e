"""The best weights of a large mean-CVaR program, by a primal-dual interior-point method.

The program of `mean_cvar` with a row for every draw, as min c x with G x <= h and A x = b. Its
columns are y = (weights w, amounts traded u, distances v, CVaR c, gain t, value at risk a), and the
excess z of each draw:

    loss of a draw   -R (w - b) - a - z <= 0        -z <= 0          (a row each for every draw)
    the rest         rows G y <= h: trades, bounds, sums, distances, the means, the limit on c
    equalities       sum w = sum w0                 a + sum p z / tail = c

In each Newton step the rows of the draws are eliminated. With d1, d2 the ratios multiplier / slack
of a draw's two rows and J = (-R, 0, 0, 0, 0, -1),

    [J' diag(d1 d2 / (d1 + d2)) J + G' diag(d3) G] dy + [...]' dv = ...

is a dense system of the size of y, whatever the number of draws. Steps are Mehrotra's predictor and
corrector. Where the system can no longer be solved in double precision (assets that are one, a
draw of next to no probability) the method stops at the best point it has seen. Nothing is believed
of the answer: `many_assets` holds it against a bound.

S. Mehrotra, "On the implementation of a primal-dual interior point method", SIAM Journal on
Optimization 2 (1992).
"""

from dataclasses import dataclass
from warnings import catch_warnings, simplefilter

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import LinAlgError, LinAlgWarning, lu_factor, lu_solve
from scipy.linalg.blas import dsyrk
from scipy.sparse import csr_array, diags_array

FloatArray = NDArray[np.float64]
_STEPS = 80
_CLOSE = 1e-11  # duality gap, in units of the returns' spread
_SHORT = 0.995  # of the way to the boundary


@dataclass(frozen=True, slots=True)
class TailProgram:
    """The data of the program, scaled so that returns are of the order of one."""

    returns: FloatArray  # (draws, assets)
    weight: FloatArray  # (draws,) probability / tail
    benchmark: FloatArray  # (draws,) return of the benchmark
    cost: FloatArray  # (columns,)
    rows: csr_array[np.float64]  # (rows, columns) of the small part
    bounds: FloatArray  # (rows,)
    total: float  # of the weights

    @property
    def equal(self) -> FloatArray:
        """The equalities over the small columns, shape (2, columns)."""
        found = np.zeros((2, self.cost.size))  # columns w, u, v, c, t, a
        found[0, : self.returns.shape[1]] = 1.0
        found[1, [-3, -1]] = -1.0, 1.0
        return found

    def losses(self, small: FloatArray) -> FloatArray:
        """Rows of the draws over the small columns, J y."""
        return np.asarray(-self.returns @ small[: self.returns.shape[1]] - small[-1])

    def pulled(self, draws: FloatArray) -> FloatArray:
        """The same the other way, J' r."""
        found = np.zeros(self.cost.size)
        found[: self.returns.shape[1]] = -draws @ self.returns
        found[-1] = -draws.sum()
        return found


@dataclass(frozen=True, slots=True)
class Point:
    """Where the method stands, or a step from there."""

    small: FloatArray  # (columns,)
    excess: FloatArray  # (draws,)
    slack: FloatArray  # (2 draws + rows,)
    price: FloatArray  # (2 draws + rows,) multipliers of the inequalities
    level: FloatArray  # (2,) multipliers of the equalities

    @property
    def is_finite(self) -> bool:
        """Whether every number of it is one."""
        parts = (self.small, self.excess, self.slack, self.price, self.level)
        return all(bool(np.isfinite(part).all()) for part in parts)


@dataclass(frozen=True, slots=True)
class _Residual:
    """By how much a point misses each condition."""

    small: FloatArray  # (columns,) of the dual
    excess: FloatArray  # (draws,) of the dual
    rows: FloatArray  # (2 draws + rows,)
    equal: FloatArray  # (2,)

    @property
    def worst(self) -> float:
        parts = (self.small, self.excess, self.rows, self.equal)
        return max(float(np.abs(part).max()) for part in parts)


def interior_point(program: TailProgram, small: FloatArray) -> Point:
    """The optimum, as near as double precision comes to it, from a guess at the small columns."""
    point = _begun(program, small)
    best, least = point, np.inf
    for _ in range(_STEPS):
        residual = _missed(program, point)
        products = point.slack * point.price
        gap = float(products.mean())
        if (miss := max(gap * products.size, residual.worst)) < least:
            best, least = point, miss
        if miss <= _CLOSE or miss > 1e6 * least:
            break
        step = _step(program, point, residual)
        if step is None:
            break
        point = _moved(point, step)
    return best


def _step(program: TailProgram, point: Point, residual: _Residual) -> Point | None:
    """Predictor and corrector; None where rounding has eaten the system."""
    products = point.slack * point.price
    gap = float(products.mean())
    with np.errstate(all="ignore"), catch_warnings():
        simplefilter("ignore", LinAlgWarning)
        try:
            newton = _Newton(program, point, residual)
        except (LinAlgError, ValueError):  # what scipy raises for a matrix that is not finite
            return None
        towards = newton.step(products)
        after = _along(point.slack, towards.slack) @ _along(point.price, towards.price)
        centre = gap * (float(after) / products.size / gap) ** 3
        step = newton.step(products + towards.slack * towards.price - centre)
    return step if step.is_finite else None


def _begun(program: TailProgram, small: FloatArray) -> Point:
    loss = program.losses(small) + program.benchmark
    excess = np.maximum(loss, 0.0) + 1.0
    rest = np.maximum(program.bounds - program.rows @ small, 0.1)
    slack = np.concatenate([excess - loss, excess, rest])
    price = np.concatenate([program.weight / 2, program.weight / 2, np.full(rest.size, 0.1)])
    return Point(small.copy(), excess, slack, price, np.zeros(2))


def _missed(program: TailProgram, point: Point) -> _Residual:
    n = program.weight.size
    first, second, rest = point.price[:n], point.price[n : 2 * n], point.price[2 * n :]
    dual = (
        program.cost + program.pulled(first) + program.rows.T @ rest + point.level @ program.equal
    )
    over = point.level[1] * program.weight - first - second
    loss = program.losses(point.small) + program.benchmark - point.excess
    small = program.rows @ point.small - program.bounds
    rows = np.concatenate([loss, -point.excess, small]) + point.slack
    equal = program.equal @ point.small - np.array([program.total, 0.0])
    equal[1] += program.weight @ point.excess
    return _Residual(dual, over, rows, equal)


class _Newton:
    """The Newton system at a point, factored once for both steps."""

    def __init__(self, program: TailProgram, point: Point, residual: _Residual) -> None:
        self.program, self.point, self.residual = program, point, residual
        n, columns = program.weight.size, program.cost.size
        self.ratio = point.price / point.slack
        first, second, rest = self.ratio[:n], self.ratio[n : 2 * n], self.ratio[2 * n :]
        self.both = first + second
        matrix = np.zeros((columns + 2, columns + 2))
        matrix[:columns, :columns] = (program.rows.T @ diags_array(rest) @ program.rows).toarray()
        self._add_draws(matrix, first * second / self.both)
        border = program.equal
        border[1] += program.pulled(first / self.both * program.weight)
        matrix[columns:, :columns], matrix[:columns, columns:] = border, border.T
        matrix[-1, -1] = -float(program.weight**2 @ (1 / self.both))
        self.factors = lu_factor(matrix)  # refuses what is not finite

    def _add_draws(self, matrix: FloatArray, weight: FloatArray) -> None:
        """J' diag(weight) J, of which only the columns of w and of the value at risk are there."""
        returns, last = self.program.returns, self.program.cost.size - 1
        size = returns.shape[1]
        half = dsyrk(1.0, returns * np.sqrt(weight)[:, None], trans=1)  # its upper triangle only
        matrix[:size, :size] += half + np.triu(half, 1).T
        across = weight @ returns
        matrix[:size, last] += across
        matrix[last, :size] += across
        matrix[last, last] += weight.sum()

    def step(self, products: FloatArray) -> Point:
        """The step that brings slack x multiplier down by `products`, to first order."""
        program, residual, slack = self.program, self.residual, self.point.slack
        n = program.weight.size
        push = (self.point.price * residual.rows - products) / slack
        first, second, rest = push[:n], push[n : 2 * n], push[2 * n :]
        right_excess = first + second - residual.excess
        share = self.ratio[:n] / self.both
        right = -residual.small - program.pulled(first) - program.rows.T @ rest
        right = right + program.pulled(share * right_excess)
        equal = -residual.equal
        equal[1] -= program.weight @ (right_excess / self.both)
        solved = lu_solve(self.factors, np.concatenate([right, equal]), check_finite=False)
        small, level = solved[:-2], solved[-2:]
        losses = program.losses(small)
        excess = (right_excess + self.ratio[:n] * losses - level[1] * program.weight) / self.both
        along = np.concatenate([losses - excess, -excess, program.rows @ small])
        return Point(small, excess, -residual.rows - along, push + self.ratio * along, level)


def _along(start: FloatArray, step: FloatArray) -> FloatArray:
    """As far along a step as leaves everything positive."""
    return np.asarray(start + _reach(start, step) * step)


def _reach(start: FloatArray, step: FloatArray) -> float:
    falling = step < 0
    return min(1.0, float((-start[falling] / step[falling]).min(initial=np.inf)))


def _moved(point: Point, step: Point) -> Point:
    reach = min(1.0, _SHORT * _reach(point.slack, step.slack))
    pull = min(1.0, _SHORT * _reach(point.price, step.price))
    return Point(
        point.small + reach * step.small,
        point.excess + reach * step.excess,
        point.slack + reach * step.slack,
        point.price + pull * step.price,
        point.level + pull * step.level,
    )
