"""Makes a package hold with the fewest clauses touched: openings, or moves of other clauses.

Openings alone are solved exactly (`least_change`). Of the moves every single one is tried, and
every two of one clause; then every two of different clauses, and three of those that help most
alone. If none will do, the package is changed by what helps most, again and again, and after each
change the openings are tried: what is found so is a repair, but not shown to be the least. Terms
are left out: they are nothing to the game.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from time import monotonic

import numpy as np

from detente.case.draws import Sampler
from detente.case.editing import Edit
from detente.case.model import Case
from detente.case.package import Package
from detente.design.clause_moves import moves
from detente.design.least_change import least_change
from detente.design.moves import Move, together
from detente.design.program import opened
from detente.design.proof import Proof, prove
from detente.design.search import Task
from detente.design.written import Sheet, schedule_edits
from detente.incentives import hold
from detente.law import Law
from detente.machine import compile_package

HELPFUL = 20  # moves of which triples are tried
UPHILL = 6  # moves at most, one after another
HALVINGS = 10  # of a size
Chosen = tuple[tuple[Move, float], ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """Openings of phases that were moved, and by how much in all."""

    phases: tuple[str, ...]
    size: float
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Cure:
    """Moves with their sizes, openings beside them, and the package that results."""

    chosen: Chosen
    opened: Opened | None
    proof: Proof
    least: bool = True  # no repair among those looked at touches fewer clauses

    @property
    def edits(self) -> tuple[Edit, ...]:
        """All that is written."""
        return (*(self.opened.edits if self.opened else ()), *together(self.chosen))

    def rank(self) -> tuple[int, float]:
        """Clauses touched, then the whole size; a move that knows no half way counts as one."""
        clauses = len({move.clause for move, _ in self.chosen})
        phases, size = (len(self.opened.phases), self.opened.size) if self.opened else (0, 0.0)
        return clauses + phases, size + sum(size for _, size in self.chosen)


class Mender:
    """Tries changes on one package, each on the package as its file would say it."""

    def __init__(self, case: Case, law: Law, mode: Sampler, sheet: Sheet, until: float) -> None:
        self.case, self.law, self.mode, self.sheet, self.until = case, law, mode, sheet, until
        self.before = prove(case, law, mode, sheet.name)
        self.tried, self.in_time = 0, True

    def proof(self, edits: Sequence[Edit]) -> Proof | None:
        """The package after some edits, checked and played; None if it is no package."""
        package = self.sheet.package(edits)
        if package is None:
            return None
        return prove(self.case, self.law, self.mode, self.sheet.name, package)

    def mended(self) -> Cure | None:
        """The cure that touches fewest clauses, then changes least."""
        known = self._moves(self.before.package)
        found = [cure for cure in (self._reopened(()), self._by_clauses(known)) if cure]
        return min(found, key=Cure.rank) if found else self._uphill()

    def _moves(self, package: Package) -> list[Move]:
        known = moves(package, self.case.world, self.mode)
        return [move for move in known if move.clause[0] != "terms"]

    def _by_clauses(self, known: Sequence[Move]) -> Cure | None:
        whole = [(move, 1.0) for move in known]
        best = self._first(_of_one_clause(known)) or self._first(_apart(combinations(whole, 2)))
        if best is None:
            whole.sort(key=lambda one: -self._score(together([one])))
            best = self._first(_apart(combinations(whole[:HELPFUL], 3)))
        return best

    def _first(self, sets: Iterable[Chosen]) -> Cure | None:
        """The smallest cure among sets of moves that touch as many clauses."""
        found: list[Cure] = []
        for chosen in self._in_time(sets):
            self.tried += 1
            cure = self._cure(chosen) if self._score(together(chosen)) >= 0 else None
            found += [cure] if cure else []
        return min(map(self.shrunk, found[:HELPFUL]), key=Cure.rank, default=None)

    def _in_time(self, sets: Iterable[Chosen]) -> Iterator[Chosen]:
        for chosen in sets:
            if monotonic() > self.until:
                self.in_time = False
                return
            yield chosen

    def _cure(self, chosen: Chosen, opened: Opened | None = None) -> Cure | None:
        proof = self.proof((*(opened.edits if opened else ()), *together(chosen)))
        return Cure(chosen, opened, proof) if proof and proof.survives(self.before) else None

    def shrunk(self, cure: Cure) -> Cure:
        """The same moves, each no greater than is needed while the others stand."""
        for index, (move, size) in enumerate(cure.chosen):
            low, high = 0.0, size
            for _ in range(HALVINGS if move.sized else 0):
                middle = (low + high) / 2
                rest = cure.chosen[:index], cure.chosen[index + 1 :]
                smaller = self._cure((*rest[0], (move, middle), *rest[1]), cure.opened)
                if smaller:
                    cure, high = smaller, middle
                else:
                    low = middle
        return cure

    def _reopened(self, chosen: Chosen) -> Cure | None:
        """The least change of openings that makes the package hold after some moves."""
        package = self.sheet.package(together(chosen))
        if package is None or not package.modules:
            return None
        machine = compile_package(self.case, self.sheet.name, package)
        task = Task(machine, self.case.world, self.mode)
        game = task.play(machine.openings)
        pulled = game.played.pulled[0]
        for acted in (pulled, np.broadcast_to(game.game.trigger >= 0, pulled.shape)):
            program = task.program(acted)
            change = least_change(machine, program)
            self.tried += 1
            if change is not None:
                edits = schedule_edits(machine, opened(machine, program.increments, change.y))
                spans = [machine.spans[s] for s in change.phases]
                names = tuple(f"{span.module}.{span.phase}" for span in spans)
                cure = self._cure(chosen, Opened(names, change.size, edits))
                if cure:
                    return cure
        return None

    def _uphill(self) -> Cure | None:
        """One change after another, each the one that helps most; openings tried after each."""
        chosen: Chosen = ()
        package, score = self.before.package, self._score(())
        for _ in range(UPHILL):
            sets = [(*chosen, *more) for more in _of_one_clause(self._moves(package))]
            scored = [(self._score(together(step)), step) for step in self._in_time(sets)]
            best, step = max(scored, key=lambda one: one[0], default=(score, chosen))
            self.tried += len(scored)
            changed = self.sheet.package(together(step))
            if best <= score + 1e-9 or changed is None:
                return None
            score, chosen, package = best, step, changed
            cure = self._cure(chosen) if score >= 0 else self._reopened(chosen)
            if cure:
                return replace(self.shrunk(cure), least=False)
        return None

    def _score(self, edits: Sequence[Edit]) -> float:
        """0 if the edited package holds and is signed; else what its parties lack, added up."""
        package = self.sheet.package(edits)
        if package is None:
            return -np.inf
        machine = compile_package(self.case, self.sheet.name, package)
        held = hold(machine, self.case.world, self.mode, warned=False)
        seats = [machine.parties.index(party) for party in package.signatories]
        lacking = np.minimum(held.slack[0], 0.0).min(axis=0, initial=0.0).sum()
        unwilling = np.minimum(held.value[0, seats], 0.0).sum()
        return float(lacking + unwilling) if not held.holds[0] or unwilling < -1e-7 else 0.0


def _of_one_clause(known: Sequence[Move]) -> list[Chosen]:
    """Every move, and every two of one clause that write in different places."""
    single = [((move, 1.0),) for move in known]
    double = [
        ((a, 1.0), (b, 1.0))
        for a, b in combinations(known, 2)
        if a.clause == b.clause and a.edits(1.0)[0].path != b.edits(1.0)[0].path
    ]
    return [*single, *double]


def _apart(sets: Iterable[Chosen]) -> Iterator[Chosen]:
    return (c for c in sets if len({move.clause for move, _ in c}) == len(c))
