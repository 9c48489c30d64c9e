"""Every way the obliged parties can choose at once, in the order of preference of the selection.

Fewest breaches first, then the smallest in size, then listed order: the first of these that is an
equilibrium is the one played.
"""

from itertools import product

import numpy as np

from detente.incentives.model import Game, Ints

RULES = ("automatic", "any-of", "majority", "unanimity", "renewal", "reverse-veto")


def obliged(game: Game) -> list[int]:
    """Parties with at least one breach open to them."""
    return list(dict.fromkeys(int(party) for party in game.owner))


def profile_table(game: Game) -> Ints:
    """Shape (profiles, obliged parties): the breach that each commits, -1 to comply."""
    menus = [[-1, *np.flatnonzero(game.owner == party)] for party in obliged(game)]

    def preference(profile: tuple[int, ...]) -> tuple[int, int]:
        breaches = [b for b in profile if b >= 0]
        return len(breaches), int(sum(game.sizes[b] for b in breaches))

    rows = sorted(product(*menus), key=preference)
    return np.array(rows, dtype=np.int64).reshape(len(rows), len(menus))


def deviations(game: Game, table: Ints) -> Ints:
    """Shape (profiles, obliged, choices): row reached when one party changes; -1 padded."""
    row_of = {tuple(row): index for index, row in enumerate(table.tolist())}
    parties = obliged(game)
    menus = [[-1, *np.flatnonzero(game.owner == party).tolist()] for party in parties]
    width = max((len(menu) for menu in menus), default=1)
    reached = np.full((len(table), len(parties), width), -1, dtype=np.int64)
    for index, row in enumerate(table.tolist()):
        for m, menu in enumerate(menus):
            for c, choice in enumerate(menu):
                reached[index, m, c] = row_of[(*row[:m], choice, *row[m + 1 :])]
    return reached
