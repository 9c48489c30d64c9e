"""Central banks: is a sentence about something uncertain.

A head for four classes, certain or not and looking forward or not, both labels of the fitting
banks; the chances of the uncertain ones are added up. Between 8 and 46 in a hundred sentences of a
bank are labelled uncertain. Nothing in a sentence says which kind of bank it is from, and the score
over all banks is lowered by that; the score within each bank is not.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.words import sets
from bench.words.folds import Plain, anchored, grouped, held_out, log_odds
from bench.words.measures import auc
from bench.words.near import Near, held_out_near, joined
from bench.words.prose import prose
from bench.words.row import EMBED, Row, Task
from detente.signals.embed.encoder import encode

HOW, LIKE = Plain(1.5), Near(1.0, 3.0)
NEARNESS = 0.3  # what nearness counts beside the head
NAME = "central bank uncertain"
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def bank_rows(data: Path, *, embed: bool) -> Iterator[Row]:
    """The score over all banks, and within each."""
    examples = sets.central_banks(data)
    truth = np.array([example.label for example in examples])
    ahead = np.array([example.other for example in examples])
    folds, groups = grouped(examples)
    rows = anchored(prose(examples), [example.group for example in examples])
    chances = held_out(rows, np.eye(4)[2 * truth + ahead], folds, HOW)
    words = log_odds(chances[:, 2:].sum(axis=1))
    task = Task(NAME, "AUC", auc, truth, groups, 0.764, 0.80, embed)
    yield task.row(words)
    if embed:
        points = encode([example.text for example in examples])
        near = held_out_near(points, truth.astype(float), folds, LIKE)
        words = joined((1.0, words), (NEARNESS, near))
        yield task.row_with_embed(words)
    value = _within(truth, words, groups)
    yield Row(NAME, f"AUC within a bank{f', {EMBED}' if embed else ''}", len(truth), value)


def _within(truth: Ints, found: Floats, groups: Ints) -> float:
    """The score of each bank by itself, averaged."""
    banks = [groups == bank for bank in np.unique(groups)]
    return float(np.mean([auc(truth[bank], found[bank]) for bank in banks]))
