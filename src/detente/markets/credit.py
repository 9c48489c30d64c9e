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
    return np.asarray(BASIS_POINTS * protection / annuity)


def hazard(survival: FloatArray) -> FloatArray:
    """The monthly probability of collapse of what still stands, shape (..., months)."""
    return 1 - survival[..., 1:] / survival[..., :-1]


def monthly(months: FloatArray, survival: FloatArray) -> FloatArray:
    """A survival curve on every month from 0, the hazard constant between given points.

    `survival` has shape (..., points); the result (..., last month + 1).
    """
    grid = np.arange(int(months[-1]) + 1, dtype=np.float64)
    log = np.log(np.maximum(survival, 1e-12))
    flat = log.reshape(-1, log.shape[-1])
    rows = np.array([np.interp(grid, months, row) for row in flat])
    return np.asarray(np.exp(rows).reshape(*log.shape[:-1], grid.size))
