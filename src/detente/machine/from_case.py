"""Compiles a package of a case into its machine."""

from collections.abc import Mapping

import numpy as np

from detente.case.model import Case
from detente.case.package import Package
from detente.case.world import World
from detente.machine.model import Exposure, Machine, Span, Valve


def compile_package(
    case: Case, name: str, package: Package | None = None, horizon: int | None = None
) -> Machine:
    """The machine of one package; the case's loader has refused loops and unknown names.

    `package` stands in for the case's own where clauses were changed. `horizon` is the steady
    month; left out, the package is played until all that has a date has passed.
    """
    package = package or case.packages[name]
    horizon = package.months_played if horizon is None else horizon
    due = _Calendar(package)
    spans = tuple(_spans(package, due, horizon))
    valves = tuple(
        Valve(measure, module.name, module.article, module.promised_by)
        for module in package.modules
        for measure in dict.fromkeys(m for phase in module.phases for m in phase.open)
    )
    return Machine(
        name=name,
        package=package,
        signed=package.signed,
        horizon=horizon,
        parties=tuple(case.world.parties),
        milestones={m.name: due.month(m.name) for m in package.milestones},
        spans=spans,
        valves=valves,
        openings=openings(spans, valves, horizon),
        exposures=_exposures(case.world, package),
    )


def openings(
    spans: tuple[Span, ...], valves: tuple[Valve, ...], horizon: int
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """How far each valve stands open in each month, shape (horizon + 1, valves)."""
    opening = np.zeros((horizon + 1, len(valves)))
    for column, valve in enumerate(valves):
        for span in spans:
            if span.module == valve.module and valve.measure in span.open:
                opening[span.start : span.end, column] = span.open[valve.measure]
    return opening


class _Calendar:
    """First month of every milestone and phase, each after all that it waits for."""

    def __init__(self, package: Package) -> None:
        self.due = {m.name: (m.due, m.after) for m in package.milestones}
        self.phases: dict[str, tuple[str, int, tuple[str, ...]]] = {}
        for module in package.modules:
            before, length = "", 0
            for phase in module.phases:
                name = f"{module.name}.{phase.name}"
                self.phases[name] = (before, length, phase.after)
                before, length = name, phase.months

    def month(self, name: str) -> int:
        """Month in which a milestone is due or a phase begins, while all comply."""
        if name in self.due:
            due, after = self.due[name]
            return max([due, *map(self.month, after)])
        before, length, after = self.phases[name]
        ready = self.month(before) + length if before else 0
        return max([ready, *map(self.month, after)])

    def waits(self, name: str) -> set[str]:
        """Milestones without which a phase does not begin."""
        if name in self.due:
            return {name}.union(*map(self.waits, self.due[name][1]))
        before, _, after = self.phases[name]
        return set().union(*map(self.waits, (*after, before) if before else after))


def _spans(package: Package, calendar: _Calendar, horizon: int) -> list[Span]:
    spans = []
    end = horizon + 1
    for module in package.modules:
        names = [f"{module.name}.{phase.name}" for phase in module.phases]
        starts = [*(min(calendar.month(name), end) for name in names), end]
        for phase, name, start, stop in zip(
            module.phases, names, starts[:-1], starts[1:], strict=True
        ):
            waits = tuple(sorted(calendar.waits(name)))
            article = module.article
            spans.append(Span(module.name, phase.name, article, start, stop, phase.open, waits))
    return spans


def _exposures(world: World, package: Package) -> tuple[Exposure, ...]:
    """Breaches of all obliged parties in listed order, smallest first within a party."""
    covering: Mapping[tuple[str, str], int] = {
        (trigger.against, kind): index
        for index, trigger in reversed(list(enumerate(package.triggers)))
        for kind in trigger.covers
    }
    exposures: dict[tuple[str, str], Exposure] = {}
    for obligation in package.obligations:
        kinds = world.breaches.get(obligation.party, {})
        for kind in sorted(obligation.breaches, key=lambda k: kinds[k].size):
            key = (obligation.party, kind)
            exposures[key] = Exposure(*key, kinds[kind].size, covering.get(key))
    order = list(dict.fromkeys(party for party, _ in exposures))
    return tuple(sorted(exposures.values(), key=lambda e: (order.index(e.party), e.size)))
