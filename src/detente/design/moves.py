"""What can be changed in a package beside its openings, clause by clause.

A move changes one clause, by a size in [0, 1]: 0 leaves it as it stands, 1 goes as far as the move
goes. Moves that know no half way (a vote, a breach covered, a term taken out) have the size 1 only.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from detente.case.editing import END, Edit, Insert, Remove, Set
from detente.case.syntax import Path

Edits = Callable[[float], tuple[Edit, ...]]


@dataclass(frozen=True, slots=True)
class Move:
    """One change to one clause."""

    name: str  # triggers.grey-zone.notice_days+
    clause: Path
    words: str
    edits: Edits
    sized: bool = False


def slide(path: Path, start: float, end: float, digits: int) -> Edits:
    """A number that moves from where it stands towards an end."""

    def edits(size: float) -> tuple[Edit, ...]:
        value = start + size * (end - start)
        return (Set(path, round(value, digits) if digits else round(value)),)

    return edits


def write(path: Path, value: Any) -> Edits:
    """A value that is written, or with None taken out, whole."""
    return _whole(Remove(path) if value is None else Set(path, value))


def add(path: Path, value: Any) -> Edits:
    """One more item of a list."""
    return _whole(Insert((*path, END), value))


def _whole(edit: Edit) -> Edits:
    return lambda size: (edit,) if size > 0 else ()


def together(chosen: Sequence[tuple[Move, float]]) -> tuple[Edit, ...]:
    """The edits of several moves, each on what those before it made."""
    return tuple(edit for move, size in chosen for edit in move.edits(size))
