"""A product read by terms, not by what `checks` reads it with; and lines that it may cross."""

from collections.abc import Iterator
from functools import reduce

import numpy as np

from detente.case import Case
from detente.case.world import RedLine
from detente.checks.escrow import escrows
from detente.checks.whole import Played, played
from detente.machine import Machine
from detente.machine.layout import MET, RELEASED, WITHHELD
from detente.machine.logic import (
    FALSE,
    Term,
    all_of,
    compare,
    name,
    number,
    pick,
    product,
    table,
)
from detente.machine.rules import DECIDING, SETTLED
from detente.machine.search import Explored


class Product:
    """A package without what shuts it for good, so that no act is forgotten; read by terms."""

    def __init__(self, machine: Machine, case: Case) -> None:
        pauses = tuple(t for t in machine.package.triggers if t.response == "pause")
        self.of: Played = played(machine, case, {"triggers": pauses, "ends": ()})
        self.layout = self.of.layout
        self.found: Explored = self.of.explored()
        self.quiet = self.found.of(all_of([name(DECIDING), name(SETTLED)])) != 0

    def opening(self, measure: str, shares: dict[str, Term] | None = None) -> Term:
        """How far a measure stands open, the widest of its modules; less what escrow holds."""
        steps = []
        for module in self.layout.package.modules:
            values = (0.0, *(phase.open.get(measure, 0.0) for phase in module.phases))
            phase = name(self.layout.of_phase[module.name])
            stands = pick(name(self.layout.of_open[module.name]), table(phase, values), FALSE)
            steps.append(product(stands, (shares or {}).get(module.name, number(1))))
        return reduce(lambda one, two: pick(compare(one, ">=", two), one, two), steps)

    def shares(self, case: Case) -> dict[str, Term]:
        """What of each module in escrow has reached its recipient."""
        return {
            module: pick(
                compare(name(self.layout.of_fund[module]), "=", RELEASED),
                number(1),
                number(1 - escrow.share),
            )
            for module, escrow in escrows(self.layout.machine, case).items()
        }

    def met(self, act: str | None) -> Term:
        known = self.layout.of_act.get(act or "")
        return compare(name(known), "=", MET) if known else FALSE

    def nearest(self, holds: np.ndarray) -> tuple[int, set[int]] | None:
        """Fewest months and acts left undone to such a state, and the months of those nearest."""
        columns = self.found.columns
        undone = sum((columns[act] == WITHHELD).astype(int) for act in self.layout.of_act.values())
        steps = (columns["month"] + undone)[holds & self.quiet]
        if not len(steps):
            return None
        months = columns["month"][holds & self.quiet]
        return int(steps.min()), set(months[steps == steps.min()].tolist())


def lines(machine: Machine, case: Case) -> Iterator[RedLine]:
    """The case's own lines, and made ones: each measure and the first two, at telling heights."""
    yield from (line for line in case.world.red_lines if line.measures)
    ever = np.flatnonzero(machine.openings.any(axis=0))
    measures = sorted({machine.valves[at].measure for at in ever})[:4]
    for named in (
        *((measure,) for measure in measures),
        *([tuple(measures[:2])] if measures[1:] else []),
    ):
        heights = {0.0, *(s.open.get(m, 0.0) / len(named) for s in machine.spans for m in named)}
        for height in sorted({*heights, max(max(heights) - 0.01, 0.0)}):
            for until in (None, *list(machine.milestones)[:2]):
                yield RedLine(
                    party=machine.parties[0], name="made", title="Made", measures=named,
                    at_most=height, until=until,
                )  # fmt: skip
