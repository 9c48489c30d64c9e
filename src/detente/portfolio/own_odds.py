"""Odds of one's own: one future put elsewhere than the outlook has it, while prices stay."""

from collections.abc import Mapping
from difflib import get_close_matches

import numpy as np

from detente.case.share import are_shares, settled
from detente.errors import DetenteError
from detente.portfolio.model import Belief
from detente.portfolio.rotate import Box, moved_to


def own_odds(beliefs: Mapping[str, Belief], stated: str) -> dict[str, Belief]:
    """Beliefs with one future moved, as `FUTURE=PROBABILITY` says; the others in proportion.

    Every interval keeps its width. Raises DetenteError where it cannot be read.
    """
    name, _, written = stated.partition("=")
    if name not in beliefs:
        close = get_close_matches(name, beliefs, 1)
        remedy = f'did you mean "{close[0]}"?' if close else f"one of {', '.join(beliefs)}"
        raise DetenteError(f'--believe "{stated}": no future "{name}"; {remedy}')
    try:
        probability = float(written)
    except ValueError:
        probability = -1.0
    if not are_shares(probability):
        raise DetenteError(f'--believe "{stated}": "{written}" is no probability; write {name}=0.4')
    ends = (np.array([getattr(b, end) for b in beliefs.values()]) for end in Belief.__slots__)
    moved = moved_to(Box(*ends), list(beliefs).index(name), settled(probability))
    rows = zip(moved.low.tolist(), moved.mean.tolist(), moved.high.tolist(), strict=True)
    return {name: Belief(*row) for name, row in zip(beliefs, rows, strict=True)}
