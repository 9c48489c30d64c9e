"""The draws in portions, so that many of them take time but no memory.

Every number has a stream of its own, and a portion begins where the one before it left off: what
comes out is the same, however large the portions are. Slacks of many draws serve for bands and are
kept in single precision; signs, and everything at the mode, are found before that.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.case.draws import Sampler
from detente.incentives.model import Course, Floats, Hold, Ints

AT_ONCE = 2000  # draws that are worth no portions
PORTION, LEAST = 1000, 64
_BY_DRAW = (
    *("holds", "settled", "slack", "value", "relief", "windfall", "windfall_month", "reward"),
)


def in_portions(sampler: Sampler, games: int) -> Iterator[Sampler]:
    """Samplers of some draws each, the fewer the more games are played; all have the mode first."""
    if sampler.draws * games <= AT_ONCE:
        yield sampler
        return
    most = max(LEAST, PORTION // games)
    for start in range(0, sampler.draws, most):
        count = min(most, sampler.draws - start)
        rows = np.concatenate([[0], 1 + np.arange(start, start + count)])
        fixed = {name: _rows(value, rows) for name, value in sampler.fixed.items()}
        yield replace(sampler, start=sampler.start + start, draws=count, fixed=fixed)


def together(portions: Iterator[Hold], draws: int) -> Hold:
    """One verdict from those of the portions, each forgotten once it is told; the mode is one."""
    first = next(portions)
    if len(first.holds) == draws:
        return first
    whole: dict[str, Any] = {name: _room_for(getattr(first, name), draws) for name in _BY_DRAW}
    courses, done = [first.courses[0]], len(first.holds)
    for portion in portions:
        more = len(portion.holds) - 1
        for name, rows in whole.items():
            rows[done : done + more] = getattr(portion, name)[1:]
        courses.append(tuple(map(_without_mode, portion.courses[0])))
        done += more
    return replace(first, courses=tuple(courses), **whole)


def _room_for(rows: NDArray[Any], draws: int) -> NDArray[Any]:
    room = np.empty((draws, *rows.shape[1:]), dtype=np.float32 if rows.ndim == 3 else rows.dtype)
    room[: len(rows)] = rows
    return room


def _rows(value: float | Floats, rows: Ints) -> float | Floats:
    return value[rows] if isinstance(value, np.ndarray) else value


def _without_mode(course: Course) -> Course:
    return replace(
        course,
        seen=course.seen[1:],
        false_alarm=course.false_alarm[1:],
        odds=course.odds[1:],
        choice=course.choice[1:],
        answers=course.answers[1:],
    )
