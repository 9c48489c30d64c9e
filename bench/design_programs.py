"""What the programs of this room cost in time: on a case, and on one made wide for it."""

from collections.abc import Callable, Mapping
from time import perf_counter
from typing import TypeVar

import numpy as np

from detente.case import Case, Package, Sampler, open_case
from detente.case.package import Module, Phase
from detente.case.quantity import Quantity
from detente.case.starter import new_case
from detente.case.world import Measure, World
from detente.design.aims import least_relief
from detente.design.choice import choose
from detente.design.from_incentives import design, task_of
from detente.design.frontier import frontiers
from detente.design.pareto import undominated
from detente.design.search import seek
from detente.machine import Machine, compile_package
from detente.writing import scratch

Found = TypeVar("Found")
FILTERED = 100_000  # packages
COST = 0.6  # EUR bn a month that compliance costs the target, so that it needs relief


def times(case: Case, package: str, seed: int = 1) -> Mapping[str, float]:
    """Seconds of a least-relief answer, a choice of 8 x 6 and its gap, a frontier and a filter."""
    machine, mode = compile_package(case, package), Sampler(case.estimates, 0, seed)
    task = task_of(machine, case.world, mode)
    rng = np.random.default_rng(seed)
    cloud = rng.random((FILTERED, 2))
    edge = np.column_stack([cloud[:, 0], 1 - cloud[:, 0]])
    world, wide = wide_package(8, 6)
    wide_task = task_of(wide, world, Sampler(world.estimates, 0, seed))
    found, took = _timed(lambda: choose(wide_task))
    base = seek(task, least_relief)
    few = Sampler(case.estimates, 200, seed)
    undominated(cloud[:10])
    return {
        "least relief": _timed(lambda: design(machine, case.world, mode))[1],
        "choice of 8 modules in 6 slots": took,
        "its gap, share": found.found.gap,
        "both frontiers": _timed(lambda: frontiers(task, base, few, 24))[1],
        "filter of 100,000": _timed(lambda: undominated(cloud))[1],
        "the same, all on the frontier": _timed(lambda: undominated(edge))[1],
    }


def wide_package(modules: int, phases: int) -> tuple[World, Machine]:
    """The starter case with many modules of one valve each, none of which is enough alone."""
    with scratch() as parent:
        case = open_case(str(new_case("wide", parent)))
    measures = {f"valve-{m}": _measure(m) for m in range(modules)}
    world = case.world.model_copy(update={"measures": {**case.world.measures, **measures}})
    changed = _with_modules(case.packages["first"], modules, phases)
    return world, compile_package(case, "first", changed)


def _measure(m: int) -> Measure:
    """Worth more to the target the later it stands in the list, and dearer to its issuer."""
    worth: dict[str, tuple[Quantity, ...]] = {
        "BO": (Quantity(value=0.06 + 0.02 * m),),
        "AL": (Quantity(value=-0.01 * m),),
    }
    return Measure(title=f"Measure {m}", issuer="AL", worth=worth)


def _with_modules(package: Package, modules: int, phases: int) -> Package:
    steps = np.linspace(0.3, 1.0, phases).round(3).tolist()
    made = tuple(
        Module(
            name=f"module-{m}",
            article=f"Art. 2.{m}",
            title=f"Module {m}",
            promised_by=("AL",),
            phases=tuple(
                Phase(name=f"phase-{p}", months=4, open={f"valve-{m}": opening})
                for p, opening in enumerate(steps)
            ),
        )
        for m in range(modules)
    )
    milestones = tuple(m.model_copy(update={"after": ()}) for m in package.milestones)
    first, *others = package.obligations
    costly = first.model_copy(update={"cost": (Quantity(value=COST),)})
    update = {"modules": made, "milestones": milestones, "obligations": (costly, *others)}
    return package.model_copy(update=update)


def _timed(step: Callable[[], Found]) -> tuple[Found, float]:
    begun = perf_counter()
    found = step()
    return found, perf_counter() - begun
