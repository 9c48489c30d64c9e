"""One draw of the game while all comply: what each step of the decision is worth.

The formulas are those of `reference`, for a single draw and the all-comply profile, where every
value is affine in the flows. `design` reads its programs off this path; `why` reads its ledger.
Where modules may be shut for good, what follows is the comply path of the smaller games, with the
same answers to the same causes; or, where it is given, how those games are in fact played.
"""

from collections.abc import Mapping

import numpy as np

from detente.incentives.draws import one_draw
from detente.incentives.exits import Values, exits
from detente.incentives.model import Bools, Floats, Game, Played
from detente.incentives.profiles import obliged
from detente.incentives.reference import TIE


class ComplyPath:
    """Values at the mode while all comply, where `pulled` (N+1, C) says what is acted upon."""

    def __init__(
        self, game: Game, pulled: Bools, after: Mapping[int, Values] | None = None
    ) -> None:
        self.game, self.pulled = game, pulled
        known = values_below(game, pulled) if after is None else after
        self.exits = exits(one_draw(game, 0), known)
        self.beta, self.clock = game.beta[0], game.clock[0][:, None]
        ending = game.odds[0][game.era]
        self.h = np.asarray(1 - np.prod(1 - ending, axis=1))
        self.round = np.asarray(1 - np.prod(1 - ending[:, game.recurring], axis=1))
        self.pause = game.pauses[game.trigger] & (game.trigger >= 0)
        self.close = game.closes[game.trigger] & (game.trigger >= 0)
        self.w = game.flow[0] + self._at_will()
        self.calm = self.chance(-1)
        self.lax = self._lax()
        months = range(game.months)
        self.responses = [self._response(n) for n in months]
        self.followed = [self._followed(n) for n in months]
        self.value = self._value()

    def _at_will(self) -> Floats:
        game, total = self.game, np.zeros(len(self.beta))
        for party in obliged(game):
            best, most = -1, 0.0
            for b in np.flatnonzero(game.owner == party):
                gain = float(game.effect[0, b, party])
                if gain > most + TIE * max(1.0, abs(gain)):
                    best, most = int(b), gain
            if best >= 0:
                total += game.effect[0, best]
        return total

    def chance(self, breach: int) -> Floats:
        """(C + 1,) chance that each cause is seen first, and none, if one breaches alone."""
        seen = np.where(np.arange(len(self.game.breaches)) == breach, self.game.seen[0], 0.0)
        each = np.concatenate([seen, self.game.false_alarm[0]])
        left = np.concatenate([[1.0], np.cumprod(1 - each)])
        return np.append(each * left[:-1], left[-1])

    def _lax(self) -> Floats:
        lax: Floats = np.zeros_like(self.w)
        last = len(lax) - 1
        end = self.h[:, None] * self.exits.disbelieved[0]
        steady = self.w[last] + self.beta * end[last]
        lax[last] = steady / (1 - self.beta * (1 - self.h[last]))
        for n in range(last - 1, -1, -1):
            lax[n] = self.w[n] + self.beta * (end[n] + (1 - self.h[n]) * lax[n + 1])
        return lax

    def _response(self, n: int) -> tuple[Floats, Floats]:
        """(C, I) what acting on each cause is worth: constant, and weight of going on."""
        game = self.game
        waits = self.beta**self.clock
        standing = self.w[n] - game.flow[0, n] + game.standing[0, n]  # a stock arrives once
        notice = (1 - waits) / (1 - self.beta) * standing
        delta = self.beta * (1 - self.round[n])
        rest = delta ** game.rest[0][:, None]
        shut = self.exits.shut[0, n][game.trigger]
        waiting = shut + self.beta * self.round[n] * self.exits.waiting[0, n]
        snapped = game.snapped[0, n] + game.called[0, game.era[n]]
        pause, close = self.pause[:, None], self.close[:, None]
        over = np.where(close, shut, snapped)
        after = np.where(pause, (1 - rest) / (1 - delta) * waiting, over)
        return notice + waits * after, np.where(pause, waits * rest, 0.0)

    def _followed(self, n: int) -> tuple[Floats, Floats]:
        """The same, but what nobody would act upon leads to disbelief."""
        constant, weight = self.responses[n]
        act, after = self.pulled[n][:, None], min(n + 1, len(self.lax) - 1)
        return np.where(act, constant, self.lax[after]), np.where(act, weight, 0.0)

    def onward(self, n: int, chance: Floats, going_on: Floats) -> Floats:
        """(I,) discounted value of what follows month n."""
        constant, weight = self.followed[n]
        struck = chance[:-1] @ constant + (chance[:-1] @ weight + chance[-1]) * going_on
        ends = self.h[n] * self.exits.believed[0, n]
        return np.asarray(self.beta * (ends + (1 - self.h[n]) * struck))

    def _value(self) -> Floats:
        flow, last = self.game.flow[0], self.game.months - 1
        value: Floats = np.zeros_like(flow)
        constant, weight = self.followed[last]
        stay = self.calm[:-1] @ weight + self.calm[-1]
        ends = self.h[last] * self.exits.believed[0, last]
        now = flow[last] + self.beta * (ends + (1 - self.h[last]) * (self.calm[:-1] @ constant))
        value[last] = now / (1 - self.beta * (1 - self.h[last]) * stay)
        for n in range(last - 1, -1, -1):
            value[n] = flow[n] + self.onward(n, self.calm, value[n + 1])
        return value

    def slack(self, n: int, breach: int) -> float:
        """Complying less this breach, in month n, while the others comply."""
        i = int(self.game.owner[breach])
        going_on = self.value[min(n + 1, len(self.value) - 1)]
        comply = self.onward(n, self.calm, going_on)[i]
        cheat = self.onward(n, self.chance(breach), going_on)[i]
        return float(comply - cheat - self.game.effect[0, breach, i])

    def will(self, n: int, cause: int, decider: int) -> float:
        """What acting on a cause is worth to a decider beyond looking away."""
        after = min(n + 1, len(self.value) - 1)
        constant, weight = self.responses[n]
        acted = constant[cause] + weight[cause] * self.value[after]
        return float(acted[decider] - self.lax[after, decider])


def values_below(game: Game, pulled: Bools) -> Mapping[int, Values]:
    """Comply paths of the games with modules shut, those with most of them shut first."""
    after: dict[int, Values] = {}
    for place in range(len(game.reduced), 0, -1):
        path = ComplyPath(game.reduced[place - 1], pulled, after)
        after[place] = path.value[None], path.lax[None]
    return after


def values_played(played: Played) -> Mapping[int, Values]:
    """Values of the games with modules shut as they are in fact played, at the mode."""
    parts = enumerate(played.reduced, start=1)
    return {place: (part.value[:1], part.disbelieved[:1]) for place, part in parts}
