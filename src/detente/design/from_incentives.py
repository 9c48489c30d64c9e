"""Finds the openings that would hold, or shows that none do, and puts the answer back to the test.

Each goal is a linear program for HiGHS, at the mode, subject to every slack, the deciders' will to
enforce, acceptance at signature, and the red lines on openings (see `aims`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from detente.case.draws import Sampler
from detente.case.world import World
from detente.design.aims import Aim, least_crossing, least_relief, least_windfall, most_slack
from detente.design.lines import binding, priced
from detente.design.model import Bound, Design, Goal
from detente.design.search import Task, Try, seek
from detente.errors import DetenteError
from detente.incentives import hold
from detente.machine.model import Machine

AIMS: Mapping[Goal, Aim] = {
    "least-relief": least_relief,
    "most-slack": most_slack,
    "least-windfall": least_windfall,
    "least-crossing": least_crossing,
}
BETTER: Mapping[Goal, Callable[[Try], float]] = {
    "most-slack": lambda t: t.found.tightest,
    "least-windfall": lambda t: -float(np.nanmax(t.held.windfall[0], initial=-np.inf)),
    "least-crossing": lambda t: -sum(line.over for line in t.found.crossings),
}


def design(
    machine: Machine,
    world: World,
    sampler: Sampler,
    goal: Goal = "least-relief",
    bounds: Sequence[Bound] = (),
) -> Design:
    """What would hold, for one linear goal; `sampler` is asked for the mode alone."""
    task = task_of(machine, world, sampler, bounds)
    now = hold(machine, world, task.mode, warned=False)
    found = seek(task, AIMS[goal], BETTER.get(goal), now)
    return designed(task, goal, found, float(now.relief[0, machine.parties.index(world.target)]))


def task_of(machine: Machine, world: World, sampler: Sampler, bounds: Sequence[Bound] = ()) -> Task:
    """A package on the table; refuses one that has nothing to set."""
    if not machine.valves:
        raise DetenteError(f"packages/{machine.name}.yaml: no valves to set", "add a module")
    return Task(machine, world, replace(sampler, draws=0), tuple(bounds))


def designed(task: Task, goal: Goal, found: Try, relief_now: float) -> Design:
    """A schedule that was found, with what it gives and what every line costs."""
    target = task.machine.parties.index(task.world.target)
    least = float(np.nanmin(found.held.played.slack[0], initial=np.inf))
    return Design(
        goal=goal,
        verdict=found.verdict,
        relief=float(found.held.relief[0, target]),
        relief_now=relief_now,
        slack=found.found.tightest if found.verdict == "no-room" else least,
        openings=found.openings,
        red_lines=priced(found.program, task.world, found.found.duals),
        binding=binding(found.program, found.found.duals),
        unpriced=tuple(
            f"{line.party}:{line.name}" for line in task.world.red_lines if not line.measures
        ),
        crossings=found.found.crossings,
        held=found.held,
        program=found.program,
    )
