"""The game solved as it is defined, in plain array code; the kernel must equal it.

Definitions, with n the month and i the party:
    w_i(n)   flow in the disbelieved regime: everyone does what pays that month
    lax_i(n) = w_i(n) + β_i [h L_i(n) + (1 − h) lax_i(n + 1)]
    response to cause c:  s_i(n) (1 − β_i^D) / (1 − β_i) + β_i^D after_ci, over D months of notice
    after a snap:         S_i(n) + called_ci
    after a close:        kept_i(n) + cred'_i(n + 1), of the game with those modules shut for good
    after a pause:        (paused_i(n) + β_i r L_i(n)) (1 − δ_i^R) / (1 − δ_i) + δ_i^R cred_i(n + 1)
                          over R months, with δ_i = β_i (1 − r) and r the ends that come round:
                          renewals do not wait for a pause; a dated end strikes in its own month
    s_i(n) is w_i(n) without the stocks handed over in n, which arrive once
    L_i(n) is the mean over the ends that may strike; for one that shuts only some modules, what
    still arrives of them and the value of the game without them, believed or not as before
    a decider votes to act iff the response is worth at least lax_i(n + 1) to it, ties to acting
    cred_i(n) = flow + effects
                + β_i [h L_i(n) + (1 − h) (Σ_c P_c next_c + (1 − Σ P_c) cred_i(n + 1))]
Causes are looked at in listed order, so P_c is the chance that c is the first one seen. At the
steady month n + 1 is n itself: the value of a profile kept for ever is then a ratio, and the choice
is iterated from the all-comply value until it no longer changes. Where such jumps go round, the
steady month is played out for EXTRA_MONTHS more, the last followed by the all-comply value; where
even then no choice confirms itself, those months are the value, and the draw is not `settled`.

What differs by less than TIE of the larger, or of EUR 1 bn, is a tie: sums that are equal on paper
round apart. Ties go to acting, to complying, to the smaller breach; a slack that small is 0.

Every step is +, −, ×, / or a comparison, so arrays of fractions.Fraction go through unchanged.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.incentives.exits import Exits, in_turn
from detente.incentives.model import Bools, Floats, Game, Ints, Played
from detente.incentives.profiles import deviations, obliged, profile_table

Array = NDArray[Any]  # floats, or exact fractions
TIE = 1e-9  # of what is compared: what is worth no more than this more is worth the same
POLICY_ROUNDS = 12  # jumps to the value of the last choice kept for ever
EXTRA_MONTHS = 120  # played out where the jumps go round


def solve(game: Game, tie: float = TIE, *, darkest: bool = False) -> Played:
    """Choices, values and slack of every draw and month.

    With `darkest`, of several equilibria the one with the most breaches is played. `tie` is that of
    breaches; votes always have `TIE`.
    """
    return in_turn(game, lambda one, ways_out: _Solver(one, ways_out, tie, darkest).played())


@dataclass(slots=True)
class _Month:
    """What follows each cause in one month: constant + weight × value of going on."""

    constant: Array  # (K, C, I)
    weight: Array  # (K, C, I)
    pulled: Array  # (K, C)


def _size(*values: Array) -> Floats:
    """What a tie is measured by, each for itself: the largest value, EUR 1 bn at least."""
    sizes = (np.abs(value).astype(np.float64) for value in values)
    return np.asarray(reduce(np.maximum, sizes, np.ones(())))


def _power(base: Array, months: Floats) -> Array:
    """base ** months; for fractions, the exact fraction of the rounded power."""
    if base.dtype != object:
        return np.asarray(base**months)
    exact = np.frompyfunc(lambda b, d: Fraction(float(b) ** float(d)), 2, 1)
    return np.asarray(exact(base, months))


class _Solver:
    def __init__(self, game: Game, ways_out: Exits, tie: float, darkest: bool) -> None:
        self.game, self.exits, self.tie, self.darkest = game, ways_out, tie, darkest
        self.table = profile_table(game)
        self.reach = deviations(game, self.table)
        self.parties, self.needed = obliged(game), game.needed
        self.zero = game.flow[:, 0, :] * 0  # (K, I), in the number type of the game
        self.one = self.zero + 1
        self.h = self._any_of(game.ending)
        self.round = self._any_of(game.ending[:, :, game.recurring])
        self.notice = _power(game.beta[:, None, :], game.clock[:, :, None])
        at_will = self._at_will()[:, None, :]
        self.w, self.standing = game.flow + at_will, game.standing + at_will
        self.lax = self._lax()
        self.causes = [self._causes(row) for row in self.table]

    def _any_of(self, ending: Array) -> Array:
        """(K, N+1) chance that any of some ends strikes in a month."""
        return 1 - np.prod(1 - ending, axis=2) if ending.shape[2] else self.game.flow[:, :, 0] * 0

    def _at_will(self) -> Array:
        """(K, I) effects of every party doing, each month, the breach that pays it most."""
        game, total = self.game, self.zero.copy()
        for party in self.parties:
            best, best_gain = self.zero.copy(), self.zero[:, :1].copy()
            for b in np.flatnonzero(game.owner == party):
                gain = game.effect[:, b, party : party + 1]
                better = gain > best_gain + TIE * _size(gain)
                best = np.where(better, game.effect[:, b, :], best)
                best_gain = np.where(better, gain, best_gain)
            total = total + best
        return total

    def _lax(self) -> Array:
        """(K, N+1, I) value once nobody believes the triggers."""
        game, last = self.game, self.game.months - 1
        lax = np.empty_like(game.flow)
        h, beta = self.h[:, :, None], game.beta
        ended = self.exits.disbelieved
        steady = self.w[:, last] + beta * h[:, last] * ended[:, last]
        lax[:, last] = steady / (1 - beta * (1 - h[:, last]))
        for n in range(last - 1, -1, -1):
            onward = h[:, n] * ended[:, n] + (1 - h[:, n]) * lax[:, n + 1]
            lax[:, n] = self.w[:, n] + beta * onward
        return lax

    def _causes(self, row: Ints) -> Array:
        """(K, C) chance that each cause is the first to be seen, given a profile."""
        game, breaches = self.game, len(self.game.breaches)
        left = self.one[:, 0]
        chance = np.stack([self.zero[:, 0]] * len(game.trigger), axis=1)
        for c in range(len(game.trigger)):
            if c < breaches:
                p = game.seen[:, c] if c in row else self.zero[:, 0]
            else:
                p = game.false_alarm[:, c - breaches]
            chance[:, c] = left * p
            left = left * (1 - p)
        return chance

    def _responses(self, n: int, onward: Array, *, all_act: bool = False) -> _Month:
        """What each cause leads to in month n, where going on is worth `onward` (K, I)."""
        game, beta, h = self.game, self.game.beta[:, None, :], self.round[:, n, None, None]
        covered = (game.trigger >= 0)[None, :, None]
        pause = game.pauses[game.trigger][None, :, None] & covered
        close = game.closes[game.trigger][None, :, None] & covered
        notice = (1 - self.notice) / (1 - beta) * self.standing[:, n, None, :]
        delta = beta * (1 - h)
        rest = _power(delta, game.rest[:, :, None])
        shut = self.exits.shut[:, n][:, game.trigger, :]
        waiting = shut + beta * h * self.exits.waiting[:, n, None]
        snapped = game.snapped[:, n, None] + game.called[:, game.era[n]]
        over = np.where(close, shut, snapped)
        after = np.where(pause, (1 - rest) / (1 - delta) * waiting, over)
        constant = notice + self.notice * after
        weight = np.where(pause, self.notice * rest, rest * 0)
        lax_next = self.lax[:, min(n + 1, game.months - 1), None, :]
        worth = constant + weight * onward[:, None, :]
        votes = worth >= lax_next - TIE * _size(worth, lax_next)
        acts = [self._acts(c, votes[:, c]) | all_act for c in range(len(game.trigger))]
        pulled = np.stack(acts, axis=1)
        act = pulled[:, :, None]
        away = np.broadcast_to(lax_next, constant.shape)
        return _Month(np.where(act, constant, away), np.where(act, weight, weight * 0), pulled)

    def _acts(self, cause: int, votes: Array) -> Bools:
        """(K,) whether the deciders of a cause act, by its trigger's rule."""
        trigger = self.game.trigger[cause]
        if trigger < 0:
            return np.full(len(votes), False)
        deciders = self.game.deciders[trigger]
        ayes: Ints = votes[:, deciders].astype(np.int64).sum(axis=1)
        return np.asarray(ayes >= self.needed[trigger])

    def _parts(self, n: int, month: _Month, row: int) -> tuple[Array, Array]:
        """A profile's value as constant + weight × value of going on, each (K, I)."""
        game, chance = self.game, self.causes[row][:, :, None]
        done = [b for b in self.table[row] if b >= 0]
        flow = game.flow[:, n] + sum((game.effect[:, b] for b in done), self.zero)
        h, beta = self.h[:, n, None], game.beta
        unseen = 1 - chance.sum(axis=1)
        struck = (chance * month.constant).sum(axis=1)
        now = flow + beta * (h * self.exits.believed[:, n] + (1 - h) * struck)
        stay = beta * (1 - h) * (unseen + (chance * month.weight).sum(axis=1))
        return now, stay

    def _select(self, values: Array) -> tuple[Ints, Ints]:
        """(K,) the equilibrium that is played, and how many there are; values (P, K, I)."""
        profiles, draws = values.shape[:2]
        regret = np.full((profiles, draws), -np.inf)
        stable = np.ones((profiles, draws), dtype=np.bool_)
        tie = self.tie * _size(*values)  # (K, I)
        for p in range(profiles):
            for m, party in enumerate(self.parties):
                for other in self.reach[p, m]:
                    if other >= 0:
                        more = (values[other, :, party] - values[p, :, party]).astype(np.float64)
                        regret[p] = np.maximum(regret[p], more)
                        stable[p] &= more <= tie[:, party]
        count = stable.sum(axis=0)
        first = stable.argmax(axis=0)
        if self.darkest:
            first = profiles - 1 - stable[::-1].argmax(axis=0)
        choice = np.where(count > 0, first, self._least(regret, tie))
        return choice.astype(np.int64), count.astype(np.int64)

    def _least(self, regret: Floats, tie: Floats) -> Ints:
        """(K,) the first of the profiles (P, K) that no later one betters by more than a tie."""
        least, found = regret[0], np.zeros(regret.shape[1], dtype=np.int64)
        most = tie[:, self.parties].max(axis=1, initial=0.0)
        for p, of_p in enumerate(regret):
            better = of_p < least - most
            least, found = np.where(better, of_p, least), np.where(better, p, found)
        return found

    def _decide(self, onward: Array) -> tuple[Ints, Array, Array, Array]:
        """The steady month's choice and pulls (K, 1 + C), its parts (K, I), its value (K, I)."""
        last, draws = self.game.months - 1, np.arange(len(self.zero))
        month = self._responses(last, onward)
        parts = [self._parts(last, month, p) for p in range(len(self.table))]
        now, stay = (np.stack(part) for part in zip(*parts, strict=True))
        values = now + stay * onward
        choice, _ = self._select(values)
        decided = np.column_stack([choice, month.pulled])
        return decided, now[choice, draws], stay[choice, draws], values[choice, draws]

    def _jump(self, onward: Array, rounds: int) -> tuple[Array, Bools]:
        """(K, I) value of the choice kept for ever, and (K,) whether it then chooses itself."""
        before, settled = None, np.zeros(len(onward), dtype=np.bool_)
        for _ in range(rounds):
            decided, now, stay, _ = self._decide(onward)
            if before is not None:
                settled = (decided == before).all(axis=1)
            onward, before = np.where(settled[:, None], onward, now / (1 - stay)), decided
            if settled.all():
                break
        return onward, settled

    def _steady(self) -> tuple[Array, Bools]:
        """(K, I) value of going on in the steady month, and (K,) whether its choice settles."""
        last = self.game.months - 1
        now, stay = self._parts(last, self._responses(last, self.zero, all_act=True), 0)
        walked: Array = now / (1 - stay)
        onward, settled = self._jump(walked, POLICY_ROUNDS)
        if settled.all():
            return onward, settled
        for _ in range(EXTRA_MONTHS):
            *_, walked = self._decide(walked)
        jumped, confirmed = self._jump(walked, 2)
        late = np.where(confirmed[:, None], jumped, walked)
        return np.where(settled[:, None], onward, late), settled | confirmed

    def played(self) -> Played:
        game, last = self.game, self.game.months - 1
        draws, parties = self.zero.shape
        value, slack = np.empty_like(game.flow), np.empty_like(game.flow)
        worst = np.full((draws, last + 1, parties), -1, dtype=np.int64)
        choice = np.zeros((draws, last + 1), dtype=np.int64)
        count = np.zeros_like(choice)
        pulled = np.zeros((draws, last + 1, len(game.trigger)), dtype=np.bool_)
        onward, settled = self._steady()
        for n in range(last, -1, -1):
            month = self._responses(n, onward)
            parts_of = [self._parts(n, month, p) for p in range(len(self.table))]
            values = np.stack([now + stay * onward for now, stay in parts_of])
            choice[:, n], count[:, n] = self._select(values)
            value[:, n] = values[choice[:, n], np.arange(draws)]
            pulled[:, n] = month.pulled
            slack[:, n], worst[:, n] = self._slack(values)
            onward = value[:, n]
        return Played(self.table, choice, count, value, self.lax, slack, worst, pulled, settled)

    def _slack(self, values: Array) -> tuple[Array, Ints]:
        """(K, I) complying less the best breach while others comply, and that breach."""
        slack = self.zero + (np.nan if self.zero.dtype != object else 0)
        worst = np.full(self.zero.shape, -1, dtype=np.int64)
        for m, party in enumerate(self.parties):
            rows = self.reach[0, m][self.reach[0, m] > 0]
            rows = rows[np.argsort(self.table[rows, m], kind="stable")]
            comply, best = values[0, :, party], values[rows[0], :, party]
            worst[:, party] = self.table[rows[0], m]
            for row in rows[1:]:
                tempted = values[row, :, party]
                better = tempted > best + TIE * _size(best)
                best = np.where(better, tempted, best)
                worst[:, party] = np.where(better, self.table[row, m], worst[:, party])
            slack[:, party] = comply - best
            if slack.dtype != object:
                slack[np.abs(comply - best) <= TIE * _size(comply, best), party] = 0.0
        return slack, worst
