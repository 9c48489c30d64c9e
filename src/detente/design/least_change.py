"""The fewest phases whose openings must change so that a package holds, then the least change.

With x[v, p] the opening of valve v in phase p, x0 as written, and b[p] in {0, 1}

    minimise    Σ_p b_p + ε Σ |x - x0|
    subject to  |x[v, p] - x0[v, p]| <= b_p        a phase that is not touched stays as it is
                every demand of the program, with y the steps of x

An opening is a share, so the 1 before b_p is a bound of the data. The answer is exact for the
causes that are acted upon in the program; it is played before it counts.
"""

from dataclasses import dataclass

import numpy as np

from detente.design.linear import Linear, solve
from detente.design.model import Floats, Program
from detente.machine.model import Machine

_SIZE = 1e-3  # what the whole size of a change weighs against one phase more


@dataclass(frozen=True, slots=True)
class Change:
    """New openings, the phases touched and how much they move in all."""

    y: Floats
    phases: tuple[int, ...]  # indices into the machine's spans
    size: float  # openings moved, added up


def least_change(machine: Machine, program: Program) -> Change | None:
    """The least change of openings that meets every demand; None if there is none."""
    cells = [
        (v, s)
        for s, span in enumerate(machine.spans)
        for v, valve in enumerate(machine.valves)
        if valve.module == span.module and (v, span.start) in program.increments
    ]
    written = np.array([machine.openings[machine.spans[s].start, v] for v, s in cells])
    spans = sorted({s for _, s in cells})
    steps = _steps(machine, program, cells)
    touched = np.array([[float(s == span) for span in spans] for _, s in cells])
    rows, none = len(cells), np.zeros((len(program.rows), len(cells)))
    one, zero = np.eye(rows), np.zeros((rows, rows))
    away = np.zeros((rows, len(spans)))
    # Columns: x, how far each cell goes from where it stood, whether each phase is touched.
    matrix = np.block(
        [
            [program.matrix @ steps, none, np.zeros((len(program.rows), len(spans)))],
            [steps, np.zeros((len(steps), rows)), np.zeros((len(steps), len(spans)))],
            [one, one, away],
            [-one, one, away],
            [zero, -one, touched],
        ]
    )
    at_least = np.concatenate(
        [program.at_least, np.zeros(len(steps)), written, -written, np.zeros(rows)]
    )
    cost = np.concatenate([np.zeros(rows), np.full(rows, _SIZE), np.ones(len(spans))])
    ones = np.ones(len(cost))
    whole = tuple(range(2 * rows, len(cost)))
    answer = solve(Linear(cost, matrix, at_least, 0 * ones, ones, whole), seconds=20.0)
    if answer is None:
        return None
    moved = np.abs(answer.x[:rows] - written)
    phases = tuple(sorted({s for (_, s), far in zip(cells, moved, strict=True) if far > 1e-7}))
    return Change(np.maximum(steps @ answer.x[:rows], 0.0), phases, float(moved.sum()))


def _steps(machine: Machine, program: Program, cells: list[tuple[int, int]]) -> Floats:
    """(increments, cells): each increment as its phase's opening less that of the phase before."""
    column = {(v, machine.spans[s].start): index for index, (v, s) in enumerate(cells)}
    steps = np.zeros((len(program.increments), len(cells)))
    before: dict[int, int] = {}
    for index, (valve, start) in enumerate(program.increments):
        steps[index, column[valve, start]] = 1.0
        if valve in before:
            steps[index, before[valve]] = -1.0
        before[valve] = column[valve, start]
    return steps
