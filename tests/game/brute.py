"""Every pure equilibrium of a small game: all profiles against all whole strategies of each party.

Nothing of the solver is used: each profile is valued at all states at once. It is an equilibrium
if no party has a whole strategy that is worth more to it in any state, and every ballot follows its
rule at the values of the profile. What floats leave in doubt is decided in fractions.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from plain_states import Ballot, Ended, Game, Move, Outcome, Stage, State

Floats: TypeAlias = NDArray[np.float64]
Exact: TypeAlias = dict[State, tuple[Fraction, ...]]
CLEAR, DOUBT, SMALL = 1e-9, 1e-6, 64


@dataclass(frozen=True)
class Decision:
    """One thing to choose: a party's move in a state, or a ballot, which has no party."""

    state: State
    party: int | None
    menu: tuple[Move, ...] | tuple[bool, bool]


Profile: TypeAlias = tuple[int, ...]  # which of each menu


def decisions(game: Game) -> tuple[Decision, ...]:
    """All that is chosen in a game."""
    found = []
    for state, node in game.nodes.items():
        if isinstance(node, Ballot):
            found.append(Decision(state, None, (True, False)))
        elif isinstance(node, Stage):
            menus = zip(node.players, node.menus, strict=True)
            found += [Decision(state, party, menu) for party, menu in menus]
    return tuple(found)


def profiles(game: Game) -> int:
    """How many profiles of pure strategies a game has."""
    return prod(len(d.menu) for d in decisions(game))


def brute(game: Game) -> list[Exact]:
    """The exact values, by state, of every pure equilibrium."""
    return _Brute(game).equilibria()


class _Brute:
    def __init__(self, game: Game) -> None:
        self.game, self.decisions = game, decisions(game)
        self.shape = tuple(len(d.menu) for d in self.decisions)
        self.row = {state: i for i, state in enumerate(game.nodes)}
        self.all = list(product(*map(range, self.shape)))

    def equilibria(self) -> list[Exact]:
        values = [self._values(i) for i in range(len(self.game.discounts))]
        regret = np.zeros(self.shape)
        for party, value in enumerate(values):
            own = tuple(k for k, d in enumerate(self.decisions) if d.party == party)
            best = value.max(axis=own, keepdims=True) if own else value
            regret = np.maximum(regret, (best - value).max(axis=-1))
        found = []
        for profile in self.all:
            if regret[profile] > DOUBT:
                continue
            exact = self.exact(profile)
            if not self._votes_follow(profile, exact):
                continue
            doubtful = regret[profile] > CLEAR or len(self.all) <= SMALL
            if not doubtful or self._no_better_reply(profile, exact):
                found.append(exact)
        return found

    # one profile

    def _followed(self, profile: Profile) -> Iterator[tuple[State, Outcome, bool]]:
        """Where each state leads, and whether that takes a month."""
        chosen: dict[State, list[int]] = {}
        for decision, k in zip(self.decisions, profile, strict=True):
            chosen.setdefault(decision.state, []).append(k)
        nothing = (0,) * len(self.game.discounts)
        for state, node in self.game.nodes.items():
            picks = chosen.get(state, [])
            if isinstance(node, Ended):
                yield state, Outcome(node.values, ()), False
            elif isinstance(node, Ballot):
                yield state, Outcome(nothing, ((1, node.ways[picks[0]]),)), False
            else:
                joint = tuple(menu[k] for menu, k in zip(node.menus, picks, strict=True))
                yield state, node.outcomes[joint], not node.timeless

    def exact(self, profile: Profile) -> Exact:
        """Values in fractions: what is chained away is put in, state by state."""
        columns = []
        for party, discount in enumerate(self.game.discounts):
            rows: dict[State, tuple[Fraction, dict[State, Fraction]]] = {}
            for state, outcome, month in self._followed(profile):
                factor = Fraction(discount) if month else Fraction(1)
                ways: dict[State, Fraction] = {}
                for p, s in outcome.chances:
                    ways[s] = ways.get(s, Fraction(0)) + factor * Fraction(p)
                rows[state] = (Fraction(outcome.flow[party]), ways)
            columns.append(_chained(rows))
        return {state: tuple(column[state] for column in columns) for state in self.game.nodes}

    def _votes_follow(self, profile: Profile, value: Exact) -> bool:
        for decision, k in zip(self.decisions, profile, strict=True):
            node = self.game.nodes[decision.state]
            if isinstance(node, Ballot):
                act, away = (value[way] for way in node.ways)
                ayes = sum(act[i] >= away[i] for i in node.deciders)
                if (ayes >= node.needed) != decision.menu[k]:
                    return False
        return True

    def _no_better_reply(self, profile: Profile, value: Exact) -> bool:
        """All whole strategies of each party, in fractions."""
        for party in range(len(self.game.discounts)):
            own = [k for k, d in enumerate(self.decisions) if d.party == party]
            for picks in product(*(range(self.shape[k]) for k in own)):
                other = list(profile)
                for k, pick in zip(own, picks, strict=True):
                    other[k] = pick
                reply = self.exact(tuple(other))
                if any(reply[state][party] > value[state][party] for state in value):
                    return False
        return True

    # all profiles

    def _values(self, party: int) -> Floats:
        """(menus of each decision ..., states)."""
        states, count = len(self.row), len(self.all)
        value = np.zeros((count, states))
        for first in range(0, count, 512):
            part = self.all[first : first + 512]
            matrix = np.tile(np.eye(states), (len(part), 1, 1))
            flow = np.zeros((len(part), states, 1))
            for k, profile in enumerate(part):
                self._fill(matrix[k], flow[k], profile, party)
            value[first : first + 512] = np.linalg.solve(matrix, flow)[..., 0]
        return value.reshape(*self.shape, states)

    def _fill(self, matrix: Floats, flow: Floats, profile: Profile, party: int) -> None:
        discount = float(self.game.discounts[party])
        for state, outcome, month in self._followed(profile):
            row = self.row[state]
            flow[row] = float(outcome.flow[party])
            for p, nxt in outcome.chances:
                matrix[row, self.row[nxt]] -= float(p) * (discount if month else 1)


def _chained(rows: dict[State, tuple[Fraction, dict[State, Fraction]]]) -> dict[State, Fraction]:
    """x where x = flow + sum of ways · x: each state put into those before it, then read back."""
    rows = {state: (flow, dict(ways)) for state, (flow, ways) in rows.items()}
    order = list(rows)[::-1]
    for k, state in enumerate(order):
        flow, ways = rows[state]
        again = 1 - ways.pop(state, Fraction(0))
        flow, ways = flow / again, {s: w / again for s, w in ways.items()}
        rows[state] = (flow, ways)
        for earlier in order[k + 1 :]:
            other, others = rows[earlier]
            share = others.pop(state, None)
            if share is not None:
                for s, w in ways.items():
                    others[s] = others.get(s, Fraction(0)) + share * w
                rows[earlier] = (other + share * flow, others)
    value: dict[State, Fraction] = {}
    for state in reversed(order):
        flow, ways = rows[state]
        value[state] = flow + sum(w * value[s] for s, w in ways.items())
    return value
