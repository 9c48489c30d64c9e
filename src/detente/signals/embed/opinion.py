"""What level a sentence has by its embedding alone: a second opinion beside the reader's.

    P(level | point) = softmax(a + point . W)      a (9), W (384, 9), penalty L2 on W

fitted when first asked for, on the project's own sentences without the held-out third and on the
textbook sentences: the same weights every time. It knows no rule, no scope of a negation and no
question; where it differs from the reader that is a reason to look, not a correction. The nearest
labelled sentence says what it went by.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from detente.signals.embed.encoder import Floats, encode
from detente.signals.heads.head import LEVELS
from detente.signals.heads.labelled import Labelled, labelled, textbook
from detente.signals.heads.logit import Logit, logit

L2 = 0.3


@dataclass(frozen=True, slots=True)
class Opinion:
    """A level by embedding, its probability among nine, and the labelled sentence closest by."""

    level: int
    probability: float
    nearest: str
    nearest_level: int
    likeness: float  # cosine with the nearest sentence


def second_opinion(texts: Sequence[str]) -> list[Opinion]:
    """An opinion on each text; needs the extra `embed`."""
    if not texts:
        return []
    known, there, head = _fitted()
    points = encode(texts)
    near = points @ there.T
    return [
        _opinion(chances, likeness, known)
        for chances, likeness in zip(head.of(points), near, strict=True)
    ]


def level_chances(texts: Sequence[str]) -> Floats:
    """The probabilities of the nine levels, by embedding alone  # (texts, 9)."""
    _, _, head = _fitted()
    return head.of(encode(texts))


def _opinion(chances: Floats, likeness: Floats, known: Sequence[Labelled]) -> Opinion:
    best, nearest = int(chances.argmax()), int(likeness.argmax())
    return Opinion(
        level=LEVELS[best],
        probability=round(float(chances[best]), 4),
        nearest=known[nearest].text,
        nearest_level=known[nearest].gold,
        likeness=round(float(likeness[nearest]), 4),
    )


@cache
def _fitted() -> tuple[tuple[Labelled, ...], Floats, Logit]:
    known = (*(row for row in labelled() if not row.held_out), *textbook())
    points = encode([row.text for row in known])
    golds = np.array([LEVELS.index(row.gold) for row in known])
    return known, points, logit(points, np.eye(len(LEVELS))[golds], L2)
