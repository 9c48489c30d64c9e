"""The value of each uncertain number at which the verdict turns, all others at their modes.

Each number is tried at STEPS values from its mode to either end of what is believed of it. Where
the verdict turns within a step, the step is cut again and again until it is narrow. A verdict that
turns and turns back within one step is not seen. If it turns on both sides of the mode, the side
that is likelier is taken.
"""

from dataclasses import dataclass

import numpy as np

from detente.durability.model import Floats
from detente.durability.trials import Trials
from detente.durability.uncertain import Side, Uncertain
from detente.incentives.model import Bools

STEPS = 16  # from the mode to each end
CUTS = 15  # values within a step, so that each round narrows it to a sixteenth
ROUNDS = 6  # within 4e-9 of the way from the mode to the end


@dataclass(frozen=True, slots=True)
class Turn:
    """Where the verdict turns, and how probable it is that the number lies beyond."""

    value: float
    side: Side
    chance: float


@dataclass(frozen=True, slots=True)
class _Step:
    """Two values of a number, the verdict as at the mode at one and turned at the other."""

    column: int
    kept: float
    turned: float
    chance: float

    @property
    def side(self) -> Side:
        return "above" if self.turned > self.kept else "below"


def turns(trials: Trials, *, holds: bool) -> tuple[Turn | None, ...]:
    """For each number where the verdict turns away from `holds`, or None if nowhere."""
    numbers = trials.numbers
    grids = np.array([_grid(number) for number in numbers]).reshape(len(numbers), -1)
    verdicts = _verdicts(trials, np.arange(len(numbers)), grids)
    steps = [_first(j, numbers[j], grids[j], verdicts[j] != holds) for j in range(len(numbers))]
    found: list[Turn | None] = [None] * len(numbers)
    for step in _narrowed(trials, [step for step in steps if step], holds=holds):
        value = (step.kept + step.turned) / 2
        chance = numbers[step.column].chance(value, step.side)
        found[step.column] = Turn(value, step.side, chance)
    return tuple(found)


def _grid(number: Uncertain) -> Floats:
    """(2 STEPS + 1,) ascending, the mode in the middle."""
    low, high = number.at(np.array([0.0, 1.0]))
    up, down = np.linspace(number.mode, high, STEPS + 1), np.linspace(low, number.mode, STEPS + 1)
    return np.concatenate([down, up[1:]])


def _verdicts(trials: Trials, columns: np.ndarray, values: Floats) -> Bools:
    """Whether the package holds where one number has each of its values (numbers, values)."""
    many = values.shape[1]
    tried = trials.modes(values.size)
    tried[np.arange(values.size), np.repeat(columns, many)] = values.ravel()
    return trials.play(tried).holds.reshape(values.shape)


def _first(column: int, number: Uncertain, grid: Floats, turned: Bools) -> _Step | None:
    """The step, nearest to the mode, in which the verdict turns; the likelier of two sides."""
    steps = []
    for way in (1, -1):
        hits = np.flatnonzero(turned[STEPS::way])
        if len(hits):
            k = STEPS + way * max(int(hits[0]), 1)
            chance = number.chance(float(grid[k]), "above" if way > 0 else "below")
            steps.append(_Step(column, float(grid[k - way]), float(grid[k]), chance))
    return max(steps, key=lambda step: step.chance, default=None)


def _narrowed(trials: Trials, steps: list[_Step], *, holds: bool) -> list[_Step]:
    for _ in range(ROUNDS if steps else 0):
        values = np.array([np.linspace(s.kept, s.turned, CUTS + 2) for s in steps])
        columns = np.array([step.column for step in steps])
        turned = _verdicts(trials, columns, values[:, 1:-1]) != holds
        ends = np.column_stack([turned, np.ones(len(steps), dtype=bool)]).argmax(axis=1)
        steps = [
            _Step(step.column, float(row[k]), float(row[k + 1]), step.chance)
            for step, row, k in zip(steps, values, ends, strict=True)
        ]
    return steps
