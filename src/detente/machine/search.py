"""Builds the product breadth first, all states of one depth at a time, and tells its stories.

States are numbered as a plain search over single states would find them: those of a state in the
order of the commands, states in the order of their numbers. So the first story to a state is a
shortest one, and the same on every run.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from detente.errors import DetenteError
from detente.machine.clocks import after_days, after_months
from detente.machine.found import Found, Packing, Places, packing
from detente.machine.logic import Column, Columns, Term, name
from detente.machine.model import Move, Story
from detente.machine.plays import Play
from detente.machine.rules import DECIDING, Command, Rules

MOST_STATES = 5_000_000
NOWHERE = -1


class TooLargeError(DetenteError):
    """A package with more states than may be explored: how many were, and up to which month."""

    def __init__(self, name: str, states: int, month: int) -> None:
        self.states, self.month = states, month
        super().__init__(
            f'"{name}" has {states:,} states and more; what comes before month {month} is explored '
            "wholly, what comes after it is unknown",
            f"cut it at month {max(month - 1, 1)}",
            by="months",
        )


@dataclass(frozen=True, slots=True)
class Edges:
    """Every move of every state: one row a branch, rows of one move side by side."""

    source: Places
    command: Places
    target: Places
    chance: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Explored:
    """All reachable states of a machine, with the move by which each was found first."""

    rules: Rules
    commands: tuple[Command, ...]
    packing: Packing
    found: Found
    parent: Places
    by: Places  # index of the command
    edges: Edges | None  # kept only where asked for

    @property
    def states(self) -> int:
        """How many states there are."""
        return self.found.count

    @property
    def kept_edges(self) -> Edges:
        """Every move, where the search was asked to keep them."""
        if self.edges is None:
            raise ValueError("explore(..., edges=True) keeps the moves that this needs")
        return self.edges

    @property
    def columns(self) -> dict[str, Column]:
        """Every variable, (states,)."""
        return self.packing.unpack(self.found.packed[: self.states])

    def of(self, term: Term) -> Column:
        """A term in every state, (states,)."""
        value = Columns(self.columns, self.rules.formulas).of(term)
        return np.broadcast_to(value, (self.states,))

    def state(self, number: int) -> dict[str, int]:
        """One state, variable by variable."""
        row = self.packing.unpack(self.found.packed[number : number + 1])
        return {variable: int(column[0]) for variable, column in row.items()}

    def day(self, number: int) -> date:
        """The calendar day of a state."""
        state = self.state(number)
        return after_days(after_months(self.rules.signed, state["month"]), state["elapsed"])

    def story(self, number: int) -> Story:
        """The shortest story that leads to a state."""
        told = []
        while self.parent[number] != NOWHERE:
            answer = self.commands[self.by[number]].answer
            begins = int(self.parent[number])
            on = self.day(number if answer.kind in ("clock", "end") else begins)
            month = self.state(begins)["month"]
            done = Move(
                month, answer.actor, answer.kind, answer.what, answer.article, on, answer.how
            )
            told.append(done)
            number = begins
        return tuple(reversed(told))

    def shortest(self, term: Term) -> tuple[Story, int] | None:
        """The shortest story to a state where a term holds, and its number."""
        holds = np.flatnonzero(self.of(term))
        return (self.story(int(holds[0])), int(holds[0])) if len(holds) else None


def explore(
    play: Play,
    *,
    edges: bool = False,
    most: int = MOST_STATES,
    until: Term | None = None,
    told: Callable[[int, int], None] | None = None,
) -> Explored:
    """Every state that can be reached; raises TooLargeError past `most` of them.

    Where `until` is given, the search stops with the first depth in which it holds somewhere.
    `told` hears after every depth how many states there are and in which month the least advanced
    of the new ones stands.
    """
    return _Search(play, edges, until).whole(most, told)


class _Search:
    def __init__(self, play: Play, edges: bool, until: Term | None) -> None:
        self.rules, self.commands, self.keep = play.rules, play.commands, edges
        self.until = until
        self.variables = play.rules.variables
        self.packing = packing(self.variables)
        self.found = Found(self.packing.words)
        self.parents: list[Places] = [np.array([NOWHERE])]
        self.by: list[Places] = [np.array([NOWHERE])]
        self.edges: list[tuple[Places, Places, Places, NDArray[np.float64]]] = []

    def whole(self, most: int, told: Callable[[int, int], None] | None) -> Explored:
        start = {v.name: np.array([v.start]) for v in self.variables}
        self.found.add(self.packing.pack(start, 1))
        done = 0
        while done < self.found.count and not self._found_among(done):
            first, done = done, self.found.count
            self._expand(first, done)
            if told and done < self.found.count:
                told(self.found.count, self._month(done))
            if self.found.count > most:
                raise TooLargeError(self.rules.name, self.found.count, self._month(done))
        parent, by = np.concatenate(self.parents), np.concatenate(self.by)
        kept = self._edges() if self.keep else None
        return Explored(self.rules, self.commands, self.packing, self.found, parent, by, kept)

    def _found_among(self, first: int) -> bool:
        """Whether what is looked for holds in a state found last."""
        if self.until is None:
            return False
        fresh = self.packing.unpack(self.found.packed[first : self.found.count])
        return bool(np.any(Columns(fresh, self.rules.formulas).of(self.until)))

    def _month(self, first: int) -> int:
        fresh = self.packing.unpack(self.found.packed[first : self.found.count])
        return int(fresh["month"].min()) if self.found.count > first else self.rules.horizon

    def _expand(self, first: int, last: int) -> None:
        """All moves of the states first..last-1, in the order of states and then of commands."""
        parts = list(self._branches(first, last))
        if not parts:
            return
        rows, command, chance, packed = (
            np.concatenate([part[i] for part in parts]) for i in range(4)
        )
        order = np.argsort(rows, kind="stable")
        rows, command, packed = rows[order], command[order], packed[order]
        numbers, new = self.found.add(packed)
        self.parents.append(rows[new])
        self.by.append(command[new])
        if self.keep:
            self.edges.append((rows, command, numbers, chance[order]))

    def _branches(self, first: int, last: int) -> Iterator[tuple[Column, Column, Column, Column]]:
        """Per command and branch: the states it leaves, itself, its chance, the states it finds."""
        columns = self.packing.unpack(self.found.packed[first:last])
        whole = Columns(columns, self.rules.formulas)
        at = np.broadcast_to(whole.of(name(DECIDING)), (last - first,)) != 0
        for stages, rows in (
            (("at once", "in turn", "in time"), np.flatnonzero(at)),
            (("in time",), np.flatnonzero(~at)),
        ):
            if len(rows):
                yield from self._of_stages(stages, columns, rows, first)

    def _of_stages(
        self, stages: tuple[str, ...], columns: dict[str, Column], rows: Places, first: int
    ) -> Iterator[tuple[Column, Column, Column, Column]]:
        here = Columns({v: c[rows] for v, c in columns.items()}, self.rules.formulas)
        for index, command in enumerate(self.commands):
            if command.stage not in stages:
                continue
            open_ = np.flatnonzero(np.broadcast_to(here.of(command.guard), (len(rows),)))
            if not len(open_):
                continue
            chosen = {v: here.known[v][open_] for v in columns}
            for chance, change in command.branches:
                after = Columns(chosen, self.rules.formulas)
                moved = {**chosen, **{v: self._wide(after.of(t), open_) for v, t in change.items()}}
                count = len(open_)
                yield (
                    rows[open_] + first,
                    np.full(count, index),
                    np.full(count, chance),
                    self.packing.pack(moved, count),
                )

    @staticmethod
    def _wide(value: Column, rows: Places) -> Column:
        return np.broadcast_to(value, rows.shape)

    def _edges(self) -> Edges:
        source, command, target, chance = (
            np.concatenate([part[i] for part in self.edges]) if self.edges else np.zeros(0)
            for i in range(4)
        )
        return Edges(
            source.astype(np.int64), command.astype(np.int64), target.astype(np.int64), chance
        )
