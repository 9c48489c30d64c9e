"""What would hold: a schedule of openings, what it costs, and what each red line costs."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Goal = Literal["least-relief", "most-slack"]
Kind = Literal["slack", "enforcement", "forbearance", "acceptance", "red-line", "cap"]
GOALS: tuple[Goal, ...] = ("least-relief", "most-slack")


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
class Program:
    """A package with its openings left free: everything linear in the increments.

    An increment is the share by which a valve opens further at the start of a phase; it never
    closes on the comply path.
    """

    increments: tuple[tuple[int, int], ...]  # (valve, month from which it counts)
    relief: Floats  # (increments,) present value of relief to the target
    rows: tuple[Row, ...]
    miss: float  # how far the program is from being linear; rounding only


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A red line's price: EUR bn of relief saved by easing it from shut to open."""

    party: str
    name: str
    title: str
    price: float
    binding: bool


@dataclass(frozen=True, slots=True)
class Design:
    """The answer, put back through the game before it is shown."""

    goal: Goal
    verdict: Literal["holds", "no-room", "not-survived"]
    relief: float | None  # present value to the target, EUR bn
    relief_now: float
    slack: float  # least slack over parties and months that the answer reaches
    openings: Floats  # (months + 1, valves)
    red_lines: tuple[PricedLine, ...]
    binding: tuple[Row, ...]
    unpriced: tuple[str, ...]  # red lines that are about terms, not openings
