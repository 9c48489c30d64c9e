"""What keeps returning: one who comes back to an instrument more often than chance would.

Chance: the instruments are shuffled over the statements; everyone speaks as often, and every
instrument is spoken of as often, as in the record. p = (1 + hits) / (1 + shuffles). The same is
asked of the outlets that report: a statement that two of them carry counts for both.
"""

import re
from collections.abc import Callable, Collection, Sequence

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from detente.signals.model import Reading, Recurrence

SHUFFLES = 2000
LEAST = 2  # an idea returns from the second time on
_SITE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)

Sources = Callable[[Reading], Collection[str]]


def parties(reading: Reading) -> Collection[str]:
    """The party that spoke."""
    return {reading.party}


def speakers(reading: Reading) -> Collection[str]:
    """The person who spoke."""
    return {reading.actor}


def outlets(reading: Reading) -> Collection[str]:
    """The sites that report a statement; where none is named, the first words of its source."""
    sites = {site.lower().removeprefix("www.") for site in _SITE.findall(reading.source)}
    return sites or {re.split(r"[,;(]|\s\d{4}-", reading.source)[0].strip()}


def recurrence(
    readings: Sequence[Reading], rng: Generator, sources: Sources = parties
) -> tuple[Recurrence, ...]:
    """One row for every source and instrument heard at least twice, in alphabetical order.

    The source stands in `party`: a party, or whatever `sources` makes of a reading.
    """
    if not readings:
        return ()
    told = [sources(reading) for reading in readings]
    source_names = sorted(set().union(*told))
    names, instrument = np.unique([r.instrument for r in readings], return_inverse=True)
    tells = np.array([[name in one for one in told] for name in source_names], dtype=np.float64)
    seen = _count(tells, instrument, len(names))
    expected = np.outer(seen.sum(axis=1), np.bincount(instrument)) / len(readings)
    at_least = np.zeros(seen.shape, dtype=np.int64)
    for _ in range(SHUFFLES):
        at_least += _count(tells, rng.permutation(instrument), len(names)) >= seen
    return tuple(
        Recurrence(
            instrument=str(names[j]),
            party=source_names[i],
            n=int(seen[i, j]),
            expected=float(expected[i, j]),
            p_chance=float((1 + at_least[i, j]) / (1 + SHUFFLES)),
        )
        for j in range(len(names))
        for i in range(len(source_names))
        if seen[i, j] >= LEAST
    )


def _count(
    tells: NDArray[np.float64],  # (sources, statements): 1 where the source tells it
    instrument: NDArray[np.int64],  # (statements,)
    instruments: int,
) -> NDArray[np.float64]:
    """How often each source tells of each instrument: (sources, instruments)."""
    return tells @ np.eye(instruments)[instrument]
