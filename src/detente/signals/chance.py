"""What words say about the act and about the speaker, as probabilities.

    belief(k)  the reader's probabilities of the nine levels; 1 at its level where no head read
    p(k)       the prior for acts of the kind, its log-odds moved by SHIFT[k] + LEAN(k) * f / 3
    b(k)       BOUND[k]: the probability that a speaker at level k has bound himself, either way

    p_proposition = sum of belief(k) * p(k)          p_committed = sum of belief(k) * b(k)

SHIFT, BOUND and LEAN are judgement, not fits: talk is cheap, so that a categorical promise
multiplies the odds by about four, a performed act by about thirty, a categorical denial divides
them by nine, and playing a subject down or refusing to answer leaves them where they were.

`f` in [-3, 3] is how far the words present the act as having happened (`heads.event`). It speaks
only where a level asserts a fact: an act performed (+4) or denied (-4), and there it multiplies
the odds by exp(LEAN) = 1.5 at most, either way. Words told by others move everything half as far.

Bounds are the extremes over the level's interval, with f and without it, and hold the mean.
"""

from dataclasses import dataclass
from math import exp, log

PRIOR = 0.2  # judgement: one proposal in five comes to pass
SHIFT = {-4: -2.2, -3: -1.1, -2: -0.1, -1: -0.1, 0: 0.0, 1: 0.3, 2: 0.7, 3: 1.4, 4: 3.4}
BOUND = {-4: 0.90, -3: 0.50, -2: 0.10, -1: 0.10, 0: 0.05, 1: 0.25, 2: 0.60, 3: 0.85, 4: 0.97}
LEAN = {-4: 0.4, 4: 0.4}
HEARSAY = 0.5
_TOP = 3.0  # of factuality
LEVELS = tuple(SHIFT)


@dataclass(frozen=True, slots=True)
class Chance:
    """A probability with its bounds."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Belief:
    """What the reader holds of a statement: its level and interval, and what it rests on."""

    level: int
    low: int
    high: int
    hearsay: bool = False
    chances: tuple[float, ...] | None = None  # of -4..+4; None: the level stands alone
    factuality: float = 0.0  # 0 where nothing is known of it

    def over(self, values: dict[int, float], reach: list[float]) -> Chance:
        """The mean of a value of each level, and its bounds over `reach`."""
        if self.chances is None:
            mean = values[self.level]
        else:
            shares = zip(self.chances, values.values(), strict=True)
            mean = sum(share * value for share, value in shares) / sum(self.chances)
        return Chance(mean, min(*reach, mean), max(*reach, mean))


def of_proposition(belief: Belief, prior: float = PRIOR) -> Chance:
    """The probability of the act spoken of."""
    trust = HEARSAY if belief.hearsay else 1.0

    def at(level: int, factuality: float) -> float:
        moved = SHIFT[level] + LEAN.get(level, 0.0) * factuality / _TOP
        return 1 / (1 + exp(-(log(prior / (1 - prior)) + trust * moved)))

    inside = range(belief.low, belief.high + 1)
    reach = [at(level, f) for level in inside for f in (0.0, belief.factuality)]
    return belief.over({level: at(level, belief.factuality) for level in LEVELS}, reach)


def of_commitment(belief: Belief) -> Chance:
    """The probability that the speaker has bound himself, either way."""
    trust = HEARSAY if belief.hearsay else 1.0
    bound = {level: trust * value for level, value in BOUND.items()}
    return belief.over(bound, [bound[level] for level in range(belief.low, belief.high + 1)])
