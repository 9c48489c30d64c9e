"""A package played over all the draws, in shares that run beside each other and need less memory.

A share begins where the one before it left off in every number's own stream, so that what comes
out is the same as when all are played at once.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeVar

import numpy as np

from detente.case import Sampler
from detente.case.quantity import Quantity
from detente.case.world import World
from detente.incentives import Hold, hold
from detente.incentives.caveats import caveats
from detente.incentives.model import Course
from detente.incentives.portions import together
from detente.machine import Machine

SHARES, LEAST = 4, 100  # shares of the draws, and how many draws are worth one
THREADS = 2
_PLAYED_FOR = 200  # games after which the draws of numbers no longer in use are forgotten
Worked = TypeVar("Worked")


@dataclass(slots=True)
class Players:
    """Threads that play, and the draws that they keep from one game to the next."""

    draws: int
    seed: int
    _shares: list[Sampler] = field(default_factory=list)
    _played: int = 0
    _threads: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(THREADS), repr=False
    )

    def hold(self, machine: Machine, world: World) -> Hold:
        """Slack, values, relief, windfall and reward of a package, in every draw."""
        shares = self._drawn(world.estimates)
        held = self._threads.map(lambda share: hold(machine, world, share, warned=False), shares)
        found = together(held, 1 + self.draws)
        courses = tuple(map(_as_one, zip(*found.courses, strict=True)))
        return replace(found, courses=(courses,), warnings=tuple(caveats(machine, found)))

    def meanwhile(self, work: Callable[[], Worked]) -> "Future[Worked]":
        """Something else that is to be done while a game is played."""
        return self._threads.submit(work)

    def close(self) -> None:
        """Nothing more is played."""
        self._threads.shutdown(cancel_futures=True)

    def _drawn(self, estimates: Mapping[str, Quantity]) -> list[Sampler]:
        """The shares, with the draws of all numbers that were used before."""
        self._played += 1
        old = not self._shares or self._shares[0].estimates is not estimates
        if old or self._played % _PLAYED_FOR == 0:
            whole = Sampler(estimates, self.draws, self.seed)
            count = max(1, min(SHARES, self.draws // LEAST))
            edges = [self.draws * n // count for n in range(count + 1)]
            self._shares = [
                replace(whole, start=start, draws=end - start) for start, end in pairwise(edges)
            ]
        return self._shares


def _as_one(shares: Sequence[Course]) -> Course:
    """What is played in one game in every draw: followed through time once, not share by share."""
    return replace(
        shares[0],
        seen=np.concatenate([share.seen for share in shares]),
        false_alarm=np.concatenate([share.false_alarm for share in shares]),
        odds=np.concatenate([share.odds for share in shares]),
        choice=np.concatenate([share.choice for share in shares]),
        answers=np.concatenate([share.answers for share in shares]),
    )
