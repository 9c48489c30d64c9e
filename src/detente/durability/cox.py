"""How many times as often settlements with a trait fail, other traits being the same.

A row is a spell, or part of one, under observation from time a to time b with traits x that do not
change within it; a spell whose traits change is cut into rows, each entering where the last one
left. The hazard of a row at time t is h0(t) exp(β x) with a baseline h0 that stays unknown
(Cox 1972), so only the order of failures counts:

    L(β) = Π over failures e of exp(β x_e) / Σ_i w_ei exp(β x_i)

w_ei is 1 for each row under observation at the time of e, less l/d for the d rows that fail at the
very same time, for the l-th of them (Efron 1977). Newton's steps on the logarithm find β. Rows of
one group (a conflict) share their fate, and the spread is taken over groups, not rows: with U_g the
sum of the score residuals of group g and I the information, V = I⁻¹ (Σ_g U_g U_g') I⁻¹ (Lin and Wei
1989). A Weibull spell, S(t) = exp(−(t/λ)^ρ), has a hazard that falls with age if ρ < 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize_scalar

from detente.errors import NumberError

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
NEWTON_STEPS = 50
Z95 = NormalDist().inv_cdf(0.975)
_FLAT = 1e12  # the likelihood has no summit to climb to
CHI95 = Z95**2  # the 95 % quantile of chi-squared with one degree of freedom


@dataclass(frozen=True, slots=True)
class Rows:
    """Spells, or parts of spells, in any unit of time."""

    enter: FloatArray  # (n,)
    leave: FloatArray  # (n,)
    failed: BoolArray  # (n,)
    groups: Sequence[str]  # (n,) whose fates are one piece of evidence


@dataclass(frozen=True, slots=True)
class HazardRatio:
    """Times the hazard of one who lacks the trait, with a 95 % interval over groups."""

    ratio: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """The interval leaves no doubt about the direction."""
        return self.low > 1 or self.high < 1


@dataclass(frozen=True, slots=True)
class CoxFit:
    """One hazard ratio for each column of traits, and how well they order the failures."""

    ratios: tuple[HazardRatio, ...]
    concordance: float  # share of comparable pairs in which the riskier row fails first


def cox(rows: Rows, traits: FloatArray) -> CoxFit:
    """Hazard ratios of traits (n, traits), with intervals that count groups."""
    _accept(rows, traits)
    x = traits - traits.mean(axis=0)
    weights, who = _risk_sets(rows)
    beta = np.zeros(x.shape[1])
    for _ in range(NEWTON_STEPS):
        score, information = _slopes(x, weights, who, beta)
        if np.linalg.cond(information) > _FLAT:
            break
        step = np.linalg.solve(information, score)
        beta = beta + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-10:
            return _fitted(rows, x, weights, who, beta)
    raise NumberError("no finite hazard ratio: a trait tells failures from the rest, or others do")


def _fitted(
    rows: Rows, x: FloatArray, weights: FloatArray, who: NDArray[np.intp], beta: FloatArray
) -> CoxFit:
    error = _group_error(rows, x, weights, who, beta)
    bounds = np.exp(np.array([beta, beta - Z95 * error, beta + Z95 * error]))
    ratios = tuple(HazardRatio(*map(float, column)) for column in bounds.T)
    return CoxFit(ratios, concordance(rows, x @ beta))


def _accept(rows: Rows, *traits: FloatArray) -> None:
    """Raises NumberError where there is nothing to fit, or not in numbers."""
    if not rows.failed.any():
        raise NumberError("no spell failed: no hazard can be fitted", "add spells that did")
    ends = np.where(np.isneginf(rows.enter), 0.0, rows.enter)  # seen from the start
    if not all(np.isfinite(values).all() for values in (rows.leave, ends, *traits)):
        raise NumberError("a length or a trait of a spell is no finite number", "leave it out")
    if (rows.leave <= 0).any():
        raise NumberError("a spell lasts no time at all or less", "leave it out")


def concordance(rows: Rows, risk: FloatArray) -> float:
    """Harrell's C: of two rows seen at one failure, how often the one that fails had more risk."""
    agreeing = pairs = 0.0
    for i in np.flatnonzero(rows.failed):
        t = rows.leave[i]
        later = (rows.enter < t) & ((rows.leave > t) | ((rows.leave == t) & ~rows.failed))
        pairs += float(later.sum())
        agreeing += float((risk[i] > risk[later]).sum() + 0.5 * (risk[i] == risk[later]).sum())
    return agreeing / pairs if pairs else 0.5  # nothing to compare: neither better nor worse


def weibull_shape(rows: Rows) -> HazardRatio:
    """ρ with its 95 % likelihood interval; spells that enter late count only from then on.

    The interval takes rows as independent: with shared fates it is too narrow.
    """
    _accept(rows)
    found = minimize_scalar(
        lambda log: -_weibull(rows, float(np.exp(log))), bounds=(-4.0, 3.0), method="bounded"
    )
    rho = float(np.exp(found.x))
    least = _weibull(rows, rho) - CHI95 / 2
    low = brentq(lambda value: _weibull(rows, value) - least, rho / 20, rho)
    high = brentq(lambda value: _weibull(rows, value) - least, rho, rho * 20)
    return HazardRatio(rho, float(low), float(high))


def _weibull(rows: Rows, rho: float) -> float:
    """Log-likelihood of ρ with the best scale for it: λ^−ρ = d / Σ (b^ρ − a^ρ)."""
    unit = rows.leave.mean()
    leave, enter, deaths = rows.leave / unit, rows.enter / unit, int(rows.failed.sum())
    rate = deaths / (leave**rho - enter**rho).sum()
    logs = np.log(leave[rows.failed]).sum()
    return float(deaths * (np.log(rate) + np.log(rho) - 1) + (rho - 1) * logs)


def _risk_sets(rows: Rows) -> tuple[FloatArray, NDArray[np.intp]]:
    """Efron's weights (failures, n), and the row that fails at each."""
    who = np.flatnonzero(rows.failed)
    who = who[np.argsort(rows.leave[who], kind="stable")]
    times = rows.leave[who][:, None]
    at_risk = ((rows.enter < times) & (rows.leave >= times)).astype(np.float64)
    tied = (rows.leave == times) & rows.failed
    _, first = np.unique(rows.leave[who], return_index=True)
    rank = np.arange(len(who)) - first[np.searchsorted(first, np.arange(len(who)), "right") - 1]
    return at_risk - tied * (rank / tied.sum(axis=1))[:, None], who


def _shares(x: FloatArray, weights: FloatArray, beta: FloatArray) -> FloatArray:
    """How likely each row was to be the one that fails, (failures, n)."""
    odds = weights * np.exp(x @ beta)
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def _slopes(
    x: FloatArray, weights: FloatArray, who: NDArray[np.intp], beta: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Score and information of the partial likelihood."""
    share = _shares(x, weights, beta)
    mean = share @ x  # (failures, traits)
    score = (x[who] - mean).sum(axis=0)
    information = x.T @ (share.sum(axis=0)[:, None] * x) - mean.T @ mean
    return score, information


def _group_error(
    rows: Rows,
    x: FloatArray,
    weights: FloatArray,
    who: NDArray[np.intp],
    beta: FloatArray,
) -> FloatArray:
    """Standard error of β over groups."""
    share = _shares(x, weights, beta)
    mean = share @ x
    _, information = _slopes(x, weights, who, beta)
    residual = share.T @ mean - share.sum(axis=0)[:, None] * x
    times = rows.leave[who]
    tied = (times[:, None] == times).astype(np.float64)
    expected = tied @ mean / tied.sum(axis=1, keepdims=True)  # those tied share one expectation
    residual[who] += x[who] - expected
    labels, member = np.unique(np.asarray(rows.groups), return_inverse=True)
    by_group = np.zeros((len(labels), x.shape[1]))
    np.add.at(by_group, member, residual)
    inverse = np.linalg.inv(information)
    return np.asarray(
        np.sqrt(np.maximum(np.diag(inverse @ (by_group.T @ by_group) @ inverse), 0.0))
    )
