"""Which lines of the record speak for which future, and how loudly each may speak.

The ratios are the case's own, and `case.evidence` holds them within bounds. What is older than a
year has lost part of its weight (`fading`).
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from detente.case.evidence import Kind, misweighed
from detente.case.world import Likelihood, Outlook
from detente.errors import InputError, Place
from detente.record.model import Deed, Record, Statement
from detente.scenarios.chain import FloatArray
from detente.scenarios.fading import line_kept, line_words
from detente.scenarios.model import Futures


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the record with its weight for each future."""

    id: str
    date: date
    words: str
    why: str
    kind: str  # deed, statement or market
    unsigned: FloatArray  # (unsigned regimes,) likelihood ratios
    signing: float  # ratio on the odds that a package is signed; of a market, the mean


def weigh(outlook: Outlook, record: Record, futures: Futures, as_of: date) -> tuple[Line, ...]:
    """The lines that count, by date; raises InputError with everything that is wrong with them."""
    known: dict[str, Statement | Deed] = {line.id: line for line in record.statements}
    known |= {line.id: line for line in record.deeds}
    kinds = {name: _kind(line) for name, line in known.items()}
    if problems := misweighed(outlook, kinds, lambda _: Place("case.yaml")):
        raise InputError(problems)
    lines = (_line(item, known[item.line], futures, as_of) for item in outlook.evidence)
    return tuple(sorted(lines, key=lambda line: (line.date, line.id)))


def _line(item: Likelihood, source: Statement | Deed, futures: Futures, as_of: date) -> Line:
    kept, faded = line_kept(source.date, as_of), line_words(source.date, as_of)
    ratios = {name: ratio**kept for name, ratio in item.ratios.items()}
    return Line(
        id=item.line,
        date=source.date,
        words=source.act if isinstance(source, Deed) else source.quote or source.sense,
        why="; ".join(part for part in (item.why, faded) if part),
        kind=_kind(source),
        unsigned=np.array([ratios.get(name, 1.0) for name in futures.unsigned]),
        signing=ratios.get(futures.signed[0], 1.0),
    )


def _kind(source: Statement | Deed) -> Kind:
    return "deed" if isinstance(source, Deed) else "statement"
