"""Finds a schedule in turn with the answers of the deciders, and plays it before it counts.

Which causes would be acted upon is not linear in the openings. It is held first as the package has
it; then taken anew from each schedule found, until the answer survives the game or repeats itself;
then all deciders are asked to act, for those who look away now may act under another schedule.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from detente.case.draws import Sampler
from detente.case.world import World
from detente.design.aims import MARGIN, Aim, Found, nearest
from detente.design.limits import Increments
from detente.design.model import Bound, Floats, Program, Verdict
from detente.design.program import opened, write_program
from detente.incentives import Hold, hold
from detente.incentives.model import Bools
from detente.machine.model import Machine

Cost = Callable[[Program, Found], float]  # what a goal wants little of
MOST_ROUNDS = 6  # times that the deciders' answers are taken anew from the schedule found


@dataclass(frozen=True, slots=True)
class Task:
    """What is on the table: a package, its world at the mode, and bounds on its valves."""

    machine: Machine
    world: World
    mode: Sampler  # nothing drawn
    bounds: tuple[Bound, ...] = ()
    increments: Increments | None = None  # where valves may move; None: at the package's phases

    def play(self, openings: Floats, sampler: Sampler | None = None) -> Hold:
        """The game of the package with other openings."""
        trial = replace(self.machine, openings=openings)
        return hold(trial, self.world, sampler or self.mode, warned=False)

    def program(self, pulled: Bools, forbear: bool = False) -> Program:
        """The demands on a schedule while some causes are acted upon."""
        return write_program(
            self.machine,
            self.world,
            self.mode,
            pulled,
            MARGIN,
            forbear,
            self.bounds,
            self.increments,
        )


@dataclass(frozen=True, slots=True)
class Try:
    """A schedule found, and the same put back through the game."""

    verdict: Verdict
    program: Program
    found: Found
    openings: Floats
    held: Hold

    def rank(self) -> tuple[bool, bool, float]:
        """What holds comes before what was only found, and more slack before less."""
        return self.verdict == "holds", self.verdict != "no-room", self.found.tightest


def seek(
    task: Task, aim: Aim, better: Callable[[Try], float] | None = None, now: Hold | None = None
) -> Try:
    """The best schedule for an aim; with `better`, of all that the searches end at."""
    now = now or task.play(task.machine.openings)
    pulled = now.played.pulled[0]
    every = np.broadcast_to(now.game.trigger >= 0, pulled.shape)
    best = _settle(task, aim, pulled, forbear=True)
    for answers in (pulled, every):
        if best.verdict == "holds" and better is None:
            break
        other = _settle(task, aim, answers)
        best = max((best, other), key=_by(better))
    return best


def _by(better: Callable[[Try], float] | None) -> Callable[[Try], tuple[bool, bool, float]]:
    def rank(one: Try) -> tuple[bool, bool, float]:
        holds, found, tightest = one.rank()
        return holds, found, better(one) if better and holds else tightest

    return rank


def _settle(task: Task, aim: Aim, pulled: Bools, forbear: bool = False) -> Try:
    """Schedule and answers of the deciders in turn, from the answers given."""
    seen: set[bytes] = set()
    while True:
        program = task.program(pulled, forbear)
        answer = aim(program)
        found = answer or nearest(program)
        openings = opened(task.machine, program.increments, found.y)
        held = task.play(openings)
        met = answer is not None and found.tightest >= 0
        survives = bool(held.holds[0])
        seen.add(pulled.tobytes())
        pulled = held.played.pulled[0]
        if (met and survives) or forbear or pulled.tobytes() in seen or len(seen) >= MOST_ROUNDS:
            break
    verdict: Verdict = "holds" if survives else "not-survived"
    return Try(verdict if met else "no-room", program, found, openings, held)
