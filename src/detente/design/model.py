"""What would hold: a schedule of openings, what it costs, and what each red line costs."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.incentives import Hold

Floats = NDArray[np.float64]
Goal = Literal[
    "least-relief",
    "most-slack",
    "most-survival",
    "least-windfall",
    "least-crossing",
    "repair",
    "frontier",
]
Kind = Literal["slack", "enforcement", "forbearance", "acceptance", "red-line", "bound", "cap"]
Verdict = Literal["holds", "no-room", "not-survived"]
GOALS: tuple[Goal, ...] = (
    "least-relief",
    "most-slack",
    "most-survival",
    "least-windfall",
    "least-crossing",
    "repair",
    "frontier",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One demand on a schedule y of increments: gradient · y + constant >= 0."""

    kind: Kind
    party: str
    name: str  # breach, trigger, red line or valve
    month: int
    constant: float
    gradient: Floats  # (increments,)


@dataclass(frozen=True, slots=True)
class Affine:
    """Several readings of a schedule y at once: constant + gradient · y."""

    constant: Floats  # (k,)
    gradient: Floats  # (k, increments)

    def at(self, y: Floats) -> Floats:
        """(k,) the readings of one schedule."""
        return np.asarray(self.constant + self.gradient @ y)


@dataclass(frozen=True, slots=True)
class Bound:
    """How far a valve has to open in the end, at least and at most, whatever else is asked."""

    valve: str
    low: float = 0.0
    high: float = 1.0


@dataclass(frozen=True, slots=True)
class Program:
    """A package with its openings left free: everything linear in the increments.

    An increment is the share by which a valve opens further at the start of a phase; it never
    closes on the comply path.
    """

    increments: tuple[tuple[int, int], ...]  # (valve, month from which it counts)
    relief: Floats  # (increments,) present value of relief to the target
    value: Affine  # of each party at signature, while all comply
    windfall: Affine  # of the target, for each of its breaches in each month
    rows: tuple[Row, ...]
    miss: float  # how far the program is from being linear; rounding only

    @property
    def matrix(self) -> Floats:
        """(rows, increments) the gradients of all demands."""
        shape = len(self.rows), len(self.increments)
        return np.array([row.gradient for row in self.rows]).reshape(shape)

    @property
    def at_least(self) -> Floats:
        """(rows,) what the gradients have to reach."""
        return np.array([-row.constant for row in self.rows])


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A red line's price: EUR bn of relief saved by easing it from shut to open."""

    party: str
    name: str
    title: str
    price: float
    binding: bool


@dataclass(frozen=True, slots=True)
class Crossing:
    """How far a schedule goes over a red line, as a share of its measures' opening."""

    party: str
    name: str
    over: float


@dataclass(frozen=True, slots=True)
class Design:
    """The answer, put back through the game before it is shown."""

    goal: Goal
    verdict: Verdict
    relief: float | None  # present value to the target, EUR bn
    relief_now: float
    slack: float  # least slack over parties and months that the answer reaches
    openings: Floats  # (months + 1, valves)
    red_lines: tuple[PricedLine, ...]
    binding: tuple[Row, ...]
    unpriced: tuple[str, ...]  # red lines that are about terms, not openings
    crossings: tuple[Crossing, ...]  # where the goal allows any
    held: Hold  # the game of the answer, at the mode
    program: Program  # what it was found in
