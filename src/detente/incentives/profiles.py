"""Every way the obliged parties can choose at once, in the order of preference of the selection.

Fewest breaches first, then the smallest in size, then listed order: the first of these that is an
equilibrium is the one played.
"""

from collections import Counter
from itertools import product
from math import prod

import numpy as np

from detente.errors import InputError, Place, Problem
from detente.incentives.model import Game, Ints
from detente.machine.model import Machine

MOST_PARTIES = 8  # obliged at once
MOST_PROFILES = 10_000


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


def refuse_crowds(machine: Machine) -> None:
    """Raises InputError where too many can breach at once, in too many ways, to try them all."""
    count = Counter(exposure.party for exposure in machine.exposures)
    profiles = prod(1 + breaches for breaches in count.values())
    if len(count) <= MOST_PARTIES and profiles <= MOST_PROFILES:
        return
    names = ", ".join(count)
    if len(count) > MOST_PARTIES:
        reason = f"{len(count)} parties can breach at once ({names}); {MOST_PARTIES} at most"
        remedy = "join parties that act as one, or leave out obligations whose breach hurts least"
    else:
        reason = f"{names} can breach in {profiles:,} ways at once; {MOST_PROFILES:,} at most"
        remedy = "join breaches of a party that are alike, or leave out the smallest"
    place = Place(f"packages/{machine.name}.yaml")
    raise InputError([Problem(place, f"obligations: {reason}", remedy)])
