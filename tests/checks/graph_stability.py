"""Which standings of a dispute would nobody leave, if parties look ahead in different ways?

Definitions. A conflict is a graph: states, each party's own moves between them, and each party's
order of the states. Let s be a state, i a party with a move from s to some s' that it prefers (an
*improvement*), and let the others answer one after another, nobody twice in a row. For i, s is

Nash   stable if i has no improvement from s
GMR    stable if against each improvement s' the others can move on to a state no better than s
       for i, whatever that costs themselves (general metarationality)
SMR    stable if they can do so and i cannot move on from there to a state better than s
       (symmetric metarationality)
SEQ    stable if they can do so by moves that each prefers itself (sequential stability)

An equilibrium is stable for every party. Nash lies in SMR and in SEQ, and both lie in GMR.

References: Fang, Hipel & Kilgour, Interactive Decision Making: The Graph Model for Conflict
Resolution (1993); Howard, Paradoxes of Rationality (1971); Fraser & Hipel (1984).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Standing = int | str
Concept = Literal["Nash", "GMR", "SMR", "SEQ"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """States, who can move from where to where, and who prefers what; equal ranks are a tie."""

    states: tuple[Standing, ...]
    moves: Mapping[str, Mapping[Standing, Sequence[Standing]]]  # by party, from each state
    rank: Mapping[str, Mapping[Standing, int]]  # by party, 0 is best

    def after(self, party: str, state: Standing) -> Sequence[Standing]:
        """States to which a party can move."""
        return self.moves.get(party, {}).get(state, ())

    def better(self, party: str, state: Standing, than: Standing) -> bool:
        """Whether a party prefers one state to another."""
        return self.rank[party][state] < self.rank[party][than]

    def improvements(self, party: str, state: Standing) -> list[Standing]:
        """Moves of a party to states that it prefers."""
        return [after for after in self.after(party, state) if self.better(party, after, state)]


def from_orders(
    orders: Mapping[str, Sequence[Standing]],
    moves: Mapping[str, Mapping[Standing, Sequence[Standing]]],
) -> Conflict:
    """A conflict from each party's states in order, best first.

    Raises ValueError if the parties do not order the same states, or a move leads nowhere.
    """
    states = tuple(sorted(next(iter(orders.values()), ()), key=str))
    for party, order in orders.items():
        if sorted(order, key=str) != list(states):
            raise ValueError(f"{party} does not order the same states as the first, each once")
    for party, mine in moves.items():
        known = {*states}
        named = {*mine, *(after for all_after in mine.values() for after in all_after)}
        if party not in orders or not named <= known:
            raise ValueError(f"{party}: a move by an unknown party, or from or to no state")
    rank = {party: {state: at for at, state in enumerate(order)} for party, order in orders.items()}
    return Conflict(states, moves, rank)


def equilibria(conflict: Conflict, concept: Concept) -> tuple[Standing, ...]:
    """States that are stable for every party, in the conflict's own order."""
    return tuple(
        state
        for state in conflict.states
        if all(is_stable(conflict, party, state, concept) for party in conflict.rank)
    )


def is_stable(conflict: Conflict, party: str, state: Standing, concept: Concept) -> bool:
    """Whether one party would stay in a state."""
    improvements = conflict.improvements(party, state)
    if concept == "Nash":
        return not improvements
    return all(_deterred(conflict, party, state, after, concept) for after in improvements)


def _deterred(
    conflict: Conflict, party: str, state: Standing, after: Standing, concept: Concept
) -> bool:
    """Whether the others can answer an improvement so that it was not worth while."""
    answers = conflict.improvements if concept == "SEQ" else conflict.after
    for end in answered(conflict, party, after, answers):
        if conflict.better(party, end, state):
            continue
        ways_out = conflict.after(party, end) if concept == "SMR" else ()
        if not any(conflict.better(party, out, state) for out in ways_out):
            return True
    return False


def answered(
    conflict: Conflict,
    against: str,
    start: Standing,
    answers: Callable[[str, Standing], Sequence[Standing]],
) -> Iterator[Standing]:
    """States that the others can bring about by turns, none of them moving twice in a row."""
    others = [party for party in conflict.rank if party != against]
    seen: set[tuple[Standing, str]] = set()
    left = [(start, "")]
    while left:
        state, last = left.pop()
        for party in others:
            for after in answers(party, state) if party != last else ():
                if (after, party) not in seen:
                    seen.add((after, party))
                    left.append((after, party))
                    yield after
