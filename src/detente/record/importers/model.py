"""What an importer makes of a file: a dated list, deeds, and everything it would not take.

A *listing* is a list of parties under sanctions as it stood on one day. An *entry* is one party on
it. Deeds come from the difference of two listings, or straight from files that date what was done.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from detente.errors import Place, Problem
from detente.record.model import Deed, Evidence, Rung

LISTINGS = "sanctions-general"  # the instrument of a listing, unless another is asked for


@dataclass(frozen=True, slots=True)
class Entry:
    """One party on a list; `facts` is what a change is told by; `since` and `until` if given."""

    id: str
    name: str
    actor: str
    party: str
    facts: Mapping[str, str]
    place: Place
    since: date | None = None
    until: date | None = None
    basis: str = ""  # the act or programme it stands on


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as it stood on one day; `unread` are the ids of rows that could not be read.

    `declared` is how many entries the list says it has, `broken` how many rows were no entry.
    """

    title: str
    on: date | None
    entries: Mapping[str, Entry]
    unread: frozenset[str] = frozenset()
    declared: int | None = None
    broken: int = 0

    @property
    def rows(self) -> int:
        """Entries, those that could not be read among them."""
        return len(self.entries) + self.broken


@dataclass(frozen=True, slots=True)
class Imported:
    """One file read: its list or its deeds, what is wrong with it, and what is no deed."""

    format: str
    deeds: tuple[Deed, ...] = ()
    listing: Listing | None = None
    problems: tuple[Problem, ...] = ()
    set_aside: Mapping[str, int] = field(default_factory=dict)  # reason -> lines


@dataclass(slots=True)
class Ledger:
    """Gathers, while a file is read, what is wrong with it and what is set aside."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    aside: Counter[str] = field(default_factory=Counter)

    def broken(self, line: int | None, reason: str) -> None:
        """Notes a row that is skipped."""
        self.problems.append(Problem(Place(self.file, line), reason, "the row is skipped"))

    def skip(self, reason: str) -> None:
        """Notes a row that is sound but no deed."""
        self.aside[reason] += 1


def deed(  # noqa: PLR0913  # a deed has this many sides
    prefix: str,
    key: str,
    *,
    on: date,
    actor: str,
    party: str,
    instrument: str,
    act: str,
    rung: Rung,
    detail: str,
    source: str,
    evidence: Evidence,
    place: Place,
) -> Deed:
    """A deed whose id may stand in a case."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", f"{prefix}-{key}").strip("-")
    return Deed(
        id=name, date=on, actor=actor, party=party, instrument=instrument, act=_line(act),
        rung=rung, detail=_line(detail), source=_line(source), evidence=evidence, place=place,
    )  # fmt: skip


def in_order(deeds: Iterable[Deed]) -> tuple[Deed, ...]:
    """Deeds by date, then by id."""
    return tuple(sorted(deeds, key=lambda done: (done.date, done.id)))


def _line(words: str) -> str:
    return " ".join(words.split())
