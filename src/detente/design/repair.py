"""The least change that makes a package hold, and then the flaws that a small change cures.

First what does not hold (see `mending`): clauses touched count first, then the size of the change.
Then the flaws, one clause at a time: each time the single move that cures most of what is left,
made as small as will do, with no new flaw and nothing that held lost. What no move cures is named.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import monotonic

from detente.case.draws import Sampler
from detente.case.editing import Edit
from detente.case.model import Case
from detente.design.clause_moves import moves
from detente.design.mending import HALVINGS, Cure, Mender
from detente.design.moves import Move, together
from detente.design.proof import Proof
from detente.design.written import sheet_of
from detente.law import Law

SECONDS = 60.0
HOLDING = "does not hold"


@dataclass(frozen=True, slots=True)
class Step:
    """One clause that was changed, and why."""

    words: str
    clause: str
    size: float  # share of the way that the move can go; for phases, openings moved
    cures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Repair:
    """A package mended: what was changed for what, and what remains."""

    steps: tuple[Step, ...]
    edits: tuple[Edit, ...]
    before: Proof
    proof: Proof | None  # the package as mended; None if nothing was found that holds
    left: tuple[str, ...]  # flaws that no single move cures
    tried: int
    least: bool  # no repair among those that are looked at touches fewer clauses
    in_time: bool  # all that should be looked at was

    @property
    def clauses(self) -> int:
        """How many clauses were touched."""
        return len({step.clause for step in self.steps})


def repair(case: Case, law: Law, sampler: Sampler, name: str, seconds: float = SECONDS) -> Repair:
    """The least change found; no steps where nothing is amiss that a move could cure."""
    mode, until = replace(sampler, draws=0), monotonic() + seconds
    mender = Mender(case, law, mode, sheet_of(case, name), until)
    before, proof, least = mender.before, mender.before, True
    steps: list[Step] = []
    edits: tuple[Edit, ...] = ()
    if not before.holds:
        cure = mender.mended()
        if cure is None:
            flaws = before.flaws
            return Repair((), (), before, None, flaws, mender.tried, False, mender.in_time)
        steps, edits, proof, least = _steps_of(cure), cure.edits, cure.proof, cure.least
    while (found := _next(mender, proof, edits)) is not None:
        step, edits, proof = found
        steps.append(step)
    return Repair(
        tuple(steps), edits, before, proof, proof.flaws, mender.tried, least, mender.in_time
    )


def _steps_of(cure: Cure) -> list[Step]:
    steps = [_step(move, size, (HOLDING,)) for move, size in cure.chosen]
    if cure.opened:
        share = cure.opened.size / max(1, len(cure.opened.phases))
        steps += [
            Step(f"move the openings of phase {phase}", f"phase.{phase}", share, (HOLDING,))
            for phase in cure.opened.phases
        ]
    return steps


def _step(move: Move, size: float, cures: tuple[str, ...]) -> Step:
    return Step(move.words, ".".join(str(part) for part in move.clause), size, cures)


def _next(
    mender: Mender, proof: Proof, edits: Sequence[Edit]
) -> tuple[Step, tuple[Edit, ...], Proof] | None:
    """The move that cures most flaws of a package and brings none, as small as will do."""
    best: tuple[int, Move, Proof] | None = None
    for move in moves(proof.package, mender.case.world, mender.mode) if proof.flaws else ():
        if monotonic() > mender.until:
            mender.in_time = False
            break
        mender.tried += 1
        after = mender.proof((*edits, *together([(move, 1.0)])))
        if after is None or not after.holds or after.new_flaws(proof):
            continue
        cured = len(proof.flaws) - len(after.flaws)
        if cured > 0 and (best is None or cured > best[0]):
            best = cured, move, after
    return None if best is None else _smallest(mender, proof, edits, best[1], best[2])


def _smallest(
    mender: Mender, proof: Proof, edits: Sequence[Edit], move: Move, after: Proof
) -> tuple[Step, tuple[Edit, ...], Proof]:
    """The same move, no greater than it takes to cure the same flaws."""
    low, high = 0.0, 1.0
    for _ in range(HALVINGS if move.sized else 0):
        middle = (low + high) / 2
        trial = mender.proof((*edits, *together([(move, middle)])))
        if trial is not None and trial.holds and set(trial.flaws) <= set(after.flaws):
            high, after = middle, trial
        else:
            low = middle
    gone = tuple(flaw for flaw in proof.flaws if flaw not in after.flaws)
    return _step(move, high, gone), (*edits, *together([(move, high)])), after
