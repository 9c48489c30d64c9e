"""The least slack again in exact rationals, where rounding is too near zero to be believed."""

from dataclasses import replace
from fractions import Fraction

import numpy as np

from detente.incentives.model import Game
from detente.incentives.reference import solve

_EXACT = (
    *("beta", "flow", "standing", "effect", "seen", "false_alarm", "ending"),
    *("lapsed", "snapped", "called", "paused"),
)


def exact_game(game: Game, draw: int) -> Game:
    """One draw of a game with every number an exact fraction of its float."""
    exact = np.frompyfunc(Fraction, 1, 1)
    numbers = {name: exact(getattr(game, name)[draw : draw + 1]) for name in _EXACT}
    return replace(
        game, clock=game.clock[draw : draw + 1], rest=game.rest[draw : draw + 1], **numbers
    )


def exact_slack(game: Game, draw: int = 0) -> Fraction:
    """The least slack of a draw over months and obliged parties, without rounding."""
    slack = solve(exact_game(game, draw), tie=0).slack
    obliged = sorted({int(party) for party in game.owner})
    return min(Fraction(value) for value in slack[0][:, obliged].ravel())
