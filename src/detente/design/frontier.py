"""Frontiers: what more relief buys in survival, and what more slack costs in reward.

Reward against slack is a linear program for each level of slack, exact up to the levels taken.
Relief against survival is not: the schedules tried are those of that path, of the path of least
relief, the package as written, the schedule that survives best, mixtures of neighbours, and what
gives a step less or later; all judged on the same draws. Whatever another beats is left out.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from detente.case.draws import Sampler
from detente.design.aims import least_worth, most_slack
from detente.design.model import Floats, Program
from detente.design.pareto import undominated
from detente.design.program import opened
from detente.design.search import Task, Try
from detente.design.survival import alive_at, as_written, met, path
from detente.incentives import Hold

POINTS = 48  # levels of slack
ENOUGH = 40  # points sought for each frontier
MOST_TRIED = 300
MIXES = (0.5, 0.8, 0.95)  # of two neighbours
STEP = 0.05  # of an opening
ROUND = 40  # schedules played before the frontier is looked at again
_APART = 1e-6  # of an opening, below which two schedules are one
Name = Literal["relief against survival", "reward against slack"]


@dataclass(frozen=True, slots=True)
class Point:
    """One package of a frontier, as it is played."""

    openings: Floats
    relief: float  # present value to the target at the mode, EUR bn
    survival: float  # share of draws alive at the horizon
    worth: float  # of the package to the target at the mode, EUR bn
    reward: float | None  # the same less the path without a war; None where the case has none
    slack: float  # least at the mode, EUR bn


@dataclass(frozen=True, slots=True)
class Frontier:
    """Packages none of which another beats in both respects, the first respect rising."""

    name: Name
    points: tuple[Point, ...]
    tried: int


Aspects = Callable[[Point], tuple[float, float]]


def frontiers(
    task: Task,
    base: Try,
    sampler: Sampler,
    at: int,
    best: Sequence[Floats] = (),
    accept: Callable[[Floats], bool] = lambda _: True,
) -> tuple[Frontier, Frontier]:
    """Both frontiers of a package that can hold; `best` are schedules known to survive well.

    `accept` says of openings that hold whether they may be shown.
    """
    pool = _Pool(task, base.program, sampler, at, accept)
    pool.add(_rewarded(base.program, task.machine.parties.index(task.world.target)))
    rewards = pool.frontier("reward against slack", lambda p: (-p.worth, p.slack))
    starts = [*path(base.program, POINTS // 2), as_written(task.machine, base.program), *best]
    pool.add(y for y in starts if met(base.program, y))
    relief = pool.frontier("relief against survival", _cheap_and_alive)
    while len(relief.points) < ENOUGH and len(pool.points) < MOST_TRIED:
        if not pool.add(pool.nearby(relief.points)):
            break
        relief = pool.frontier("relief against survival", _cheap_and_alive)
    return relief, rewards


def _cheap_and_alive(point: Point) -> tuple[float, float]:
    return -point.relief, point.survival


def _rewarded(program: Program, target: int) -> Iterator[Floats]:
    """Least worth to the target at even levels of slack, from the margin to the most there is."""
    top = most_slack(program)
    for more in np.linspace(0.0, max(top.tightest, 0.0), POINTS) if top else ():
        found = least_worth(program, target, float(more) * (1 - 1e-9))
        if found is not None:
            yield found.y


class _Pool:
    """Schedules tried so far, each played once."""

    def __init__(
        self,
        task: Task,
        program: Program,
        sampler: Sampler,
        at: int,
        accept: Callable[[Floats], bool],
    ) -> None:
        self.task, self.program, self.sampler, self.at = task, program, sampler, at
        self.accept = accept
        self.target = task.machine.parties.index(task.world.target)
        self.points: list[Point] = []
        self.schedules: list[Floats] = []

    def add(self, schedules: Iterable[Floats]) -> int:
        """Plays schedules that are new; how many of them hold at the mode."""
        before = len(self.points)
        for y in schedules:
            if not self._known(y):
                openings = opened(self.task.machine, self.program.increments, y)
                held = self.task.play(openings, self.sampler)
                if held.holds[0] and self.accept(openings):
                    self.schedules.append(y)
                    self.points.append(self._point(openings, held))
        return len(self.points) - before

    def _point(self, openings: Floats, held: Hold) -> Point:
        reward = float(held.reward[0, self.target])
        return Point(
            openings=openings,
            relief=float(held.relief[0, self.target]),
            survival=alive_at(held, self.at),
            worth=float(held.value[0, self.target]),
            reward=reward if np.isfinite(reward) else None,
            slack=float(held.slack[0].min(initial=np.inf)),
        )

    def frontier(self, name: Name, aspects: Aspects) -> Frontier:
        """What no other beats of all that was tried; of equals, the first tried."""
        if not self.points:
            return Frontier(name, (), 0)
        values = np.round([aspects(point) for point in self.points], 9)
        _, first = np.unique(values, axis=0, return_index=True)
        kept = np.intersect1d(np.flatnonzero(undominated(values)), first)
        order = kept[np.argsort(-values[kept, 0], kind="stable")]
        return Frontier(name, tuple(self.points[k] for k in order), len(self.points))

    def nearby(self, points: Sequence[Point]) -> list[Floats]:
        """Schedules beside those of a frontier that meet every demand, a round's worth of them."""
        place = {id(point): index for index, point in enumerate(self.points)}
        found = [self.schedules[place[id(point)]] for point in points]
        mixed = [a + t * (b - a) for a, b in pairwise(found) for t in MIXES]
        later = [moved for y in reversed(found) for moved in self._given_less(y)]
        fresh = [y for y in (*mixed, *later) if met(self.program, y) and not self._known(y)]
        return fresh[:: max(1, len(fresh) // ROUND)][:ROUND]

    def _given_less(self, y: Floats) -> Iterator[Floats]:
        """A schedule with a step of one increment left out, or put off to the valve's next."""
        steps = self.program.increments
        for index in np.flatnonzero(y > _APART):
            less = y.copy()
            less[index] = max(0.0, y[index] - STEP)
            yield less
            if index + 1 < len(y) and steps[index + 1][0] == steps[index][0]:
                put_off = less.copy()
                put_off[index + 1] += y[index] - less[index]
                yield put_off

    def _known(self, y: Floats) -> bool:
        return any(np.abs(y - known).max(initial=0.0) <= _APART for known in self.schedules)
