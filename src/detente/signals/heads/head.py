"""A fitted head at work: probabilities of the nine levels, and how much each word weighs in them.

    score(k) = a_k + sum over features of (k * along + departure_k)      k: the level on [-1, 1]
    P(k) = softmax of score / temperature
    a level's case = its score less the mean of all nine: splits exactly over the features' words

`likely` is the conformal set: the levels whose probability reaches the bound that held for nine in
ten of the fitting sentences when each was read by a head that had not seen it. Needs numpy only.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from detente.signals.heads.feature import Feature
from detente.signals.heads.trust import Trust

Floats = NDArray[np.float64]
LEVELS = tuple(range(-4, 5))
WEIGHTS = "heads.json"


@dataclass(frozen=True, slots=True)
class LevelHead:
    """The weights of the level head: a row of nine for each feature it knows."""

    base: Floats  # (9)
    weights: dict[str, Floats]  # name -> (9), departure and slope together
    temperature: float
    bound: float  # the least probability of a level in the conformal set
    doubt: float  # a level less likely than this needs an analyst
    trust: Trust  # how far the rules beside it may be trusted

    def case(self, features: Iterable[Feature]) -> tuple[Floats, list[tuple[Feature, Floats]]]:
        """The nine scores, and what each known feature adds to them; a name counts once."""
        first: dict[str, Feature] = {}
        for feature in features:
            first.setdefault(feature.name, feature)
        known = [(f, self.weights[name]) for name, f in first.items() if name in self.weights]
        score = self.base + sum((row for _, row in known), np.zeros(len(LEVELS)))
        return score, known

    def probabilities(self, score: Floats) -> Floats:
        """Calibrated probabilities of the nine levels."""
        power = np.exp((score - score.max()) / self.temperature)
        return np.asarray(power / power.sum())

    def likely(self, chances: Floats) -> tuple[int, ...]:
        """The levels that cannot be left out at nine in ten; never empty."""
        kept = tuple(k for k, p in zip(LEVELS, chances, strict=True) if p >= self.bound)
        return kept or (LEVELS[int(chances.argmax())],)


@dataclass(frozen=True, slots=True)
class FactualityHead:
    """How far a text presents an event as having happened, from -3 (no) to 3 (yes)."""

    base: float
    weights: dict[str, float]

    def of(self, features: Iterable[Feature]) -> float:
        """The factuality of the event these features describe."""
        names = dict.fromkeys(feature.name for feature in features)  # in the order of the words
        total = self.base + sum(self.weights.get(name, 0.0) for name in names)
        return float(min(max(total, -3.0), 3.0))


@cache
def shipped() -> tuple[LevelHead, FactualityHead]:
    """The heads whose weights come with the package."""
    raw = json.loads((files("detente.signals") / "data" / WEIGHTS).read_text(encoding="utf-8"))
    level, fact = raw["level"], raw["factuality"]
    return (
        LevelHead(
            base=np.array(level["base"]),
            weights={name: _row(row) for name, row in level["weights"].items()},
            temperature=level["temperature"],
            bound=level["bound"],
            doubt=level["doubt"],
            trust=Trust(level["trust"], level["trust_share"]),
        ),
        FactualityHead(fact["base"], fact["weights"]),
    )


def _row(sparse: Sequence[float]) -> Floats:
    """[slope, level, departure, level, departure, ...] as nine numbers."""
    row = sparse[0] * np.linspace(-1.0, 1.0, len(LEVELS))
    for level, departure in zip(sparse[1::2], sparse[2::2], strict=True):
        row[LEVELS.index(int(level))] += departure
    return np.asarray(row)
