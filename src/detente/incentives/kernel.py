"""The same game solved fast: one compiled loop nest over draws, equal to the reference.

Letters and shapes are those of `model.Game` and `reference`; tests prove the two equal.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
from numba import njit

from detente.incentives.exits import Exits, in_turn
from detente.incentives.model import Game, Played
from detente.incentives.profiles import deviations, obliged, profile_table
from detente.incentives.reference import EXTRA_MONTHS, POLICY_ROUNDS, TIE

# How far the steady month is: its first value, jumps, months walked, a last jump, or settled.
START, JUMP, WALK, CONFIRM, DONE = range(5)


def solve_fast(game: Game) -> Played:
    """Choices, values and slack of every draw and month; threads share the draws."""
    return in_turn(game, _solve_one)


def _solve_one(game: Game, ways_out: Exits) -> Played:
    table = profile_table(game)
    reach, parties = deviations(game, table), np.array(obliged(game), dtype=np.int64)
    draws, months, width = game.flow.shape
    value, lax, slack = (np.full((draws, months, width), np.nan) for _ in range(3))
    worst = np.full((draws, months, width), -1, dtype=np.int64)
    choice, count = np.zeros((draws, months), np.int64), np.zeros((draws, months), np.int64)
    pulled = np.zeros((draws, months, len(game.trigger)), dtype=np.bool_)
    settled = np.zeros(draws, dtype=np.bool_)
    h = np.take(1 - np.prod(1 - game.odds, axis=2), game.era, axis=1)
    again = np.take(1 - np.prod(1 - game.odds[:, :, game.recurring], axis=2), game.era, axis=1)
    tables = (table, reach, parties, game.pauses, game.closes, game.needed, game.deciders, game.era)
    data = [game.beta, game.flow, game.effect, game.seen, game.false_alarm, h, again]
    data += [ways_out.believed, ways_out.disbelieved, ways_out.waiting, ways_out.shut]
    data += [game.snapped, game.called, game.clock, game.rest, game.standing]
    results = (value, lax, slack, worst, choice, count, pulled, settled)
    limits = (TIE, POLICY_ROUNDS, EXTRA_MONTHS)  # as arguments: the cache knows this file alone

    def run(part: slice) -> None:
        by_draw = (x[part] for x in (*data, *results))
        _solve(*limits, *tables, game.owner, game.trigger, *by_draw)

    workers = max(1, min(os.cpu_count() or 1, draws // 64))
    edges = np.linspace(0, draws, workers + 1).astype(int)
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(run, [slice(a, b) for a, b in pairwise(edges)]))
    return Played(table, choice, count, value, lax, slack, worst, pulled, settled)


@njit(cache=True, nogil=True)
def _causes(table, seen, false_alarm, chance):  # type: ignore[no-untyped-def]
    """Fills chance (C + 1, P): each cause seen first, and last of all that none is seen."""
    profiles, obliged = table.shape
    breaches, triggers = seen.shape[0], false_alarm.shape[0]
    for p in range(profiles):
        left = 1.0
        for b in range(breaches):
            chance[b, p] = 0.0
            for m in range(obliged):
                if table[p, m] == b:
                    chance[b, p] = left * seen[b]
            left -= chance[b, p]
        for t in range(triggers):
            chance[breaches + t, p] = left * false_alarm[t]
            left -= chance[breaches + t, p]
        chance[breaches + triggers, p] = left


@njit(cache=True, nogil=True)
def _done(table, effect, done):  # type: ignore[no-untyped-def]
    """Fills done (I, P): what the breaches of each profile change in the month's flow."""
    profiles, players = table.shape
    done[:] = 0.0
    for p in range(profiles):
        for m in range(players):
            if table[p, m] >= 0:
                done[:, p] += effect[table[p, m]]


@njit(cache=True, nogil=True)
def _disbelieved(w, h, ended, beta, lax):  # type: ignore[no-untyped-def]
    """Fills lax (N+1, I) backwards from the steady month."""
    last = len(w) - 1
    for n in range(last, -1, -1):
        for i in range(len(beta)):
            ends = w[n, i] + beta[i] * h[n] * ended[n, i]
            if n == last:
                lax[n, i] = ends / (1 - beta[i] * (1 - h[n]))
            else:
                lax[n, i] = ends + beta[i] * (1 - h[n]) * lax[n + 1, i]


@njit(cache=True, nogil=True)
def _size(one, other):  # type: ignore[no-untyped-def]
    """What a tie is measured by: the larger of two values, EUR 1 bn at least."""
    return max(1.0, abs(one), abs(other))


@njit(cache=True, nogil=True)
def _select(values, reach, obliged, tie, ties):  # type: ignore[no-untyped-def]
    """The equilibrium that is played, or the profile of least regret, and how many there are."""
    chosen, stable, fallback, least, most = -1, 0, 0, np.inf, 0.0
    for m in range(len(obliged)):
        ties[m] = tie
        for p in range(values.shape[1]):
            ties[m] = max(ties[m], tie * abs(values[obliged[m], p]))
        most = max(most, ties[m])
    for p in range(values.shape[1]):
        regret, keeps = -np.inf, True
        for m in range(len(obliged)):
            i = obliged[m]
            for a in range(reach.shape[2]):
                if reach[p, m, a] >= 0:
                    more = values[i, reach[p, m, a]] - values[i, p]
                    regret = max(regret, more)
                    keeps = keeps and more <= ties[m]
        if keeps:
            stable += 1
            if chosen < 0:
                chosen = p
        if p == 0 or regret < least - most:
            least, fallback = regret, p
    return (chosen if chosen >= 0 else fallback), stable


@njit(cache=True, nogil=True)
def _solve(  # type: ignore[no-untyped-def]  # noqa: C901, PLR0912, PLR0913, PLR0915, PLR0917
    tie, policy_rounds, extra_months,
    table, reach, obliged, pauses, closes, needed, deciders, era, owner, trigger,
    beta, flow, effect, seen, false_alarm, h, again, believed, disbelieved, during, shut,
    snapped, called, clock, rest, standing,
    value, lax, slack, worst, choice, count, pulled, settled,
):  # fmt: skip
    draws, months, parties = flow.shape
    profiles, players = table.shape
    causes, last = trigger.shape[0], months - 1
    chance, acted = np.empty((causes + 1, profiles)), np.empty(causes, dtype=np.bool_)
    constant, weight = np.empty((causes, parties)), np.empty((causes, parties))
    waits, waiting = np.empty((causes, parties)), np.empty((causes, parties))
    rests, resting = np.empty((causes, parties)), np.empty((causes, parties))
    now, stay = np.empty((parties, profiles)), np.empty((parties, profiles))
    values, done = np.empty((parties, profiles)), np.empty((parties, profiles))
    at_will, onward = np.empty(parties), np.empty(parties)
    start, walked, ties = np.empty(parties), np.empty(parties), np.empty(players)

    for k in range(draws):
        _causes(table, seen[k], false_alarm[k], chance)
        _done(table, effect[k], done)

        # Everyone's best breach when nobody is watching.
        at_will[:] = 0.0
        for m in range(players):
            best, gain = -1, 0.0
            for b in range(owner.shape[0]):
                more = effect[k, b, obliged[m]]
                if owner[b] == obliged[m] and more > gain + tie * _size(more, 1.0):
                    best, gain = b, more
            if best >= 0:
                at_will += effect[k, best]
        _disbelieved(flow[k] + at_will, h[k], disbelieved[k], beta[k], lax[k])

        for c in range(causes):
            for i in range(parties):
                waits[c, i] = beta[k, i] ** clock[k, c]
                waiting[c, i] = (1 - waits[c, i]) / (1 - beta[k, i])
        onward[:] = 0.0
        stage, rounds, before, n, timed = START, 0, -1, last, np.nan
        while n >= 0:
            nxt, lives = min(n + 1, last), 1 - h[k, n]
            if again[k, n] != timed:  # powers are dear, and this chance seldom changes
                timed = again[k, n]
                for c in range(causes):
                    for i in range(parties):
                        rate = beta[k, i] * (1 - timed)
                        rests[c, i] = rate ** rest[k, c]
                        resting[c, i] = (1 - rests[c, i]) / (1 - rate)

            # What each cause leads to, if the deciders act and if they look away.
            changed = False
            for c in range(causes):
                t, act = trigger[c], False
                if t >= 0:
                    ayes = 0
                    for i in range(parties):
                        if pauses[t]:
                            month = shut[k, n, t, i] + beta[k, i] * timed * during[k, n, i]
                            after = resting[c, i] * month
                            weight[c, i] = waits[c, i] * rests[c, i]
                        else:
                            if closes[t]:
                                after = shut[k, n, t, i]
                            else:
                                after = snapped[k, n, i] + called[k, era[n], c, i]
                            weight[c, i] = 0.0
                        month = standing[k, n, i] + at_will[i]
                        constant[c, i] = waiting[c, i] * month + waits[c, i] * after
                        if deciders[t, i]:
                            worth = constant[c, i] + weight[c, i] * onward[i]
                            away = lax[k, nxt, i]
                            if worth >= away - tie * _size(worth, away):
                                ayes += 1
                    act = stage == START or ayes >= needed[t]
                if not act:
                    for i in range(parties):
                        constant[c, i], weight[c, i] = lax[k, nxt, i], 0.0
                changed = changed or act != acted[c]
                acted[c] = act

            # Every profile's value: now + stay × value of going on.
            for i in range(parties):
                for p in range(profiles):
                    now[i, p] = 0.0
                    stay[i, p] = chance[causes, p]
                for c in range(causes):
                    said, weighs = constant[c, i], weight[c, i]
                    for p in range(profiles):
                        now[i, p] += chance[c, p] * said
                        stay[i, p] += chance[c, p] * weighs
                ends, flows = h[k, n] * believed[k, n, i], flow[k, n, i]
                discount, going_on = beta[k, i], onward[i]
                for p in range(profiles):
                    now[i, p] = flows + done[i, p] + discount * (ends + lives * now[i, p])
                    stay[i, p] *= discount * lives
                    values[i, p] = now[i, p] + stay[i, p] * going_on
            if stage == START:
                for i in range(parties):
                    start[i] = onward[i] = now[i, 0] / (1 - stay[i, 0])
                stage = JUMP
                continue
            chosen, stable = _select(values, reach, obliged, tie, ties)

            # The steady month comes first and may be visited many times.
            if stage != DONE:
                same = chosen == before and not changed
                rounds += 1
                before = chosen
                if stage == WALK and rounds <= extra_months:
                    onward[:] = values[:, chosen]
                    continue
                if stage == WALK:
                    stage = CONFIRM
                    walked[:] = onward
                    onward[:] = now[:, chosen] / (1 - stay[:, chosen])
                    continue
                if not same and stage == JUMP:
                    onward[:] = now[:, chosen] / (1 - stay[:, chosen])
                    if rounds == policy_rounds:
                        stage, rounds = WALK, 0
                        onward[:] = start
                    continue
                stage, settled[k] = DONE, same
                if not same:
                    onward[:] = walked
                    continue

            choice[k, n], count[k, n] = chosen, stable
            pulled[k, n] = acted
            for m in range(players):
                i, best = obliged[m], -1
                for a in range(reach.shape[2]):
                    p = reach[0, m, a]
                    if p <= 0:
                        continue
                    more = best < 0 or (
                        values[i, p] > values[i, best] + tie * _size(values[i, best], 1.0)
                    )
                    best = p if more else best
                slack[k, n, i] = values[i, 0] - values[i, best]
                if abs(slack[k, n, i]) <= tie * _size(values[i, 0], values[i, best]):
                    slack[k, n, i] = 0.0
                worst[k, n, i] = table[best, m]
            value[k, n] = values[:, chosen]
            onward[:] = values[:, chosen]
            n -= 1
