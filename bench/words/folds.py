"""Out-of-fold predictions: every text read by a head that saw nothing of its group.

The heads measured here and not shipped are multinomial logits with a squared penalty on rows of
idf-weighted features, each row of length one; K = 2 is a logistic regression.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags_array

from bench.words.sets import Example
from detente.signals.heads.logit import logit
from tools.words.rows import Columns, Names

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FOLDS = 5
_THRESHOLDS = np.arange(0.2, 0.65, 0.05)


@dataclass(frozen=True, slots=True)
class Plain:
    """How a measured head is fitted: penalty, least count of a feature, whether rows are even."""

    l2: float
    least: int = 3
    even: bool = False  # all features count alike, rows keep their length


def fold_of(groups: Sequence[str]) -> Ints:
    """The fold of each group: groups in an order given by their hash, dealt out in turn."""
    order = sorted(set(groups), key=lambda group: sha256(group.encode()).hexdigest())
    place = {group: number % FOLDS for number, group in enumerate(order)}
    return np.array([place[group] for group in groups])


def grouped(examples: Sequence[Example]) -> tuple[Ints, Ints]:
    """The fold of each text, and the number of its group."""
    names = [example.group for example in examples]
    _, groups = np.unique(names, return_inverse=True)
    return fold_of(names), groups


def held_out(rows: Sequence[Names], shares: Floats, folds: Ints, how: Plain) -> Floats:
    """Probabilities of the classes, each row's from the folds it is not in  # (rows, K).

    `shares`: how much of each class a row's label is; a row may weigh more or less than one.
    """
    found = np.zeros_like(shares)
    for fold in np.unique(folds):
        stay, away = np.flatnonzero(folds != fold).tolist(), np.flatnonzero(folds == fold).tolist()
        kept = [rows[i] for i in stay]
        table = _columns(kept, how)
        head = logit(_matrix(table, kept, how), shares[stay], how.l2)
        found[away] = head.of(_matrix(table, [rows[i] for i in away], how))
    return found


def carried_over(rows: Sequence[Names], shares: Floats, how: Plain, to: Sequence[Names]) -> Floats:
    """Log-odds of yes on the rows of another set, by a head fitted on all of these  # (to)."""
    table = _columns(rows, how)
    chances = logit(_matrix(table, rows, how), shares, how.l2).of(_matrix(table, to, how))
    return log_odds(chances[:, 1])


def anchored(rows: Sequence[Names], groups: Sequence[str]) -> list[Names]:
    """The rows with a feature of their group's own.

    It takes up how often a label is given in one group, so that no word has to stand for that. A
    group that is held out has no weight for it.
    """
    return [row | {f"group {group}"} for row, group in zip(rows, groups, strict=True)]


def log_odds(chances: Floats) -> Floats:
    """Probabilities on the scale on which evidence adds up."""
    kept = np.clip(chances, 1e-9, 1 - 1e-9)
    return np.asarray(np.log(kept) - np.log1p(-kept))


def decided(chances: Floats, truth: Ints, folds: Ints) -> Ints:
    """Yes or no at the threshold that served the other folds best."""
    found = np.zeros(len(truth), dtype=np.int64)
    for fold in np.unique(folds):
        stay, away = folds != fold, folds == fold
        scores = [_f1(truth[stay], chances[stay] > cut) for cut in _THRESHOLDS]
        found[away] = chances[away] > _THRESHOLDS[int(np.argmax(scores))]
    return found


def _f1(truth: Ints, found: NDArray[np.bool_]) -> float:
    return float(2 * (found & (truth == 1)).sum() / (found.sum() + truth.sum()))


def _columns(rows: Sequence[Names], how: Plain) -> Columns:
    seen = Counter(name for row in rows for name in row)
    kept = sorted(name for name, count in seen.items() if count >= how.least)
    return Columns(
        {name: j for j, name in enumerate(kept)},
        tuple(1.0 if how.even else 1.0 + float(np.log(len(rows) / seen[name])) for name in kept),
    )


def _matrix(table: Columns, rows: Sequence[Names], how: Plain) -> csr_matrix:
    x = table.matrix(rows)
    if how.even:
        return x
    length = np.sqrt(np.asarray(x.multiply(x).sum(axis=1)).ravel())
    return csr_matrix(diags_array(1 / np.maximum(length, 1e-9)) @ x)
