"""A user's table, CSV or Parquet, as rows of text with the place of each."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from detente.errors import InputError, Place, Problem

Row = tuple[Place, dict[str, str]]
_MOST_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was written: its columns, and its rows with their places."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_sheet(path: Path) -> Sheet:
    """A table by the ending of its name; raises InputError where it cannot be one."""
    if not path.is_file():
        raise refusal(Place(str(path)), "no such file", "give a CSV or Parquet file")
    if path.stat().st_size > _MOST_BYTES:
        raise refusal(Place(str(path)), "is above 200 MB", "give fewer rows")
    sheet = _parquet(path) if path.suffix.lower() in {".parquet", ".pq"} else _csv(path)
    twice = sorted({name for name in sheet.columns if sheet.columns.count(name) > 1})
    if twice:
        raise refusal(Place(str(path), 1), f"two columns {', '.join(twice)}", "keep one of them")
    return sheet


def refusal(place: Place, reason: str, remedy: str) -> InputError:
    """One problem as an error."""
    return InputError([Problem(place, reason, remedy)])


def needed(sheet: Sheet, columns: Sequence[str]) -> list[Problem]:
    """A problem for each column that is not there."""
    there = ", ".join(sheet.columns) or "none"
    return [
        Problem(Place(sheet.file, 1), f'no column "{name}"', f"there is: {there}")
        for name in columns
        if name not in sheet.columns
    ]


def number(cell: str) -> float | None:
    """A cell as a finite number, or None."""
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if abs(value) < float("inf") else None


def _csv(path: Path) -> Sheet:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refusal(Place(str(path)), "is not UTF-8 text", "save it as UTF-8") from None
    reader = csv.reader(StringIO(text), strict=True)
    try:
        head = tuple(cell.strip() for cell in next(reader, []))
        rows = []
        for cells in reader:
            place = Place(str(path), reader.line_num)
            if len(cells) > len(head):
                raise refusal(place, "has more cells than the head", "quote cells with commas")
            if any(cell.strip() for cell in cells):
                named = zip(head, cells, strict=False)
                rows.append((place, {name: cell.strip() for name, cell in named}))
    except csv.Error as error:
        place = Place(str(path), reader.line_num)
        raise refusal(place, f"is no CSV ({error})", "check the quotes") from None
    return Sheet(str(path), head, tuple(rows))


def _parquet(path: Path) -> Sheet:
    """Rows are numbered from 1, since a Parquet file has no lines."""
    import duckdb  # noqa: PLC0415  (slow to load, and only for this format)

    try:
        with duckdb.connect() as base:
            found = base.read_parquet(str(path))
            columns = tuple(found.columns)
            cells = found.fetchall()
    except duckdb.Error:
        raise refusal(Place(str(path)), "is no Parquet file", "save it as CSV") from None
    rows = tuple(
        (
            Place(str(path), line),
            {n: "" if c is None else str(c) for n, c in zip(columns, row, strict=True)},
        )
        for line, row in enumerate(cells, start=1)
    )
    return Sheet(str(path), columns, rows)
