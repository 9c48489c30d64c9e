"""All rows of the words bench, as they are found."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.errors import DetenteError
from detente.record.model import Statement
from detente.signals.bench import sets
from detente.signals.bench.answers import answers
from detente.signals.bench.factuality import factuality_rows
from detente.signals.bench.folds import Plain, decided, fold_of, held_out
from detente.signals.bench.measures import auc, f1, interval, macro_f1, spearman
from detente.signals.bench.own import own_rows, record_rows
from detente.signals.bench.prose import prose, with_neighbours
from detente.signals.bench.row import Row
from detente.signals.bench.sets import Example

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Tell = Callable[[str], None]
_RARE = 0.3  # how far rare classes of clarity are weighed up


def words_rows(data: Path | None, statements: Sequence[Statement], tell: Tell) -> Iterator[Row]:
    """Every figure; those of public sets only where the data folder is given."""
    tell("the project's own sentences and the Alaska record")
    yield from own_rows()
    yield from record_rows(statements)
    if data is None:
        tell("DETENTE_DATA names no data folder: the public sets are left out")
        return
    if not (data / "text").is_dir():
        raise DetenteError(f"DETENTE_DATA: {data} has no folder text/; name the data folder itself")
    tell("factuality: UDS-IH2, CommitmentBank, MegaVeridicality")
    yield from factuality_rows(data)
    for name, measured in (
        ("speech acts", _commissive), ("pledges", _pledges),
        ("central banks", _central_banks), ("answer clarity", _clarity),
    ):  # fmt: skip
        tell(name)
        yield from measured(data)


def _commissive(data: Path) -> Iterator[Row]:
    examples = sets.speech_acts(data)
    own = prose(examples)
    rows = with_neighbours(examples, own)
    truth = np.array([example.label for example in examples])
    folds, groups = _grouped(examples)
    chances = held_out(rows, np.eye(2)[truth], folds, Plain(0.3))[:, 1]
    found, n = decided(chances, truth, folds), len(truth)
    low, high = interval(f1, truth, found, groups)
    yield Row("commissive act", "F1", n, f1(truth, found), low, high, 0.767, 0.78)
    low, high = interval(auc, truth, chances, groups)
    yield Row("commissive act", "AUC", n, auc(truth, chances), low, high, 0.935)
    kept = [i for i, example in enumerate(examples) if example.other >= 0]
    kind = np.array([examples[i].other for i in kept])
    folds, groups = _grouped([examples[i] for i in kept])
    how = Plain(1.0, least=2)
    chances = held_out([own[i] for i in kept], np.eye(2)[kind], folds, how)[:, 1]
    low, high = interval(auc, kind, chances, groups)
    value = auc(kind, chances)
    yield Row("specific or vague commissive", "AUC", len(kept), value, low, high, 0.846, 0.87)


def _pledges(data: Path) -> Iterator[Row]:
    examples = sets.pledges(data)
    truth = np.array([example.label for example in examples])
    folds, _ = _grouped(examples)
    chances = held_out(prose(examples), np.eye(7)[truth], folds, Plain(2.0))
    mean = chances @ np.arange(7)
    low, high = interval(spearman, truth, mean, np.arange(len(truth)))
    value = spearman(truth.astype(float), mean)
    yield Row("pledge specificity", "rank correlation", len(truth), value, low, high, 0.442, 0.50)


def _central_banks(data: Path) -> Iterator[Row]:
    examples = sets.central_banks(data)
    truth = np.array([example.label for example in examples])
    folds, groups = _grouped(examples)
    chances = held_out(prose(examples), np.eye(2)[truth], folds, Plain(1.5))[:, 1]
    low, high = interval(auc, truth, chances, groups)
    value = auc(truth, chances)
    yield Row("central bank uncertain", "AUC", len(truth), value, low, high, 0.764, 0.80)


def _clarity(data: Path) -> Iterator[Row]:
    examples = sets.clarity(data)
    truth = np.array([example.label for example in examples])
    folds, groups = _grouped(examples)
    votes = np.array([example.votes for example in examples], dtype=float)
    shares = votes / votes.sum(axis=1, keepdims=True)
    weight = shares.sum(axis=0) ** -_RARE
    how = Plain(6.0, even=True)
    found = held_out(answers(examples), shares * weight / weight.mean(), folds, how).argmax(axis=1)
    low, high = interval(macro_f1, truth, found, groups)
    value = macro_f1(truth, found)
    yield Row("answer clarity, 3 classes", "macro-F1", len(truth), value, low, high, 0.58, 0.62)


def _grouped(examples: Sequence[Example]) -> tuple[Ints, Ints]:
    """The fold of each text, and the number of its group."""
    names = [example.group for example in examples]
    _, groups = np.unique(names, return_inverse=True)
    return fold_of(names), groups
