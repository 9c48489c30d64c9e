"""The least slack again in exact rationals, where rounding is too near zero to be believed."""

from dataclasses import replace
from fractions import Fraction

import numpy as np

from detente.incentives.draws import one_draw
from detente.incentives.model import Game
from detente.incentives.reference import solve

_EXACT = (
    *("beta", "flow", "standing", "effect", "seen", "false_alarm", "odds"),
    *("lapsed", "snapped", "called", "shut", "wound"),
)


def exact_game(game: Game, draw: int) -> Game:
    """One draw of a game, and of those it leads to, with every number an exact fraction."""
    exact = np.frompyfunc(Fraction, 1, 1)
    one = one_draw(game, draw)
    numbers = {name: exact(getattr(one, name)) for name in _EXACT}
    return replace(one, reduced=tuple(exact_game(part, draw) for part in game.reduced), **numbers)


def exact_slack(game: Game, draw: int = 0) -> Fraction:
    """The least slack of a draw over months and obliged parties, without rounding.

    That of the whole package; where modules may be shut for good, what follows is as exact.
    """
    slack = solve(exact_game(game, draw), tie=0).slack
    obliged = sorted({int(party) for party in game.owner})
    return min(Fraction(value) for value in slack[0][:, obliged].ravel())
