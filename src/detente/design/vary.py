"""Other numbers of a package set along with its openings: clocks, lengths, strengths, detection.

A value depends on none of them linearly, so each is looked at on a grid: the openings are solved
anew at every point of it, then on a finer grid between the neighbours of the best, twice. Several
numbers are taken in turn, until none moves the answer. `apart` is how much the answer differs
between the best point and those beside it on the finest grid: what may be lost between them where
the answer has one valley, which a grid cannot show.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.case.draws import Sampler
from detente.case.editing import Edit
from detente.case.hints import nearest
from detente.case.model import Case
from detente.case.package import Package
from detente.design.aims import Aim
from detente.design.clause_moves import moves
from detente.design.from_incentives import task_of
from detente.design.model import Bound
from detente.design.moves import Move, together
from detente.design.search import Cost, seek
from detente.design.written import sheet_of
from detente.errors import DetenteError
from detente.machine import compile_package

GRID = 9  # points over the whole way of a move
FINER = 2  # times that the neighbours of the best are looked between
PASSES = 3  # over several numbers in turn


@dataclass(frozen=True, slots=True)
class Setting:
    """A number as it was set: how far its move went, and what lies beside it."""

    name: str
    words: str
    size: float  # share of the way that the move can go
    apart: float  # of the goal, between this point and those beside it
    tried: int


@dataclass(frozen=True, slots=True)
class Varied:
    """The package with its numbers set, before its openings are."""

    edits: tuple[Edit, ...]
    package: Package
    settings: tuple[Setting, ...]


def vary(  # the whole question, asked once
    case: Case,
    sampler: Sampler,
    name: str,
    wanted: Sequence[str],
    aim: Aim,
    cost: Cost,
    bounds: Sequence[Bound] = (),
) -> Varied:
    """The package whose numbers, of those named, serve the aim best."""
    grid = _Grid(case, sampler, name, aim, cost, bounds)
    chosen = [grid.move(one) for one in wanted]
    sizes, settings = [0.0] * len(chosen), [Setting(m.name, m.words, 0.0, 0.0, 0) for m in chosen]
    for _ in range(PASSES if len(chosen) > 1 else 1):
        before = list(sizes)
        for index in range(len(chosen)):
            settings[index] = grid.line(chosen, sizes, index)
            sizes[index] = settings[index].size
        if sizes == before:
            break
    edits = together([one for one in zip(chosen, sizes, strict=True) if one[1] > 0])
    package = grid.sheet.package(edits)
    if package is None:
        reason = f"{', '.join(wanted)}: these moves make no package together"
        raise DetenteError(reason, "leave one out", option="vary")
    return Varied(edits, package, tuple(settings))


class _Grid:
    def __init__(
        self,
        case: Case,
        sampler: Sampler,
        name: str,
        aim: Aim,
        cost: Cost,
        bounds: Sequence[Bound],
    ) -> None:
        self.case, self.sampler, self.name, self.bounds = case, sampler, name, bounds
        self.aim, self.cost = aim, cost
        self.sheet = sheet_of(case, name)
        self.known: dict[tuple[float, ...], float] = {}

    def move(self, name: str) -> Move:
        """A move by its name; refuses one that is not there, and one that knows no half way."""
        every = moves(self.case.packages[self.name], self.case.world, self.sampler)
        sized = {move.name: move for move in every if move.sized}
        if name not in sized:
            raise DetenteError(f'no number "{name}"', nearest(name, sized), option="vary")
        return sized[name]

    def line(self, chosen: Sequence[Move], sizes: Sequence[float], index: int) -> Setting:
        """The best point of one number while the others stand."""
        values: dict[float, float] = {}
        sought = [float(t) for t in np.linspace(0.0, 1.0, GRID)]
        for _ in range(1 + FINER):
            for t in sought:
                at = (*sizes[:index], t, *sizes[index + 1 :])
                values[t] = self._at(chosen, at)
            best = min(values, key=lambda t: (values[t], t))
            ordered = sorted(values)
            place = ordered.index(best)
            beside = [*ordered[max(0, place - 1) : place], *ordered[place + 1 : place + 2]]
            sought = [(best + t) / 2 for t in beside]
        apart = max((values[t] - values[best] for t in beside if np.isfinite(values[t])), default=0)
        move = chosen[index]
        return Setting(move.name, move.words, best, float(apart), len(values))

    def _at(self, chosen: Sequence[Move], sizes: tuple[float, ...]) -> float:
        """The goal's cost with the numbers set so; infinite where nothing holds."""
        if sizes not in self.known:
            package = self.sheet.package(together(list(zip(chosen, sizes, strict=True))))
            self.known[sizes] = np.inf if package is None else self._solved(package)
        return self.known[sizes]

    def _solved(self, package: Package) -> float:
        machine = compile_package(self.case, self.name, package)
        task = task_of(machine, self.case.world, self.sampler, self.bounds)
        best = seek(task, self.aim)
        return self.cost(best.program, best.found) if best.verdict == "holds" else np.inf
