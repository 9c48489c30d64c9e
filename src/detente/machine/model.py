"""A package as a machine: months, phases, valves, breaches and the clocks between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.case.package import Package

DAYS_A_MONTH = 30.4375
Acts = Literal["comply", "withhold", "perform", "breach", "end"]
Answers = Literal["finding", "no-finding", "pull", "look-away", "escrow"]
Kind = Acts | Answers | Literal["clock", "begin", "alarm"]


@dataclass(frozen=True, slots=True)
class Span:
    """A phase with its months on the comply path: it runs over months start..end-1."""

    module: str
    phase: str
    article: str
    start: int
    end: int
    open: Mapping[str, float]  # opening of each measure
    waits: tuple[str, ...]  # milestones that it and the phases before it wait for


@dataclass(frozen=True, slots=True)
class Valve:
    """A measure as one module opens it."""

    measure: str
    module: str
    article: str
    promised_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exposure:
    """A breach open to a party that has an obligation, and the trigger that covers it, if any."""

    party: str
    breach: str
    size: int
    trigger: int | None  # index into the package's triggers


@dataclass(frozen=True, slots=True)
class Machine:
    """A compiled package; month 0 is signature, month `horizon` is the steady month."""

    name: str
    package: Package
    signed: date
    horizon: int
    parties: tuple[str, ...]
    milestones: Mapping[str, int]  # month in which each is due
    spans: tuple[Span, ...]
    valves: tuple[Valve, ...]
    openings: NDArray[np.float64]  # (months + 1, valves), 0 shut to 1 open
    exposures: tuple[Exposure, ...]

    def day(self, month: float) -> date:
        """The date that a month of the package falls on."""
        whole = self.signed.month - 1 + int(month)
        year, month_of_year = self.signed.year + whole // 12, whole % 12 + 1
        return date(year, month_of_year, min(self.signed.day, 28))


@dataclass(frozen=True, slots=True)
class State:
    """Where the calendar stands: the month, and which acts were left undone so far."""

    month: int
    withheld: frozenset[str] = frozenset()  # milestones that were not performed


@dataclass(frozen=True, slots=True)
class Move:
    """One step of the machine: who did what under which article."""

    month: int
    actor: str
    kind: Kind
    what: str = ""
    article: str = ""
    on: date | None = None  # the day, where it is known to the day
    how: str = ""  # in which manner: "late", "with 30 days of notice"


Story = tuple[Move, ...]
