"""A user's own returns, and whole futures drawn from them in blocks.

Rows are periods (days, weeks or months, told by the dates), columns assets, cells simple returns,
or prices where the user says so. A column that swings or drifts as no price does is refused: it
holds prices, per cents, or a slip.
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
from detente.scenarios.demands import answered, demand, numbers, some

LEAST_ROWS = 60
MOST_VOLATILITY = 3.0  # a year; no price that a desk can hold swings further
MOST_DRIFT = 2.0  # of the log price a year, either way: sevenfold
NEVER_FALLS = 0.5  # the same of a price that never falls, which deposits do and prices would
_MOST_RETURN = 10.0
_SLIPS = 3  # impossible cells of a column that may be slips; with more, it is no column of returns
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

    def volatility(self, asset: str) -> float:
        """Of one asset, a year."""
        values = self.returns[:, self.assets.index(asset)]
        return float(values.std() * np.sqrt(self.a_year))

    def periods(self, months: int) -> int:
        """How many periods a number of months has."""
        return max(1, round(months * self.a_year / 12))


def read_history(path: Path, *, prices: bool = False) -> History:
    """A table of returns, or of `prices`; raises InputError with all that cannot be one in it."""
    sheet = read_sheet(path)
    if len(sheet.columns) < 2:
        place = Place(sheet.file, 1)
        remedy = "write a column of days, then one for each asset"
        raise InputError([Problem(place, "has no column of returns", remedy)])
    problems = [*_wrong_cells(sheet, prices=prices), *_too_few(sheet, prices=prices)]
    problems += [] if prices else _beyond(sheet)
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
    cells = np.array([[float(cells[name]) for name in assets] for _, cells in sheet.rows])
    returns = cells[1:] / cells[:-1] - 1 if prices else cells
    found = History(sheet.file, tuple(assets), tuple(days[-len(returns) :]), returns, a_year)
    if problems := list(_absurd(found, sheet, prices=prices)):
        raise InputError(problems)
    return found


def _absurd(found: History, sheet: Sheet, *, prices: bool) -> Iterator[Problem]:
    """Columns that swing or drift as no price does, with their own figures and their worst line."""
    drift = np.log1p(found.returns).mean(axis=0) * found.a_year
    for column, name in enumerate(found.assets):
        values = found.returns[:, column]
        most = NEVER_FALLS if (values > 0).all() else MOST_DRIFT
        if found.volatility(name) > MOST_VOLATILITY or abs(drift[column]) > most:
            worst = int(np.abs(values).argmax())
            place = sheet.rows[worst + int(prices)][0]
            yield _no_returns(place, name, values, found.a_year, prices=prices)


def _no_returns(
    place: Place, name: str, values: FloatArray, a_year: int, *, prices: bool = False
) -> Problem:
    """A column that holds something else, told by the volatility that it would have."""
    own = float(values.std() * np.sqrt(a_year))
    worst = float(values[int(np.abs(values).argmax())])
    what = "no column of prices" if prices else "no column of returns"
    reason = f"{name} is {what}: its annual volatility is {own:,.0%}, "
    reason += f"its mean {values.mean():+.3g} a row, its furthest {worst:+.3g}"
    remedy = "leave out or mend the row that is furthest off" if prices else _SHARES
    if not prices and (values > 0).all():
        remedy = f"{_SHARES}; if these are prices, give the file as prices"
        return Problem(place, reason, remedy, "prices")
    return Problem(place, reason, remedy)


def bootstrap(history: History, months: int, draws: int, rng: np.random.Generator) -> FloatArray:
    """Growth over so many months, of mean 1, shape (draws, assets of the history)."""
    _accept_history(history, months, draws)
    rows, steps = len(history.days), history.periods(months)
    logs = np.log1p(history.returns)
    at = rng.integers(rows, size=draws)
    total = logs[at].copy()
    for _ in range(steps - 1):
        anew = rng.random(draws) < 1 / history.block
        at = np.where(anew, rng.integers(rows, size=draws), (at + 1) % rows)
        total += logs[at]
    with np.errstate(over="ignore"):
        growth = np.exp(total)
    answered(history.file, growth)
    return np.asarray(growth / growth.mean(axis=0))


def _accept_history(history: History, months: int, draws: int) -> None:
    returns = history.returns
    demand(
        history.file,
        numbers(returns),
        some(returns, "return"),
        (returns.shape == (len(history.days), len(history.assets)), "is no table", "a row a day"),
        (bool((returns > -1).all()), "a return takes all there is", "stay above -1"),
        (months >= 1 and draws >= 1, f"{draws} draws of {months} months", "give one or more"),
    )


def worst_window(
    history: History, assets: Sequence[str], weights: FloatArray, months: int
) -> tuple[date, date, float]:
    """The stretch of so many months that would have cost most: its ends, and the loss or gain."""
    _accept_history(history, months, 1)
    demand(
        history.file,
        some(assets, "asset"),
        (set(assets) <= set(history.assets), "lacks an asset that is asked for", "add its column"),
        (len(assets) == weights.size, "has not one weight an asset", "give one for each"),
        numbers(weights),
    )
    columns = [history.assets.index(asset) for asset in assets]
    steps = min(history.periods(months), len(history.days))
    logs = np.vstack(
        [np.zeros((1, len(columns))), np.log1p(history.returns[:, columns]).cumsum(axis=0)]
    )
    growth = np.expm1(logs[steps:] - logs[:-steps])  # (starts, assets)
    gains = growth @ weights
    answered(history.file, gains)
    start = int(gains.argmin())
    return history.days[start], history.days[start + steps - 1], float(gains[start])


def _day(cell: str) -> date:
    return date.fromisoformat(cell[:10])


def _wrong_cells(sheet: Sheet, *, prices: bool) -> Iterator[Problem]:
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
        yield from _wrong_values((place, cells), assets, prices=prices)


def _wrong_values(row: Row, assets: Sequence[str], *, prices: bool) -> Iterator[Problem]:
    place, cells = row
    for name in assets:
        cell = cells.get(name, "")
        value = number(cell)
        if not cell:
            what = "price" if prices else "return"
            yield Problem(place, f"{name} has no {what}", "leave the row or the column out")
        elif value is None:
            remedy = "write it as 2.5" if prices else "write 1 % as 0.01"
            yield Problem(place, f'{name} "{cell}" is no number', remedy)
        elif prices and value <= 0:
            yield Problem(place, f"{name} {value:g} is no price", "a price is above 0")


def _beyond(sheet: Sheet) -> Iterator[Problem]:
    """Returns that cannot be: cell by cell where they are few, else the column as a whole."""
    first, *assets = sheet.columns
    for name in assets:
        found = [(place, number(cells.get(name, ""))) for place, cells in sheet.rows]
        numbers = [(place, value) for place, value in found if value is not None]
        wrong = [(place, value) for place, value in numbers if not -1 < value <= _MOST_RETURN]
        if len(wrong) > _SLIPS:
            values = np.array([value for _, value in numbers])
            yield _no_returns(wrong[0][0], name, values, _periods_told(sheet, first))
            continue
        for place, value in wrong:
            yield Problem(place, f"{name} {value:g} is no return", f"{_SHARES}, not prices")


def _periods_told(sheet: Sheet, first: str) -> int:
    """Periods a year by the first and the last day; as of days where they cannot be read."""
    try:
        begun, ended = (_day(sheet.rows[at][1].get(first, "")) for at in (0, -1))
    except ValueError:
        return _PERIODS[0][1]
    usual = (ended - begun).days / max(1, len(sheet.rows) - 1)
    return next((n for most, n in _PERIODS if usual <= most), _PERIODS[-1][1])


_SHARES = "give shares, so that 1 % is 0.01"


def _too_few(sheet: Sheet, *, prices: bool) -> Iterator[Problem]:
    if len(sheet.rows) < LEAST_ROWS + int(prices):
        reason = f"has {len(sheet.rows)} rows"
        yield Problem(Place(sheet.file), reason, f"give {LEAST_ROWS} periods or more")


def _gaps(sheet: Sheet, days: Sequence[date], usual: float) -> Iterator[Problem]:
    for (place, _), (one, other) in zip(sheet.rows[1:], pairwise(days), strict=True):
        if (other - one).days > _LONGEST_GAP * max(usual, 2):
            reason = f"nothing between {one} and {other}"
            yield Problem(place, reason, "fill the gap, or begin after it")
