"""From survival to a spread: what a year's protection against collapse is worth.

A contract pays (1 - recovery) when the settlement collapses, against a premium paid until then.
With survival S, discount factor D and cells k of time:

    protection = (1 - recovery) * sum_k (S[k] - S[k+1]) * D(middle k)
    annuity    = sum_k coupon[k] * S[k+1] * D(end k) + accrued[k] * (S[k] - S[k+1]) * D(middle k)
    spread     = protection / annuity

This is the mid-point rule of the ISDA legs: a collapse inside a cell falls on its middle and
pays the premium accrued by then.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.scenarios.demands import demand, numbers, shares, some

FloatArray = NDArray[np.float64]
BASIS_POINTS = 1e4


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells of time from today to maturity; times in years from today."""

    edges: FloatArray  # (cells + 1,)
    middle: FloatArray  # (cells,) when a collapse inside the cell is settled
    accrued: FloatArray  # (cells,) premium accrued by then, as a year fraction
    coupon: FloatArray  # (cells,) premium due at the cell's end; 0 where none is


def quarterly(months: int) -> Grid:
    """Monthly cells with a premium each quarter, and a short last quarter if need be."""
    demand("spread", (months >= 1, f"a maturity of {months} months", "give one month or more"))
    ends = np.arange(1, months + 1)
    last_paid = (ends - 1) // 3 * 3
    due = (ends % 3 == 0) | (ends == months)
    return Grid(
        edges=np.arange(months + 1) / 12,
        middle=(ends - 0.5) / 12,
        accrued=(ends - 0.5 - last_paid) / 12,
        coupon=np.where(due, ends - last_paid, 0) / 12,
    )


def legs(
    grid: Grid, survival: FloatArray, rate: float, recovery: float
) -> tuple[FloatArray, FloatArray]:
    """Value of the protection, and of one unit of premium a year, per unit of notional.

    `survival` has shape (..., cells + 1) at the grid's edges; both results have shape (...).
    """
    demand(
        "spread",
        numbers(survival, rate),
        shares(survival, "survival"),
        (abs(rate) <= 1, f"the rate is {rate:g}", "give a share a year"),
        (0 <= recovery <= 1, f"recovery is {recovery:g}", "give a share"),
        (
            survival.shape[-1:] == grid.edges.shape,
            f"survival has {survival.shape[-1] if survival.ndim else 0} points for "
            f"{grid.edges.size} edges",
            "give one a month from today to the maturity",
        ),
    )
    collapse = (survival[..., :-1] - survival[..., 1:]) * np.exp(-rate * grid.middle)
    alive = survival[..., 1:] * np.exp(-rate * grid.edges[1:])
    protection = (1 - recovery) * collapse.sum(axis=-1)
    annuity = (alive * grid.coupon + collapse * grid.accrued).sum(axis=-1)
    return protection, annuity


def spread(survival: FloatArray, rate: float, recovery: float, months: int) -> FloatArray:
    """The fair premium a year, in basis points, for each survival curve of the batch.

    `survival` has shape (..., at least months + 1), month by month from today.
    """
    protection, annuity = legs(quarterly(months), survival[..., : months + 1], rate, recovery)
    alive = bool((annuity > 0).all())
    demand("spread", (alive, "nothing survives to pay a premium", "give milder survival"))
    return np.asarray(BASIS_POINTS * protection / annuity)


def hazard(survival: FloatArray) -> FloatArray:
    """The monthly probability of collapse of what still stands, shape (..., months)."""
    demand("survival", numbers(survival), shares(survival, "survival"))
    before = survival[..., :-1]
    kept = np.divide(survival[..., 1:], before, out=np.zeros_like(before), where=before > 0)
    return np.asarray(1 - kept)


def monthly(months: FloatArray, survival: FloatArray) -> FloatArray:
    """A survival curve on every month from 0, the hazard constant between given points.

    `survival` has shape (..., points); the result (..., last month + 1).
    """
    demand(
        "survival",
        some(months, "month"),
        numbers(months, survival),
        shares(survival, "survival"),
        (survival.shape[-1:] == months.shape, "its months differ in length", "give one for each"),
    )
    grid = np.arange(int(months[-1]) + 1, dtype=np.float64)
    log = np.log(np.maximum(survival, 1e-12))
    flat = log.reshape(-1, log.shape[-1])
    rows = np.array([np.interp(grid, months, row) for row in flat])
    return np.asarray(np.exp(rows).reshape(*log.shape[:-1], grid.size))
