"""The same game solved fast: one compiled loop nest over draws, equal to the reference.

Letters and shapes are those of `model.Game` and `reference`; tests prove the two equal.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
from numba import njit

from detente.incentives.model import Game, Played
from detente.incentives.profiles import deviations, obliged, profile_table
from detente.incentives.reference import MOST_ROUNDS, TIE


def solve_fast(game: Game) -> Played:
    """Choices, values and slack of every draw and month; threads share the draws."""
    table = profile_table(game)
    reach, parties = deviations(game, table), np.array(obliged(game), dtype=np.int64)
    draws, months, width = game.flow.shape
    value, lax, slack = (np.full((draws, months, width), np.nan) for _ in range(3))
    worst = np.full((draws, months, width), -1, dtype=np.int64)
    choice, count = np.zeros((draws, months), np.int64), np.zeros((draws, months), np.int64)
    pulled = np.zeros((draws, months, len(game.trigger)), dtype=np.bool_)
    h = 1 - np.prod(1 - game.ending, axis=2)
    tables = (table, reach, parties, game.pauses, game.rules, game.deciders, game.owner)
    data = [game.beta, game.flow, game.effect, game.seen, game.false_alarm, h, game.lapsed]
    data += [game.snapped, game.called, game.clock, game.paused]
    results = (value, lax, slack, worst, choice, count, pulled)

    def run(part: slice) -> None:
        _solve(*tables, game.trigger, *(x[part] for x in data), *(x[part] for x in results))

    workers = max(1, min(os.cpu_count() or 1, draws // 64))
    edges = np.linspace(0, draws, workers + 1).astype(int)
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(run, [slice(a, b) for a, b in pairwise(edges)]))
    return Played(table, choice, count, value, lax, slack, worst, pulled)


@njit(cache=True, nogil=True)
def _acts(rule, ayes, seats):  # type: ignore[no-untyped-def]
    if rule == 0:
        return True
    if rule == 2:
        return 2 * ayes > seats
    if rule == 3:
        return ayes == seats
    return ayes > 0


@njit(cache=True, nogil=True)
def _causes(table, seen, false_alarm, chance):  # type: ignore[no-untyped-def]
    """Fills chance (P, C + 1): each cause seen first, and last of all that none is seen."""
    profiles, obliged = table.shape
    breaches, triggers = seen.shape[0], false_alarm.shape[0]
    for p in range(profiles):
        left = 1.0
        for b in range(breaches):
            chance[p, b] = 0.0
            for m in range(obliged):
                if table[p, m] == b:
                    chance[p, b] = left * seen[b]
            left -= chance[p, b]
        for t in range(triggers):
            chance[p, breaches + t] = left * false_alarm[t]
            left -= chance[p, breaches + t]
        chance[p, breaches + triggers] = left


@njit(cache=True, nogil=True)
def _solve(  # type: ignore[no-untyped-def]  # noqa: C901, PLR0912, PLR0913, PLR0915, PLR0917
    table, reach, obliged, pauses, rules, deciders, owner, trigger,
    beta, flow, effect, seen, false_alarm, h, lapsed, snapped, called, clock, paused,
    value, lax, slack, worst, choice, count, pulled,
):  # fmt: skip
    draws, months, parties = flow.shape
    profiles, players = table.shape
    causes, last = trigger.shape[0], months - 1
    chance = np.empty((profiles, causes + 1))
    constant, weight = np.empty((causes, parties)), np.empty((causes, parties))
    now, stay = np.empty((profiles, parties)), np.empty((profiles, parties))
    values, notice = np.empty((profiles, parties)), np.empty((causes, parties))
    at_will, onward = np.empty(parties), np.empty(parties)
    acted = np.empty(causes, dtype=np.bool_)

    for k in range(draws):
        _causes(table, seen[k], false_alarm[k], chance)
        for c in range(causes):
            for i in range(parties):
                notice[c, i] = beta[k, i] ** clock[k, c]

        # Everyone's best breach when nobody is watching.
        at_will[:] = 0.0
        for m in range(players):
            best, gain = -1, 0.0
            for b in range(owner.shape[0]):
                if owner[b] == obliged[m] and effect[k, b, obliged[m]] > gain:
                    best, gain = b, effect[k, b, obliged[m]]
            if best >= 0:
                for i in range(parties):
                    at_will[i] += effect[k, best, i]
        for n in range(last, -1, -1):
            for i in range(parties):
                w_i, end = flow[k, n, i] + at_will[i], h[k, n] * lapsed[k, n, i]
                if n == last:
                    lax[k, n, i] = (w_i + beta[k, i] * end) / (1 - beta[k, i] * (1 - h[k, n]))
                else:
                    lax[k, n, i] = w_i + beta[k, i] * (end + (1 - h[k, n]) * lax[k, n + 1, i])

        # Round -1 takes the all-comply value with every cause acted upon; the rounds that follow
        # settle the steady month; then the months count down to signature.
        for i in range(parties):
            onward[i] = 0.0
        first, before, settled = True, -1, False
        n, rounds = last, 0
        while n >= 0:
            nxt = min(n + 1, last)
            changed = first
            for c in range(causes):
                t = trigger[c]
                ayes, seats = 0, 0
                for i in range(parties):
                    if pauses[t]:
                        delta = beta[k, i] * (1 - h[k, n])
                        waits = delta ** clock[k, c]
                        waiting = paused[k, n, t, i] + beta[k, i] * h[k, n] * lapsed[k, n, i]
                        constant[c, i] = waiting * (1 - waits) / (1 - delta)
                        weight[c, i] = waits
                    else:
                        waits = notice[c, i]
                        constant[c, i] = (flow[k, n, i] + at_will[i]) * (1 - waits)
                        constant[c, i] /= 1 - beta[k, i]
                        constant[c, i] += waits * (snapped[k, n, i] + called[k, c, i])
                        weight[c, i] = 0.0
                    if deciders[t, i]:
                        seats += 1
                        if constant[c, i] + weight[c, i] * onward[i] >= lax[k, nxt, i]:
                            ayes += 1
                act = first or _acts(rules[t], ayes, seats)
                if act != acted[c]:
                    changed = True
                acted[c] = act
                if not act:
                    for i in range(parties):
                        constant[c, i], weight[c, i] = lax[k, nxt, i], 0.0

            for p in range(profiles):
                for i in range(parties):
                    flow_i = flow[k, n, i]
                    for m in range(players):
                        if table[p, m] >= 0:
                            flow_i += effect[k, table[p, m], i]
                    struck, going = 0.0, chance[p, causes]
                    for c in range(causes):
                        struck += chance[p, c] * constant[c, i]
                        going += chance[p, c] * weight[c, i]
                    end = h[k, n] * lapsed[k, n, i]
                    now[p, i] = flow_i + beta[k, i] * (end + (1 - h[k, n]) * struck)
                    stay[p, i] = beta[k, i] * (1 - h[k, n]) * going
                    values[p, i] = now[p, i] + stay[p, i] * onward[i]
            if first:
                for i in range(parties):
                    onward[i] = now[0, i] / (1 - stay[0, i])
                first = False
                continue

            chosen, stable_count, least = -1, 0, np.inf
            fallback = 0
            for p in range(profiles):
                regret = -np.inf
                for m in range(players):
                    for a in range(reach.shape[2]):
                        if reach[p, m, a] >= 0:
                            i = obliged[m]
                            regret = max(regret, values[reach[p, m, a], i] - values[p, i])
                if regret <= TIE:
                    stable_count += 1
                    if chosen < 0:
                        chosen = p
                if regret < least:
                    least, fallback = regret, p
            if chosen < 0:
                chosen = fallback

            if n == last and not settled:
                rounds += 1
                if (chosen == before and not changed) or rounds >= MOST_ROUNDS:
                    settled = True
                else:
                    before = chosen
                    for i in range(parties):
                        onward[i] = now[chosen, i] / (1 - stay[chosen, i])
                    continue

            choice[k, n], count[k, n] = chosen, stable_count
            for c in range(causes):
                pulled[k, n, c] = acted[c]
            for m in range(players):
                i, best = obliged[m], -1
                for a in range(reach.shape[2]):
                    p = reach[0, m, a]
                    if p > 0 and (best < 0 or values[p, i] > values[best, i]):
                        best = p
                slack[k, n, i] = values[0, i] - values[best, i]
                worst[k, n, i] = table[best, m]
            for i in range(parties):
                value[k, n, i] = values[chosen, i]
                onward[i] = values[chosen, i]
            n -= 1
