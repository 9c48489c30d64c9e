"""Named features as a sparse matrix, with the same columns in fitting and reading."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from detente.signals.heads.feature import Feature

Names = frozenset[str]
_SCALES = (("word ", 0.5), ("words ", 0.4))  # single words and pairs are cheap to fit by chance
_EXACT = 0.6  # a wording beside its family


def names(features: Iterable[Feature]) -> Names:
    """The names of features, each once."""
    return frozenset(feature.name for feature in features)


def scale(name: str) -> float:
    """How much a feature counts in the fit; a smaller number means a larger penalty."""
    for start, size in _SCALES:
        if name.startswith(start):
            return size
    return _EXACT if ": " in name else 1.0


@dataclass(frozen=True, slots=True)
class Columns:
    """The features a head is fitted on, in alphabetical order."""

    of: Mapping[str, int]
    scales: tuple[float, ...]

    def matrix(self, rows: Sequence[Names]) -> csr_matrix:
        """One row for each text; names without a column are left out."""
        at = [sorted(self.of[name] for name in row if name in self.of) for row in rows]
        ends = np.cumsum([0, *map(len, at)])
        columns = np.fromiter((j for row in at for j in row), dtype=np.int64, count=int(ends[-1]))
        data = np.asarray(self.scales)[columns] if len(columns) else np.zeros(0)
        return csr_matrix((data, columns, ends), shape=(len(rows), len(self.of)))


def columns(rows: Sequence[Names], least: int, *, even: bool = False) -> Columns:
    """Columns for the names that stand in at least so many rows; `even`: all count alike."""
    seen = Counter(name for row in rows for name in row)
    kept = sorted(name for name, count in seen.items() if count >= least)
    return Columns(
        {name: j for j, name in enumerate(kept)},
        tuple(1.0 if even else scale(name) for name in kept),
    )
