"""The payoff frontier of two parties, and where four ideas of fairness would meet on it.

Gains g = u - d are over the point d of no agreement. On a frontier of straight pieces
    Nash                the greatest product g_1 g_2
    Kalai–Smorodinsky   the greatest least share of what each could have at most
    egalitarian         the greatest least gain
    utilitarian         the greatest sum
Each is found exactly on the pieces; where several are as good, the first party's least.
References: Nash (1950, Econometrica 18), Kalai and Smorodinsky (1975, Econometrica 43).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from detente.design.aims import most_worth
from detente.design.model import Floats, Program

_TINY = 1e-9
Score = Callable[[Floats], tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Compromise:
    """A point of the frontier: `share` of the way from vertex `after` to the next."""

    at: Floats  # (2,) the two payoffs
    after: int
    share: float


@dataclass(frozen=True, slots=True)
class PayoffFrontier:
    """What two parties can have at best of one another, and the schedules that give it."""

    points: Floats  # (k, 2) the first party's payoff rising
    schedules: Floats  # (k, increments)

    def schedule(self, where: Compromise) -> Floats:
        """(increments,) between two vertices every mixture meets all demands too."""
        last = min(where.after + 1, len(self.points) - 1)
        mixed = (1 - where.share) * self.schedules[where.after] + where.share * self.schedules[last]
        return np.asarray(mixed)


def payoff_frontier(program: Program, pair: tuple[int, int]) -> PayoffFrontier | None:
    """Every vertex of the payoff frontier of two parties; None if no schedule meets the demands."""
    sides = np.zeros((2, len(program.value.constant)))
    sides[0, pair[0]] = sides[1, pair[1]] = 1.0

    def best(weights: Floats) -> tuple[Floats, Floats] | None:
        found = most_worth(program, weights @ sides)
        return None if found is None else (program.value.at(found.y)[list(pair)], found.y)

    ends = [best(np.array(weights)) for weights in ((1e-6, 1.0), (1.0, 1e-6))]
    if ends[0] is None or ends[1] is None:
        return None
    vertices = _between(best, ends[0], ends[1], depth=12)
    points = np.array([point for point, _ in vertices])
    return PayoffFrontier(points, np.array([y for _, y in vertices]))


def _between(
    best: Callable[[Floats], tuple[Floats, Floats] | None],
    left: tuple[Floats, Floats],
    right: tuple[Floats, Floats],
    depth: int,
) -> list[tuple[Floats, Floats]]:
    """All vertices from left to right, by looking square to each chord for one beyond it."""
    across = right[0] - left[0]
    if np.abs(across).max() < _TINY:
        return [left]
    normal = np.array([-across[1], across[0]])
    found = best(normal / np.abs(normal).sum()) if depth and (normal > 0).all() else None
    if found is None or normal @ (found[0] - left[0]) < _TINY * np.abs(normal).sum():
        return [left, right]
    return _between(best, left, found, depth - 1)[:-1] + _between(best, found, right, depth - 1)


def compromises(points: Floats, disagreement: Floats) -> Mapping[str, Compromise]:
    """The four fair points by name; empty if no point leaves both as well off as without."""
    gains = points - disagreement
    pieces = [piece for index in range(len(points)) if (piece := _agreeable(gains, index))]
    if not pieces:
        return {}
    ends = [_on(gains, index, t) for index, *span in pieces for t in span]
    ideal = np.max(ends, axis=0)
    scale = np.where(ideal > _TINY, ideal, 1.0)
    scores: Mapping[str, Score] = {
        "Nash": lambda g: (float(np.prod(g)), float(g.sum())),
        "Kalai–Smorodinsky": lambda g: (float((g / scale).min()), float((g / scale).sum())),
        "egalitarian": lambda g: (float(g.min()), float(g.sum())),
        "utilitarian": lambda g: (float(g.sum()), float(g.min())),
    }
    return {name: _top(gains, pieces, score, disagreement, scale) for name, score in scores.items()}


def _agreeable(gains: Floats, index: int) -> tuple[int, float, float] | None:
    """The part of a piece on which neither loses, as (piece, from, to); the last is a point."""
    if index + 1 == len(gains):
        return (index, 0.0, 0.0) if (gains[index] >= -_TINY).all() else None
    start, step, low, high = gains[index], gains[index + 1] - gains[index], 0.0, 1.0
    for have, more in zip(start, step, strict=True):
        if more > 0:
            low = max(low, -have / more)
        elif more < 0:
            high = min(high, have / -more)
        elif have < -_TINY:
            return None
    return (index, float(low), float(max(low, high))) if high >= low - _TINY else None


def _on(gains: Floats, index: int, share: float) -> Floats:
    last = min(index + 1, len(gains) - 1)
    return np.asarray((1 - share) * gains[index] + share * gains[last])


def _top(
    gains: Floats,
    pieces: list[tuple[int, float, float]],
    score: Score,
    disagreement: Floats,
    scale: Floats,
) -> Compromise:
    """The best point by a score, among the ends of all pieces and where a piece has its peak."""
    where = [
        (index, t) for index, low, high in pieces for t in _peaks(gains, index, low, high, scale)
    ]
    index, share = max(where, key=lambda one: (*_rounded(score(_on(gains, *one))), -one[0]))
    return Compromise(_on(gains, index, share) + disagreement, index, share)


def _rounded(score: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(round(part, 12) for part in score)


def _peaks(gains: Floats, index: int, low: float, high: float, scale: Floats) -> list[float]:
    """Where on a piece a product or a least gain can be greatest."""
    last = min(index + 1, len(gains) - 1)
    start, step = gains[index], gains[last] - gains[index]
    at = [low, high]
    if step.prod() < 0:
        at.append(float(-(start[0] * step[1] + start[1] * step[0]) / (2 * step.prod())))
    for by in (np.ones(2), scale):
        (a, b), (da, db) = start / by, step / by
        if da != db:
            at.append(float((b - a) / (da - db)))
    return [t for t in at if low <= t <= high]
