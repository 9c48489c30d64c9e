"""The ledger of one decision: what complying brings, what cheating brings, and the difference.

Complying, the party is seen only by a false alarm; cheating, by the chance that its breach is seen.
So a decision is the month's gain against that chance times what is lost by it: the value of going
on less the value once seen. Both are told month by month, discounted to the month of the decision;
what comes after those months, or after an end, a disbelief or the answer itself, is told in a lump.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from detente.case.hints import nearest
from detente.errors import DetenteError
from detente.incentives.comply_path import ComplyPath, values_played
from detente.incentives.model import Floats, Game, Hold

AHEAD = 12  # months told one by one


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger; `value` is EUR bn, or a probability where the words say so."""

    words: str
    value: float


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a month ahead brings, EUR bn, discounted to the month of the decision."""

    month: int
    in_force: float  # probability that it is reached without an end, or anything seen
    going_on: float  # expected, if nothing is seen now
    once_seen: float  # of the notice and the pause, if the breach is seen now


@dataclass(frozen=True, slots=True)
class Ledger:
    """Why a party complies or not in a month, at the mode."""

    party: str
    month: int
    breach: str
    entries: tuple[Entry, ...]
    ahead: tuple[Ahead, ...]
    later: Ahead  # all that is not in `ahead`; month after the last of it
    slack: float
    words: str


@dataclass(frozen=True, slots=True)
class _Decision:
    """Party i in month n, about to comply or to do its best breach."""

    hold: Hold
    i: int
    n: int
    breach: int
    path: ComplyPath
    going_on: float  # value from the next month on, if nothing is seen
    caught: Floats  # (C,) value once a cause is seen

    @property
    def beta(self) -> float:
        return float(self.path.beta[self.i])

    @property
    def pulled(self) -> bool:
        return bool(self.hold.played.pulled[0, self.n, self.breach])

    @property
    def gain(self) -> float:
        return float(self.hold.game.effect[0, self.breach, self.i])

    @property
    def slack(self) -> float:
        return float(self.hold.played.slack[0, self.n, self.i])


def why(hold: Hold, party: str, month: int) -> Ledger:
    """The decision of a party with obligations in a month, against its best breach."""
    game = hold.game
    _refuse(game, party, month)
    it = _decision(hold, game.parties.index(party), month)
    breach = game.breaches[it.breach][1]
    verb = "complies" if it.slack >= 0 else "cheats"
    words = (
        f"{party} {verb} in month {month}: {breach} brings {it.gain:z.2f} and costs "
        f"{it.slack + it.gain:z.2f} EUR bn in what follows"
    )
    *ahead, later = _ahead(it)
    return Ledger(party, month, breach, tuple(_entries(it)), tuple(ahead), later, it.slack, words)


def _decision(hold: Hold, i: int, n: int) -> _Decision:
    game, played = hold.game, hold.played
    path = ComplyPath(game, played.pulled[0], values_played(played))
    going_on = played.value[0, min(n + 1, game.months - 1)]
    constant, weight = path.followed[n]
    caught = (constant + weight * going_on)[:, i]
    return _Decision(hold, i, n, int(played.worst[0, n, i]), path, float(going_on[i]), caught)


def _entries(it: _Decision) -> Iterator[Entry]:
    game, b, n, i = it.hold.game, it.breach, it.n, it.i
    seen, calm = it.path.chance(b), it.path.chance(-1)
    worth = np.append(it.caught, it.going_on)
    discount = it.beta * (1 - it.path.h[n])
    yield Entry("flow of the month while all comply", float(game.flow[0, n, i]))
    yield Entry(f"gain of a month of {game.breaches[b][1]}", it.gain)
    yield Entry("probability that it is seen and attributed", float(game.seen[0, b]))
    yield Entry("probability of a false alarm, complying", float(calm[:-1].sum()))
    yield Entry("value of going on", it.going_on)
    yield Entry(f"value once seen ({_response(game, b, it.pulled)})", float(it.caught[b]))
    yield Entry("cost of being seen: the difference", float(it.going_on - it.caught[b]))
    yield Entry("relief that would be kept after a snap-back", float(it.hold.kept[n, i]))
    yield Entry("what follows complying, discounted", float(discount * (calm @ worth)))
    yield Entry("what follows cheating, discounted", float(discount * (seen @ worth)))
    yield Entry("slack: the difference less the gain", it.slack)


def _ahead(it: _Decision) -> Iterator[Ahead]:
    """The months ahead, and last of all in one what is not among them."""
    (chances, flows), seen = zip(*_going_on(it), strict=True), _once_seen(it)
    for k in range(AHEAD):
        yield Ahead(it.n + 1 + k, chances[k], it.beta * flows[k], it.beta * float(seen[k]))
    on, off = it.going_on - sum(flows[:AHEAD]), float(it.caught[it.breach] - seen.sum())
    yield Ahead(it.n + 1 + AHEAD, chances[AHEAD], it.beta * on, it.beta * off)


def _response(game: Game, breach: int, pulled: bool) -> str:
    if not pulled:
        return "looked away from"
    trigger = int(game.trigger[breach])
    if game.pauses[trigger]:
        return "acted upon, with a pause"
    return "acted upon, with modules shut" if game.closes[trigger] else "acted upon"


def _going_on(it: _Decision) -> Iterator[tuple[float, float]]:
    """For each month ahead: chance that nothing has been seen or ended, and expected flow."""
    game, played, chance, discount = it.hold.game, it.hold.played, 1.0, 1.0
    for month in range(it.n + 1, it.n + 2 + AHEAD):
        m = min(month, game.months - 1)
        done = [int(b) for b in played.profiles[played.choice[0, m]] if b >= 0]
        flow = float(game.flow[0, m, it.i] + sum(game.effect[0, b, it.i] for b in done))
        yield chance, chance * discount * flow
        unseen = np.prod([1 - game.seen[0, b] for b in done]) * np.prod(1 - game.false_alarm[0])
        chance *= float(unseen * (1 - it.path.h[m]))
        discount *= it.beta


def _once_seen(it: _Decision) -> Floats:
    """(AHEAD,) what the months of notice bring, and those of a pause; 0 where it is over."""
    game, path, cause = it.hold.game, it.path, it.breach
    edges = np.arange(AHEAD + 1, dtype=np.float64)
    if not it.pulled:
        return np.zeros(AHEAD)
    clock, flow = game.clock[0, cause], game.flow[0, it.n, it.i]
    standing = path.w[it.n, it.i] - flow + game.standing[0, it.n, it.i]
    left = it.beta ** np.minimum(edges, clock)
    told = standing * (left[:-1] - left[1:]) / (1 - it.beta)
    if path.pause[cause]:
        rate = it.beta * (1 - path.round[it.n])
        rest = rate ** np.clip(edges - clock, 0.0, game.rest[0, cause])
        month = path.exits.shut[0, it.n, game.trigger[cause], it.i]
        month += it.beta * path.round[it.n] * path.exits.waiting[0, it.n, it.i]
        told += it.beta**clock * month * (rest[:-1] - rest[1:]) / (1 - rate)
    return np.asarray(told)


def _refuse(game: Game, party: str, month: int) -> None:
    """A question that the package has no answer to."""
    obliged = sorted({name for name, _ in game.breaches})
    if party not in obliged:
        raise DetenteError(f'"{party}" has no breach open to it here', nearest(party, obliged))
    if not 0 <= month < game.months:
        raise DetenteError(f"month {month} is outside the package: give 0 to {game.months - 1}")
