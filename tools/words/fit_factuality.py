"""The factuality head fitted: a ridge regression, pruned to the features that do most."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from detente.signals.heads.solver import Line, ridge
from tools.words.events import Event
from tools.words.rows import Columns, columns, names

DAMPING = 40.0
KEPT = 6000  # features, by weight times how often they stand


def fit_factuality(events: Sequence[Event]) -> dict[str, Any]:
    """The weights on the features that do most, fitted a second time without the rest."""
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
