"""Holdings as a desk keeps them: CSV or Parquet, with the place of everything wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from detente.case.hints import misspelt, nearest
from detente.case.rows import HoldingRow
from detente.errors import InputError, Place, Problem
from detente.portfolio.model import Holding
from detente.portfolio.tables import Row, Sheet, needed, number, read_sheet, refusal

# The columns of the case's own portfolio.csv, those first that it must have.
COLUMNS = tuple(name for name, column in HoldingRow.model_fields.items() if column.is_required())
BENCHMARK, COUNTRY = "benchmark", "country"


@dataclass(frozen=True, slots=True)
class Book:
    """What is held, and the benchmark if one stands beside it."""

    holdings: tuple[Holding, ...]
    benchmark: dict[str, float]


def read_holdings(path: Path) -> Book:
    """The holdings of a file; raises InputError with all that cannot be read in it.

    Columns asset, weight, low, high, cost_bp (shares of the portfolio; cost in basis points of the
    amount traded) and, if wanted, benchmark and country. What they must add up to is asked by
    `allocate`. Other columns are left alone, unless one is a known name misspelt.
    """
    sheet = read_sheet(path)
    problems = [*needed(sheet, COLUMNS), *_misspelt(sheet)]
    if not sheet.rows and not problems:
        raise refusal(Place(sheet.file, 1), "holds nothing", "write a row for each asset")
    if not problems:
        problems = [problem for row in sheet.rows for problem in _wrong(row, sheet.columns)]
    if problems:
        raise InputError(problems)
    holdings = tuple(_holding(row) for row in sheet.rows)
    if BENCHMARK not in sheet.columns:
        return Book(holdings, {})
    return Book(holdings, {c["asset"]: float(c.get(BENCHMARK) or 0) for _, c in sheet.rows})


def _misspelt(sheet: Sheet) -> Iterator[Problem]:
    known = HoldingRow.model_fields
    for name in sheet.columns:
        if name not in known and misspelt(name, [k for k in known if k not in sheet.columns]):
            reason = f'unknown column "{name}"'
            yield Problem(Place(sheet.file, 1), reason, nearest(name, known))


def _holding(row: Row) -> Holding:
    place, cells = row
    weight, low, high, cost_bp = (float(cells[name]) for name in COLUMNS[1:])
    return Holding(cells["asset"], weight, low, high, cost_bp, place, cells.get(COUNTRY, ""))


def _wrong(row: Row, columns: tuple[str, ...]) -> Iterator[Problem]:
    place, cells = row
    if not cells.get("asset"):
        yield Problem(place, "no asset is named", "write its id from assets.yaml")
    for name in COLUMNS[1:]:
        if number(cells.get(name, "")) is None:
            written = cells.get(name, "")
            yield Problem(place, f'{name} "{written}" is no number', "write it as 0.05")
    if BENCHMARK in columns and cells.get(BENCHMARK) and number(cells[BENCHMARK]) is None:
        written = cells[BENCHMARK]
        yield Problem(
            place, f'{BENCHMARK} "{written}" is no number', "write it as 0.05, or nothing"
        )
