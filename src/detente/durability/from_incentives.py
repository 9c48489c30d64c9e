"""Follows the played game through time: alive, eroded or collapsed, and of what.

From month n, with the profile that is played: the package ends without breach with the hazards of
its ends; otherwise the first cause seen is acted upon (a snap ends it, a pause costs time but not
life) or looked away from (then nobody believes the triggers); otherwise it goes on. A pause counts
as alive and its schedule is not lagged here: a stated simplification.
"""

from collections.abc import Mapping

import numpy as np

from detente.durability.model import Floats, Lifetime
from detente.incentives.model import Game, Hold, Played

FALSE_ALARM = "false alarm"


def lifetime(hold: Hold) -> Lifetime:
    """The inside view of a package's durability."""
    return followed(hold.game, hold.played)


def followed(game: Game, played: Played) -> Lifetime:
    """A played game, followed from signature to the steady month."""
    draws, months = played.choice.shape
    believed, disbelieved = np.ones(draws), np.zeros(draws)
    causes = _cause_names(game)
    collapsed = {cause: np.zeros((draws, months)) for cause in [*causes, *game.ends]}
    intact, eroded = np.zeros((draws, months)), np.zeros((draws, months))
    complies = np.all(played.profiles < 0, axis=1, keepdims=True)[:, 0]
    for n in range(months):
        clean = complies[played.choice[:, n]]
        intact[:, n] = np.where(clean, believed, 0.0)
        eroded[:, n] = np.where(clean, 0.0, believed) + disbelieved
        if n + 1 == months:
            break
        for total in collapsed.values():
            total[:, n + 1] = total[:, n]
        _end(game, collapsed, believed + disbelieved, n)
        going = np.prod(1 - game.ending[:, n], axis=1)
        snapped, doubted = _struck(game, played, collapsed, believed * going, n)
        disbelieved = disbelieved * going + doubted
        believed = believed * going - snapped - doubted
    return Lifetime(intact, eroded, _merged(collapsed))


def _cause_names(game: Game) -> list[str]:
    """For every cause of a pull: the party that breached, or a false alarm."""
    return [party for party, _ in game.breaches] + [FALSE_ALARM] * len(game.triggers)


def _end(game: Game, collapsed: Mapping[str, Floats], alive: Floats, n: int) -> None:
    """Adds to the ends without breach; the first in the list takes what two would share."""
    left = alive
    for e, end in enumerate(game.ends):
        gone = left * game.ending[:, n, e]
        collapsed[end][:, n + 1] += gone
        left = left - gone


def _struck(
    game: Game, played: Played, collapsed: Mapping[str, Floats], believed: Floats, n: int
) -> tuple[Floats, Floats]:
    """(K,) share that is snapped back, and share that is looked away from, in month n."""
    profile = played.profiles[played.choice[:, n]]
    left, snapped, doubted = believed, np.zeros_like(believed), np.zeros_like(believed)
    for c, name in enumerate(_cause_names(game)):
        trigger, breaches = int(game.trigger[c]), len(game.breaches)
        if c < breaches:
            seen = np.where((profile == c).any(axis=1), game.seen[:, c], 0.0)
        else:
            seen = game.false_alarm[:, c - breaches]
        struck = left * seen
        left = left - struck
        acted = played.pulled[:, n, c]
        doubted = doubted + np.where(acted, 0.0, struck)
        if not game.pauses[trigger]:
            gone = np.where(acted, struck, 0.0)
            collapsed[name][:, n + 1] += gone
            snapped = snapped + gone
    return snapped, doubted


def _merged(collapsed: Mapping[str, Floats]) -> dict[str, Floats]:
    """Ends of one party together, and only causes that ever strike."""
    merged: dict[str, Floats] = {}
    for cause, total in collapsed.items():
        name = f"{cause.split(': ')[0]} ends it" if ": " in cause else cause
        name = f"breach by {name}" if ": " not in cause and cause != FALSE_ALARM else name
        merged[name] = merged.get(name, 0.0) + total
    return {name: total for name, total in merged.items() if total.any()}
