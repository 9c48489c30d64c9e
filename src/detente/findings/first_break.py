"""Which breach comes first, over the draws in which somebody gains by cheating.

Of each such draw the first month with a slack below zero, there the party with the least, and what
that party then does, or would do at the mode.
"""

import numpy as np

from detente.findings.model import FirstBreak
from detente.incentives import Hold
from detente.incentives.model import Ints


def first_break(held: Hold) -> FirstBreak | None:
    """The breach that comes first most often; None where nobody gains by cheating in any draw."""
    drawn = np.arange(min(1, len(held.holds) - 1), len(held.holds))  # the mode is no draw
    failing = drawn[(held.slack[drawn] < 0).any(axis=(1, 2))]
    if not len(failing):
        return None
    months = (held.slack[failing] < 0).any(axis=2).argmax(axis=1)
    breaches = first_breaches(held, failing, months)
    top = int(np.bincount(breaches, minlength=len(held.game.breaches)).argmax())
    mine = breaches == top
    party, breach = held.game.breaches[top]
    return FirstBreak(
        party=party,
        breach=breach,
        month=int(np.median(months[mine])),
        share=float(mine.mean()),
        covered=bool(held.game.trigger[top] >= 0),
    )


def first_breaches(held: Hold, draws: Ints, months: Ints) -> Ints:
    """By draw, the breach of the party with the least slack in a month, as a place in the game."""
    course = held.courses[0][0]
    choice = np.concatenate([share[0].choice for share in held.courses])
    column = held.slack[draws, months].argmin(axis=1)
    played = course.profiles[choice[draws, months], column]
    would = held.played.worst[0, months, held.obliged[column]]
    return np.asarray(np.where(played >= 0, played, would))
