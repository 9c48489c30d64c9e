"""A frontier as the brief shows it: few schedules of relief, and how long each would live."""

from dataclasses import dataclass
from typing import Literal

Name = Literal["as written", "least relief", "most slack", ""]


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """One schedule of relief, as it is played."""

    name: Name
    relief: float  # to the target at the mode, EUR bn
    alive: float  # chance at the frontier's month, over the draws
    alive_low: float
    alive_high: float
    kept: float  # chance that all still comply then
    slack: float | None  # least at the mode, EUR bn; None where nobody is obliged
    holds: bool  # at the mode
    beaten: bool  # by another that gives no more and lives no less likely


@dataclass(frozen=True, slots=True)
class Frontier:
    """What more relief buys in survival: few schedules, the package as written among them."""

    month: int
    draws: int
    points: tuple[FrontierPoint, ...]  # by relief
