"""A user's own returns, and whole futures drawn from them in blocks.

Rows are periods (days, weeks or months, told by the dates), columns assets, cells simple returns.
A future of h months is put together from blocks of consecutive rows, each beginning anywhere and of
geometric length with mean L, so that what moves together, and what lasts, stays as it was (Politis
and Romano 1994). L is the third root of the number of rows, but at least the periods of a month.
The drawn growth of each asset is divided by its mean: the past gives the swings, never the drift.

D. N. Politis, J. P. Romano, "The stationary bootstrap", JASA 89 (1994).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from statistics import median

import numpy as np

from detente.errors import InputError, Place, Problem
from detente.portfolio.model import FloatArray
from detente.portfolio.tables import Row, Sheet, number, read_sheet

LEAST_ROWS = 60
_LONGEST_GAP = 4  # usual distances between two dates
_PERIODS = ((4, 252), (10, 52), (45, 12))  # usual days apart, at most -> periods a year


@dataclass(frozen=True, slots=True)
class History:
    """Joint returns of the past, oldest first."""

    file: str
    assets: tuple[str, ...]
    days: tuple[date, ...]
    returns: FloatArray  # (periods, assets)
    a_year: int  # periods

    @property
    def block(self) -> float:
        """Mean length of a block, in periods."""
        third_root = float(len(self.days) ** (1 / 3))
        return max(third_root, self.a_year / 12, 1.0)

    def periods(self, months: int) -> int:
        """How many periods a number of months has."""
        return max(1, round(months * self.a_year / 12))


def read_history(path: Path) -> History:
    """A table of returns; raises InputError with every gap, duplicate and cell that is none."""
    sheet = read_sheet(path)
    if len(sheet.columns) < 2:
        place = Place(sheet.file, 1)
        remedy = "write a column of days, then one for each asset"
        raise InputError([Problem(place, "has no column of returns", remedy)])
    problems = [*_wrong_cells(sheet), *_too_few(sheet)]
    if problems:
        raise InputError(problems)
    first, *assets = sheet.columns
    days = [_day(cells[first]) for _, cells in sheet.rows]
    usual = median((b - a).days for a, b in pairwise(days))
    a_year = next((n for most, n in _PERIODS if usual <= most), 0)
    problems = [*_gaps(sheet, days, usual)]
    if not a_year:
        reason = f"its rows are {usual:g} days apart"
        problems.append(Problem(Place(sheet.file), reason, "give days, weeks or months"))
    if problems:
        raise InputError(problems)
    returns = np.array([[float(cells[name]) for name in assets] for _, cells in sheet.rows])
    return History(sheet.file, tuple(assets), tuple(days), returns, a_year)


def bootstrap(history: History, months: int, draws: int, rng: np.random.Generator) -> FloatArray:
    """Growth over so many months, of mean 1, shape (draws, assets of the history)."""
    rows, steps = len(history.days), history.periods(months)
    logs = np.log1p(history.returns)
    at = rng.integers(rows, size=draws)
    total = logs[at].copy()
    for _ in range(steps - 1):
        anew = rng.random(draws) < 1 / history.block
        at = np.where(anew, rng.integers(rows, size=draws), (at + 1) % rows)
        total += logs[at]
    growth = np.exp(total)
    return np.asarray(growth / growth.mean(axis=0))


def worst_window(
    history: History, assets: Sequence[str], weights: FloatArray, months: int
) -> tuple[date, date, float]:
    """The stretch of so many months that would have cost most: its ends, and the loss or gain."""
    columns = [history.assets.index(asset) for asset in assets]
    steps = min(history.periods(months), len(history.days))
    logs = np.vstack(
        [np.zeros((1, len(columns))), np.log1p(history.returns[:, columns]).cumsum(axis=0)]
    )
    growth = np.expm1(logs[steps:] - logs[:-steps])  # (starts, assets)
    gains = growth @ weights
    start = int(gains.argmin())
    return history.days[start], history.days[start + steps - 1], float(gains[start])


def _day(cell: str) -> date:
    return date.fromisoformat(cell[:10])


def _wrong_cells(sheet: Sheet) -> Iterator[Problem]:
    first, *assets = sheet.columns
    seen: set[date] = set()
    last: date | None = None
    for place, cells in sheet.rows:
        try:
            day = _day(cells.get(first, ""))
        except ValueError:
            written = cells.get(first, "")
            yield Problem(place, f'"{written}" is no day', "write it as 2025-08-15")
            continue
        if day in seen:
            yield Problem(place, f"{day} stands twice", "keep one row a day")
        elif last is not None and day < last:
            yield Problem(place, f"{day} comes after {last}", "put the oldest row first")
        seen.add(day)
        last = day
        yield from _wrong_returns((place, cells), assets)


def _wrong_returns(row: Row, assets: Sequence[str]) -> Iterator[Problem]:
    place, cells = row
    for name in assets:
        cell = cells.get(name, "")
        value = number(cell)
        if not cell:
            yield Problem(place, f"{name} has no return", "leave the row or the column out")
        elif value is None:
            yield Problem(place, f'{name} "{cell}" is no number', "write 1 % as 0.01")
        elif not -1 < value <= 10:
            reason = f"{name} {value:g} is no return"
            yield Problem(place, reason, "give shares, so that 1 % is 0.01, not prices")


def _too_few(sheet: Sheet) -> Iterator[Problem]:
    if len(sheet.rows) < LEAST_ROWS:
        reason = f"has {len(sheet.rows)} rows"
        yield Problem(Place(sheet.file), reason, f"give {LEAST_ROWS} periods or more")


def _gaps(sheet: Sheet, days: Sequence[date], usual: float) -> Iterator[Problem]:
    for (place, _), (one, other) in zip(sheet.rows[1:], pairwise(days), strict=True):
        if (other - one).days > _LONGEST_GAP * max(usual, 2):
            reason = f"nothing between {one} and {other}"
            yield Problem(place, reason, "fill the gap, or begin after it")
