"""How much prices moved with the odds of peace, and how much of that to believe.

Each row of the shipped table is an estimate b with standard error s, t = b / s. Taken together,
t = theta + noise of variance 1 with theta normal around 0 of variance A; the data give
A = max(0, mean(t^2) - 1), and the best guess of each effect is b * A / (1 + A) (empirical Bayes).
Then the tests are judged together: an effect stands only if it survives the rule of Benjamini
and Hochberg over its whole family (at most this share of the findings may be false). One that does
not is taken as none, with its error kept. Beside it stands the stricter rule of Holm, under which
with this probability not one finding of the family is false: p values in order, times the tests
that are left, the running maximum, at most 1.

Y. Benjamini, Y. Hochberg, "Controlling the false discovery rate", Journal of the Royal Statistical
Society B 57 (1995). S. Holm, "A simple sequentially rejective multiple test procedure",
Scandinavian Journal of Statistics 6 (1979).
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from detente.scenarios.demands import answered, demand, numbers, shares, some

FloatArray = NDArray[np.float64]
QUESTION = "ceasefire by 2026-03-31"  # the probability that prices are measured against
FALSE_DISCOVERIES = 0.05
# Tests judged together. Prices follow `probability`; `replication` is the same regression on the
# odds that everybody can have, which end a month earlier.
FAMILIES = ("event", "probability", "replication")


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How one price moved with one question, as measured and as believed."""

    asset: str
    measure: str  # one of FAMILIES
    question: str
    unit: str
    estimate: float
    error: float  # standard error of the estimate
    t_statistic: float
    p_value: float
    n: int
    believed: float  # shrunk, and 0 where the estimate did not survive
    believed_error: float
    survives: bool
    holm: float  # p value allowing for all tests of the family
    since: date
    until: date
    source: str
    evidence: str


def shrink(estimate: FloatArray, error: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Estimates pulled towards zero, and their errors, by empirical Bayes; shapes (tests,)."""
    demand(
        "estimates",
        some(estimate, "estimate"),
        numbers(estimate, error),
        (np.shape(estimate) == np.shape(error), "has not one error each", "give one for each"),
        (bool((np.asarray(error) > 0).all()), "an error is not above 0", "leave that one out"),
    )
    with np.errstate(over="ignore"):
        variance = max(0.0, float(np.mean((estimate / error) ** 2)) - 1)
    answered("estimates", variance)
    factor = variance / (1 + variance)
    return factor * estimate, np.sqrt(factor) * error


def survivors(p_values: FloatArray, rate: float = FALSE_DISCOVERIES) -> NDArray[np.bool_]:
    """Which tests stand when at most this share of the findings may be false, shape (tests,)."""
    demand("tests", numbers(p_values, rate), shares(p_values, "a p value"))
    order = np.argsort(p_values, kind="stable")
    within = p_values[order] <= rate * np.arange(1, p_values.size + 1) / p_values.size
    stands = np.zeros(p_values.size, dtype=np.bool_)
    if within.any():
        stands[order[: np.flatnonzero(within)[-1] + 1]] = True
    return stands


def holm(p_values: FloatArray) -> FloatArray:
    """p values that allow for all tests made: below a rate, not one finding is false at it."""
    demand("tests", numbers(p_values), shares(p_values, "a p value"))
    order = np.argsort(p_values, kind="stable")
    left = p_values.size - np.arange(p_values.size)
    adjusted = np.empty_like(p_values)
    adjusted[order] = np.minimum(np.maximum.accumulate(left * p_values[order]), 1.0)
    return adjusted


@cache
def sensitivities() -> tuple[Sensitivity, ...]:
    """The shipped table: what was measured, and what of it is believed."""
    rows = _table("sensitivities.csv")
    families = ([row for row in rows if row["measure"] == name] for name in FAMILIES)
    return tuple(found for family in families for found in _believe(family))


def to_ceasefire(asset: str) -> Sensitivity | None:
    """How the price moves per +10 points of ceasefire probability; None if never measured."""
    return next(
        (
            s
            for s in sensitivities()
            if (s.asset, s.question, s.measure) == (asset, QUESTION, "probability")
            and s.unit.startswith("%")
        ),
        None,
    )


def known() -> frozenset[str]:
    """Names that an asset may give as its sensitivity."""
    return frozenset(s.asset for s in sensitivities()) | set(_correlations()[0])


def correlation(assets: tuple[str, ...]) -> FloatArray:
    """Correlation of weekly returns, shape (assets, assets); 0 where nothing was measured.

    Where that is so `correlated` says, and the allocation tells it.
    """
    names, matrix = _correlations()
    place = {name: index for index, name in enumerate(names)}
    result = np.eye(len(assets))
    for i, one in enumerate(assets):
        for j, other in enumerate(assets[:i]):
            if one in place and other in place:
                result[i, j] = result[j, i] = matrix[place[one], place[other]]
    return result


def correlated(asset: str) -> bool:
    """Whether the correlations of a price were measured with those of the others that were."""
    return asset in _correlations()[0]


def volatility(asset: str) -> float | None:
    """Volatility of weekly returns, a year; None where nothing was measured."""
    row = next((row for row in _table("correlations.csv") if row["asset"] == asset), None)
    return None if row is None else float(row["volatility"])


def _believe(rows: list[dict[str, str]]) -> list[Sensitivity]:
    estimate = np.array([float(row["estimate"]) for row in rows])
    t = np.array([float(row["t"]) for row in rows])
    n = np.array([int(row["n"]) for row in rows])
    error = estimate / t
    p_value = 2 * stdtr(n - 2, -np.abs(t))
    shrunk, shrunk_error = shrink(estimate, error)
    stands, strict = survivors(p_value), holm(p_value)
    return [
        Sensitivity(
            row["asset"],
            row["measure"],
            row["question"],
            row["unit"],
            float(estimate[i]),
            float(error[i]),
            float(t[i]),
            float(p_value[i]),
            int(n[i]),
            float(shrunk[i]) if stands[i] else 0.0,
            float(shrunk_error[i]),
            bool(stands[i]),
            float(strict[i]),
            date.fromisoformat(row["since"]),
            date.fromisoformat(row["until"]),
            row["source"],
            row["evidence"],
        )
        for i, row in enumerate(rows)
    ]


@cache
def _correlations() -> tuple[tuple[str, ...], FloatArray]:
    rows = _table("correlations.csv")
    names = tuple(row["asset"] for row in rows)
    return names, np.array([[float(row[name]) for name in names] for row in rows])


def _table(name: str) -> list[dict[str, str]]:
    text = files("detente.markets").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
