"""The gap of words and deeds from day to day, what is still waited for, and what moved it.

The gap on a day is that of everything said and done up to it (`gap`). A *wait* runs from the word
that counts to the first deed that matches it. Where none has by the closing date it is
right-censored: all that is known is that it lasts at least so long.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from detente.record.model import Deed, Rung
from detente.signals.direction import opposed
from detente.signals.gap import RUNG_VALUE, gaps, needed, rung_of, standing
from detente.signals.model import Gap, Reading


@dataclass(frozen=True, slots=True)
class Point:
    """The gap from one day on, and the lines of the record of that day that moved it."""

    date: date
    gap: float
    low: float
    high: float
    level: int
    rung: Rung
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """How one party's gap on an instrument went; `waited_days` is None if nothing is waited for."""

    party: str
    instrument: str
    points: tuple[Point, ...]
    waited_days: int | None
    censored: bool  # no deed had matched the word by the closing date


@dataclass(frozen=True, slots=True)
class Moved:
    """What one gap was on a day, what it is now, and the steps between, each with its lines."""

    party: str
    instrument: str
    before: Point | None  # None: nobody had spoken of it
    after: Point
    steps: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Turned:
    """The last word of one party on an instrument before a day, and its words since.

    The gap rests on the firmest word; a word taken back or softened shows here.
    """

    party: str
    instrument: str
    before: Reading | None
    since: tuple[Reading, ...]


def courses(readings: Sequence[Reading], deeds: Sequence[Deed], as_of: date) -> tuple[Course, ...]:
    """One course for every party and instrument somebody spoke of, in alphabetical order."""
    dated = [reading for reading in readings if reading.date is not None]
    keys = sorted({(reading.party, reading.instrument) for reading in dated})
    return tuple(_course(key, dated, deeds, as_of) for key in keys)


def moved_since(found: Iterable[Course], since: date) -> tuple[Moved, ...]:
    """The gaps that moved after a day, the widest move first."""
    moves = [move for course in found if (move := _moved(course, since))]
    return tuple(sorted(moves, key=lambda move: (-_width(move), move.party, move.instrument)))


def turned_since(readings: Iterable[Reading], since: date) -> tuple[Turned, ...]:
    """Where a party's own last word is of another level than it was, in alphabetical order."""
    said: dict[tuple[str, str], list[Reading]] = {}
    for reading in sorted(readings, key=lambda reading: reading.date or date.min):
        if reading.date is not None and not reading.attributed_to:
            said.setdefault((reading.party, reading.instrument), []).append(reading)
    turns = (_turned(key, words, since) for key, words in sorted(said.items()))
    return tuple(filter(None, turns))


def _turned(key: tuple[str, str], words: Sequence[Reading], since: date) -> Turned | None:
    before = [word for word in words if word.date and word.date <= since]
    after = tuple(word for word in words if word.date and word.date > since)
    last = before[-1] if before else None
    if not after or (last is not None and after[-1].level == last.level):
        return None
    return Turned(*key, last, after)


def _course(
    key: tuple[str, str], readings: Sequence[Reading], deeds: Sequence[Deed], as_of: date
) -> Course:
    said = [reading for reading in readings if (reading.party, reading.instrument) == key]
    done = [deed for deed in deeds if (deed.party, deed.instrument) == key]
    points = tuple(_points(said, done))
    last = gaps(said, done)[0]
    word = next(reading for reading in said if reading.id == last.words_id)
    alike = [deed for deed in done if not opposed(word, deed)]
    return Course(*key, points, *_wait(last, word, alike, as_of))


def _points(said: Sequence[Reading], done: Sequence[Deed]) -> Iterator[Point]:
    """One point for every day that moved the gap, from the first word on."""
    days = sorted({r.date for r in said if r.date} | {deed.date for deed in done})
    last: Point | None = None
    for day in days:
        heard = [reading for reading in said if reading.date and reading.date <= day]
        if not heard:
            continue
        (now,) = gaps(heard, [deed for deed in done if deed.date <= day])
        lines = [r.id for r in said if r.date == day] + [d.id for d in done if d.date == day]
        point = Point(
            day, now.gap, now.low, now.high, now.words_level, now.deeds_rung,
            tuple(_movers(now, lines)),
        )  # fmt: skip
        if last is None or _stand(last) != _stand(point):
            yield point
            last = point


def _movers(now: Gap, lines: Sequence[str]) -> Sequence[str]:
    """The lines of the day on which the gap now rests; all of the day where it rests on none."""
    return [line for line in lines if line in {now.words_id, now.deeds_id}] or lines


def _stand(point: Point) -> tuple[float, float, float, int, Rung]:
    return point.gap, point.low, point.high, point.level, point.rung


def _wait(last: Gap, word: Reading, done: Sequence[Deed], as_of: date) -> tuple[int | None, bool]:
    """Days waited, and whether it ended; nothing is waited for where a matching deed stood."""
    if last.words_level <= 0:
        return None, False
    spoken = word.date or as_of
    stood = standing([deed for deed in done if deed.date < spoken])
    if stood is not None and RUNG_VALUE[rung_of(stood)] >= needed(last.words_level):
        return None, False
    if last.lag_days is not None:
        return last.lag_days, False
    return (as_of - spoken).days, True


def _moved(course: Course, since: date) -> Moved | None:
    steps = tuple(point for point in course.points if point.date > since)
    before = [point for point in course.points if point.date <= since]
    if not steps:
        return None
    return Moved(course.party, course.instrument, before[-1] if before else None, steps[-1], steps)


def _width(move: Moved) -> float:
    return abs(move.after.gap - (move.before.gap if move.before else 0.0))
