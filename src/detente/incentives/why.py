"""The ledger of one decision: what complying brings, what cheating brings, and the difference."""

from dataclasses import dataclass

import numpy as np

from detente.case.hints import nearest
from detente.errors import DetenteError
from detente.incentives.comply_path import ComplyPath
from detente.incentives.model import Game, Hold


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger; `value` is EUR bn, or a probability where the words say so."""

    words: str
    value: float


@dataclass(frozen=True, slots=True)
class Ledger:
    """Why a party complies or not in a month, at the mode."""

    party: str
    month: int
    breach: str
    entries: tuple[Entry, ...]
    slack: float
    words: str


def why(hold: Hold, party: str, month: int) -> Ledger:
    """The decision of a party with obligations in a month, against its best breach."""
    game, played = hold.game, hold.played
    _refuse(game, party, month)
    i, n = game.parties.index(party), month
    breach = int(played.worst[0, n, i])
    path = ComplyPath(game, played.pulled[0])
    going_on = played.value[0, min(n + 1, game.months - 1)]
    constant, weight = path.followed[n]
    caught = (constant + weight * going_on)[:, i]
    seen, calm = path.chance(breach), path.chance(-1)
    discount = game.beta[0, i] * (1 - path.h[n])
    worth = np.append(caught, going_on[i])
    gain, slack = float(game.effect[0, breach, i]), float(played.slack[0, n, i])
    response = "acted upon" if played.pulled[0, n, breach] else "looked away from"
    entries = (
        Entry("flow of the month while all comply", float(game.flow[0, n, i])),
        Entry(f"gain of a month of {game.breaches[breach][1]}", gain),
        Entry("probability that it is seen and attributed", float(game.seen[0, breach])),
        Entry("probability of a false alarm, complying", float(calm[:-1].sum())),
        Entry("value of going on", float(going_on[i])),
        Entry(f"value once seen ({response})", float(caught[breach])),
        Entry("what follows complying, discounted", float(discount * (calm @ worth))),
        Entry("what follows cheating, discounted", float(discount * (seen @ worth))),
        Entry("slack: the difference less the gain", slack),
    )
    verb = "complies" if slack >= 0 else "cheats"
    words = (
        f"{party} {verb} in month {n}: {game.breaches[breach][1]} brings {gain:.2f} and costs "
        f"{slack + gain:.2f} EUR bn in what follows"
    )
    return Ledger(party, n, game.breaches[breach][1], entries, slack, words)


def _refuse(game: Game, party: str, month: int) -> None:
    """A question that the package has no answer to."""
    obliged = sorted({name for name, _ in game.breaches})
    if party not in obliged:
        raise DetenteError(f'"{party}" has no breach open to it here; {nearest(party, obliged)}')
    if not 0 <= month < game.months:
        raise DetenteError(f"month {month} is outside the package: give 0 to {game.months - 1}")
