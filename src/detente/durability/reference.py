"""The outside view: how long such settlements lasted elsewhere, with the reasons to doubt it.

The tables in `data/` are estimates, made by `fit_history` from data sets that do not ship. Months
are from signature. A class is read as a log-linear curve between its months (a constant hazard
inside each step) and is never drawn past its last month.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class ReferenceClass:
    """A set of past cases and the share of them still standing at each month.

    `low` and `high` are a 95 % interval that counts each group (a conflict, a sanctions target) as
    one piece of evidence, and is never narrower than the one that counts each agreement.
    """

    id: str
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


def load_reference() -> dict[str, ReferenceClass]:
    """Every reference class that ships, by name, each with its warnings."""
    selection = _selection_warning(_rows("selection.csv"))
    by_class = groupby(_rows("reference_classes.csv"), key=lambda row: row["id"])
    return {name: _reference_class(list(rows), selection) for name, rows in by_class}


def load_reversals() -> dict[str, ReliefEstimate]:
    """How often relief was taken back, and how often for a change of sender and not a breach."""
    return {row["id"]: _relief_estimate(row) for row in _rows("relief_reversals.csv")}


def survival_at(reference: ReferenceClass, months: ArrayLike) -> FloatArray:
    """The share still standing at any months, log-linear between those in the table."""
    return _log_linear(reference.months, reference.survival, months)


def interval_at(reference: ReferenceClass, months: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """The 95 % interval around `survival_at`, read the same way."""
    low = _log_linear(reference.months, reference.low, months)
    return low, _log_linear(reference.months, reference.high, months)


def pool(inside: ArrayLike, outside: ArrayLike, weight: float) -> FloatArray:
    """One forecast from two views; `weight` is the trust in the inside view, from 0 to 1.

    Linear in the probabilities: with probability `weight` the inside view is the right one. On the
    log-odds scale a game that says exactly 0 or 1 would silence history altogether.
    """
    if not 0 <= weight <= 1:
        raise ValueError("the weight of the inside view lies between 0 and 1")
    views = np.asarray(inside, dtype=np.float64), np.asarray(outside, dtype=np.float64)
    if any(np.any((view < 0) | (view > 1) | np.isnan(view)) for view in views):
        raise ValueError("only probabilities can be pooled")
    pooled: FloatArray = weight * views[0] + (1 - weight) * views[1]
    return pooled


def _log_linear(knots: tuple[float, ...], values: tuple[float, ...], at: ArrayLike) -> FloatArray:
    months = np.asarray(at, dtype=np.float64)
    if np.any(months < knots[0]) or np.any(months > knots[-1]) or np.any(np.isnan(months)):
        raise ValueError(f"this history is known from month {knots[0]:g} to {knots[-1]:g} only")
    # A bound of 0 has no logarithm: held at 1e-12, it still reads as nothing.
    return np.exp(np.interp(months, knots, np.log(np.maximum(values, 1e-12))))


def _rows(name: str) -> list[Row]:
    text = (files("detente.durability") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _reference_class(rows: list[Row], selection: str) -> ReferenceClass:
    first = rows[0]
    warnings = [first["assumption"], _crowding_warning(first)]
    if first["dataset"] != "relief":
        warnings.append(selection)
    return ReferenceClass(
        id=first["id"],
        description=first["description"],
        n=int(first["n"]),
        failures=int(first["failures"]),
        groups=int(first["groups"]),
        months=_column(rows, "month"),
        survival=_column(rows, "survival"),
        low=_column(rows, "low"),
        high=_column(rows, "high"),
        source=first["source"],
        evidence=first["evidence"],
        warning=" ".join(warnings),
    )


def _relief_estimate(row: Row) -> ReliefEstimate:
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
        source=row["source"],
        evidence=row["evidence"],
        warning=row["assumption"],
    )


def _column(rows: list[Row], name: str) -> tuple[float, ...]:
    return tuple(float(row[name]) for row in rows)


def _crowding_warning(row: Row) -> str:
    return (
        f"The {row['n']} cases come from {row['groups']} groups that shared their fate; "
        "the interval counts groups and is at least as wide as one that counts cases."
    )


def _selection_warning(rows: Iterable[Row]) -> str:
    """Both signs of the same factor, so that nobody quotes one of them alone."""
    ratios = {(row["dataset"], row["factor"]): row for row in rows}
    raw, controlled = ratios["ucdp", "peacekeeping"], ratios["fortna", "peacekeeping"]
    return (
        f"Selection: peacekeeping goes with {raw['hazard_ratio']} times the risk of failure in raw "
        f"data ({raw['model']}; significant: {raw['significant']}) and with "
        f"{controlled['hazard_ratio']} times the risk once hard cases are compared with hard cases "
        f"({controlled['model']}). Guarantors are sent where peace is weakest: "
        "a difference between classes is not what a clause does."
    )
