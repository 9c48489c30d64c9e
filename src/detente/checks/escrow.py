"""Money that a third party keeps until an act is done: how much of it has reached its recipient.

An escrow counts only if its holder is somebody else than the party that it is to tempt.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from detente.case.model import Case
from detente.case.package import Escrow
from detente.checks.judges import party_called
from detente.machine import Machine, State

Held = Mapping[str, Escrow]  # by module


def escrows(machine: Machine, case: Case) -> Held:
    """Every escrow that keeps money from the target, by module."""
    return {
        module.name: module.escrow
        for module in machine.package.modules
        if module.escrow and holder(case, module.escrow) != case.world.target
    }


def holder(case: Case, escrow: Escrow) -> str | None:
    """The party that holds it, if it is one; written by its id or its name."""
    return party_called(case, escrow.holder)


def reaches(machine: Machine, held: Held, module: str, state: State) -> float:
    """Share of a module's relief that its recipient has in hand in a state."""
    escrow = held.get(module)
    return 1.0 if escrow is None or released(machine, escrow, state) else 1.0 - escrow.share


def in_hand(machine: Machine, case: Case) -> NDArray[np.float64]:
    """Openings without what a third party still keeps, while all comply: (months + 1, valves)."""
    held, openings = escrows(machine, case), machine.openings.copy()
    for column, valve in enumerate(machine.valves):
        if escrow := held.get(valve.module):
            due = machine.milestones[escrow.released_by]
            paid = due if in_time(escrow, due) else len(openings)
            openings[:paid, column] *= 1.0 - escrow.share
    return openings


def released(machine: Machine, escrow: Escrow, state: State) -> bool:
    """Whether the act was done before the money went back."""
    due = machine.milestones[escrow.released_by]
    return due <= state.month and escrow.released_by not in state.withheld and in_time(escrow, due)


def in_time(escrow: Escrow, due: int) -> bool:
    """Whether an act of that month still finds the money, its deadline put off to the last."""
    return escrow.deadline is None or due <= escrow.deadline + escrow.extendable_months
