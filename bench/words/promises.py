"""Promises: is it one, how specific is it. Speech acts of a campaign, and pledges of manifestos.

The sets are of one country and share no sentence, so that a head fitted on the whole of one may be
heard on the other: what was learned of commissive acts says which manifesto sentences are pledges.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.words import sets
from bench.words.folds import (
    Plain,
    anchored,
    carried_over,
    decided,
    grouped,
    held_out,
    log_odds,
)
from bench.words.measures import auc, f1, interval, spearman
from bench.words.near import Near, held_out_near, joined, middles
from bench.words.prose import prose, with_neighbours
from bench.words.row import Row, Task
from bench.words.sets import Example
from detente.signals.embed.encoder import encode
from tools.words.rows import Names

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
COMMISSIVE, SPECIFIC, PLEDGE = Plain(0.3), Plain(1.0, least=2), Plain(2.0)
LIKE_SPECIFIC, LIKE_PLEDGE = Near(2.0, 1.0), Near(1.0, 1.0)
HALF = 0.5  # what another set's head and nearness count beside the head of the set itself
CLASSES = 7


def promise_rows(data: Path, *, embed: bool) -> Iterator[Row]:
    """Both sets; rows that need embeddings only where they are to be had."""
    acts = sets.speech_acts(data)
    own = prose(acts)
    yield from _commissive(acts, own)
    yield from _specific(acts, own, embed=embed)
    yield from _pledges(sets.pledges(data), acts, own, embed=embed)


def _commissive(acts: Sequence[Example], own: Sequence[Names]) -> Iterator[Row]:
    truth = np.array([act.label for act in acts])
    folds, groups = grouped(acts)
    chances = held_out(with_neighbours(acts, own), np.eye(2)[truth], folds, COMMISSIVE)[:, 1]
    found, n = decided(chances, truth, folds), len(truth)
    low, high = interval(f1, truth, found, groups)
    yield Row("commissive act", "F1", n, f1(truth, found), low, high, 0.767, 0.78)
    low, high = interval(auc, truth, chances, groups)
    yield Row("commissive act", "AUC", n, auc(truth, chances), low, high, 0.935)


def _specific(acts: Sequence[Example], own: Sequence[Names], *, embed: bool) -> Iterator[Row]:
    kept = [i for i, act in enumerate(acts) if act.other >= 0]
    some = [acts[i] for i in kept]
    truth = np.array([act.other for act in some])
    folds, groups = grouped(some)
    shares = np.eye(2)[truth]
    words = log_odds(held_out([own[i] for i in kept], shares, folds, SPECIFIC)[:, 1])
    task = Task("specific or vague commissive", "AUC", auc, truth, groups, 0.846, 0.87, embed)
    yield task.row(words)
    if embed:
        points = encode([act.text for act in some])
        near = held_out_near(points, truth.astype(float), folds, LIKE_SPECIFIC)
        yield task.row_with_embed(joined((1.0, words), (1.0, near)))


def _pledges(
    pledges: Sequence[Example], acts: Sequence[Example], own: Sequence[Names], *, embed: bool
) -> Iterator[Row]:
    truth = np.array([pledge.label for pledge in pledges])
    folds, groups = grouped(pledges)
    rows = prose(pledges)
    years = anchored(rows, [pledge.group for pledge in pledges])
    places = _places(truth, folds)
    chances = held_out(years, np.eye(CLASSES)[truth], folds, PLEDGE)
    words = (chances * places).sum(axis=1)
    commissive = np.eye(2)[[act.label for act in acts]]
    promised = carried_over(own, commissive, COMMISSIVE, rows)
    task = Task(
        "pledge specificity", "rank correlation", spearman, truth, groups, 0.442, 0.50, embed
    )
    yield task.row(joined((1.0, words), (HALF, promised)))
    if embed:
        points = encode([pledge.text for pledge in pledges])
        near = held_out_near(points, places[np.arange(len(truth)), truth], folds, LIKE_PLEDGE)
        yield task.row_with_embed(joined((1.0, words), (HALF, promised), (HALF, near)))


def _places(truth: Ints, folds: Ints) -> Floats:
    """The place of each class in the ranking, by the labels of the other folds  # (rows, K)."""
    by_fold = {int(fold): middles(truth[folds != fold], CLASSES) for fold in np.unique(folds)}
    return np.array([by_fold[int(fold)] for fold in folds])
