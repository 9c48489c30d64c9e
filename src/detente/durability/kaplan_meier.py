"""How long peace has lasted, counted honestly when some spells are still going on.

A spell enters observation at time a, leaves it at time b > a, and has then failed or not.
At each failure time t:

    n(t)  spells under observation just before t: a < t <= b
    d(t)  spells that fail at t
    S(t)  product over failure times s <= t of 1 - d(s) / n(s)          (Kaplan and Meier 1958)
    V(t)  sum over failure times s <= t of d(s) / (n(s) (n(s) - d(s)))  (Greenwood 1926)

The interval is drawn on the scale log(-log S), so that it stays inside [0, 1]:
S^exp(±z √V / |log S|). A spell that is late to enter (a > 0) counts only from a: this is left
truncation, and it also carries spells cut into rows, each row entering where the last one left.
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv

from detente.errors import NumberError

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SurvivalCurve:
    """A staircase: the share still standing after each time at which something failed."""

    times: FloatArray  # (failure times,), rising
    at_risk: IntArray
    failures: IntArray
    survival: FloatArray
    low: FloatArray
    high: FloatArray


def kaplan_meier(
    leave: ArrayLike, failed: ArrayLike, enter: ArrayLike | None = None, level: float = 0.95
) -> SurvivalCurve:
    """The share still standing over time, with an interval that takes the spells as independent.

    `leave`, `failed`, `enter` have one entry a spell; without `enter` all are seen from the start.
    """
    exits, events, entries = _checked(leave, failed, enter)
    times, failures = np.unique(exits[events], return_counts=True)
    entered = np.searchsorted(np.sort(entries), times, side="left")
    gone = np.searchsorted(np.sort(exits), times, side="left")
    at_risk = (entered - gone).astype(np.int64)
    survival = np.cumprod(1 - failures / at_risk, dtype=np.float64)
    left = np.maximum(at_risk - failures, 1)  # where nobody is left, survival is 0 and says so
    error = np.sqrt(np.cumsum(failures / (at_risk * left), dtype=np.float64))
    low, high = _log_log_interval(survival, error, level)
    high = np.minimum.accumulate(high)  # so that the bound stands still once nobody is left
    return SurvivalCurve(times, at_risk, failures.astype(np.int64), survival, low, high)


def read_curve(curve: SurvivalCurve, at: ArrayLike) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Survival, low and high read off the staircase at any times; 1 before the first failure."""
    step = np.searchsorted(curve.times, np.asarray(at, dtype=np.float64), side="right")
    survival, low, high = (
        np.concatenate(([1.0], values))[step] for values in (curve.survival, curve.low, curve.high)
    )
    return survival, low, high


def grouped_interval(
    leave: ArrayLike,
    failed: ArrayLike,
    enter: ArrayLike | None,
    groups: ArrayLike,
    at: ArrayLike,
) -> tuple[FloatArray, FloatArray]:
    """A 95 % interval when spells of one conflict share their fate and are not separate evidence.

    Each group is left out in turn (jackknife) and the spread is taken on log(-log S). Where at most
    one group has failed so far that leaves nothing to compare, and an exact count of groups takes
    its place. The answer is at each end the wider of this and the interval by spells.
    """
    exits, events, entries = _checked(leave, failed, enter)
    survival, low, high = read_curve(kaplan_meier(exits, events, entries), at)
    labels, member = np.unique(np.asarray(groups), return_inverse=True)
    kept = [member != group for group in range(len(labels))]
    curves = [kaplan_meier(exits[keep], events[keep], entries[keep]) for keep in kept]
    without = np.array([read_curve(curve, at)[0] for curve in curves])  # (groups, times)
    usable = np.all((without > 0) & (without < 1), axis=0) & (survival > 0) & (survival < 1)
    scale = np.log(-np.log(np.where(usable, without, 0.5)))
    squares = np.square(scale - scale.mean(axis=0)).sum(axis=0)
    error = np.sqrt(squares * (len(labels) - 1) / len(labels))
    curve = np.where(usable, survival, 0.5)
    wide = _log_log_interval(curve, error * np.abs(np.log(curve)), 0.95)
    times = np.asarray(at, dtype=np.float64)
    counted = _counted(exits, events, member, times)
    begun = times > 0  # at the very start nothing is in doubt
    lower = np.where(usable, wide[0], np.where(begun, counted[0], low))
    upper = np.where(usable, wide[1], np.where(begun, counted[1], high))
    return np.minimum(low, lower), np.maximum(high, upper)


def _counted(
    exits: FloatArray, events: NDArray[np.bool_], member: NDArray[np.intp], times: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Exact 95 % bounds (Clopper and Pearson 1934) on the share of groups without a failure yet.

    A group counts where it has failed, or is seen up to the time.
    """
    groups = int(member.max()) + 1
    last, first = np.zeros(groups), np.full(groups, np.inf)
    np.maximum.at(last, member, exits)
    np.minimum.at(first, member[events], exits[events])
    failed = (first <= times[..., None]).sum(axis=-1)
    standing = ((last >= times[..., None]) & (first > times[..., None])).sum(axis=-1)
    low = np.where(standing > 0, betaincinv(np.maximum(standing, 1), failed + 1, 0.025), 0.0)
    high = np.where(failed > 0, betaincinv(standing + 1, np.maximum(failed, 1), 0.975), 1.0)
    return low, high


def _checked(
    leave: ArrayLike, failed: ArrayLike, enter: ArrayLike | None
) -> tuple[FloatArray, NDArray[np.bool_], FloatArray]:
    exits = np.asarray(leave, dtype=np.float64)
    events = np.asarray(failed, dtype=np.bool_)
    # Without entry times nothing is late, so even a failure at time 0 finds its spell at risk.
    entries = np.full(exits.shape, -np.inf) if enter is None else np.asarray(enter, np.float64)
    if exits.ndim != 1 or events.shape != exits.shape or entries.shape != exits.shape:
        raise NumberError("leave, failed and enter must be one-dimensional and equally long")
    if not np.all(entries < exits):
        raise NumberError("every spell must enter before it leaves, at times that are numbers")
    return exits, events, entries


def _log_log_interval(
    survival: FloatArray, error: FloatArray, level: float
) -> tuple[FloatArray, FloatArray]:
    """`error` is the standard error of log S; where survival is 0 the answer is [0, 1]."""
    if not 0 < level < 1:
        raise NumberError("the level of an interval lies between 0 and 1")
    z = NormalDist().inv_cdf((1 + level) / 2)
    alive = survival > 0
    curve = np.where(alive, survival, 0.5)
    width = np.exp(z * np.where(alive, error, 0.0) / -np.log(curve))
    high = np.where(alive, curve ** (1 / width), 1.0)
    return np.where(alive, curve**width, 0.0), high
