"""The heads fitted anew: `./run signals fit`.

Level head: the project's own sentences without the held-out third, and the textbook sentences.
Factuality head: the training splits of UDS-IH2, UW and MEANTIME under DETENTE_DATA. No other data
enter a weight that ships. The same inputs give the same bytes.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.signals.candidates import Voice
from detente.signals.heads.calibrate import conformal_bound, temperature
from detente.signals.heads.events import Event, read_events
from detente.signals.heads.head import LEVELS
from detente.signals.heads.labelled import Labelled, labelled, textbook
from detente.signals.heads.rows import Columns, Names, columns, names
from detente.signals.heads.solver import Fit, Line, Penalty, ridge, scores, softmax, solve
from detente.signals.heads.statement import statement_features
from detente.signals.level import Original, decide, heard_in
from detente.signals.parser import parse

PENALTY = Penalty(l1=0.2, l2=0.5)
FOLDS = 5
WORDING = ": "  # parts a family from the wording heard, in a feature's name
DAMPING = 40.0
KEPT = 6000  # features of the factuality head, by weight times how often they stand
TRAINED_ON = ("UDS_IH2", "UW", "MEANTIME")
Tell = Callable[[str], None]
Floats = NDArray[np.float64]


def fit(data: Path, tell: Tell) -> str:
    """Both heads fitted; the text of `heads.json`."""
    tell("reading the labelled sentences")
    level = fit_level()
    tell("reading the factuality sets")
    events = [event for name in TRAINED_ON for event in read_events(data, name, "train")]
    tell(f"fitting factuality on {len(events)} events")
    weights = {"level": level, "factuality": fit_factuality(events)}
    return json.dumps(weights, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def featured(rows: Sequence[Labelled]) -> list[Names]:
    """The features of labelled sentences, read as the reader would: speaker known, names not."""
    found = []
    for row, doc in zip(rows, parse(row.text for row in rows), strict=True):
        voice = Voice(named=True, asked=bool(row.question))
        sentences = [*doc.sents]
        heard = heard_in(sentences, voice)
        rules = decide(heard, sentences, Original(row.text)).level
        found.append(names(statement_features(sentences, row.question, rules, heard)))
    return found


def fit_level() -> dict[str, Any]:
    """The weights of the level head with its temperature and conformal bound."""
    own = [row for row in labelled() if not row.held_out]
    plain = textbook()
    rows, golds = featured([*own, *plain]), _golds([*own, *plain])
    held = _held_out(rows, golds, len(own))
    truth = np.tile(golds[: len(own)], 2)
    t = round(temperature(held, truth), 3)
    table, weights = train(rows, golds)
    return {
        "base": [round(float(a), 3) for a in weights.a],
        "weights": _sparse(table, weights),
        "temperature": t,
        "bound": round(conformal_bound(softmax(held / t), truth), 4),
    }


def _held_out(rows: Sequence[Names], golds: NDArray[np.int64], n: int) -> Floats:
    """Scores of the first n rows by heads that had not seen them: as they are, then as strangers.

    New text lies between the two, so that temperature and bound are fitted on both.
    """
    strangers = as_strangers(rows)
    held = np.zeros((2, n, len(LEVELS)))
    fold = np.arange(n) % FOLDS
    for part in range(FOLDS):
        stay = [*np.flatnonzero(fold != part).tolist(), *range(n, len(rows))]
        table, weights = train([rows[i] for i in stay], golds[stay])
        for i in np.flatnonzero(fold == part).tolist():
            held[:, i] = scores(table.matrix([rows[i], strangers[i]]), weights)
    return held.reshape(2 * n, len(LEVELS))


def as_strangers(rows: Sequence[Names]) -> list[Names]:
    """Each row without the families it owes to wordings that no other row has.

    The families were written with these sentences in view: a wording that stands in one of them
    alone may have been written for it, and would make a held-out score too good to be true.
    """
    seen = Counter(name for row in rows for name in row if WORDING in name)
    return [frozenset(_without_lone(row, seen)) for row in rows]


def _without_lone(row: Names, seen: Counter[str]) -> Iterator[str]:
    heard = [name for name in row if WORDING in name]
    known = {name.split(WORDING)[0] for name in heard if seen[name] > 1}
    lone = {name.split(WORDING)[0] for name in heard} - known
    for name in row:
        family = name.removeprefix("not ").split(",")[0].split(WORDING)[0]
        if family not in lone:
            yield name


def train(rows: Sequence[Names], golds: NDArray[np.int64]) -> tuple[Columns, Fit]:
    """The level head on given rows."""
    table = columns(rows, least=2)
    return table, solve(table.matrix(rows), np.eye(len(LEVELS))[golds], PENALTY)


def _golds(rows: Sequence[Labelled]) -> NDArray[np.int64]:
    return np.array([LEVELS.index(row.gold) for row in rows])


def _sparse(table: Columns, weights: Fit) -> dict[str, list[float]]:
    """What differs from nought, as [slope, level, departure, ...], with the scale taken in."""
    kept = {}
    for name, j in table.of.items():
        size = table.scales[j]
        row = [round(float(weights.b[j]) * size, 3)]
        for level, departure in zip(LEVELS, weights.d[j], strict=True):
            if abs(departure) * size >= 0.0005:
                row += [level, round(float(departure) * size, 3)]
        if len(row) > 1 or row[0]:
            kept[name] = row
    return kept


def fit_factuality(events: Sequence[Event]) -> dict[str, Any]:
    """The weights of the factuality head, pruned to the features that do most and fitted again."""
    rows = [names(event.features) for event in events]
    truth = np.array([event.factuality for event in events])
    table = columns(rows, least=3, even=True)
    x = table.matrix(rows)
    full = ridge(x, truth, DAMPING)
    effect = np.abs(full.weights) * np.sqrt(np.asarray(x.sum(axis=0)).ravel())
    best = set(np.argsort(-effect, kind="stable")[:KEPT].tolist())
    kept = [name for name, j in table.of.items() if j in best]
    small = Columns({name: j for j, name in enumerate(kept)}, (1.0,) * len(kept))
    line: Line = ridge(small.matrix(rows), truth, DAMPING)
    return {
        "base": round(line.base, 3),
        "weights": {
            name: round(float(line.weights[j]), 3)
            for name, j in small.of.items()
            if abs(line.weights[j]) >= 0.0005
        },
    }
