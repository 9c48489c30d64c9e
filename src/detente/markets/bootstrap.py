"""Hazards behind quoted spreads: a whole batch of curves at once.

Quotes for tenors m = 1..M share one grid of premium cells k; tenor m ends with cell `ends[m] - 1`.
The hazard is flat between the ends of tenors, and each quote is fair:

    (1 - R) * sum_k dS[k] D(mid k) = spread[m] * sum_k (c[k] S[k+1] D(pay k) + a[k] dS[k] D(mid k))

with S[k+1] = S[k] exp(-hazard[m] * width[k]) and dS[k] = S[k] - S[k+1]: the mid-point rule of
`credit`. The difference of both sides rises with hazard[m], so Newton's steps find it, tenor after
tenor. Where it is above 0 at a hazard of 0, only a negative hazard would do, and that is refused.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from detente.errors import InputError, Place, Problem
from detente.markets.credit import FloatArray, Grid

STEPS = 60
CLOSE = 1e-14  # a year; of sums about as large as 1, what rounding leaves of them
FAIR = 1e-9  # of both sides, by which a quote that is met may miss
FLAT = 1e-18  # a slope by the hazard from which nothing more is to be had
MOST_RATE = 1.0  # a year, either way
_PLACE = Place("spreads")


def bootstrap(
    grid: Grid, ends: NDArray[np.int64], spreads: FloatArray, rate: float, recovery: float
) -> FloatArray:
    """The yearly hazard of each tenor of each curve, shape (curves, tenors).

    `spreads` are premiums a year as shares, shape (curves, tenors); `ends` counts the cells of the
    grid up to the end of each tenor. Raises InputError for quotes that need a negative hazard.
    """
    spreads = np.asarray(spreads, dtype=np.float64)
    _accept(spreads, ends, grid, rate, recovery)
    table = np.stack(
        [
            np.diff(grid.edges),
            np.exp(-rate * grid.middle),
            np.exp(-rate * grid.edges[1:]) * grid.coupon,
            grid.accrued,
        ]
    )
    quotes = np.ascontiguousarray(spreads, dtype=np.float64)
    hazards = _solve(table, np.asarray(ends, dtype=np.int64), quotes, recovery)
    problems = [
        _unattainable(hazards, np.asarray(spreads), curve, tenor)
        for curve, tenor in _refused(hazards)
    ]
    if problems:
        raise InputError(problems)
    return np.asarray(hazards)


def _unattainable(hazards: FloatArray, spreads: FloatArray, curve: int, tenor: int) -> Problem:
    """The quote of a curve that no hazard can meet, told apart by which way it fails."""
    quoted = f"curve {curve}: {spreads[curve, tenor]:g} at tenor {tenor}"
    if np.isinf(hazards[curve, tenor]):
        reason = f"{quoted} cannot be met by any hazard: what is left of survival is too little"
        return Problem(_PLACE, reason, "it is too far above the shorter quotes; mend it or them")
    reason = f"{quoted} needs a negative hazard"
    return Problem(_PLACE, reason, "a longer quote cannot fall that far below a shorter one")


def _refused(hazards: FloatArray) -> list[tuple[int, int]]:
    """The first quote of each curve that has no hazard."""
    wrong = ~np.isfinite(hazards)
    return [(int(curve), int(wrong[curve].argmax())) for curve in np.flatnonzero(wrong.any(axis=1))]


def _accept(
    spreads: FloatArray, ends: NDArray[np.int64], grid: Grid, rate: float, recovery: float
) -> None:
    cells = grid.edges.size - 1
    columns = spreads.shape[-1] if spreads.ndim else 0
    rising = 0 < ends.size == columns and (np.diff(ends, prepend=0) > 0).all()
    problems = []
    if spreads.ndim != 2 or not rising or ends[-1] > cells:
        reason = f"spreads of shape {spreads.shape} do not fit tenors that end at cells {ends}"
        problems.append(Problem(_PLACE, reason, f"give one column a tenor, ends up to {cells}"))
    if not (np.isfinite(spreads) & (spreads >= 0)).all():
        problems.append(Problem(_PLACE, "a spread is negative or no number", "give shares a year"))
    if not abs(rate) <= MOST_RATE:
        remedy = f"give a share a year within {MOST_RATE:g}"
        problems.append(Problem(_PLACE, f"the rate is {rate:g}", remedy))
    if not 0 <= recovery < 1:
        problems.append(Problem(_PLACE, f"recovery is {recovery:g}", "give a share below 1"))
    if problems:
        raise InputError(problems)


@njit(cache=True, nogil=True)
def _solve(table, ends, spreads, recovery):  # type: ignore[no-untyped-def]
    """Hazards, shape (curves, tenors); nan where one would be negative, inf where none is enough.

    What comes after such a tenor is nan.

    `table` has by cell: width in years, discount factor at the middle, discounted coupon, premium
    accrued by the middle; shape (4, cells).
    """
    curves, tenors = spreads.shape
    hazards = np.full((curves, tenors), np.nan)
    for curve in range(curves):
        alive, loss, paid, first = 1.0, 0.0, 0.0, 0
        hazard = spreads[curve, 0] / (1 - recovery)
        for tenor in range(tenors):
            quote, last = spreads[curve, tenor], ends[tenor]
            certain = paid + alive * table[2, first:last].sum()
            if (1 - recovery) * loss - quote * certain > CLOSE:
                break
            for _ in range(STEPS):
                part = _through(table, first, last, hazard, alive)
                miss = (1 - recovery) * (loss + part[1]) - quote * (paid + part[2])
                slope = (1 - recovery) * part[3] - quote * part[4]
                if slope <= FLAT:
                    break
                step = miss / slope
                hazard = max(0.0, hazard - step)
                if abs(step) < CLOSE:
                    break
            part = _through(table, first, last, hazard, alive)
            alive, loss, paid, first = part[0], loss + part[1], paid + part[2], last
            most = CLOSE + FAIR * (loss + quote * paid)
            if not abs((1 - recovery) * loss - quote * paid) <= most:
                hazards[curve, tenor] = np.inf
                break
            hazards[curve, tenor] = hazard
    return hazards


@njit(cache=True, nogil=True)
def _through(table, first, last, hazard, alive):  # type: ignore[no-untyped-def]
    """Survival after the cells, their loss and premium, and the slopes of both by the hazard."""
    slope, loss, paid, loss_slope, paid_slope = 0.0, 0.0, 0.0, 0.0, 0.0
    for cell in range(first, last):
        width, middle, premium, accrued = table[:, cell]
        stays = np.exp(-hazard * width)
        then, then_slope = alive * stays, (slope - alive * width) * stays
        gone, gone_slope = alive - then, slope - then_slope
        loss += gone * middle
        loss_slope += gone_slope * middle
        paid += then * premium + gone * accrued * middle
        paid_slope += then_slope * premium + gone_slope * accrued * middle
        alive, slope = then, then_slope
    return alive, loss, paid, loss_slope, paid_slope
