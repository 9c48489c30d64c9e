"""The price of every red line, and what it would truly bring to drop one."""

from dataclasses import replace

import numpy as np

from detente.case.hints import nearest
from detente.case.world import RedLine, World
from detente.design.model import Floats, PricedLine, Program, Row
from detente.errors import DetenteError


def priced(program: Program, world: World, duals: Floats) -> tuple[PricedLine, ...]:
    """What one unit of every red line on openings costs, in the unit of the goal."""
    lines = []
    for line in world.red_lines:
        if not line.measures:
            continue
        mine = [
            dual
            for row, dual in zip(program.rows, duals, strict=True)
            if row.kind == "red-line" and (row.party, row.name) == (line.party, line.name)
        ]
        price = float(sum(mine))
        lines.append(PricedLine(line.party, line.name, line.title, price, price > 1e-9))
    return tuple(lines)


def binding(program: Program, duals: Floats) -> tuple[Row, ...]:
    """Demands that hold the answer back, dearest first, one for each party and name."""
    order = np.argsort(-np.abs(duals), kind="stable")
    first: dict[tuple[str, str, str], Row] = {}
    for index in order:
        row = program.rows[index]
        if abs(duals[index]) > 1e-9 and row.kind != "cap":
            first.setdefault((row.kind, row.party, row.name), row)
    return tuple(first.values())


def line_named(world: World, name: str) -> RedLine:
    """The red line written PARTY:name; refuses one that the case does not have."""
    known = {f"{line.party}:{line.name}": line for line in world.red_lines}
    if name not in known:
        raise DetenteError(f'no red line "{name}"', nearest(name, known), option="drop")
    return known[name]


def without_line(world: World, line: RedLine) -> World:
    """The world in which a party gives a red line up."""
    kept = tuple(other for other in world.red_lines if other is not line)
    return world.model_copy(update={"red_lines": kept})


def eased(program: Program, line: PricedLine, by: float) -> Program:
    """The same demands with one red line moved by a share of its measures' opening."""
    rows = tuple(
        replace(row, constant=row.constant + by)
        if row.kind == "red-line" and (row.party, row.name) == (line.party, line.name)
        else row
        for row in program.rows
    )
    return replace(program, rows=rows)
