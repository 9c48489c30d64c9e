"""The best and worst that parties' choices can make of a probability or of money.

Definitions. In the machine by chance a *policy* chooses a move in every state; nature draws among
the branches of a move. `most` is the greatest value that any policy reaches, `least` the smallest:
    value(s) = max over moves a of  reward(s, a) + Σ over branches  chance × value(s')
Where a goal is given, value is 1 there and nothing is added elsewhere. No state comes twice in a
story (days, turns and questions only go forward), so sweeps over all states end exactly.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detente.machine.logic import Columns, Term
from detente.machine.search import Edges, Explored

Floats = NDArray[np.float64]


def probability(found: Explored, goal: Term, *, least: bool = False) -> float:
    """Greatest (or least) probability that a goal is ever reached from signature."""
    reached = found.of(goal) != 0
    edges = found.kept_edges
    value = _swept(edges, np.zeros(_moves(edges)), reached, least)
    return float(value[0])


def money(
    found: Explored, items: Sequence[tuple[str, Term, Term]], *, least: bool = False
) -> float:
    """Greatest (or least) expected sum of a reward from signature on."""
    edges = found.kept_edges
    nowhere = np.zeros(found.states, dtype=np.bool_)
    return float(_swept(edges, _earned(found, edges, items), nowhere, least)[0])


def _first_rows(edges: Edges) -> NDArray[np.int64]:
    """The first row of each move: its branches lie side by side."""
    source, command = np.diff(edges.source), np.diff(edges.command)
    return np.concatenate([[0], np.flatnonzero((source != 0) | (command != 0)) + 1])


def _moves(edges: Edges) -> int:
    return len(_first_rows(edges)) if len(edges.source) else 0


def _earned(found: Explored, edges: Edges, items: Sequence[tuple[str, Term, Term]]) -> Floats:
    """EUR bn that each move brings in the state in which it is made."""
    first = _first_rows(edges)
    earned = np.zeros(len(first))
    labels = [command.answer.label for command in found.commands]
    columns = Columns(found.columns, found.rules.formulas)
    for label, where, value in items:
        amount = np.where(columns.of(where) != 0, columns.of(value), 0.0)
        amount = np.broadcast_to(amount, (found.states,))
        mine = edges.command[first] == (labels.index(label) if label in labels else -1)
        earned[mine] += amount[edges.source[first][mine]]
    return earned


def _swept(edges: Edges, earned: Floats, goal: NDArray[np.bool_], least: bool) -> Floats:
    value = goal.astype(np.float64)
    if not len(edges.source):
        return value
    first = _first_rows(edges)
    source = edges.source[first]
    states = np.concatenate([[0], np.flatnonzero(np.diff(source)) + 1])
    better = np.minimum if least else np.maximum
    while True:
        moved = np.add.reduceat(edges.chance * value[edges.target], first) + earned
        after = value.copy()
        after[source[states]] = better.reduceat(moved, states)
        after[goal] = 1.0
        if np.array_equal(after, value):
            return value
        value = after
