"""What more relief buys in survival: a few schedules around the one that was designed.

The schedules are those of least relief at even levels of slack, the one of most slack, the package
as written, and what lies halfway between. All are played on the same few draws, so that they can be
set against each other; `detente design --goal frontier` seeks more of them, on more draws.
"""

from collections.abc import Iterator
from dataclasses import replace
from math import isfinite

import numpy as np

from detente.case import Case, Sampler
from detente.design import Design as Found
from detente.design.model import Floats
from detente.design.pareto import undominated
from detente.design.program import opened
from detente.design.survival import as_written, path
from detente.durability import lifetime
from detente.findings.frontier_model import Frontier, FrontierPoint, Name
from detente.incentives import hold
from detente.machine import Machine

MONTH = 24
DRAWS = 400  # enough to set schedules against each other
LEVELS = 4  # of slack between least relief and most slack
Named = tuple[Name, Floats]  # name, openings (months, valves)


def frontier_result(found: Found, machine: Machine, case: Case, sampler: Sampler) -> Frontier:
    """The schedules by relief, each with its survival; those that do not hold are left out.

    The package as written stands among them whether it holds or not.
    """
    few = replace(sampler, draws=min(sampler.draws, DRAWS))
    month = min(MONTH, machine.horizon)
    tried = [_point(n, o, machine, case, few, month) for n, o in _schedules(found, machine)]
    shown = sorted((p for p in tried if p.holds or p.name == "as written"), key=lambda p: p.relief)
    return Frontier(month, few.draws, tuple(_beaten(shown)))


def _schedules(found: Found, machine: Machine) -> Iterator[Named]:
    """Openings to be played, each once."""
    program = found.program
    chain = list(path(program, LEVELS))
    written = as_written(machine, program)
    names: dict[int, Name] = {len(chain) - 1: "most slack", 0: "least relief"}
    yield "as written", machine.openings
    for index, y in enumerate(chain):
        yield names.get(index, ""), opened(machine, program.increments, y)
    for y in (chain[0], chain[-1]) if chain else ():
        yield "", opened(machine, program.increments, (y + written) / 2)


def _point(
    name: Name, openings: Floats, machine: Machine, case: Case, sampler: Sampler, month: int
) -> FrontierPoint:
    held = hold(replace(machine, openings=openings), case.world, sampler, warned=False)
    life = lifetime(held)
    low, high = life.band(life.alive, 0.9)
    least = float(held.slack[0].min(initial=np.inf))
    alive, kept = life.mean(life.alive), life.mean(life.intact)
    return FrontierPoint(
        name=name,
        relief=float(held.relief[0, machine.parties.index(case.world.target)]),
        alive=float(alive[month]),
        alive_low=float(low[month]),
        alive_high=float(high[month]),
        kept=float(kept[month]),
        slack=least if isfinite(least) else None,
        holds=bool(held.holds[0]),
        beaten=False,
    )


def _beaten(points: list[FrontierPoint]) -> Iterator[FrontierPoint]:
    """The same, those that do not hold or that another beats marked as such."""
    values = np.round([(-p.relief, p.alive) for p in points], 9).reshape(-1, 2)
    best = undominated(values[[p.holds for p in points]])
    rank = iter(best)
    for point in points:
        yield replace(point, beaten=not (point.holds and next(rank)))
