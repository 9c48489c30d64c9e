"""The schedule under which a package is likeliest to be alive at a horizon.

Survival is not linear in the openings: it counts the draws in which each party would comply month
by month. It is sought in two steps, every schedule judged on the same draws: first along a path of
linear programs, from least relief to most slack and on to the package as written; then by moving
the best of these, increment by increment, in ever smaller steps. What is found may be a local best;
no schedule can do better than `bound`, under which the package ends of nothing but its own ends.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from detente.case.draws import Sampler
from detente.design.aims import least_relief, most_slack
from detente.design.model import Floats, Program
from detente.design.program import opened
from detente.design.search import Task, Try
from detente.durability import lifetime
from detente.incentives import Hold, hold
from detente.machine.model import Machine

STEPS = (0.25, 0.1, 0.04)  # of an opening, for the moves by increment
LEVELS = 12  # of slack on the path
_GAIN = 1e-6  # of survival that a move must bring


@dataclass(frozen=True, slots=True)
class Survivor:
    """A schedule judged by survival."""

    y: Floats
    openings: Floats
    survival: float  # share of the draws, weighted by their chance to be alive
    bound: float  # no schedule survives likelier than this
    tried: int


def most_survival(task: Task, base: Try, sampler: Sampler, at: int) -> Survivor:
    """The best schedule found, starting from one that holds; `at` is the horizon in months."""
    program, judged = base.program, _Judge(task, base.program, sampler, at)
    starts = [*path(program, LEVELS), base.found.y, as_written(task.machine, program)]
    best = max((y for y in starts if met(program, y)), key=judged, default=base.found.y)
    for step in STEPS:
        best = _climbed(program, best, step, judged)
    openings = opened(task.machine, program.increments, best)
    return Survivor(best, openings, judged(best), bound(task, sampler, at), len(judged.known))


def path(program: Program, levels: int) -> Iterator[Floats]:
    """Least relief at even levels of slack, from the margin to the most there is."""
    top = most_slack(program)
    if top is None:
        return
    for more in np.linspace(0.0, max(top.tightest, 0.0), levels + 1)[:-1]:
        found = least_relief(program, float(more))
        if found is not None:
            yield found.y
    yield top.y


def as_written(machine: Machine, program: Program) -> Floats:
    """The package's own openings as increments; what it closes again is left open."""
    y = np.zeros(len(program.increments))
    stands = np.zeros(len(machine.valves))
    for index, (valve, start) in enumerate(program.increments):
        y[index] = max(0.0, machine.openings[start, valve] - stands[valve])
        stands[valve] += y[index]
    return y


def met(program: Program, y: Floats) -> bool:
    """Whether a schedule meets every demand."""
    return bool((program.matrix @ y >= program.at_least - 1e-9).all() and y.min(initial=0) >= 0)


def alive_at(held: Hold, at: int) -> float:
    """Mean chance over the draws that a package is alive in a month."""
    life = lifetime(held)
    return float(life.mean(life.alive)[min(at, life.alive.shape[1] - 1)])


def bound(task: Task, sampler: Sampler, at: int) -> float:
    """Survival if nobody ever breached and no trigger was ever pulled by mistake."""
    obligations = tuple(
        o.model_copy(update={"breaches": ()}) for o in task.machine.package.obligations
    )
    update = {"obligations": obligations, "triggers": ()}
    package = task.machine.package.model_copy(update=update)
    calm = replace(task.machine, package=package, exposures=())
    return alive_at(hold(calm, task.world, sampler, warned=False), at)


class _Judge:
    """Survival of a schedule, played once; what does not hold at the mode does not count."""

    def __init__(self, task: Task, program: Program, sampler: Sampler, at: int) -> None:
        self.task, self.program, self.sampler, self.at = task, program, sampler, at
        self.known: dict[bytes, float] = {}

    def __call__(self, y: Floats) -> float:
        key = y.tobytes()
        if key not in self.known:
            held = self.task.play(
                opened(self.task.machine, self.program.increments, y), self.sampler
            )
            self.known[key] = alive_at(held, self.at) if held.holds[0] else -1.0
        return self.known[key]


def _climbed(program: Program, y: Floats, step: float, judged: Callable[[Floats], float]) -> Floats:
    """The schedule after one round of moves, each kept if survival gains by it."""
    best = judged(y)
    for index in range(len(y)):
        for by in (step, -step):
            moved = y.copy()
            moved[index] = max(0.0, moved[index] + by)
            if met(program, moved) and judged(moved) > best + _GAIN:
                y, best = moved, judged(moved)
                break
    return y
