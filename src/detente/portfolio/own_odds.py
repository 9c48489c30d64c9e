"""Odds of one's own: futures put elsewhere than the outlook has them, while prices stay."""

from collections.abc import Mapping, Sequence

import numpy as np

from detente.case.hints import nearest
from detente.case.share import ROUNDING, are_shares, settled
from detente.errors import DetenteError
from detente.portfolio.model import Belief
from detente.portfolio.rotate import Box, all_moved_to


def own_odds(beliefs: Mapping[str, Belief], stated: Sequence[str]) -> dict[str, Belief]:
    """Beliefs with futures moved, each as `FUTURE=PROBABILITY` says; the others in proportion.

    All that is stated holds together. Every interval keeps its width. Raises DetenteError where one
    cannot be read, stands twice, or where they do not fit together.
    """
    given: dict[str, float] = {}
    for one in stated:
        name, probability = _read(beliefs, one)
        if name in given:
            reason = f"{name} is stated twice, {given[name]:g} and {probability:g}"
            raise DetenteError(f'"{one}": {reason}', "keep one of them", option="believe")
        given[name] = probability
    total, left = sum(given.values()), set(beliefs) - set(given)
    if total > 1 + ROUNDING or (not left and total < 1 - ROUNDING):
        must = "at most 1" if left else "1, as no other future is left"
        words = " and ".join(f"{name}={value:g}" for name, value in given.items())
        reason = f"{words}: they add to {total:g}"
        raise DetenteError(reason, f"they must add to {must}", option="believe")
    ends = (np.array([getattr(b, end) for b in beliefs.values()]) for end in Belief.__slots__)
    moved = all_moved_to(Box(*ends), [list(beliefs).index(name) for name in given], given.values())
    rows = zip(moved.low.tolist(), moved.mean.tolist(), moved.high.tolist(), strict=True)
    return {name: Belief(*row) for name, row in zip(beliefs, rows, strict=True)}


def _read(beliefs: Mapping[str, Belief], stated: str) -> tuple[str, float]:
    name, _, written = (part.strip() for part in stated.partition("="))
    if name not in beliefs:
        reason = f'"{stated}": no future "{name}"'
        raise DetenteError(reason, nearest(name, beliefs), option="believe")
    try:
        probability = float(written)
    except ValueError:
        probability = -1.0
    if not are_shares(probability):
        reason = f'"{stated}": "{written}" is no probability'
        raise DetenteError(reason, f"write {name}=0.4", option="believe")
    return name, settled(probability)
