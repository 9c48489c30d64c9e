"""A measure that several modules open stands as open as its widest opening, and counts once.

Definitions. The opening of a measure is cut into layers: of the valves that open it, in an order
of preference, each counts for what it opens beyond those before it. So their layers add up to the
widest opening; with one valve a measure, layers are openings. First in the order is the relief of
which least waits with a third party, then what stands first in the text.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from detente.machine.model import Machine

Floats = NDArray[np.float64]
Shared = tuple[tuple[int, ...], ...]  # valves of one measure, where there are several, in order


def shared(machine: Machine) -> Shared:
    """The measures that more than one module opens: their valves, in the order of preference."""
    waits = {m.name: m.escrow.share for m in machine.package.modules if m.escrow is not None}
    of: dict[str, list[int]] = {}
    for v, valve in enumerate(machine.valves):
        of.setdefault(valve.measure, []).append(v)
    valves = machine.valves
    return tuple(
        tuple(sorted(same, key=lambda v: waits.get(valves[v].module, 0.0)))
        for same in of.values()
        if len(same) > 1
    )


def layers(openings: Floats, same: Shared) -> Floats:
    """(N+1, V) what each valve opens of its measure beyond those before it."""
    apart = openings.copy() if same else openings
    for valves in same:
        _cut(apart, openings, valves, np.zeros(len(openings)))
    return apart


def newly(openings: Floats, same: Shared) -> Floats:
    """(N+1, V) the same, of what stands further open than in the month before."""
    apart = np.maximum(np.diff(openings, axis=0, prepend=0.0), 0.0)
    for valves in same:
        before = np.concatenate([[0.0], openings[:-1, valves].max(axis=1)])
        _cut(apart, openings, valves, before)
    return apart


def width(openings: Mapping[str, float], shares: Mapping[str, float], floor: float = 0.0) -> float:
    """What reaches somebody of one measure, where each module has a share that is not held back.

    Only what is opened beyond `floor` counts, each layer by the module that holds back least of it.
    """
    if len(openings) == 1:
        ((module, opening),) = openings.items()
        return max(opening - floor, 0.0) * shares.get(module, 1.0)
    reached, found = floor, 0.0
    for module in sorted(openings, key=lambda m: -shares.get(m, 1.0)):
        beyond = max(openings[module] - reached, 0.0)
        found += beyond * shares.get(module, 1.0)
        reached += beyond
    return found


def _cut(apart: Floats, openings: Floats, valves: tuple[int, ...], reached: Floats) -> None:
    """Writes the layers of the valves of one measure, from what is reached without them."""
    for v in valves:
        apart[:, v] = np.maximum(openings[:, v] - reached, 0.0)
        reached = np.maximum(reached, openings[:, v])
