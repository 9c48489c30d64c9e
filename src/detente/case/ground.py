"""What the search for lost names stands on: places, and what is there though it was refused."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from detente.case.hints import nearest, spell
from detente.case.quantity import Path
from detente.errors import Place, Problem

Missing = tuple[Path, str, Iterable[str], str]  # path, what kind of thing, what there is, the name


@dataclass(frozen=True, slots=True)
class Ground:
    """Where clauses stand, and what is there although its own clause was refused."""

    place: Callable[[str, Path], Place]
    refused: frozenset[str]  # names of clauses, and of tables with a refused row
    estimates: Mapping[str, Place]  # rows of estimates.csv

    def named(self, file: str, missing: Iterable[Missing]) -> Iterator[Problem]:
        """A problem for each name that leads nowhere."""
        for path, kind, known, name in missing:
            if name not in {*known, *self.refused}:
                reason = f'{spell(path)}: no {kind} "{name}"'
                yield Problem(self.place(file, path), reason, nearest(name, known))
