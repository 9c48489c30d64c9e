"""The least slack again in exact rationals, where rounding is too near zero to be believed."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.incentives.draws import one_draw
from detente.incentives.model import Game
from detente.incentives.reference import TIE, solve

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
    slack, _ = _exactly(game, draw)
    return min(Fraction(value) for value in slack.ravel())


def exactly_holds(game: Game, draw: int = 0) -> bool:
    """Whether every slack of a draw is at least zero, but for a tie.

    The numbers of a game are rounded before they become fractions: less than a tie means nothing.
    """
    slack, value = _exactly(game, draw)
    size = np.maximum(1.0, np.abs(value.astype(np.float64)))
    return bool((slack.astype(np.float64) >= -TIE * size).all())


def _exactly(game: Game, draw: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """(N+1, M) slack and value of the obliged parties, as fractions."""
    played = solve(exact_game(game, draw))
    obliged = sorted({int(party) for party in game.owner})
    return played.slack[0][:, obliged], played.value[0][:, obliged]
