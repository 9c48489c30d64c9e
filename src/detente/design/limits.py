"""What is asked of openings themselves: valves, bounds, empty threats and red lines."""

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from detente.case.world import RedLine, World
from detente.checks.tags import lifted_in, lifting
from detente.design.model import Bound, Floats, Row
from detente.machine.model import Machine
from detente.machine.widest import shared

Increments = tuple[tuple[int, int], ...]  # (valve, month from which it counts)
LEAST_OPENING = 0.01  # of what a trigger is to shut


def limits(
    machine: Machine,
    world: World,
    increments: Increments,
    bounds: Sequence[Bound] = (),
    *,
    gated: bool = False,
) -> list[Row]:
    """Every demand on openings; `gated` if whatever opens will wait for what lifts a red line."""
    rows = [*_caps(machine, increments), *_bitten(machine, increments)]
    rows += [row for bound in bounds for row in _bounded(machine, bound, increments)]
    for line in world.red_lines:
        rows += _limits(machine, line, increments)
        rows += [] if gated else _withheld(machine, line, increments)
    return rows


def held_open(machine: Machine) -> Floats:
    """(months + 1, valves) what stands open whatever is asked: measures of several modules."""
    fixed = np.zeros(len(machine.valves), dtype=np.bool_)
    for valves in shared(machine):
        fixed[list(valves)] = True
    return np.asarray(machine.openings * fixed)


def _stands(machine: Machine, month: int, measures: Collection[str]) -> float:
    """Openings of some measures, added up, of what stands open whatever is asked."""
    widest: dict[str, float] = {}
    for valve, opening in zip(machine.valves, held_open(machine)[month], strict=True):
        if valve.measure in measures:
            widest[valve.measure] = max(widest.get(valve.measure, 0.0), float(opening))
    return sum(widest.values())


def _caps(machine: Machine, increments: Increments) -> list[Row]:
    """No valve opens further than fully."""
    valve = np.array([v for v, _ in increments])
    return [
        Row("cap", "", machine.valves[v].measure, machine.horizon, 1.0, -1.0 * (valve == v))
        for v in range(len(machine.valves))
    ]


def _bounded(machine: Machine, bound: Bound, increments: Increments) -> Iterator[Row]:
    """How far a valve stands open in the end, as somebody at the table demands."""
    mine = np.array([machine.valves[v].measure == bound.valve for v, _ in increments], float)
    low = _stands(machine, machine.horizon, {bound.valve}) - bound.low
    if bound.low > 0:
        yield Row("bound", "", f"{bound.valve} at least", machine.horizon, low, mine)
    high = bound.high - _stands(machine, machine.horizon, {bound.valve})
    if bound.high < 1:
        yield Row("bound", "", f"{bound.valve} at most", machine.horizon, high, -mine)


def _bitten(machine: Machine, increments: Increments) -> Iterator[Row]:
    """What a trigger shuts has to open at all, or the trigger would be an empty threat."""
    told: set[tuple[bool, ...]] = set()
    for trigger in machine.package.triggers:
        modules = trigger.modules or tuple(valve.module for valve in machine.valves)
        shut = tuple(valve.module in modules for valve in machine.valves)
        if shut not in told and machine.openings[:, shut].any():
            mine = np.array([float(shut[v]) for v, _ in increments])
            name = f"something for {trigger.name} to shut"
            open_ = float(held_open(machine)[-1, shut].max(initial=0.0))
            yield Row("bound", "", name, machine.horizon, open_ - LEAST_OPENING, mine)
        told.add(shut)


def _limits(machine: Machine, line: RedLine, increments: Increments) -> Iterator[Row]:
    """A red line on openings, at the start of every phase until its milestone."""
    if not line.measures:
        return
    until, weight = _lifted(machine, line), _weight(machine, line, increments)
    for month in sorted({start for _, start in increments if start < until}):
        counts = np.array([start <= month for _, start in increments], float)
        gradient = -weight * counts / len(line.measures)
        if gradient.any():
            room = line.at_most - _stands(machine, month, line.measures) / len(line.measures)
            yield Row("red-line", line.party, line.name, month, room, gradient)


def _withheld(machine: Machine, line: RedLine, increments: Increments) -> Iterator[Row]:
    """The same where the milestone is withheld: what does not wait for it opens all the same."""
    waits = {(span.module, span.start): span.waits for span in machine.spans}
    until, weight = _lifted(machine, line), _weight(machine, line, increments)
    late = np.array([start >= until for _, start in increments], float)
    for act in lifting(machine, line):
        free = np.array(
            [act not in waits[machine.valves[v].module, start] for v, start in increments], float
        )
        if line.measures and (weight * free * late).any():
            gradient = -weight * free / len(line.measures)
            room = line.at_most - _stands_without(machine, line, act) / len(line.measures)
            yield Row("red-line", line.party, line.name, machine.horizon, room, gradient)


def _stands_without(machine: Machine, line: RedLine, act: str) -> float:
    """Of what stands open whatever is asked, the limited openings that do not wait for an act."""
    last = {span.module: span for span in machine.spans if act not in span.waits}
    widest: dict[str, float] = {}
    for valve in (machine.valves[v] for valves in shared(machine) for v in valves):
        if valve.measure in line.measures and valve.module in last:
            opening = last[valve.module].open.get(valve.measure, 0.0)
            widest[valve.measure] = max(widest.get(valve.measure, 0.0), opening)
    return sum(widest.values())


def _lifted(machine: Machine, line: RedLine) -> int:
    """The month in which a red line is lifted, while all comply."""
    month = lifted_in(machine, line)
    return machine.horizon + 1 if month is None else month


def _weight(machine: Machine, line: RedLine, increments: Increments) -> Floats:
    """(increments,) 1 where an increment opens a measure that the line limits."""
    return np.array([machine.valves[v].measure in line.measures for v, _ in increments], float)
