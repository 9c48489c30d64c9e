"""Every number of a case with the line it is written on, so that a page can point at it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from detente.case.amount import quantities
from detente.case.hints import spell
from detente.case.quantity import Path, Quantity
from detente.errors import Place


@dataclass(frozen=True, slots=True)
class Input:
    """One number as written, and where; `uses` are the lines that name it."""

    name: str  # of the estimate, else the file and the path in it
    quantity: Quantity
    place: Place
    uses: tuple[Place, ...] = ()


def inputs(
    clauses: Mapping[str, object],
    place: Callable[[str, Path], Place],
    rows: Mapping[str, tuple[Quantity, Place]],
) -> tuple[Input, ...]:
    """Numbers of the tables and of the YAML files, in that order; a plain 0 or 1 is left out."""
    uses: dict[str, list[Place]] = {}
    own = list(_own(clauses, place, rows, uses))
    named = [Input(name, quantity, at) for name, (quantity, at) in rows.items()]
    return tuple(
        Input(i.name, i.quantity, i.place, tuple(uses.get(i.name, ()))) for i in (*named, *own)
    )


def _own(
    clauses: Mapping[str, object],
    place: Callable[[str, Path], Place],
    rows: Mapping[str, tuple[Quantity, Place]],
    uses: dict[str, list[Place]],
) -> Iterator[Input]:
    """Numbers written in a YAML file; those that only name an estimate are noted as uses."""
    for file, clause in clauses.items():
        for asked in quantities(clause):
            path, quantity = asked.path, asked.quantity
            if quantity.estimate is not None:
                uses.setdefault(quantity.estimate, []).append(place(file, path))
            elif path[:1] == ("estimates",) and path[1] in rows:
                continue  # merged from the table; it stands there
            elif quantity.value not in (0.0, 1.0):
                name = str(path[1]) if path[:1] == ("estimates",) else f"{file}: {spell(path)}"
                yield Input(name, quantity, place(file, path))
