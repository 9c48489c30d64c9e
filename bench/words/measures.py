"""Scores with their intervals: F1, AUC, correlations, kappa; bootstrap over groups."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Values = NDArray[Any]  # whole numbers or not, one for each row
Score = Callable[[Values, Values], float]
RESAMPLES = 300
SEED = 20250816


def f1(truth: Values, found: Values, label: int = 1) -> float:
    """Harmonic mean of precision and recall of one label."""
    hit = float(((truth == label) & (found == label)).sum())
    both = float((truth == label).sum() + (found == label).sum())
    return 2 * hit / both if both else 0.0


def macro_f1(truth: Values, found: Values) -> float:
    """F1 averaged over the labels that occur."""
    return float(np.mean([f1(truth, found, label) for label in np.unique(truth)]))


def exact(truth: Values, found: Values) -> float:
    """Share of rows read exactly right."""
    return float((truth == found).mean())


def near(truth: Values, found: Values) -> float:
    """Share of rows at most one level off."""
    return float((np.abs(truth - found) <= 1).mean())


def auc(truth: Values, score: Values) -> float:
    """The chance that a positive row scores above a negative one."""
    positive = truth == 1
    n, m = int(positive.sum()), int((~positive).sum())
    ranks = rankdata(score)
    return float((ranks[positive].sum() - n * (n + 1) / 2) / (n * m)) if n and m else float("nan")


def pearson(truth: Values, score: Values) -> float:
    """Linear correlation."""
    return float(np.corrcoef(truth, score)[0, 1])


def spearman(truth: Values, score: Values) -> float:
    """Rank correlation."""
    return pearson(rankdata(truth), rankdata(score))


def mean_error(truth: Values, score: Values) -> float:
    """Mean absolute error."""
    return float(np.abs(truth - score).mean())


def kappa(one: Values, two: Values, *, weighted: bool) -> float:
    """Cohen's kappa, plain or with squared distances as weights."""
    labels = np.union1d(one, two)
    first, second = one[:, None] == labels, two[:, None] == labels
    seen = first.T.astype(float) @ second / len(one)
    chance = np.outer(first.mean(axis=0), second.mean(axis=0))
    apart = (labels[:, None] - labels).astype(float) ** 2
    cost = apart if weighted else (apart > 0).astype(float)
    return float(1 - (cost * seen).sum() / (cost * chance).sum())


def interval(score: Score, truth: Values, found: Values, groups: Values) -> tuple[float, float]:
    """The middle 95 % of a score over resampled groups."""
    rng = np.random.default_rng(SEED)
    members = [np.flatnonzero(groups == group) for group in np.unique(groups)]
    values = []
    for _ in range(RESAMPLES):
        drawn = rng.integers(len(members), size=len(members))
        rows = np.concatenate([members[i] for i in drawn])
        values.append(score(truth[rows], found[rows]))
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return float(low), float(high)
