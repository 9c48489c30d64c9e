"""What keeps returning: one who comes back to an instrument more often than chance would.

Chance: the instruments are shuffled over the statements; everyone speaks as often, and every
instrument is spoken of as often, as in the record. p = (1 + hits) / (1 + shuffles). The same is
asked of the outlets that report: a statement that two of them carry counts for both.

Many pairs are looked at, and only those heard twice are shown: p by itself would mislead. How many
rows chance alone would show is counted on the same shuffles.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from detente.signals.model import Reading, Recurrence

SHUFFLES = 2000
LEAST = 2  # an idea returns from the second time on
RARE = 0.05
_SITE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Returning:
    """What keeps returning; `false_alarms` is how many rows would be rare (p up to `RARE`) in the
    same record without any pattern, over every pair that might have been heard twice."""

    rows: tuple[Recurrence, ...]
    false_alarms: float


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
    return returning(readings, rng, sources).rows


def returning(readings: Sequence[Reading], rng: Generator, sources: Sources = parties) -> Returning:
    """What keeps returning, and how many rows would be rare by chance alone."""
    if not readings:
        return Returning((), 0.0)
    told = [sources(reading) for reading in readings]
    source_names = sorted(set().union(*told))
    names, instrument = np.unique([r.instrument for r in readings], return_inverse=True)
    tells = np.array([[name in one for one in told] for name in source_names], dtype=np.float64)
    seen = _count(tells, instrument, len(names))
    expected = np.outer(seen.sum(axis=1), np.bincount(instrument)) / len(readings)
    chance = _chance(tells, instrument, len(names), rng)
    rows = tuple(
        Recurrence(
            instrument=str(names[j]),
            party=source_names[i],
            n=int(seen[i, j]),
            expected=float(expected[i, j]),
            p_chance=float(chance[i, j, seen[i, j]]),
        )
        for j in range(len(names))
        for i in range(len(source_names))
        if seen[i, j] >= LEAST
    )
    return Returning(rows, _false_alarms(chance))


def _chance(
    tells: NDArray[np.float64], instrument: NDArray[np.int64], instruments: int, rng: Generator
) -> NDArray[np.float64]:
    """p of hearing a pair n times or more: (sources, instruments, n)."""
    most = int(min(tells.sum(axis=1).max(), np.bincount(instrument).max()))
    often = np.zeros((tells.shape[0], instruments, most + 2))
    rows, columns = np.indices(often.shape[:2])
    for _ in range(SHUFFLES):
        often[rows, columns, _count(tells, rng.permutation(instrument), instruments)] += 1
    at_least = often[..., ::-1].cumsum(axis=-1)[..., ::-1]
    return (1 + at_least) / (1 + SHUFFLES)


def _false_alarms(chance: NDArray[np.float64]) -> float:
    """How many pairs a record without any pattern would show as rare, on average."""
    at_least = (chance * (1 + SHUFFLES) - 1) / SHUFFLES
    shown = (chance <= RARE) & (np.arange(chance.shape[-1]) >= LEAST)
    return float(np.where(shown, at_least, 0.0).max(axis=-1).sum())


def _count(
    tells: NDArray[np.float64],  # (sources, statements): 1 where the source tells it
    instrument: NDArray[np.int64],  # (statements,)
    instruments: int,
) -> NDArray[np.int64]:
    """How often each source tells of each instrument: (sources, instruments)."""
    return np.rint(tells @ np.eye(instruments)[instrument]).astype(np.int64)
