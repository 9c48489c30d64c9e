"""Which modules a package needs, and in which order they begin: a program with whole numbers.

Slots s are the months in which any phase of the package begins; a module m may begin in those from
the last milestone on that its first phase waits for. With w[m, s] in {0, 1} that it begins there,

    Σ_s w[m, s] <= 1                                         it begins once, or is left out
    y[v, s] <= Σ_{r <= s} w[m, r]                            no valve v of m opens before
    Σ_v Σ_{r <= s} y[v, r] >= a_m Σ_{r <= s} w[m, r]         once begun it is worth its name

where a_m is what its first opening phase opens as written. An opening is a share, so the 1 before
w[m, r] is a bound of the data and not a large number made up. Demands are as in `program`. What the
modules wait for among one another is free, that is the question; milestones keep their months.
"""

from dataclasses import dataclass
from time import monotonic
from typing import Any

import numpy as np

from detente.case.editing import Edit, Set
from detente.case.world import World
from detente.checks.tags import lifting
from detente.design.aims import Found
from detente.design.limits import Increments
from detente.design.linear import Linear, solve
from detente.design.model import Floats, Program
from detente.design.search import Task, Try, seek
from detente.errors import DetenteError
from detente.machine.model import Machine
from detente.machine.widest import shared

GAP = 0.01  # share of the objective within which an answer is good enough
SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Slot:
    """A month in which a module may begin."""

    module: str
    month: int


def choose(task: Task, seconds: float = SECONDS, gap: float = GAP) -> Try:
    """Least relief over the choice and order of modules; its `found` says how good it is."""
    machine = task.machine
    for valves in shared(machine):
        one, *others = (machine.valves[v] for v in sorted(valves))
        modules = " and ".join(f'"{valve.module}"' for valve in (one, *others))
        raise DetenteError(
            f'measure "{one.measure}" is opened by {modules}, so that neither can be left out or '
            "put off by itself",
            "join them, or let one of them open it",
        )
    free = Task(machine, task.world, task.mode, task.bounds, free_increments(machine))
    return seek(free, _Chooser(machine, seconds, gap))


def free_increments(machine: Machine) -> Increments:
    """Every valve in every slot of its module."""
    slots = slots_of(machine)
    return tuple(
        (v, slot.month)
        for v, valve in enumerate(machine.valves)
        for slot in slots
        if slot.module == valve.module
    )


def slots_of(machine: Machine) -> tuple[Slot, ...]:
    """Months in which each module may begin."""
    months = sorted({span.start for span in machine.spans if span.start <= machine.horizon})
    return tuple(
        Slot(module.name, month)
        for module in machine.package.modules
        for month in months
        if month >= _earliest(machine, module.name)
    )


def gates_of(machine: Machine, module: str) -> tuple[str, ...]:
    """Milestones that a module's first phase waits for."""
    return next(span.waits for span in machine.spans if span.module == module)


def _gates_by(machine: Machine, world: World, module: str, month: int) -> list[str]:
    """Milestones that a module waited for by a month, and those that have lifted its red lines."""
    measures = {valve.measure for valve in machine.valves if valve.module == module}
    spans = [s for s in machine.spans if s.module == module and s.start <= month]
    waits = {name for span in spans for name in span.waits}
    lines = [line for line in world.red_lines if measures & {*line.measures}]
    waits |= {name for line in lines for name in lifting(machine, line)}
    due = {name: machine.milestones[name] for name in waits if name in machine.milestones}
    return sorted(name for name in due if due[name] <= month)


def _earliest(machine: Machine, module: str) -> int:
    return max((machine.milestones[name] for name in gates_of(machine, module)), default=0)


def _real(machine: Machine, module: str) -> float:
    """Openings, added up, of the first phase of a module that opens anything."""
    phases = next(m.phases for m in machine.package.modules if m.name == module)
    return next((total for p in phases if (total := sum(p.open.values())) > 0), 0.0)


class _Chooser:
    """Least relief with whole numbers, within the time that is left."""

    def __init__(self, machine: Machine, seconds: float, gap: float) -> None:
        self.machine, self.slots, self.gap = machine, slots_of(machine), gap
        self.seconds, self.until = seconds, monotonic() + seconds

    def __call__(self, program: Program) -> Found | None:
        extra = self._rows(program)
        count, wholes = len(program.increments), len(self.slots)
        beside = np.zeros((len(program.rows), wholes))
        answer = solve(
            Linear(
                cost=np.append(program.relief + 1e-6, np.full(wholes, 1e-6)),
                matrix=np.vstack([np.hstack([program.matrix, beside]), *(row for row, _ in extra)]),
                at_least=np.append(program.at_least, [bound for _, bound in extra]),
                low=np.zeros(count + wholes),
                high=np.ones(count + wholes),
                whole=tuple(range(count, count + wholes)),
            ),
            seconds=max(0.1, self.until - monotonic()),
            gap=self.gap,
        )
        if answer is None and monotonic() >= self.until:
            raise DetenteError(
                f"no choice of modules was found in {self.seconds:g} s",
                "give it more",
                option="seconds",
            )
        if answer is None:
            return None
        duals = answer.duals[: len(program.rows)]
        return Found(answer.x[:count], duals, gap=answer.gap, stopped=answer.stopped)

    def _rows(self, program: Program) -> list[tuple[Floats, float]]:
        """Rows over increments and whole numbers, each with its right side."""
        rows = []
        for module in self.machine.package.modules:
            mine = np.array([slot.module == module.name for slot in self.slots], float)
            rows.append((self._row(program, -mine), -1.0))
            for month in sorted({s.month for s in self.slots if s.module == module.name}):
                begun = mine * [slot.month <= month for slot in self.slots]
                rows += self._opened_by(program, module.name, month, begun)
        return rows

    def _opened_by(
        self, program: Program, module: str, month: int, begun: Floats
    ) -> list[tuple[Floats, float]]:
        """No valve before its module; the module worth its name from its beginning on."""
        valves = self.machine.valves
        own = [valves[v].module == module for v, _ in program.increments]
        now = np.array(
            [
                mine and start == month
                for mine, (_, start) in zip(own, program.increments, strict=True)
            ]
        )
        so_far = np.array(
            [
                mine and start <= month
                for mine, (_, start) in zip(own, program.increments, strict=True)
            ]
        )
        rows = [
            (self._row(program, begun, -np.eye(len(own))[index]), 0.0)
            for index in np.flatnonzero(now)
        ]
        least = _real(self.machine, module)
        return [*rows, (self._row(program, -least * begun, so_far.astype(float)), 0.0)]

    def _row(self, program: Program, wholes: Floats, increments: Floats | None = None) -> Floats:
        none = np.zeros(len(program.increments))
        return np.append(none if increments is None else increments, wholes)


def begins(machine: Machine, openings: Floats) -> dict[str, int | None]:
    """The month in which each module first opens anything; None if it is left out."""
    found: dict[str, int | None] = {}
    for module in machine.package.modules:
        mine = [v for v, valve in enumerate(machine.valves) if valve.module == module.name]
        months = np.flatnonzero((openings[:, mine] > 1e-9).any(axis=1))
        found[module.name] = int(months[0]) if len(months) else None
    return found


def choice_edits(machine: Machine, world: World, openings: Floats) -> tuple[Edit, ...]:
    """The modules written anew with the phases that were chosen; a module left out stays shut.

    Each phase waits for whatever the module waited for by then, and for what lifts a red line.
    """
    edits: list[Edit] = []
    for m, module in enumerate(machine.package.modules):
        edits.append(Set(("modules", m, "phases"), _phases(machine, world, module.name, openings)))
    for k, milestone in enumerate(machine.package.milestones):
        if milestone.after:
            kept = [name for name in milestone.after if "." not in name]
            edits.append(Set(("milestones", k, "after"), kept))
            edits.append(Set(("milestones", k, "due"), machine.milestones[milestone.name]))
    return tuple(edits)


def _phases(machine: Machine, world: World, module: str, openings: Floats) -> list[dict[str, Any]]:
    mine = [v for v, valve in enumerate(machine.valves) if valve.module == module]
    rounded = np.round(openings[:, mine], 6)
    changes = np.flatnonzero(np.abs(np.diff(rounded, axis=0, prepend=0.0)).max(axis=1) > 0)
    names = [machine.valves[v].measure for v in mine]
    wait = int(changes[0]) if len(changes) else 0
    shut = {"name": "shut", "months": wait, "open": dict.fromkeys(names, 0.0)}
    if not len(changes):
        return [shut]
    phases: list[dict[str, Any]] = [shut] if wait else []
    ends = [*changes[1:], changes[-1]]
    for k, (start, end) in enumerate(zip(changes, ends, strict=True)):
        opened = {n: float(x) for n, x in zip(names, rounded[start], strict=True) if x > 0}
        gates = _gates_by(machine, world, module, int(start))
        after = {"after": gates} if gates else {}
        phases.append(
            {"name": f"step-{k + 1}", "months": int(end - start), **after, "open": opened}
        )
    return phases
