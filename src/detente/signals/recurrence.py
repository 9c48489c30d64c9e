"""What keeps returning: a party that comes back to an instrument more often than chance would."""

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator

from detente.signals.model import Reading, Recurrence

SHUFFLES = 2000
LEAST = 2  # an idea returns from the second time on


def recurrence(readings: Sequence[Reading], rng: Generator) -> tuple[Recurrence, ...]:
    """One row for every party and instrument heard at least twice, in alphabetical order.

    Chance: the instruments are shuffled over the statements, so that every party speaks as often
    and every instrument is spoken of as often as in the record. p = (1 + hits) / (1 + shuffles).
    """
    if not readings:
        return ()
    party_names, party = np.unique([r.party for r in readings], return_inverse=True)
    names, instrument = np.unique([r.instrument for r in readings], return_inverse=True)
    shape = (len(party_names), len(names))
    seen = _count(party, instrument, shape)
    expected = np.outer(seen.sum(axis=1), seen.sum(axis=0)) / len(readings)
    at_least = np.zeros(shape, dtype=np.int64)
    for _ in range(SHUFFLES):
        at_least += _count(party, rng.permutation(instrument), shape) >= seen
    return tuple(
        Recurrence(
            instrument=str(names[j]),
            party=str(party_names[i]),
            n=int(seen[i, j]),
            expected=float(expected[i, j]),
            p_chance=float((1 + at_least[i, j]) / (1 + SHUFFLES)),
        )
        for j in range(shape[1])
        for i in range(shape[0])
        if seen[i, j] >= LEAST
    )


def _count(party: np.ndarray, instrument: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    flat = np.bincount(party * shape[1] + instrument, minlength=shape[0] * shape[1])
    return flat.reshape(shape)
