"""Graph-model stability: a conflict from the literature, and a twin that spells out every play."""

from itertools import product

import pytest
from graph_stability import Concept, Conflict, Standing, equilibria, from_orders, is_stable
from hypothesis import given
from hypothesis import strategies as st

Orders = dict[str, list[Standing]]
Moves = dict[str, dict[Standing, list[Standing]]]
CONCEPTS: tuple[Concept, ...] = ("Nash", "GMR", "SMR", "SEQ")

# Elmira, Ontario, 1991: a ministry, a chemical works, and two local governments over who cleans a
# poisoned aquifer. Nine states, best first (Fang, Hipel & Kilgour 1993).
ORDERS: Orders = {
    "MoE": [7, 3, 4, 8, 5, 1, 2, 6, 9],
    "UR": [1, 4, 8, 5, 9, 3, 7, 2, 6],
    "LG": [7, 3, 5, 1, 8, 6, 4, 2, 9],
}
MOVES: Moves = {
    "MoE": {1: [2], 3: [4], 5: [6], 7: [8]},
    "UR": {1: [3, 9], 2: [4, 9], 3: [9], 4: [9], 5: [7, 9], 6: [8, 9], 7: [9], 8: [9]},
    "LG": {1: [5], 5: [1], 2: [6], 6: [2], 3: [7], 7: [3], 4: [8], 8: [4]},
}


@pytest.mark.parametrize(
    ("concept", "states"),
    [("Nash", (5, 8, 9)), ("SEQ", (5, 8, 9)), ("GMR", (1, 4, 5, 8, 9)), ("SMR", (1, 4, 5, 8, 9))],
)
def test_elmira(concept: Concept, states: tuple[int, ...]) -> None:
    """Oracle row "Graph-model stability of Elmira"."""
    assert equilibria(from_orders(ORDERS, MOVES), concept) == states


def test_the_dilemma_of_two_prisoners() -> None:
    """Mutual silence is no Nash equilibrium, yet whoever looks two moves ahead keeps it."""
    orders: Orders = {"A": ["dc", "cc", "dd", "cd"], "B": ["cd", "cc", "dd", "dc"]}
    moves: Moves = {
        "A": {"cc": ["dc"], "dc": ["cc"], "cd": ["dd"], "dd": ["cd"]},
        "B": {"cc": ["cd"], "cd": ["cc"], "dc": ["dd"], "dd": ["dc"]},
    }
    conflict = from_orders(orders, moves)
    assert equilibria(conflict, "Nash") == ("dd",)
    assert equilibria(conflict, "SEQ") == ("cc", "dd")


def test_an_order_that_leaves_a_state_out_is_refused() -> None:
    with pytest.raises(ValueError, match="LG does not order the same states"):
        from_orders({**ORDERS, "LG": [7, 3, 5]}, MOVES)
    with pytest.raises(ValueError, match="from or to no state"):
        from_orders(ORDERS, {"MoE": {1: [12]}})


STATES = (0, 1, 2, 3)
PARTIES = ("A", "B", "C")


@st.composite
def conflicts(draw: st.DrawFn) -> Conflict:
    """Three parties, four states, any moves; ties in what they prefer are allowed."""
    after = st.lists(st.sampled_from(STATES), max_size=2, unique=True)
    moves = {p: {s: draw(after) for s in STATES} for p in PARTIES}
    rank: dict[str, dict[Standing, int]] = {
        p: {s: draw(st.integers(0, 3)) for s in STATES} for p in PARTIES
    }
    clean: dict[str, dict[Standing, list[Standing]]] = {
        p: {s: [x for x in moves[p][s] if x != s] for s in STATES} for p in PARTIES
    }
    return Conflict(STATES, clean, rank)


def plays(
    conflict: Conflict, others: list[str], start: Standing, only_better: bool
) -> set[Standing]:
    """Ends of every play of the others, written out by who moves in which turn.

    Two others take turns strictly, so a play is settled by who begins, how long it is and what each
    turn picks; after as many turns as there are pairs of state and mover nothing new can come.
    """
    ends: set[Standing] = set()
    for first in (0, 1):
        here: set[Standing] = {start}
        for turn in range(2 * len(STATES)):
            mover = others[(first + turn) % 2]
            here = {
                after
                for state, after in product(here, STATES)
                if after in conflict.moves[mover][state]
                and (not only_better or conflict.rank[mover][after] < conflict.rank[mover][state])
            }
            ends |= here
    return ends


def stable_by_plays(conflict: Conflict, party: str, state: int, concept: Concept) -> bool:
    rank = conflict.rank[party]
    others = [other for other in PARTIES if other != party]
    for after in conflict.moves[party][state]:
        if rank[after] >= rank[state]:
            continue
        if concept == "Nash":
            return False
        ends = plays(conflict, others, after, concept == "SEQ")
        hurts = {end for end in ends if rank[end] >= rank[state]}
        if concept == "SMR":
            ways_out = conflict.moves[party]
            hurts = {e for e in hurts if all(rank[x] >= rank[state] for x in ways_out[e])}
        if not hurts:
            return False
    return True


@given(conflict=conflicts())
def test_stable_is_what_every_play_spelled_out_says(conflict: Conflict) -> None:
    for party, state, concept in product(PARTIES, STATES, CONCEPTS):
        expected = stable_by_plays(conflict, party, state, concept)
        assert is_stable(conflict, party, state, concept) == expected


@given(conflict=conflicts())
def test_who_looks_further_stays_in_more(conflict: Conflict) -> None:
    """Nash within SMR and SEQ, and both within GMR."""
    nash, gmr, smr, seq = (set(equilibria(conflict, concept)) for concept in CONCEPTS)
    assert nash <= smr <= gmr
    assert nash <= seq <= gmr
