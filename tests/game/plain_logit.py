"""Logit response: every move is played, the better the more often, at a temperature in EUR bn.

A move's chance is in proportion to exp(worth / temperature), over a party's whole menu, others
playing theirs. A component may have several fixed points; it is entered from keeping, all alike
and odd moves, and what differs is reported. Ballots follow their rule.
"""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from math import exp, prod
from typing import Literal, TypeAlias

from plain_components import components
from plain_linear import solved
from plain_package import Number
from plain_solver import Values, acts, worth
from plain_states import Ballot, Ended, Game, Stage, State

Mix: TypeAlias = tuple[tuple[float, ...], ...]  # by seat and move
Lean: TypeAlias = Literal["keeping", "alike", "odd"]
LEANS: tuple[Lean, ...] = ("keeping", "alike", "odd")
TURNS, SETTLED, SAME = 4000, 1e-13, 1e-7


@dataclass
class Quantal:
    """Values and mixes by state; not settled where the replies went round."""

    game: Game
    value: dict[State, Values] = field(default_factory=dict)
    mix: dict[State, Mix] = field(default_factory=dict)
    settled: bool = True

    @property
    def start(self) -> Values:
        """Values at signature."""
        return self.value[self.game.start]


def quantal(game: Game, temperature: float) -> list[Quantal]:
    """The fixed points found, that of keeping first; they differ in their values at signature."""
    found: list[Quantal] = []
    for lean in LEANS:
        new = _respond(game, temperature, lean)
        if all(_apart(new.start, old.start) > SAME for old in found):
            found.append(new)
    return found


def _apart(a: Values, b: Values) -> float:
    return max(abs(float(x - y)) for x, y in zip(a, b, strict=True))


def _respond(game: Game, temperature: float, lean: Lean) -> Quantal:
    done = Quantal(game)
    for states in components(game.nodes):
        first = game.nodes[states[0]]
        if isinstance(first, Ended):
            done.value[states[0]] = first.values
        else:
            _settle(done, states, temperature, lean)
    return done


def _settle(done: Quantal, states: list[State], temperature: float, lean: Lean) -> None:
    """Half-way to the reply, until nothing moves."""
    game = done.game
    stages = {s: node for s in states if isinstance(node := game.nodes[s], Stage)}
    mix = {
        state: tuple(_leaning(len(menu), lean) for menu in s.menus) for state, s in stages.items()
    }
    votes = {s: True for s in states if isinstance(game.nodes[s], Ballot)}
    value = _valued(done, states, mix, votes)
    for _ in range(TURNS):
        chain = ChainMap(value, done.value)
        replies = {s: _reply(game, s, stages[s], mix[s], chain, temperature) for s in stages}
        votes = {s: acts(b, chain) for s in votes if isinstance(b := game.nodes[s], Ballot)}
        moved = max((_moved(mix[s], replies[s]) for s in stages), default=0.0)
        mix = {s: _half_way(mix[s], replies[s]) for s in stages}
        value = _valued(done, states, mix, votes)
        if moved < SETTLED:
            break
    else:
        done.settled = False
    done.value.update(value)
    done.mix.update(mix)


def _leaning(moves: int, lean: Lean) -> tuple[float, ...]:
    if lean == "alike":
        return (1 / moves,) * moves
    kept = 0 if lean == "keeping" else moves - 1
    return tuple(float(k == kept) for k in range(moves))


def _moved(old: Mix, new: Mix) -> float:
    pairs = [abs(a - b) for o, n in zip(old, new, strict=True) for a, b in zip(o, n, strict=True)]
    return max(pairs, default=0.0)


def _half_way(old: Mix, new: Mix) -> Mix:
    return tuple(
        tuple((a + b) / 2 for a, b in zip(o, n, strict=True)) for o, n in zip(old, new, strict=True)
    )


def _chances(stage: Stage, mix: Mix) -> dict[tuple[int, ...], float]:
    """Chance of each joint move, by its place in every menu."""
    picks = product(*(range(len(menu)) for menu in stage.menus))
    return {p: prod(m[k] for m, k in zip(mix, p, strict=True)) for p in picks}


def _reply(
    game: Game,
    state: State,
    stage: Stage,
    mix: Mix,
    value: Mapping[State, Values],
    temperature: float,
) -> Mix:
    totals = [[0.0] * len(menu) for menu in stage.menus]
    for picks in _chances(stage, mix):
        joint = tuple(menu[k] for menu, k in zip(stage.menus, picks, strict=True))
        worths = worth(game, state, joint, value)
        for seat, party in enumerate(stage.players):
            others = prod(
                m[k] for s, (m, k) in enumerate(zip(mix, picks, strict=True)) if s != seat
            )
            totals[seat][picks[seat]] += others * float(worths[party])
    return tuple(_logit(worths, temperature) for worths in totals)


def _logit(worths: list[float], temperature: float) -> tuple[float, ...]:
    weights = [exp((w - max(worths)) / temperature) for w in worths]
    return tuple(w / sum(weights) for w in weights)


def _valued(
    done: Quantal, states: list[State], mix: Mapping[State, Mix], votes: Mapping[State, bool]
) -> dict[State, Values]:
    """Values of states under mixes that are kept for ever."""
    at = {state: row for row, state in enumerate(states)}
    columns = []
    for party in range(len(done.game.discounts)):
        rows, right = [], []
        for state in states:
            row: dict[int, Number] = {at[state]: 1.0}
            flow, ways = _followed(done.game, state, mix, votes, party)
            for nxt, weight in ways.items():
                if nxt in at:
                    row[at[nxt]] = row.get(at[nxt], 0.0) - weight
                else:
                    flow += weight * float(done.value[nxt][party])
            rows.append(row)
            right.append(flow)
        columns.append(solved(rows, right))
    return dict(zip(states, zip(*columns, strict=True), strict=True))


def _followed(
    game: Game,
    state: State,
    mix: Mapping[State, Mix],
    votes: Mapping[State, bool],
    party: int,
) -> tuple[float, dict[State, float]]:
    """A state's mean flow to a party, and the discounted weights of where it leads."""
    node = game.nodes[state]
    if isinstance(node, Ballot):
        return 0.0, {node.ways[0 if votes[state] else 1]: 1.0}
    assert isinstance(node, Stage)
    flow, ways = 0.0, dict[State, float]()
    discount = 1.0 if node.timeless else float(game.discounts[party])
    for picks, chance in _chances(node, mix[state]).items():
        outcome = node.outcomes[tuple(m[k] for m, k in zip(node.menus, picks, strict=True))]
        flow += chance * float(outcome.flow[party])
        for p, nxt in outcome.chances:
            ways[nxt] = ways.get(nxt, 0.0) + chance * discount * float(p)
    return flow, ways
