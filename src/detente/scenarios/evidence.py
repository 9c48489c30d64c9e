"""Which lines of the record speak for which future, and how loudly each may speak.

A ratio says how much likelier a line is under one scenario than on average. Talk is cheap, so
words are held to a narrow range and deeds to a wider one; a scenario that is not named has 1.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from detente.case.hints import nearest, spell
from detente.case.world import Likelihood, Outlook
from detente.errors import InputError, Place, Problem
from detente.record.model import Deed, Record, Statement
from detente.scenarios.chain import FloatArray
from detente.scenarios.model import SIGNED, UNSIGNED

DEEDS = (0.33, 3.0)
WORDS = (0.8, 1.25)
WEIGHABLE = (SIGNED[0], *UNSIGNED)


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


def weigh(outlook: Outlook, record: Record) -> tuple[Line, ...]:
    """The lines that count, by date; raises InputError with everything that is wrong with them."""
    said = {line.id: line for line in record.statements}
    done = {line.id: line for line in record.deeds}
    known: Mapping[str, Statement | Deed] = {**said, **done}
    problems = list(_problems(outlook.evidence, known))
    if problems:
        raise InputError(problems)
    lines = (_line(item, known[item.line]) for item in outlook.evidence)
    return tuple(sorted(lines, key=lambda line: (line.date, line.id)))


def _line(item: Likelihood, source: Statement | Deed) -> Line:
    return Line(
        id=item.line,
        date=source.date,
        words=source.act if isinstance(source, Deed) else source.quote or source.sense,
        why=item.why,
        kind=_kind(source),
        unsigned=np.array([item.ratios.get(name, 1.0) for name in UNSIGNED]),
        signing=item.ratios.get(SIGNED[0], 1.0),
    )


def _kind(source: Statement | Deed) -> str:
    return "deed" if isinstance(source, Deed) else "statement"


def _problems(
    evidence: Sequence[Likelihood], known: Mapping[str, Statement | Deed]
) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, item in enumerate(evidence):
        path = ("outlook", "evidence", index)
        if item.line not in known:
            reason = f'no line of the record "{item.line}"'
            yield problem((*path, "line"), reason, nearest(item.line, known))
            continue
        if item.line in seen:
            reason = f'"{item.line}" is weighed twice'
            yield problem((*path, "line"), reason, "a line counts once; join its ratios")
        seen.add(item.line)
        for name, ratio in item.ratios.items():
            yield from _ratio((*path, "ratios", name), name, ratio, _kind(known[item.line]))


def _ratio(path: tuple[str | int, ...], name: str, ratio: float, kind: str) -> Iterator[Problem]:
    low, high = DEEDS if kind == "deed" else WORDS
    if name == SIGNED[1]:
        remedy = f"durability is computed from the package; weigh {SIGNED[0]}, which is signing"
        yield problem(path, "no line of the record speaks for it", remedy)
    elif name not in WEIGHABLE:
        yield problem(path, f'no scenario "{name}"', nearest(name, WEIGHABLE))
    elif not low <= ratio <= high:
        bounds = f"a {kind} may weigh {low:g} to {high:g}"
        yield problem(path, f"{ratio:g} is out of bounds", bounds)


def problem(path: tuple[str | int, ...], reason: str, remedy: str) -> Problem:
    """Something wrong with a clause of the case, by its path."""
    return Problem(Place("case.yaml"), f"{spell(path)}: {reason}", remedy)
