"""Games and how they are played, draw by draw: one of them alone, or many put together."""

from dataclasses import fields, replace
from typing import Any

import numpy as np

from detente.incentives.model import Course, Game, Played

_SHARED = frozenset(  # arrays of a game that are the same in every draw
    {
        *("era", "recurring", "pauses", "rules", "deciders", "sizes", "owner", "trigger"),
        *("to_trigger", "to_end", "winding"),
    }
)


def some_draws(game: Game, draws: slice) -> Game:
    """A game, and those it leads to, of some of the draws."""
    return replace(
        game,
        reduced=tuple(some_draws(part, draws) for part in game.reduced),
        **_rows(game, draws, _SHARED),
    )


def one_draw(game: Game, draw: int) -> Game:
    """A game of one draw, apart from those it leads to."""
    return replace(game, reduced=(), **_rows(game, slice(draw, draw + 1), _SHARED))


def at_mode(game: Game) -> Game:
    """A game at the mode, with numbers of its own so that the draws may be forgotten."""
    return some_draws(game, slice(0, 1))


def played_at_mode(played: Played) -> Played:
    """How a game is played at the mode."""
    parts = tuple(played_at_mode(part) for part in played.reduced)
    return replace(played, reduced=parts, **_rows(played, slice(0, 1), frozenset({"profiles"})))


def courses_of(game: Game, played: Played, draws: slice = slice(None)) -> tuple[Course, ...]:
    """What decides how long the package lives, for the whole game and each that it leads to."""
    games, plays = (game, *game.reduced), (played, *played.reduced)
    return tuple(_course(g, p, draws) for g, p in zip(games, plays, strict=True))


def _course(game: Game, played: Played, draws: slice) -> Course:
    return Course(
        gone=game.gone,
        breachers=tuple(party for party, _ in game.breaches),
        ends=game.ends,
        seen=game.seen[draws],
        false_alarm=game.false_alarm[draws],
        era=game.era,
        odds=game.odds[draws],
        pauses=game.pauses,
        trigger=game.trigger,
        to_trigger=game.to_trigger,
        to_end=game.to_end,
        profiles=played.profiles,
        choice=played.choice[draws].astype(np.int16),
        answers=np.packbits(played.pulled[draws], axis=2),
    )


def _rows(thing: Game | Played, draws: slice, shared: frozenset[str]) -> dict[str, Any]:
    arrays = ((f.name, getattr(thing, f.name)) for f in fields(thing))
    return {
        name: array[draws].copy()
        for name, array in arrays
        if isinstance(array, np.ndarray) and name not in shared
    }
