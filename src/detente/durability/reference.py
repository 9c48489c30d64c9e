"""The outside view: how long such settlements lasted elsewhere, with the reasons to doubt it.

The tables in `data/` are estimates, made by `fit_history` from data sets that do not ship. Months
are from signature. A class is read as a log-linear curve between its months (a constant hazard
inside each step) and is never drawn past its last month.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.durability.selection import selection_warning
from detente.durability.tables import DATASETS, Row, table
from detente.durability.traits import MONTHS, parsed, said
from detente.errors import NumberError

FloatArray = NDArray[np.float64]
_SUBJECT = {
    "ucdp": "peace agreements of all kinds",
    "fortna": "civil-war ceasefires after 1989",
    "relief": "sanctions relief that took effect",
}


@dataclass(frozen=True, slots=True)
class ReferenceClass:
    """A set of past cases and the share of them still standing at each month.

    `low` and `high` are a 95 % interval that counts each group (a conflict, a sanctions target) as
    one piece of evidence, and is never narrower than the one that counts each agreement.
    """

    id: str
    dataset: str
    traits: Mapping[str, str]
    description: str
    n: int
    failures: int
    groups: int
    months: tuple[float, ...]
    survival: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    source: str
    evidence: str
    warning: str

    @property
    def basic(self) -> bool:
        """A data set as a whole, or one kind within it."""
        return set(self.traits) <= {"class"}


@dataclass(frozen=True, slots=True)
class ReliefEstimate:
    """One figure from the catalogue of past sanctions relief: a share, or a hazard per year."""

    id: str
    description: str
    n: int
    events: int
    exposure: float  # years of relief for a hazard, reversals for a share
    unit: str
    value: float
    low: float
    high: float
    source: str
    evidence: str
    warning: str


@dataclass(frozen=True, slots=True)
class SanctionsMedian:
    """The years after which half of a sender's sanctions had ended."""

    sender: str
    n: int
    ended: int
    median_years: float
    low: float
    high: float
    source: str
    warning: str
    evidence: str = "computed"


@cache
def load_reference() -> Mapping[str, ReferenceClass]:
    """Every reference class that ships, by name, each with its warnings."""
    return MappingProxyType({row["id"]: _reference_class(row) for row in _rows()})


def load_reversals() -> dict[str, ReliefEstimate]:
    """How often relief was taken back, and how often for a change of sender and not a breach."""
    return {row["id"]: _relief_estimate(row) for row in table("relief_reversals.csv")}


def load_sanctions() -> tuple[SanctionsMedian, ...]:
    """How long sanctions stay in force, by sender."""
    known = DATASETS["eusanct"]
    return tuple(
        SanctionsMedian(
            sender=row["sender"],
            n=int(row["n"]),
            ended=int(row["ended"]),
            median_years=float(row["median_years"]),
            low=float(row["low"]),
            high=float(row["high"]),
            source=known.source,
            warning=known.assumption,
        )
        for row in table("sanctions_medians.csv")
    )


def survival_at(reference: ReferenceClass, months: ArrayLike) -> FloatArray:
    """The share still standing at any months, log-linear between those in the table."""
    return _log_linear(reference.months, reference.survival, months)


def _log_linear(knots: tuple[float, ...], values: tuple[float, ...], at: ArrayLike) -> FloatArray:
    months = np.asarray(at, dtype=np.float64)
    if np.any(months < knots[0]) or np.any(months > knots[-1]) or np.any(np.isnan(months)):
        raise NumberError(
            f"this history is known from month {knots[0]:g} to {knots[-1]:g} only", "ask within"
        )
    # A bound of 0 has no logarithm: held at 1e-12, it still reads as nothing.
    return np.exp(np.interp(months, knots, np.log(np.maximum(values, 1e-12))))


def _rows() -> list[Row]:
    return table("reference_classes.csv")


def _reference_class(row: Row) -> ReferenceClass:
    dataset, traits = DATASETS[row["dataset"]], parsed(row["traits"])
    warnings = [dataset.assumption, _crowding_warning(row)]
    if row["dataset"] != "relief":
        warnings.append(selection_warning())
    subject = _SUBJECT[row["dataset"]]
    return ReferenceClass(
        id=row["id"],
        dataset=row["dataset"],
        traits=traits,
        description=f"{subject}: {said(traits)}" if traits else subject,
        n=int(row["n"]),
        failures=int(row["failures"]),
        groups=int(row["groups"]),
        months=tuple(float(month) for month in MONTHS),
        survival=_curve(row["survival"]),
        low=_curve(row["low"]),
        high=_curve(row["high"]),
        source=dataset.source,
        evidence="computed",
        warning=" ".join(warnings),
    )


def _relief_estimate(row: Row) -> ReliefEstimate:
    known = DATASETS["relief"]
    return ReliefEstimate(
        id=row["id"],
        description=row["description"],
        n=int(row["n"]),
        events=int(row["events"]),
        exposure=float(row["exposure"]),
        unit=row["unit"],
        value=float(row["value"]),
        low=float(row["low"]),
        high=float(row["high"]),
        source=known.source,
        evidence="computed",
        warning=known.assumption,
    )


def _curve(cell: str) -> tuple[float, ...]:
    return tuple(float(value) for value in cell.split())


def _crowding_warning(row: Row) -> str:
    return (
        f"The {row['n']} cases come from {row['groups']} groups that shared their fate; "
        "the interval counts groups and is at least as wide as one that counts cases."
    )
