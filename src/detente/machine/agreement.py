"""The dates of the machine beside those of the record: to the day, within, or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from detente.case.events import LENGTHS, Effect, Happened, Replay
from detente.case.from_replay import read_replay
from detente.case.package import Package
from detente.law.from_case import law_of, open_with_law
from detente.machine.closing import Dated
from detente.machine.from_case import compile_package
from detente.machine.replay import replay

Verdict = Literal["agrees", "within", "differs", "no-clock", "not-recorded"]


@dataclass(frozen=True, slots=True)
class Compared:
    """One effect: what the machine gives, what happened, and whether they agree."""

    what: Effect
    of: str
    machine: str  # a day, a range of days, a number of days, or nothing
    happened: str
    verdict: Verdict
    apart: int | None  # days by which it came later than the machine says; negative: sooner
    reckoned: bool  # False where the machine's day is that of signature or of a deed itself
    by: str  # the clock that gives the machine's date
    note: str
    source: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """All effects of a replay, and how many of those that have both dates are right to the day."""

    rows: tuple[Compared, ...]

    @property
    def right(self) -> int:
        """Effects on which machine and record agree to the day."""
        return sum(row.verdict == "agrees" for row in self.rows)

    @property
    def reckoned(self) -> int:
        """Those of the right ones that no deed gives away: some clock had to run."""
        return sum(row.verdict == "agrees" and row.reckoned for row in self.rows)

    @property
    def both(self) -> int:
        """Effects that both have."""
        return sum(row.verdict in {"agrees", "within", "differs"} for row in self.rows)


@dataclass(frozen=True, slots=True)
class Replayed:
    """An episode: what was done, the machine's dates, and how they agree with the record."""

    name: str
    told: Replay
    dates: tuple[Dated, ...]
    agreement: Agreement


def replayed(name: str, folder: Path) -> Replayed:
    """Reads an episode and runs it through the machine; raises InputError."""
    case = open_with_law(str(folder))
    told = read_replay(case)
    law = law_of(folder)
    machine = compile_package(case, told.package)
    dates = replay(machine, case, law, told.events)
    return Replayed(name, told, dates, compare(machine.package, told, dates))


def compare(package: Package, replay: Replay, dates: Sequence[Dated]) -> Agreement:
    """Every effect of the record against the machine's, and then what the record leaves out."""
    book = _Book(package, replay, frozenset({package.signed, *(e.on for e in replay.events)}))
    left, rows = list(dates), []
    for told in replay.happened:
        if told.what in LENGTHS:
            rows.append(_length(book, told, dates))
            continue
        found = next((d for d in left if (d.what, d.of) == (told.what, told.of)), None)
        if found:
            left.remove(found)
        rows.append(_day(book, told, found))
    rows += [_unrecorded(book, dated) for dated in left if dated.first]
    return Agreement(tuple(rows))


@dataclass(frozen=True, slots=True)
class _Book:
    """What the comparison stands on."""

    package: Package
    replay: Replay
    given: frozenset[date | None]  # days that went into the machine

    def row(self, told: Happened, **found: Any) -> Compared:
        """One line; source and tag are the file's where the line has none of its own."""
        source, evidence = told.source or self.replay.source, told.evidence or self.replay.evidence
        return Compared(
            told.what, told.of, note=told.note, source=source, evidence=evidence, **found
        )


def _day(book: _Book, told: Happened, found: Dated | None) -> Compared:
    """A day of the record, beside the day or the days that the machine gives."""
    first, last = (found.first, found.last) if found else (None, None)
    apart = None
    if told.on and first and last:
        apart = (told.on - min(max(told.on, first), last)).days
    verdict: Verdict = "differs"
    if first is None:
        verdict = "agrees" if told.never else "no-clock"
    elif apart == 0:
        verdict = "agrees" if first == last else "within"
    return book.row(
        told,
        machine=_span(first, last) or ("never" if told.never else ""),
        happened=str(told.on or "never"),
        verdict=verdict,
        apart=apart,
        reckoned=first is not None and first not in book.given,
        by=found.by if found else "",
    )


def _length(book: _Book, told: Happened, dates: Sequence[Dated]) -> Compared:
    """A number of days: from and to are the machine's days, or the first a deed's."""
    start, stop = _ends(book, told, dates)
    days = (stop - start).days if start and stop else None
    apart = told.days - days if told.days is not None and days is not None else None
    return book.row(
        told,
        machine="" if days is None else f"{days} days",
        happened=f"{told.days} days",
        verdict="no-clock" if days is None else "agrees" if apart == 0 else "differs",
        apart=apart,
        reckoned=stop not in book.given,
        by=_FROM_TO[told.what],
    )


_FROM_TO: dict[Effect, str] = {
    "lived": "from its opening to its end",
    "waited": "from notice to its opening",
    "answered": "from the breach to what it brings back",
}


def _ends(book: _Book, told: Happened, dates: Sequence[Dated]) -> tuple[date | None, date | None]:
    """First and last day of a length."""
    events, package = book.replay.events, book.package
    if told.what == "lived":
        return _first(dates, "opens", f"{told.of}."), _first(dates, "shuts", told.of)
    if told.what == "waited":
        notice = (e.on for e in events if (e.does, e.what) == ("notifies", told.of) and e.on)
        phases = [f"{m.name}." for m in package.modules for p in m.phases if told.of in p.open]
        return min(notice, default=None), _first(dates, "opens", *phases)
    trigger = next(t for t in package.triggers if t.name == told.of)
    deeds = [e.on for e in events if e.does == "breaches" and e.what in trigger.covers and e.on]
    pulls = [e.on for e in events if (e.does, e.what) == ("pulls", told.of) and e.on]
    return min(deeds or pulls, default=None), _first(dates, "back", "")


def _first(dates: Sequence[Dated], what: Effect, *names: str) -> date | None:
    """The first day of an effect on something whose name begins so."""
    return min(
        (d.first for d in dates if d.what == what and d.of.startswith(names) and d.first),
        default=None,
    )


def _unrecorded(book: _Book, dated: Dated) -> Compared:
    return Compared(
        what=dated.what,
        of=dated.of,
        machine=_span(dated.first, dated.last),
        happened="",
        verdict="not-recorded",
        apart=None,
        reckoned=dated.first not in book.given,
        by=dated.by,
        note="",
        source="",
        evidence="",
    )


def _span(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return ""
    return str(first) if first == last else f"{first} to {last}"
