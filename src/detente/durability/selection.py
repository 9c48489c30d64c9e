"""Why a difference between classes is not what a clause does: both signs, side by side.

Guarantors and peacekeepers are sent where peace is weakest. So a clause may go with failure in raw
data and with survival once hard cases are compared with hard cases.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from detente.durability.fit_ratios import ALONE, CONTROLLED, TOGETHER
from detente.durability.tables import DATASETS, table


@dataclass(frozen=True, slots=True)
class Ratio:
    """Times the hazard of what lacks the factor; the 95 % interval counts groups."""

    dataset: str
    model: str
    factor: str
    ratio: float
    low: float
    high: float
    n: int
    failures: int
    groups: int
    concordance: float
    source: str
    evidence: str = "computed"

    @property
    def clear(self) -> bool:
        """The interval leaves no doubt about the direction."""
        return self.low > 1 or self.high < 1

    @property
    def words(self) -> str:
        """1.22 (0.69 to 2.18)."""
        return f"{self.ratio:.2f} ({self.low:.2f} to {self.high:.2f})"


@dataclass(frozen=True, slots=True)
class Shape:
    """How the hazard ages: a Weibull shape below 1 falls with the age of the peace."""

    dataset: str
    shape: float
    low: float
    high: float
    n: int
    failures: int
    failed_in_first_year: float  # share of all failures
    evidence: str = "computed"


def load_ratios() -> tuple[Ratio, ...]:
    """Every hazard ratio that ships, with the model that it is of."""
    return tuple(
        Ratio(
            dataset=row["dataset"],
            model=row["model"],
            factor=row["factor"],
            ratio=float(row["ratio"]),
            low=float(row["low"]),
            high=float(row["high"]),
            n=int(row["n"]),
            failures=int(row["failures"]),
            groups=int(row["groups"]),
            concordance=float(row["concordance"]),
            source=DATASETS[row["dataset"]].source,
        )
        for row in table("hazard_ratios.csv")
    )


def load_shapes() -> tuple[Shape, ...]:
    """How the hazard ages in each data set."""
    return tuple(
        Shape(
            dataset=row["dataset"],
            shape=float(row["shape"]),
            low=float(row["low"]),
            high=float(row["high"]),
            n=int(row["n"]),
            failures=int(row["failures"]),
            failed_in_first_year=float(row["failed_in_first_year"]),
        )
        for row in table("hazard_shapes.csv")
    )


@cache
def selection_warning() -> str:
    """Both signs of peacekeeping, so that nobody quotes one of them alone."""
    every = load_ratios()
    raw, beside = (_of(every, "ucdp", model) for model in (ALONE, TOGETHER))
    controlled = _of(every, "fortna", CONTROLLED)
    doubt = "" if raw.clear else ", not clear of 1"
    return (
        f"Selection: peacekeeping goes with {raw.words} times the risk of failure in raw data "
        f"(UCDP clauses, alone{doubt}; {beside.ratio:.2f} beside the other clauses) and with "
        f"{controlled.words} times the risk once hard cases are compared with hard cases (Fortna, "
        "on the ground at the time, with controls). Guarantors are sent where peace is weakest: "
        "a difference between classes is not what a clause does."
    )


def _of(every: Sequence[Ratio], dataset: str, model: str) -> Ratio:
    wanted = (dataset, model, "peacekeeping")
    return next(r for r in every if (r.dataset, r.model, r.factor) == wanted)
