"""How far the text has an event happen: three public sets in their published splits.

UDS-IH2 is read by a head fitted on its own training split. CommitmentBank and MegaVeridicality are
about what embedding words do to their complements, and small: signature features (`signature`)
count in full, all others little. Their heads are fitted on training and development split.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.words.measures import interval, mean_error, pearson
from bench.words.near import Near, by_nearness
from bench.words.row import Row, Task
from detente.signals.embed.encoder import encode
from detente.signals.heads.signature import SIGNATURE
from detente.signals.heads.solver import ridge
from tools.words.events import Event, read_events
from tools.words.rows import Columns, Names, columns, names

Floats = NDArray[np.float64]
UDS_DAMPING = 60.0
SIGNATURE_DAMPING = 2.0
ASIDE = 0.15  # what any other feature counts beside a signature
LIKE = Near(2.0, 0.3)  # best on the development split of MegaVeridicality, as is the half of it


def factuality_rows(data: Path, *, embed: bool) -> Iterator[Row]:
    """Correlation on each set, and the mean error on UDS-IH2."""
    yield from _large(data)
    yield from signature_rows(data, embed=embed)


def signature_rows(data: Path, *, embed: bool) -> Iterator[Row]:
    """The two small sets about embedding words."""
    yield _commitment_bank(data)
    yield from _megaveridicality(data, embed=embed)


def _large(data: Path) -> Iterator[Row]:
    train, test = ([*read_events(data, "UDS_IH2", split)] for split in ("train", "test"))
    truth, found = _predicted(train, test, UDS_DAMPING, aside=1.0)
    groups = _texts(test)
    n = len(test)
    low, high = interval(pearson, truth, found, groups)
    yield Row("UDS-IH2", "r", n, pearson(truth, found), low, high, 0.740, 0.77)
    low, high = interval(mean_error, truth, found, groups)
    value = mean_error(truth, found)
    yield Row("UDS-IH2", "mean error", n, value, low, high, 1.12, less=True)


def _commitment_bank(data: Path) -> Row:
    """The mean of r over the three splits, with the mean of their intervals."""
    values, ends, n = [], [], 0
    for split in ("CB", "CB2", "CB3"):
        train, test = _fitting(data, split), [*read_events(data, split, "test")]
        truth, found = _predicted(train, test, SIGNATURE_DAMPING, aside=ASIDE)
        values.append(pearson(truth, found))
        ends.append(interval(pearson, truth, found, _texts(test)))
        n += len(test)
    low, high = (float(end) for end in np.mean(ends, axis=0))
    return Row("CommitmentBank, 3 splits", "r", n, float(np.mean(values)), low, high, 0.746, 0.80)


def _megaveridicality(data: Path, *, embed: bool) -> Iterator[Row]:
    """Sentences alike but for the embedding verb: verbs of like meaning treat an event alike."""
    train, test = _fitting(data, "MV2"), [*read_events(data, "MV2", "test")]
    truth, found = _predicted(train, test, SIGNATURE_DAMPING, aside=ASIDE)
    task = Task("MegaVeridicality, split 1", "r", pearson, truth, _texts(test), 0.769, 0.79, embed)
    yield task.row(found)
    if embed:
        known, new = (encode([event.group for event in events]) for events in (train, test))
        factuality = np.array([event.factuality for event in train])
        near = by_nearness(known, factuality, new, LIKE)
        yield task.row_with_embed((found + near) / 2)


def _fitting(data: Path, split: str) -> list[Event]:
    return [event for part in ("train", "dev") for event in read_events(data, split, part)]


def _predicted(
    train: Sequence[Event], test: Sequence[Event], damping: float, *, aside: float
) -> tuple[Floats, Floats]:
    rows, others = ([names(event.features) for event in events] for events in (train, test))
    table = _weighed(rows, aside)
    truth = np.array([event.factuality for event in train])
    line = ridge(table.matrix(rows), truth, damping)
    found = np.clip(line.of(table.matrix(others)), -3.0, 3.0)
    return np.array([event.factuality for event in test]), found


def _weighed(rows: Sequence[Names], aside: float) -> Columns:
    table = columns(rows, least=1 if aside < 1 else 3, even=True)
    scales = tuple(1.0 if name.startswith(SIGNATURE) else aside for name in table.of)
    return Columns(table.of, scales)


def _texts(events: Sequence[Event]) -> NDArray[np.int64]:
    _, groups = np.unique([event.group for event in events], return_inverse=True)
    return groups
