"""Pure Markov equilibrium of a plain game, component by component, the last of them first.

A **component** is a set of states that lead back to each other (the steady month, a gate, a pause
at one). There: jumps from the value of keeping everything; if they go round, all choices in turn;
if none is an equilibrium, 120 months played backwards and "no stable choice", with the range of
values. Among several equilibria the one of fewest odd moves is taken, then of the greatest sum of
values. **Slack** is the value of keeping less that of another move, others keeping, one month, then
as played.
"""

from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import prod
from typing import Literal, NamedTuple, TypeAlias

from plain_components import components
from plain_linear import solved
from plain_package import Number
from plain_states import Ballot, Ended, Game, Joint, Move, Stage, State, successors

Values: TypeAlias = tuple[Number, ...]  # by party
Choice: TypeAlias = Joint | bool  # of a stage; of a ballot, whether it acts
JUMPS, MONTHS, LAST = 40, 120, 60


class Note(NamedTuple):
    """What a reader must know of some states."""

    kind: Literal["no equilibrium in a month", "no stable choice", "too many to try", "several"]
    states: tuple[State, ...]
    low: Values = ()  # of the first state, over the last months played
    high: Values = ()


@dataclass
class Solved:
    """Values and choices by state, and what is to be known of them."""

    game: Game
    value: dict[State, Values] = field(default_factory=dict)
    choice: dict[State, Choice] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    @property
    def start(self) -> Values:
        """Values at signature."""
        return self.value[self.game.start]

    def noted(self, *kinds: str) -> list[Note]:
        """Notes of some kinds."""
        return [note for note in self.notes if note.kind in kinds]


def solve(game: Game, most: int = 20_000) -> Solved:
    """The equilibrium of a game, trying at most so many choices in a component."""
    done = Solved(game)
    for states in components(game.nodes):
        first = states[0]
        node = game.nodes[first]
        if isinstance(node, Ended):
            done.value[first] = node.values
        elif len(states) == 1 and first not in successors(node):
            _solve_alone(done, first)
        else:
            _Component(done, states, most).solve()
    return done


def worth(game: Game, state: State, joint: Joint, value: Mapping[State, Values]) -> Values:
    """What a joint move is worth to each party, going on at these values."""
    stage = game.nodes[state]
    assert isinstance(stage, Stage)
    outcome = stage.outcomes[joint]
    discounts = (1,) * len(outcome.flow) if stage.timeless else game.discounts
    return tuple(
        x + d * sum(p * value[s][i] for p, s in outcome.chances)
        for i, (x, d) in enumerate(zip(outcome.flow, discounts, strict=True))
    )


def acts(ballot: Ballot, value: Mapping[State, Values]) -> bool:
    """Whether enough deciders find acting worth at least looking away."""
    act, away = (value[way] for way in ballot.ways)
    ayes = sum(act[i] >= away[i] - tie(act[i], away[i]) for i in ballot.deciders)
    return ayes >= ballot.needed


def tie(a: Number, b: Number) -> Number:
    """What counts as equal: nothing in fractions, 1e-9 of the scale in floats."""
    if isinstance(a, float) or isinstance(b, float):
        return 1e-9 * max(1.0, abs(float(a)), abs(float(b)))
    return Fraction(0)


def odd(choice: Choice) -> int:
    """How much of a choice a party that keeps the package would not do."""
    return 0 if isinstance(choice, bool) else sum(move.odd for move in choice)


def keeping(game: Game, state: State) -> Choice:
    """Everybody performs and complies; deciders act."""
    node = game.nodes[state]
    return tuple(menu[0] for menu in node.menus) if isinstance(node, Stage) else True


class Best(NamedTuple):
    """What is played in a state, how many equilibria it has, and the most anybody regrets."""

    choice: Choice
    equilibria: int
    regret: Number


def best(game: Game, state: State, value: Mapping[State, Values]) -> Best:
    """What is played in a state that goes on at these values; if none is stable, least regret."""
    node = game.nodes[state]
    if isinstance(node, Ballot):
        return Best(acts(node, value), 1, 0)
    assert isinstance(node, Stage)
    worths = {joint: worth(game, state, joint, value) for joint in node.outcomes}
    regrets = {joint: _regret(node, joint, worths) for joint in worths}
    stable = [joint for joint, regret in regrets.items() if regret <= 0]
    if not stable:
        least = min(worths, key=lambda j: (regrets[j], odd(j), -sum(worths[j])))
        return Best(least, 0, regrets[least])
    chosen = min(stable, key=lambda j: (odd(j), -sum(worths[j])))
    return Best(chosen, len(stable), 0)


def _regret(stage: Stage, joint: Joint, worths: dict[Joint, Values]) -> Number:
    """The most that one party would gain by another move, past a tie."""
    most: Number = 0
    for seat, party in enumerate(stage.players):
        now = worths[joint][party]
        for move in stage.menus[seat]:
            other = worths[(*joint[:seat], move, *joint[seat + 1 :])][party]
            if other > now + tie(other, now):
                most = max(most, other - now)
    return most


def _solve_alone(done: Solved, state: State) -> None:
    node = done.game.nodes[state]
    found = best(done.game, state, done.value)
    done.choice[state] = found.choice
    if isinstance(node, Ballot):
        done.value[state] = done.value[node.ways[0 if found.choice else 1]]
        return
    assert not isinstance(found.choice, bool)
    done.value[state] = worth(done.game, state, found.choice, done.value)
    if found.equilibria != 1:
        kind: Literal["no equilibrium in a month", "several"]
        kind = "several" if found.equilibria else "no equilibrium in a month"
        done.notes.append(Note(kind, (state,)))


class _Component:
    """States that lead back to each other."""

    def __init__(self, done: Solved, states: list[State], most: int) -> None:
        self.done, self.game, self.states, self.most = done, done.game, states, most

    def solve(self) -> None:
        choice = self._jumped()
        if choice is None:
            choice = self._tried()
        if choice is None:
            self._played_out()
            return
        self.done.choice.update(choice)
        self.done.value.update(self.value(choice))
        self._note_several()

    def value(self, choice: Mapping[State, Choice]) -> dict[State, Values]:
        """Values of a choice that is kept for ever."""
        return evaluate(self.game, self.states, choice, self.done.value)

    def _best(self, value: dict[State, Values]) -> dict[State, Best]:
        chain = ChainMap(value, self.done.value)
        return {state: best(self.game, state, chain) for state in self.states}

    def _jumped(self) -> dict[State, Choice] | None:
        """Best replies to best replies, from the value of keeping everything."""
        choice = {state: keeping(self.game, state) for state in self.states}
        before = []
        for _ in range(JUMPS):
            replies = self._best(self.value(choice))
            new = {state: reply.choice for state, reply in replies.items()}
            if new == choice:
                stable = all(reply.regret <= 0 for reply in replies.values())
                return choice if stable else None
            if new in before:
                return None
            before.append(new)
            choice = new
        return None

    def _choices(self) -> Iterator[dict[State, Choice]]:
        menus = [self._menu(state) for state in self.states]
        for combination in product(*menus):
            yield dict(zip(self.states, combination, strict=True))

    def _menu(self, state: State) -> list[Choice]:
        node = self.game.nodes[state]
        return list(node.outcomes) if isinstance(node, Stage) else [True, False]

    def _tried(self) -> dict[State, Choice] | None:
        """Of all choices that are equilibria, the one of fewest odd moves."""
        if prod(len(self._menu(state)) for state in self.states) > self.most:
            self.done.notes.append(Note("too many to try", tuple(self.states)))
            return None
        found = None
        for choice in self._choices():
            value = self.value(choice)
            if self._stable(choice, value):
                total = sum(sum(v) for v in value.values())
                rank = (sum(map(odd, choice.values())), -total)
                if found is None or rank < found[0]:
                    found = (rank, choice)
        return None if found is None else found[1]

    def _stable(self, choice: dict[State, Choice], value: dict[State, Values]) -> bool:
        chain = ChainMap(value, self.done.value)
        for state, chosen in choice.items():
            node = self.game.nodes[state]
            if isinstance(node, Ballot):
                if acts(node, chain) != chosen:
                    return False
            elif isinstance(node, Stage) and not isinstance(chosen, bool):
                worths = {j: worth(self.game, state, j, chain) for j in node.outcomes}
                if _regret(node, chosen, worths) > 0:
                    return False
        return True

    def _played_out(self) -> None:
        """The last months before a far end at which all keep."""
        value = self.value({state: keeping(self.game, state) for state in self.states})
        walk = []
        replies = self._best(value)
        for _ in range(MONTHS):
            replies = self._best(value)
            value = self._month_before(value, {s: r.choice for s, r in replies.items()})
            walk.append(value[self.states[0]])
        late = list(zip(*walk[-LAST:], strict=True))
        low, high = tuple(map(min, late)), tuple(map(max, late))
        self.done.choice.update({state: reply.choice for state, reply in replies.items()})
        self.done.value.update(value)
        self.done.notes.append(Note("no stable choice", tuple(self.states), low, high))

    def _month_before(
        self, value: dict[State, Values], choice: dict[State, Choice]
    ) -> dict[State, Values]:
        """A month takes a month; what takes no time is worth what it leads to."""
        chain, new = ChainMap(value, self.done.value), {}
        instant = []
        for state, chosen in choice.items():
            node = self.game.nodes[state]
            if isinstance(node, Stage) and not node.timeless and not isinstance(chosen, bool):
                new[state] = worth(self.game, state, chosen, chain)
            else:
                instant.append(state)
        return new | evaluate(self.game, instant, choice, ChainMap(new, self.done.value))

    def _note_several(self) -> None:
        replies = self._best({state: self.done.value[state] for state in self.states})
        several = tuple(state for state, reply in replies.items() if reply.equilibria > 1)
        if several:
            self.done.notes.append(Note("several", several))


def evaluate(
    game: Game,
    states: list[State],
    choice: Mapping[State, Choice],
    known: Mapping[State, Values],
) -> dict[State, Values]:
    """Values of states under a choice, those that they lead to being known; exact in fractions."""
    at = {state: row for row, state in enumerate(states)}
    columns = []
    for i, discount in enumerate(game.discounts):
        rows, right = [], []
        for state in states:
            flow, factor, chances = _followed(game, state, choice[state], i, discount)
            row: dict[int, Number] = {at[state]: 1}
            for p, nxt in chances:
                if nxt in at:
                    row[at[nxt]] = row.get(at[nxt], 0) - factor * p
                else:
                    flow = flow + factor * p * known[nxt][i]
            rows.append(row)
            right.append(flow)
        columns.append(solved(rows, right))
    return dict(zip(states, zip(*columns, strict=True), strict=True))


def _followed(
    game: Game, state: State, chosen: Choice, party: int, discount: Number
) -> tuple[Number, Number, tuple[tuple[Number, State], ...]]:
    """A state's flow to a party, its discount, and where it leads."""
    node = game.nodes[state]
    if isinstance(node, Stage) and not isinstance(chosen, bool):
        outcome = node.outcomes[chosen]
        return outcome.flow[party], 1 if node.timeless else discount, outcome.chances
    assert isinstance(node, Ballot)
    return 0, 1, ((1, node.ways[0 if chosen else 1]),)


def slacks(done: Solved, state: State) -> dict[tuple[int, Move], Number]:
    """By party and move: keeping less that move, others keeping, then as played."""
    stage, kept = done.game.nodes[state], keeping(done.game, state)
    assert isinstance(stage, Stage)
    assert not isinstance(kept, bool)
    base = worth(done.game, state, kept, done.value)
    result = {}
    for seat, (party, menu) in enumerate(zip(stage.players, stage.menus, strict=True)):
        for move in menu[1:]:
            other = (*kept[:seat], move, *kept[seat + 1 :])
            result[party, move] = base[party] - worth(done.game, state, other, done.value)[party]
    return result
