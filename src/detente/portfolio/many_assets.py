"""The mean-CVaR program of many assets: an interior point, and the bound that proves it.

Cut by cut, a program of 200 assets needs thousands of tails; an interior point needs some thirty
steps. It is near the optimum, not at it, so it is proved: with multipliers m of the means (m >= 0,
sum 1), k of the CVaR, e of its limit and tail weights q, no weights can be worth more than

    least over y of   total y + sum_i max over w_i of (g_i - y) w_i - sum_j a_ij |w_i - c_ij|
                      - m M w0 - k q R b + e limit + s h + sum_j d_j most_j

with s of the sums (A w <= h), d of the distances, g = m M + k q R - s A, and |w_i - c_ij| the cost
of trading and each distance (a_ij = d_j share_ij). The maximum over w_i lies at a bound or at a
c_ij, the least over y at a g_i +- a_ij. Whatever the multipliers are worth, the bound is true; an
answer further than 1e-8 from it is not given.
"""

from itertools import pairwise, product

import numpy as np

from detente.portfolio.interior_point import Point, interior_point
from detente.portfolio.limits import FloatArray, Limits, Optimum, tail_weights
from detente.portfolio.one_thread import one_blas_thread
from detente.portfolio.problem import Problem
from detente.portfolio.tail_program import sums_at_most, tail_program

MANY = 30  # assets from which this may pay
_PROVED = 1e-8
_NEAR = 1e-8  # a weight this near to a bound, or to what is held, is meant to be there


def proved(problem: Problem) -> Optimum | None:
    """The best weights where they can be proved to be; None where they cannot."""
    limits = problem.limits
    if not _risk_counts(limits) or problem.scale <= 0:
        return None
    point = interior_point(*tail_program(problem))
    weights = _snapped(point.small[: limits.now.size], limits)
    if not np.isfinite(weights).all() or problem.risk(weights) > limits.cvar + _PROVED:
        return None
    if limits.excess(weights) > _PROVED or bound(problem, point) - problem.worth(weights) > _PROVED:
        return None
    moved = weights - limits.now
    return Optimum(
        weights=weights,
        gain=float((problem.means @ moved).min()),
        cost=float(limits.cost @ np.abs(moved)),
        cvar=problem.risk(weights),
        rows=problem.probability.size,
    )


def _risk_counts(limits: Limits) -> bool:
    """Without it the program has no tail, and nothing here to be quick at."""
    return limits.aversion > 0 or not np.isinf(limits.cvar)


def distance(problem: Problem, weights: FloatArray) -> float:
    """How much more than these weights any others could be worth, at most."""
    with one_blas_thread():
        point = interior_point(*tail_program(problem))
    return bound(problem, point) - problem.worth(weights)


def bound(problem: Problem, point: Point) -> float:
    """What no weights within the limits can be worth more than."""
    limits, draws, views = problem.limits, problem.probability.size, len(problem.means)
    over, most = sums_at_most(limits)
    price = np.maximum(point.price, 0.0)
    ends = np.cumsum([2 * draws, views, most.size, len(limits.distances)])
    mix, on_sums, on_distances = (price[i:j] for i, j in pairwise(ends))
    on_sums, on_distances = on_sums * problem.scale, on_distances * problem.scale
    mix = mix / mix.sum() if mix.sum() > 0 else np.full(views, 1 / views)
    dear = float(price[:draws].sum())  # of the CVaR, its aversion and its limit together
    capped = not np.isinf(limits.cvar)
    dear = max(dear, limits.aversion) if capped else limits.aversion
    tail = _tail(price[:draws], problem, point)
    slope = mix @ problem.means + dear * (tail @ problem.returns) - on_sums @ over
    fixed = -float(mix @ problem.means @ limits.now) - dear * float(tail @ problem.benchmark)
    fixed += float(on_sums @ most) + float(on_distances @ [d.most for d in limits.distances])
    if capped:
        fixed += (dear - limits.aversion) * limits.cvar
    return fixed + _apart_from_each_other(limits, slope, on_distances)


def _apart_from_each_other(limits: Limits, slope: FloatArray, on: FloatArray) -> float:
    """The least over y of total y + sum_i max over w_i, each asset by itself."""
    bends = [(limits.now, limits.cost)]
    bends += [(d.centre, price * d.share) for d, price in zip(limits.distances, on, strict=True)]
    signs = product((-1.0, 1.0), repeat=len(bends))
    turns = [
        slope + sum(s * cost for s, (_, cost) in zip(sign, bends, strict=True)) for sign in signs
    ]
    levels = np.concatenate(turns)
    best = np.full((levels.size, slope.size), -np.inf)
    for at in (limits.low, limits.high, *(centre for centre, _ in bends)):
        within = np.clip(at, limits.low, limits.high)
        cost = sum(cost * np.abs(within - centre) for centre, cost in bends)
        best = np.maximum(best, (slope - levels[:, None]) * within - cost)
    return float((best.sum(axis=1) + levels * limits.now.sum()).min())


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


def _snapped(weights: FloatArray, limits: Limits) -> FloatArray:
    """Weights put onto the bound, or onto what is held, that they are all but at."""
    found = np.clip(weights, limits.low, limits.high)
    for at in (limits.now, limits.low, limits.high):
        found = np.where(np.abs(found - at) <= _NEAR, at, found)
    room = np.minimum(found - limits.low, limits.high - found)
    room[np.abs(found - limits.now) <= _NEAR] *= 1e-3
    found[int(room.argmax())] += float(limits.now.sum()) - float(found.sum())
    return np.asarray(found)
