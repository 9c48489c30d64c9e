"""A package tried at given values of its uncertain numbers, many at once.

Letters. R rows of values, one trial each; U uncertain numbers; 2 marks: 12 and 60 months, or the
last month of a shorter package.
"""

from dataclasses import dataclass, replace

import numpy as np

from detente.case.draws import Sampler
from detente.case.world import World
from detente.durability.from_incentives import followed
from detente.durability.model import Floats
from detente.durability.uncertain import Uncertain
from detente.incentives import make_game
from detente.incentives.exact import exactly_holds
from detente.incentives.kernel import solve_fast
from detente.incentives.model import Bools
from detente.incentives.payoffs import payoffs
from detente.incentives.verdict import NEAR
from detente.machine import Machine

MARKS = (12, 60)
CHUNK = 512  # rows at once: arrays that stay in the cache


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of each trial."""

    holds: Bools  # (R,) every slack of every month is at least zero
    alive: Floats  # (R, 2) survival at the marks, intact or eroded


@dataclass(frozen=True, slots=True)
class Trials:
    """A package and the numbers that may be set before it is played."""

    machine: Machine
    world: World
    sampler: Sampler
    numbers: tuple[Uncertain, ...]

    def modes(self, rows: int) -> Floats:
        """(R, U) every number at its mode."""
        return np.tile([number.mode for number in self.numbers], (rows, 1))

    def play(self, values: Floats) -> Outcome:
        """The outcome at values (R, U), each row by itself."""
        parts = [self._play(values[k : k + CHUNK]) for k in range(0, len(values), CHUNK)]
        return Outcome(
            np.concatenate([part.holds for part in parts]),
            np.concatenate([part.alive for part in parts]),
        )

    def at_mode(self) -> Outcome:
        """The outcome where nothing is changed; a slack next to zero is computed exactly."""
        return self._play(self.modes(1), exact=True)

    def _play(self, values: Floats, *, exact: bool = False) -> Outcome:
        columns = dict(zip((n.name for n in self.numbers), values.T, strict=True))
        fixed = {**self.sampler.fixed, **columns}
        sampler = replace(self.sampler, draws=len(values) - 1, fixed=fixed)
        paid = payoffs(self.machine, self.world, sampler)
        game = make_game(self.machine, self.world, sampler, paid)
        played = solve_fast(game)
        least = np.nanmin(played.slack, axis=(1, 2)) if len(game.owner) else np.zeros(len(values))
        holds = np.asarray(least >= 0)
        if exact and len(game.owner) and abs(least[0]) < NEAR:
            holds[0] = exactly_holds(game)
        marks = [min(mark, self.machine.horizon) for mark in MARKS]
        return Outcome(holds, followed(game, played).alive[:, marks])
