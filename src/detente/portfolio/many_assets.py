"""The mean-CVaR program of many assets: an interior point, and the bound that proves it.

Cut by cut, a program of 200 assets needs thousands of tails; an interior point needs some thirty
steps. It is near the optimum, not at it, so it is proved: with multipliers m of the means (m >= 0,
sum 1), k of the CVaR, e of its limit and tail weights q, no weights can be worth more than

    least over y of   total y + sum_i max over w_i of (g_i - y) w_i - cost_i |w_i - w0_i|
                      - m M w0 - k q R b + e limit          with g = m M + k q R

(the maximum over w_i lies at a bound or at w0_i, the least over y at some g_i +- cost_i). Whatever
the multipliers are worth, the bound is true; an answer further than 1e-8 from it is not given.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from detente.portfolio.interior_point import FloatArray, Point, TailProgram, interior_point
from detente.portfolio.limits import Limits, Optimum, cvar, tail_weights

MANY = 30  # assets from which this pays
_PROVED = 1e-8
_NEAR = 1e-8  # a weight this near to a bound, or to what is held, is meant to be there


@dataclass(frozen=True, slots=True)
class Problem:
    """What is asked, as `best_weights` is asked it."""

    returns: FloatArray  # (draws, assets)
    probability: FloatArray  # (draws,)
    means: FloatArray  # (views, assets)
    limits: Limits

    @property
    def benchmark(self) -> FloatArray:
        """Return of the benchmark in each draw."""
        held = self.limits.benchmark
        none = np.zeros(self.probability.size)
        return none if held is None else np.asarray(self.returns @ held)

    def worth(self, weights: FloatArray) -> float:
        """The objective at some weights."""
        limits, moved = self.limits, weights - self.limits.now
        gain = float((self.means @ moved).min()) - float(limits.cost @ np.abs(moved))
        return gain - limits.aversion * self.risk(weights) if limits.aversion else gain

    def risk(self, weights: FloatArray) -> float:
        """The CVaR at some weights."""
        losses = self.benchmark - self.returns @ weights
        return cvar(losses, self.probability, self.limits.tail)


def proved(problem: Problem) -> Optimum | None:
    """The best weights where they can be proved to be; None where they cannot."""
    limits = problem.limits
    if limits.aversion <= 0 and np.isinf(limits.cvar):
        return None
    if (limits.high - limits.low).min() <= _NEAR:
        return None
    scale = float(problem.returns.std())
    if scale <= 0:
        return None
    program, start = _program(problem, scale)
    point = interior_point(program, start)
    weights = _snapped(point.small[: limits.now.size], limits)
    if not np.isfinite(weights).all() or problem.risk(weights) > limits.cvar + _PROVED:
        return None
    if bound(problem, point) - problem.worth(weights) > _PROVED:
        return None
    moved = weights - limits.now
    return Optimum(
        weights=weights,
        gain=float((problem.means @ moved).min()),
        cost=float(limits.cost @ np.abs(moved)),
        cvar=problem.risk(weights),
        rows=problem.probability.size,
    )


def distance(problem: Problem, weights: FloatArray) -> float:
    """How much more than these weights any others could be worth, at most."""
    program, start = _program(problem, float(problem.returns.std()))
    return bound(problem, interior_point(program, start)) - problem.worth(weights)


def bound(problem: Problem, point: Point) -> float:
    """What no weights within the limits can be worth more than."""
    limits, draws, views = problem.limits, problem.probability.size, len(problem.means)
    price = np.maximum(point.price, 0.0)
    mix = price[2 * draws : 2 * draws + views]
    mix = mix / mix.sum() if mix.sum() > 0 else np.full(views, 1 / views)
    dear = float(price[:draws].sum())  # of the CVaR, its aversion and its limit together
    capped = not np.isinf(limits.cvar)
    dear = max(dear, limits.aversion) if capped else limits.aversion
    tail = _tail(price[:draws], problem, point)
    slope = mix @ problem.means + dear * (tail @ problem.returns)
    fixed = -float(mix @ problem.means @ limits.now) - dear * float(tail @ problem.benchmark)
    if capped:
        fixed += (dear - limits.aversion) * limits.cvar
    held = np.clip(limits.now, limits.low, limits.high)
    levels = np.concatenate([slope - limits.cost, slope + limits.cost])
    best = np.full((levels.size, slope.size), -np.inf)
    for at in (limits.low, held, limits.high):
        cost = limits.cost * np.abs(at - limits.now)
        best = np.maximum(best, (slope - levels[:, None]) * at - cost)
    return fixed + float((best.sum(axis=1) + levels * limits.now.sum()).min())


def _tail(price: FloatArray, problem: Problem, point: Point) -> FloatArray:
    """A reweighting of the draws that is allowed, nearest to the multipliers."""
    most = problem.probability / problem.limits.tail
    total = price.sum()
    if total <= 0:
        weights = point.small[: problem.limits.now.size]
        losses = problem.benchmark - problem.returns @ weights
        return tail_weights(losses, problem.probability, problem.limits.tail)
    weights = np.minimum(price / total, most)
    room = most - weights
    missing = 1 - float(weights.sum())
    filled = weights + room * (missing / room.sum()) if missing > 0 else weights / weights.sum()
    return np.asarray(filled)


def _program(problem: Problem, scale: float) -> tuple[TailProgram, FloatArray]:
    """Columns: weights, amounts traded, c, t, value at risk; the means' rows stand first."""
    limits, size = problem.limits, problem.limits.now.size
    columns = 2 * size + 3
    cost = np.zeros(columns)
    cost[size : 2 * size] = limits.cost / scale
    cost[-3:-1] = limits.aversion, -1.0
    rows, bounds = _rows(limits, problem.means / scale, columns)
    if not np.isinf(limits.cvar):
        last = np.zeros((1, columns))
        last[0, -3] = 1.0
        rows, bounds = np.vstack([rows, last]), np.append(bounds, limits.cvar / scale)
    start = np.zeros(columns)
    start[:size] = limits.now
    start[size : 2 * size] = 0.1
    losses = problem.benchmark - problem.returns @ limits.now
    start[-3] = cvar(losses, problem.probability, limits.tail) / scale
    weight = problem.probability / limits.tail
    program = TailProgram(
        returns=problem.returns / scale,
        weight=weight,
        benchmark=problem.benchmark / scale,
        cost=cost,
        rows=csr_array(rows),
        bounds=bounds,
        total=float(limits.now.sum()),
    )
    return program, start


def _rows(limits: Limits, means: FloatArray, columns: int) -> tuple[FloatArray, FloatArray]:
    """Means, trades, bounds of the weights, and one on the trades that nothing ever reaches."""
    size = limits.now.size
    one, none = np.eye(size), np.zeros((size, size))
    blocks = ((one, -one), (-one, -one), (one, none), (-one, none), (none, one))
    rows = np.zeros((5 * size, columns))
    for k, block in enumerate(blocks):
        rows[k * size : (k + 1) * size, : 2 * size] = np.hstack(block)
    first = np.zeros((len(means), columns))
    first[:, :size], first[:, -2] = -means, 1.0
    span = np.abs(limits.high - limits.low) + np.abs(limits.now) + 1.0
    bounds = [-means @ limits.now, limits.now, -limits.now, limits.high, -limits.low, span]
    return np.vstack([first, rows]), np.concatenate(bounds)


def _snapped(weights: FloatArray, limits: Limits) -> FloatArray:
    """Weights put onto the bound, or onto what is held, that they are all but at."""
    found = np.clip(weights, limits.low, limits.high)
    for at in (limits.now, limits.low, limits.high):
        found = np.where(np.abs(found - at) <= _NEAR, at, found)
    room = np.minimum(found - limits.low, limits.high - found)
    room[np.abs(found - limits.now) <= _NEAR] *= 1e-3
    found[int(room.argmax())] += float(limits.now.sum()) - float(found.sum())
    return np.asarray(found)
