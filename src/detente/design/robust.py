"""A schedule that stands up in the bad draws: the mean of the worst share of them, put to a margin.

Over K draws with least slack s_k, the conditional value at risk of slack at a level a is the mean
of the worst a·K of them (Rockafellar and Uryasev, 2000, J. of Risk 2):

    max over t   t - Σ_k max(0, t - s_k(y)) / (a K)

which is a linear program once each s_k is written as its rows. Writing a draw down costs as much as
a whole program, and draws that are never among the worst need none: so the worst at each answer are
written down, and the program is solved anew, until no draw outside it is worse than it believes.
In each draw the causes acted upon are held as they would be under the package as written; the
figures shown are those of the game, in these draws and in fresh ones.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from detente.case.draws import Sampler
from detente.case.quantity import Quantity
from detente.design.aims import MARGIN
from detente.design.linear import Linear, solve
from detente.design.model import Floats, Program
from detente.design.program import opened
from detente.design.search import Task, Try
from detente.errors import DetenteError
from detente.incentives import Hold, make_game
from detente.incentives.payoffs import payoffs

TAIL = 20  # draws that the worst share is to hold, so that its mean means something
FEWEST, MOST = 40, 500  # draws of the program
FRESH_SEED = 1_000_003  # added to the seed, for draws that the program has not seen
MOST_ROUNDS = 8
_BATCH = 12  # of the worst draws written down in each round, beside the first tail
_CLOSE = 1e-3  # EUR bn within which the program believes what the draws say


@dataclass(frozen=True, slots=True)
class Tail:
    """How a schedule fares over draws."""

    cvar: float  # mean least slack in the worst share of draws, EUR bn
    holds: float  # share of draws in which every slack is met
    draws: int


@dataclass(frozen=True, slots=True)
class Robust:
    """A schedule for the worst share of draws, beside the one for the mode."""

    level: float
    reached: bool  # the worst share of the program's draws keeps the margin on average
    y: Floats  # (increments,)
    relief: float  # present value to the target at the mode
    price: float  # relief beyond that of the schedule for the mode
    seen: Tail  # in the draws of the program
    fresh: Tail  # in draws with another seed
    before: Tail  # the schedule for the mode, in the same fresh draws
    written: int  # draws that had to be written down
    rounds: int
    settled: bool  # no other draw would have changed the answer


def robust(task: Task, base: Try, sampler: Sampler, level: float) -> Robust:
    """Least relief whose worst draws keep the margin; failing that, the best for those draws."""
    if not 0 < level < 1:
        reason = f"{level:g} is no share of the draws"
        raise DetenteError(reason, "give one such as 0.1", option="robust")
    few = replace(sampler, draws=min(max(FEWEST, round(TAIL / level)), MOST))
    search = _Search(task, base.program, few, level)
    reached, y = search.best(base.found.y)
    openings = opened(task.machine, base.program.increments, y)
    fresh = replace(sampler, draws=max(sampler.draws, few.draws), seed=sampler.seed + FRESH_SEED)
    before, after = (task.play(o, fresh) for o in (base.openings, openings))
    target = task.machine.parties.index(task.world.target)
    relief, was = (float(h.relief[0, target]) for h in (after, before))
    return Robust(
        level=level,
        reached=reached,
        y=y,
        relief=relief,
        price=relief - was,
        seen=tail(task.play(openings, few), level),
        fresh=tail(after, level),
        before=tail(before, level),
        written=len(search.written),
        rounds=search.rounds,
        settled=search.settled,
    )


def tail(held: Hold, level: float) -> Tail:
    """The worst share of the draws of a game, and in how many it holds."""
    least = least_slack(held)
    worst = np.sort(least)[: max(1, round(level * len(least)))]
    return Tail(float(worst.mean()), float(held.holds[1:].mean()), len(least))


def least_slack(held: Hold) -> Floats:
    """(K,) the least slack of each draw, the mode left out; of no party, none is lacking."""
    return np.asarray(held.slack[1:].min(axis=(1, 2), initial=np.inf))


class _Search:
    """The program over the worst draws, grown until it believes what the draws say."""

    def __init__(self, task: Task, program: Program, sampler: Sampler, level: float) -> None:
        self.task, self.program, self.sampler, self.level = task, program, sampler, level
        self.values = drawn(task, sampler)
        self.written: dict[int, tuple[Floats, Floats]] = {}  # draw -> matrix, constants of slack
        self.rounds, self.settled = 0, False

    def best(self, y: Floats) -> tuple[bool, Floats]:
        """Whether the margin can be kept, and the schedule."""
        width = max(1, round(self.level * self.sampler.draws))
        self._write(self._worst(y, width))
        reached = True
        for self.rounds in range(1, MOST_ROUNDS + 1):
            answer = self._solved(floor=MARGIN) if reached else None
            if answer is None:
                reached, answer = False, self._solved(floor=None)
            if answer is None:  # cannot be: the demands at the mode have a schedule
                break
            y, believed = answer
            lacking = self._worst(y, width, believed)[:_BATCH]
            if not lacking:
                self.settled = True
                break
            self._write(lacking)
        return reached, y

    def _worst(self, y: Floats, width: int, believed: float = np.inf) -> list[int]:
        """Draws not yet written down among the worst of a schedule, worst first."""
        openings = opened(self.task.machine, self.program.increments, y)
        least = least_slack(self.task.play(openings, self.sampler))
        order = np.argsort(least, kind="stable")[:width]
        return [int(k) for k in order if k not in self.written and least[k] < believed - _CLOSE]

    def _write(self, draws: list[int]) -> None:
        for k in draws:
            fixed = {name: float(values[1 + k]) for name, values in self.values.items()}
            mode = replace(self.sampler, draws=0, fixed={**self.sampler.fixed, **fixed})
            task = replace(self.task, mode=mode)
            acted = task.play(task.machine.openings).played.pulled[0]
            program = task.program(acted)
            rows = [index for index, row in enumerate(program.rows) if row.kind == "slack"]
            self.written[k] = program.matrix[rows], MARGIN - program.at_least[rows]

    def _solved(self, floor: float | None) -> tuple[Floats, float] | None:
        """Schedule and t; least relief with the tail at `floor`, or the best tail if None."""
        count, draws = len(self.program.increments), len(self.written)
        share = self.level * self.sampler.draws
        mean = np.concatenate([np.zeros(count), [1.0], np.full(draws, -1 / share)])  # the tail
        blocks = [np.hstack([self.program.matrix, np.zeros((len(self.program.rows), 1 + draws))])]
        asked = [self.program.at_least]
        for index, (matrix, constant) in enumerate(self.written.values()):
            beside = np.zeros((len(matrix), 1 + draws))
            beside[:, 0], beside[:, 1 + index] = -1.0, 1.0
            blocks.append(np.hstack([matrix, beside]))
            asked.append(-constant)
        cost = 1e-6 * np.append(self.program.relief, np.zeros(1 + draws)) - mean
        if floor is not None:
            blocks.append(mean[None])
            asked.append(np.array([floor]))
            cost = np.append(self.program.relief, np.zeros(1 + draws))
        low = np.concatenate([np.zeros(count), [-np.inf], np.zeros(draws)])
        high = np.full(len(cost), np.inf)
        answer = solve(Linear(cost, np.vstack(blocks), np.concatenate(asked), low, high))
        return None if answer is None else (answer.x[:count], float(answer.x[count]))


def drawn(task: Task, sampler: Sampler) -> Mapping[str, Floats]:
    """(1 + K,) values of every number that the game of a package uses, before its factors."""
    used: dict[str, Quantity] = {}

    def hear(name: str, quantity: Quantity) -> None:
        if quantity.estimate is None:
            used[name] = quantity.model_copy(update={"times": 1.0})

    listening: Callable[[str, Quantity], None] = hear
    mode = replace(task.mode, asked=listening)
    make_game(task.machine, task.world, mode, payoffs(task.machine, task.world, mode))
    return {name: sampler.of(quantity, name) for name, quantity in used.items()}
