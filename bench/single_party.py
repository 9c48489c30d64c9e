"""The game of one party that can breach, as the decision problem that other tools solve.

Where a single party chooses and every trigger is automatic, nobody else decides anything: the
months in which triggers are believed are the states, to comply or to do a breach are the actions,
and whatever leads out of them is money at once. S = N + 2 states, the last of which is over; A = B
+ 1 actions, the first is to comply.
"""

import numpy as np

from detente.errors import DetenteError
from detente.incentives.comply_path import ComplyPath
from detente.incentives.draws import some_draws
from detente.incentives.model import Floats, Game
from detente.incentives.profiles import obliged


def decision_problem(game: Game, draw: int = 0) -> tuple[Floats, Floats, float]:
    """Rewards (S, A), transitions (S, A, S) and the discount factor of the obliged party."""
    parties = obliged(game)
    if len(parties) != 1 or game.rules[game.trigger[game.trigger >= 0]].any() or game.reduced:
        raise DetenteError(
            "this is no problem of one party: let a single party be obliged, every trigger "
            "automatic, and nothing shut for good"
        )
    one, i = some_draws(game, slice(draw, draw + 1)), parties[0]
    covered = np.broadcast_to(game.trigger >= 0, (game.months, len(game.trigger)))
    path, beta = ComplyPath(one, covered), float(one.beta[0, i])
    states, actions = game.months + 1, [-1, *range(len(game.breaches))]
    rewards = np.zeros((states, len(actions)))
    moves = np.zeros((states, len(actions), states))
    moves[-1, :, -1] = 1.0
    nothing, unit = np.zeros(len(game.parties)), np.ones(len(game.parties))
    for n in range(game.months):
        for a, breach in enumerate(actions):
            chance = path.chance(breach)
            out = float(path.onward(n, chance, nothing)[i])
            gain = float(one.effect[0, breach, i]) if breach >= 0 else 0.0
            rewards[n, a] = one.flow[0, n, i] + gain + out
            onward = (float(path.onward(n, chance, unit)[i]) - out) / beta
            moves[n, a, min(n + 1, game.months - 1)] = onward
            moves[n, a, -1] = 1.0 - onward  # over: nothing more is paid
    return rewards, moves, beta
