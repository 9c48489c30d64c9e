"""Answers in presidential interviews: clear, ambivalent, or no reply.

Unit: a pair of question and answer, once, by the majority of all its annotations. The data folder
holds the test split of the set and its annotators' own files, which repeat the same 337 pairs; the
training split is not there. All questions put in one answer stay on one side of a fold. So few
pairs do not say how dear weights should be; heads of four penalties are averaged. Beside them stand
the same heads on words alone, and how well one annotator foretells another.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.words import sets
from bench.words.answers import answers, worded_plainly
from bench.words.folds import Plain, grouped, held_out
from bench.words.measures import macro_f1
from bench.words.row import Row, Task
from tools.words.rows import Names

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
HEADS = tuple(Plain(l2, even=True) for l2 in (1.0, 2.0, 4.0, 8.0))
RARE = 0.3  # how far rare classes are weighed up
NAME, MEASURE = "answer clarity, 3 classes", "macro-F1"


def question_rows(data: Path, *, embed: bool) -> Iterator[Row]:
    """The score over all pairs; embeddings were tried and add nothing here."""
    del embed
    examples = sets.clarity(data)
    truth = np.array([example.label for example in examples])
    folds, groups = grouped(examples)
    votes = np.array([example.votes for example in examples], dtype=float)
    shares = _weighed(votes / votes.sum(axis=1, keepdims=True))
    task = Task(NAME, MEASURE, macro_f1, truth, groups, 0.58, 0.62, embed=False)
    yield task.row(_read(answers(examples), shares, folds))
    found = _read(worded_plainly(examples), shares, folds)
    yield Row(NAME, f"{MEASURE}, words alone", len(truth), macro_f1(truth, found))
    each = np.array(sets.annotators(data))
    pairs = [macro_f1(each[:, one], each[:, two]) for one, two in combinations(range(3), 2)]
    yield Row(NAME, f"{MEASURE}, annotator and annotator", len(each), float(np.mean(pairs)))


def _read(rows: Sequence[Names], shares: Floats, folds: Ints) -> Ints:
    """The class of each pair, by the mean of heads with cheap and dear weights."""
    chances = np.array([held_out(rows, shares, folds, how) for how in HEADS])
    return np.asarray(chances.mean(axis=0).argmax(axis=1))


def _weighed(shares: Floats) -> Floats:
    weight = shares.sum(axis=0) ** -RARE
    return np.asarray(shares * weight / weight.mean())
