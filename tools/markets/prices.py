"""Daily prices from a folder of market data, and what is wrong with them.

A day that stands twice, a price that is no number or below 0, and a file without its columns are
refused, all of a file at once. A gap is no fault (an exchange may close), but it is told.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from detente.errors import InputError, Place, Problem

Prices = Mapping[date, float]
LONGEST_GAP = 10  # days without a price that pass unsaid
_UNQUOTED = {"", ".", "-"}  # how sources write a day without a price


@dataclass(frozen=True, slots=True)
class Source:
    """Where a series of prices stands in the data folder, and how its file is written."""

    file: str
    day: str = "Date"
    price: str = "close"
    pattern: str = "%Y-%m-%d"
    dated_ahead: int = 0  # days by which a price is dated after it was made
    below_zero: bool = False  # has days, known and left out, on which no log return exists


_EXCHANGE = ("TRADEDATE", "CLOSE")
_AGENCY = ("Date", "Price")
FUNDS = ("USO", "UNG", "XLE", "GLD", "PALL", "XME", "DBC", "EFA", "EEM", "SPY", "FXE", "UUP")
BOND_FUNDS = ("TLT", "IEF", "HYG", "JNK", "LQD")
SOURCES: Mapping[str, Source] = {
    "BRENT": Source("brent-daily.csv", *_AGENCY),
    "WTI": Source("wti-daily.csv", *_AGENCY, below_zero=True),  # 20 April 2020
    "HHGAS": Source("natgas-henryhub-daily.csv", *_AGENCY),
    "TTF": Source("ttf.csv", "date", "ttf"),
    "IMOEX": Source("IMOEX.csv", *_EXCHANGE),
    "OBLG": Source("OBLG.csv", *_EXCHANGE),
    "RVI": Source("RVI.csv", *_EXCHANGE),
    "RHM": Source("RHM_lse_or_de.csv", *_AGENCY, "%m/%d/%Y"),
    "VIX": Source("vix-daily.csv", "DATE", "CLOSE"),
    # The central bank dates a rate by the day it applies; it was fixed the day before.
    "USDRUB": Source("USDRUB_cbr.csv", "", "", dated_ahead=1),
    **{fund: Source(f"etf/{fund}.csv") for fund in FUNDS + BOND_FUNDS},
}


def read_prices(folder: Path, source: Source) -> dict[date, float]:
    """Prices by day, rising; raises InputError with every line that cannot be one."""
    path = folder / source.file
    problems: list[Problem] = []
    prices: dict[date, float] = {}
    for line, day_text, price_text in _cells(path, source):
        place = Place(source.file, line)
        if price_text in _UNQUOTED or not day_text:
            continue
        try:
            day = datetime.strptime(day_text[:10], source.pattern).date()
            price = float(price_text)
        except ValueError:
            reason = f'"{day_text}, {price_text}" is no day with a price'
            problems.append(Problem(place, reason, "write the day as the file does, then a number"))
            continue
        day -= timedelta(days=source.dated_ahead)
        if price == 0 or (price < 0 and source.below_zero):
            continue  # nothing was traded, or it was given away
        if not 0 < price < float("inf"):
            problems.append(Problem(place, f"the price is {price:g}", "a price is above 0"))
        elif day in prices:
            problems.append(Problem(place, f"{day} stands twice", "keep one price a day"))
        else:
            prices[day] = price
    if problems:
        raise InputError(problems)
    return dict(sorted(prices.items()))


def gaps(prices: Prices, since: date, until: date) -> tuple[tuple[date, date], ...]:
    """Last day before, first day after, every stretch of the window without a price."""
    days = [day for day in prices if since <= day <= until]
    return tuple((one, other) for one, other in pairwise(days) if (other - one).days > LONGEST_GAP)


def _cells(path: Path, source: Source) -> Iterator[tuple[int, str, str]]:
    """Line, day and price of every row, as written."""
    if not path.is_file():
        remedy = "give the data folder that holds `markets/`"
        raise InputError([Problem(Place(source.file), "no such file", remedy)])
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        columns = (0, 1) if not source.day else _columns(next(rows, []), source)
        for row in rows:
            if row:
                yield rows.line_num, _cell(row, columns[0]), _cell(row, columns[1])


def _columns(head: list[str], source: Source) -> tuple[int, int]:
    missing = [name for name in (source.day, source.price) if name not in head]
    if missing:
        reason = f"no column {', '.join(missing)}"
        raise InputError([Problem(Place(source.file, 1), reason, f"there is: {', '.join(head)}")])
    return head.index(source.day), head.index(source.price)


def _cell(row: list[str], column: int) -> str:
    return row[column].replace(",", "").strip() if column < len(row) else ""
