"""A remedy that needs no judgement: what it says, and the edits to the package file."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: a value set at a path, or added to the list there.

    Nothing is ever taken out: a comment that hangs on a key would go with it.
    """

    how: Literal["set", "add"]
    path: Path
    value: Any = None


@dataclass(frozen=True, slots=True)
class Mend:
    """A remedy in words, and the edits that carry it out together."""

    condition: str
    says: str
    edits: tuple[Edit, ...]


def carry_out(edits: Iterable[Edit], data: Any) -> None:
    """Changes mappings and lists in place: plain ones, or those that keep comments."""
    for edit in edits:
        node = data
        for step in edit.path[:-1]:
            node = node[step]
        last = edit.path[-1]
        if edit.how == "set":
            node[last] = edit.value
        elif last not in node:
            node[last] = [edit.value]
        elif edit.value not in node[last]:
            node[last].append(edit.value)
