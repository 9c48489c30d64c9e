"""What is asked of a mean-CVaR program, and what an answer to it is worth."""

from dataclasses import dataclass

import numpy as np

from detente.portfolio.limits import FloatArray, Limits, cvar


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

    @property
    def scale(self) -> float:
        """Spread of the returns, which a solver sets to one."""
        return float(self.returns.std())

    def worth(self, weights: FloatArray) -> float:
        """The objective at some weights."""
        limits, moved = self.limits, weights - self.limits.now
        gain = float((self.means @ moved).min()) - float(limits.cost @ np.abs(moved))
        return gain - limits.aversion * self.risk(weights) if limits.aversion else gain

    def risk(self, weights: FloatArray) -> float:
        """The CVaR at some weights."""
        losses = self.benchmark - self.returns @ weights
        return cvar(losses, self.probability, self.limits.tail)
