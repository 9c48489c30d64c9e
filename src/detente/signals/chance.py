"""What a level says about the act and about the speaker, as probabilities.

`p_proposition` starts from a prior for acts of the kind and moves its log-odds by `SHIFT[level]`.
The shifts are judgement, not fits: talk is cheap, so that a categorical promise multiplies the
odds by about four, a performed act by about thirty, a categorical denial divides them by nine,
and playing a subject down or refusing to answer leaves them where they were. `p_committed` is
`BOUND[level]`: the probability that the speaker has bound himself, to the act or against it.
Words told by others move both half as far. Bounds are the extremes over the level's interval.
"""

from dataclasses import dataclass
from math import exp, log

PRIOR = 0.2  # judgement: one proposal in five comes to pass
SHIFT = {-4: -2.2, -3: -1.1, -2: -0.1, -1: -0.1, 0: 0.0, 1: 0.3, 2: 0.7, 3: 1.4, 4: 3.4}
BOUND = {-4: 0.90, -3: 0.50, -2: 0.10, -1: 0.10, 0: 0.05, 1: 0.25, 2: 0.60, 3: 0.85, 4: 0.97}
HEARSAY = 0.5


@dataclass(frozen=True, slots=True)
class Chance:
    """A probability with its bounds."""

    mean: float
    low: float
    high: float


def of_proposition(level: int, low: int, high: int, *, hearsay: bool, prior: float) -> Chance:
    """The probability of the act spoken of."""
    trust = HEARSAY if hearsay else 1.0

    def at(step: int) -> float:
        return 1 / (1 + exp(-(log(prior / (1 - prior)) + trust * SHIFT[step])))

    return _over(level, low, high, {step: at(step) for step in SHIFT})


def of_commitment(level: int, low: int, high: int, *, hearsay: bool) -> Chance:
    """The probability that the speaker has bound himself, either way."""
    trust = HEARSAY if hearsay else 1.0
    return _over(level, low, high, {step: trust * bound for step, bound in BOUND.items()})


def _over(level: int, low: int, high: int, table: dict[int, float]) -> Chance:
    values = [table[step] for step in range(low, high + 1)]
    return Chance(table[level], min(values), max(values))
