"""What follows where a month leads out of its game: a close, an end, or only some modules shut.

Games with modules shut for good are smaller, and none of them leads back: so they are solved first,
those with most modules shut before all others, and their values stand here as numbers.

Where several ends may strike in a month the first in the list takes what two would share, and the
value of ending is the mean over them. An end that shuts only some modules leaves belief as it is,
and ends a pause that it falls into.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.incentives.model import Bools, Game, Played

Array = NDArray[Any]  # floats, or exact fractions
Values = tuple[Array, Array]  # (K, N+1, I) of a game: triggers believed, and no longer believed


@dataclass(frozen=True, slots=True)
class Exits:
    """The ways out of one game; the same arrays stand for all three where all ends are alike."""

    shut: Array  # (K, N+1, T, I) a pause: flow while it lasts; a close: all that follows
    believed: Array  # (K, N+1, I) value once an end has struck, triggers being believed
    disbelieved: Array  # (K, N+1, I) the same, no longer believed
    waiting: Array  # (K, N+1, I) the same for the ends that strike during a pause


def in_turn(game: Game, solve: Callable[[Game, Exits], Played]) -> Played:
    """A game solved by way of the smaller games that it leads to."""
    games, values = (game, *game.reduced), dict[int, Values]()
    played = {}
    for place in range(len(games) - 1, -1, -1):
        played[place] = solve(games[place], exits(games[place], values))
        values[place] = played[place].value, played[place].disbelieved
    return replace(played[0], reduced=tuple(played[place] for place in range(1, len(games))))


def exits(game: Game, after: Mapping[int, Values]) -> Exits:
    """The ways out of a game, where `after` gives the values of the games that they lead to."""
    shut = game.shut
    if game.closes.any():
        shut = shut.copy()
        for t in np.flatnonzero(game.closes):
            shut[:, :, t] = shut[:, :, t] + _next_month(after[int(game.to_trigger[t])][0])
    if not len(game.winding):
        return Exits(shut, game.lapsed, game.lapsed, game.lapsed)
    every = np.ones(len(game.ends), dtype=np.bool_)
    return Exits(
        shut,
        _ended(game, after, 0, every),
        _ended(game, after, 1, every),
        _ended(game, after, 0, game.recurring),
    )


def _next_month(values: Array) -> Array:
    return np.concatenate([values[:, 1:], values[:, -1:]], axis=1)


def _ended(game: Game, after: Mapping[int, Values], regime: int, counts: Bools) -> Array:
    """(K, N+1, I) mean value over the ends that count, by how likely each is the first."""
    ending = game.ending
    left, chance = ending[:, :, 0] * 0 + 1, ending[:, :, 0] * 0
    total = game.lapsed * 0
    for e in np.flatnonzero(counts):
        first = left * ending[:, :, e]
        value = game.lapsed
        if game.to_end[e] >= 0:
            value = _next_month(after[int(game.to_end[e])][regime])
        for w in np.flatnonzero(game.winding == e):
            value = value + game.wound[:, :, w]
        total = total + first[:, :, None] * value
        chance, left = chance + first, left - first
    strikes = (chance > 0)[:, :, None]
    return np.ascontiguousarray(
        np.where(strikes, total / np.where(strikes, chance[:, :, None], 1), game.lapsed)
    )
