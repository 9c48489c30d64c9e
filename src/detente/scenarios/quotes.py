"""A ladder's history, day by day, as a file of quotes: one row a day, one column a date."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from detente.case.share import are_shares, settled
from detente.errors import InputError, Place, Problem
from detente.scenarios.ladder import Rung

Quotes = Mapping[date, tuple[Rung, ...]]  # day of the quote -> rungs


def read_quotes(path: Path) -> Quotes:
    """Every day's rungs, in order; raises InputError with every cell that is no price."""
    if not path.is_file():
        remedy = "give the data folder that holds `markets/`"
        raise InputError([Problem(Place(path.name), "no such file", remedy)])
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if row]
    problems: list[Problem] = []
    dates = list(_dates(path.name, rows[0] if rows else [], problems))
    found: dict[date, tuple[Rung, ...]] = {}
    for line, row in enumerate(rows[1:], start=2):
        place = Place(path.name, line)
        day = _day(row[0])
        if day is None:
            problems.append(Problem(place, f'"{row[0]}" is no date', "write 2026-01-31"))
        elif day in found:
            problems.append(Problem(place, f"{day} stands twice", "keep one row a day"))
        else:
            found[day] = tuple(_rungs(place, dates, row[1:], problems))
    if problems:
        raise InputError(problems)
    return dict(sorted(found.items()))


def _dates(name: str, head: list[str], problems: list[Problem]) -> Iterator[date]:
    for text in head[1:]:
        by = _day(text)
        if by is None:
            problems.append(Problem(Place(name, 1), f'"{text}" is no date', "write 2026-01-31"))
        else:
            yield by
    if len(set(head)) != len(head):
        problems.append(Problem(Place(name, 1), "a date stands twice", "keep one column a date"))


def _rungs(
    place: Place, dates: list[date], cells: list[str], problems: list[Problem]
) -> Iterator[Rung]:
    for by, cell in zip(dates, cells, strict=False):
        if not cell.strip():
            continue
        try:
            price = float(cell)
        except ValueError:
            price = float("nan")
        if are_shares(price):
            yield Rung(by, settled(price))
        else:
            problems.append(Problem(place, f'"{cell}" for {by} is no price', "write it in [0, 1]"))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
