"""Which of many packages are beaten by none: the filter behind every frontier.

A point is dominated by another that is at least as good in everything and not the same. More is
better throughout. Sorted from the best first coordinate down, a point of two coordinates is beaten
iff an earlier one has as much of the second: n log n. With three, the earlier ones are kept in a
tree over the ranks of the second that knows the best third. With more, the points are halved by the
last coordinate again and again (Kung, Luccio and Preparata, 1975, J. ACM 22) until three are left.
"""

import numpy as np
from numba import njit

from detente.design.model import Floats
from detente.incentives.model import Bools, Ints

FEW = 256  # of so many, each is compared with each


def undominated(points: Floats) -> Bools:
    """(n,) which of the points (n, d) no other dominates; equal points stand or fall together."""
    if len(points) == 0:
        return np.zeros(0, dtype=np.bool_)
    points = np.asarray(points, dtype=np.float64)
    order = np.lexsort(points.T[::-1])[::-1]  # best first coordinate first, then the second, ...
    ordered = points[order]
    first = np.append(True, (ordered[1:] != ordered[:-1]).any(axis=1))
    distinct = ordered[first]
    kept = _two(distinct) if points.shape[1] <= 2 else _many(distinct)
    result = np.zeros(len(points), dtype=np.bool_)
    result[order] = kept[np.cumsum(first) - 1]
    return result


def _two(ordered: Floats) -> Bools:
    """The filter for distinct points in two coordinates, or one, best first."""
    last = ordered[:, -1] if ordered.shape[1] == 2 else np.zeros(len(ordered))
    best = np.maximum.accumulate(last)
    return np.append(True, last[1:] > best[:-1])


def _many(ordered: Floats) -> Bools:
    """The filter for distinct points in three coordinates or more, best first.

    An earlier point is never worse in the first coordinate, so only the others are compared, and
    each point with those before it.
    """
    beaten = np.zeros(len(ordered), dtype=np.bool_)
    if ordered.shape[1] > 3:
        _clear(ordered, beaten)
    _halve(ordered, np.flatnonzero(~beaten), beaten)
    return ~beaten


def _clear(ordered: Floats, beaten: Bools) -> None:
    """Marks whoever is beaten by one of a few that are good all round, to have fewer to halve."""
    ranks = ordered.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    best = np.sort(ranks.sum(axis=1).argsort(kind="stable")[-FEW:])
    _compare(ordered, best, np.arange(len(ordered)), ordered.shape[1] - 1, beaten)


def _halve(points: Floats, ids: Ints, beaten: Bools) -> None:
    """Marks who is beaten within a run of points that are sorted by the first coordinate."""
    if points.shape[1] == 3:
        _sweep(points, ids, ids, beaten)
    elif len(ids) > 1:
        middle = len(ids) // 2
        early, late = ids[:middle], ids[middle:]
        _halve(points, early, beaten)
        _halve(points, late, beaten)
        _across(points, early[~beaten[early]], late[~beaten[late]], points.shape[1] - 1, beaten)


def _across(points: Floats, by: Ints, of: Ints, last: int, beaten: Bools) -> None:
    """Marks those in `of` that one in `by` beats in coordinates 1 to `last`."""
    if not len(by) or not len(of):
        return
    if last == 2:
        _sweep(points, by, of, beaten)
        return
    if len(by) * len(of) <= FEW**2:
        _compare(points, by, of, last, beaten)
        return
    values = points[np.concatenate([by, of]), last]
    middle = np.median(values)
    high_by, high_of = points[by, last] >= middle, points[of, last] >= middle
    if high_by.all() and not high_of.any():
        _across(points, by, of, last - 1, beaten)
    elif high_by.all() and high_of.all():  # half of them or more are equal to the least
        level = values == middle
        _across(points, by, of[level[len(by) :]], last - 1, beaten)
        above = by[points[by, last] > middle]
        _across(points, above, of[~level[len(by) :]], last, beaten)
    else:
        _across(points, by[high_by], of[high_of], last, beaten)
        _across(points, by[~high_by], of[~high_of], last, beaten)
        _across(points, by[high_by], of[~high_of], last - 1, beaten)


@njit(cache=True)
def _compare(points, by, of, last, beaten):  # type: ignore[no-untyped-def]
    """The same, each with each that stands before it; `by` in order."""
    for j in of:
        for i in by:
            if i >= j or beaten[j]:
                break
            least = True
            for k in range(1, last + 1):
                if points[i, k] < points[j, k]:
                    least = False
                    break
            beaten[j] = least


def _sweep(points: Floats, by: Ints, of: Ints, beaten: Bools) -> None:
    """Marks those in `of` that one in `by` beats in coordinates 1 and 2.

    Where the two are the same list, sorted by the first coordinate, each meets those before it.
    """
    together = by is of
    ids = of if together else np.concatenate([by, of])
    second, third = points[ids, 1], points[ids, 2]
    rank = np.searchsorted(np.unique(-second), -second)  # 0 is the best
    if together:
        beaten[of] |= _walk(rank, third, np.ones(len(of), np.bool_), np.ones(len(of), np.bool_))
        return
    beats = np.arange(len(ids)) < len(by)
    order = np.lexsort((~beats, rank))  # the best second coordinate first, `by` before `of`
    hit = _walk(np.zeros(len(ids), np.int64), third[order], beats[order], ~beats[order])
    beaten[ids[order]] |= hit


@njit(cache=True)
def _walk(rank, third, beats, asks):  # type: ignore[no-untyped-def]
    """Whether one met before has a rank as good and a third coordinate as great."""
    size = rank.max() + 1
    best = np.full(size + 1, -np.inf)  # best[k] covers k's lowest set bit of ranks below it
    hit = np.zeros(len(rank), dtype=np.bool_)
    for k in range(len(rank)):
        place = rank[k] + 1
        if asks[k]:
            most, at = -np.inf, place
            while at > 0:
                most = max(most, best[at])
                at -= at & -at
            hit[k] = most >= third[k]
        if beats[k]:
            at = place
            while at <= size:
                best[at] = max(best[at], third[k])
                at += at & -at
    return hit
