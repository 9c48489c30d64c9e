"""How much of the spread of a result each uncertain factor accounts for.

Definitions. f is a result, x and y two independent draws of all F factors. Walk from x to y,
changing one factor at a time in a random order; step_j is the change of f when factor j changes.
The Shapley effect of factor j is

    phi_j = E[(f(x) - f(y)) step_j] / 2,    step_j = f(before) - f(after),

which adds up over the factors to the variance of f, for E[(f(x) - f(y))^2] / 2 is that variance.
A factor's share is phi_j over the sum. It lies between the first-order and the total Sobol effect:
where factors only matter together, they divide what they do together evenly. For an additive f all
three are the same. One walk costs F + 1 evaluations; it is the estimator of Goda (2021, "A simple
algorithm for global sensitivity analysis with Shapley effects"), averaged over both ends of the
walk. Walks are independent of each other, so that drawing whole walks again (bootstrap) gives the
error.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from detente.durability.model import Floats
from detente.incentives.model import Ints

RESAMPLES = 400


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of the variance; all zero where a result does not vary."""

    share: Floats  # (F, results), each column adds to 1; noise may take a small one below 0
    error: Floats  # (F, results) standard error, by bootstrap over walks

    def of(self, factor: int) -> tuple[Floats, Floats]:
        """(results,) share and error of one factor."""
        return self.share[factor], self.error[factor]


def shares(
    results: Callable[[Floats], Floats],
    start: Floats,
    end: Floats,
    factor: Ints,
    rng: np.random.Generator,
) -> Shares:
    """Shapley effects of independent factors, as shares of the variance of each result.

    `results` takes values (rows, U) and gives (rows, results). `start` and `end` are independent
    draws (walks, U), x and y above; `factor` (U,) numbers from 0 the factor of every value.
    """
    values, order = _walked(start, end, factor, rng)
    walks, stops, width = values.shape
    found = results(values.reshape(-1, width)).reshape(walks, stops, -1)
    steps = found[:, :-1] - found[:, 1:]
    way = found[:, :1] - found[:, -1:]
    credit = np.empty_like(steps)
    np.put_along_axis(credit, order[:, :, None], way * steps / 2, axis=1)
    again = rng.multinomial(walks, np.full(walks, 1 / walks), size=RESAMPLES)
    resampled = _divided(np.asarray(np.einsum("bw,wfr->bfr", again, credit)))
    return Shares(_divided(credit.sum(axis=0)), np.asarray(resampled.std(axis=0, ddof=1)))


def _walked(
    start: Floats, end: Floats, factor: Ints, rng: np.random.Generator
) -> tuple[Floats, Ints]:
    """Values along every walk, (walks, F + 1, U), and the factor that each step changes."""
    factors = int(factor.max()) + 1
    order = rng.permuted(np.tile(np.arange(factors), (len(start), 1)), axis=1)
    turn = np.argsort(order, axis=1)[:, None, factor]  # the step at which each value changes
    changed = turn < np.arange(factors + 1)[None, :, None]
    return np.where(changed, end[:, None], start[:, None]), order


def _divided(credit: Floats) -> Floats:
    """Credit (..., F, results) over its sum."""
    total = credit.sum(axis=-2, keepdims=True)
    return np.asarray(np.divide(credit, total, out=np.zeros_like(credit), where=total > 0))
