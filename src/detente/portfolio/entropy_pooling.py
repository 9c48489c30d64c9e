"""Probabilities of draws bent as little as possible until they agree with stated views.

Given prior p over draws, find x that minimises sum x ln(x / p) subject to

    equal @ x = equal_to        at_most @ x <= at_most_to        sum x = 1,  x >= 0.

With F the rows of both, c their right sides and multipliers m (those of at_most not negative),
x is proportional to p exp(-m F), and m minimises the convex dual

    D(m) = ln sum p exp(-m F) + m c,   gradient c - E_x[F],   Hessian Cov_x(F).

Newton steps on the free multipliers, with a backtracking line search; multipliers of inequality
views that sit at zero and want to fall stay out of the step.

A. Meucci, "Fully flexible views", Risk 21 (2008).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.errors import DetenteError
from detente.portfolio.one_thread import one_blas_thread
from detente.scenarios.demands import answered, demand, numbers, shares, some

FloatArray = NDArray[np.float64]
RESIDUAL = 1e-10
_STEPS = 200


@dataclass(frozen=True, slots=True)
class Views:
    """What the posterior must say; rows over draws."""

    equal: FloatArray  # (views, draws)
    equal_to: FloatArray  # (views,)
    at_most: FloatArray | None = None  # (more views, draws)
    at_most_to: FloatArray | None = None  # (more views,)


class ContradictionError(DetenteError):
    """The views contradict each other, or ask for what no draw contains."""


@dataclass(frozen=True, slots=True)
class _Dual:
    """The dual problem, every row scaled to a prior spread of one."""

    prior: FloatArray  # (draws,)
    rows: FloatArray  # (views, draws)
    targets: FloatArray  # (views,)
    floor: FloatArray  # (views,) 0 for inequality views, else -inf

    def at(self, multipliers: FloatArray) -> tuple[FloatArray, float]:
        """The posterior, and the dual's value."""
        exponent = -multipliers @ self.rows
        top = float(exponent.max())
        mass = self.prior * np.exp(exponent - top)
        total = float(mass.sum())
        return mass / total, top + float(np.log(total)) + float(multipliers @ self.targets)


def entropy_pooling(prior: FloatArray, views: Views) -> FloatArray:
    """The posterior probability of each draw, shape (draws,), views met to 1e-10.

    Raises ContradictionError if no probabilities meet the views.
    """
    _accept(prior, views)
    with one_blas_thread():
        return _pooled(*_standardised(prior, views))


def _accept(prior: FloatArray, views: Views) -> None:
    more = [views.at_most, views.at_most_to]
    given = [part for part in more if part is not None]
    width = views.equal.shape[-1:] if views.equal.ndim else ()
    demand(
        "views",
        some(prior, "draw"),
        numbers(views.equal, views.equal_to, *given),
        shares(prior, "a prior probability"),
        (bool(abs(prior.sum() - 1) <= 1e-6), f"the prior adds to {prior.sum():g}", "make it 1"),
        (width == prior.shape, "views and draws differ in number", "give a cell a draw"),
        (views.equal.shape[:1] == views.equal_to.shape, "views lack a target", "give one each"),
        (len(given) != 1, "half of the views of at most are missing", "give both, or none"),
    )


def _pooled(dual: _Dual, scale: FloatArray) -> FloatArray:
    multipliers = np.zeros(dual.targets.size)
    posterior, value = dual.at(multipliers)
    miss = np.inf
    for _ in range(_STEPS):
        gradient = dual.targets - dual.rows @ posterior
        free = ~((multipliers <= dual.floor) & (gradient > 0))
        miss = float(np.abs(gradient * scale)[free].max(initial=0.0))
        if miss <= RESIDUAL / 10:
            break
        step = np.zeros_like(multipliers)
        step[free] = _newton(dual.rows[free], posterior, gradient[free])
        multipliers, posterior, value, moved = _search(dual, multipliers, value, gradient, step)
        if not moved:
            break
    if miss <= RESIDUAL:
        return posterior
    raise ContradictionError(
        "the views contradict each other or ask for what no draw contains; loosen one of them"
    )


def group_scaling(groups: NDArray[np.int64], probabilities: FloatArray) -> FloatArray:
    """The same posterior, in closed form, when the only views are the groups' probabilities.

    The prior is even within a group; `groups` (draws,) numbers them, `probabilities` (groups,).
    """
    demand("views", numbers(probabilities), shares(probabilities, "a probability"))
    counts = np.bincount(groups, minlength=probabilities.size)
    return np.asarray((probabilities / np.maximum(counts, 1))[groups])


def _standardised(prior: FloatArray, views: Views) -> tuple[_Dual, FloatArray]:
    rows, targets = views.equal, views.equal_to
    floor = np.full(targets.size, -np.inf)
    if views.at_most is not None and views.at_most_to is not None:
        rows = np.vstack([rows, views.at_most])
        targets = np.concatenate([targets, views.at_most_to])
        floor = np.concatenate([floor, np.zeros(views.at_most_to.size)])
    centre = rows @ prior
    scale = np.sqrt(np.maximum((rows - centre[:, None]) ** 2 @ prior, 1e-300))
    even = (rows - centre[:, None]) / scale[:, None]
    return _Dual(prior, even, (targets - centre) / scale, floor), scale


def _newton(rows: FloatArray, posterior: FloatArray, gradient: FloatArray) -> FloatArray:
    """The step that zeroes the gradient to first order; redundant views share it."""
    away = rows - (rows @ posterior)[:, None]
    hessian = (away * posterior) @ away.T
    answered("views", hessian, gradient)
    return np.asarray(np.linalg.lstsq(hessian, -gradient, rcond=1e-14)[0])


def _search(
    dual: _Dual, start: FloatArray, value: float, gradient: FloatArray, step: FloatArray
) -> tuple[FloatArray, FloatArray, float, bool]:
    """Half the step until the dual falls enough, multipliers kept above their floor."""
    slack = 1e-13 * (1 + abs(value))
    length = 1.0
    for _ in range(60):
        trial = np.maximum(start + length * step, dual.floor)
        posterior, reached = dual.at(trial)
        if reached <= value + 1e-4 * float(gradient @ (trial - start)) + slack:
            return trial, posterior, reached, True
        length /= 2
    return start, *dual.at(start), False
