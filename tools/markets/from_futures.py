"""A history of futures prices at fixed maturities, as a file of one row a date."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from detente.errors import InputError, Place, Problem
from detente.markets.credit import FloatArray
from detente.scenarios.demands import demand

FILE = Path("markets", "SS_oil_stitched_futures.csv")
_MONTHS = "F"  # a column F13 is for delivery in 13 months


@dataclass(frozen=True, slots=True)
class FuturesHistory:
    """Prices by date and maturity."""

    days: tuple[date, ...]
    years: FloatArray  # (maturities,) to delivery
    prices: FloatArray  # (dates, maturities)

    @property
    def step(self) -> float:
        """Years between dates: whole weeks, as the file has them."""
        several = len(self.days) > 1
        demand(str(FILE), (several, f"has {len(self.days)} dates", "give two or more"))
        weeks = round((self.days[-1] - self.days[0]).days / 7 / (len(self.days) - 1))
        return max(1, weeks) / 52


def read_futures(data: Path) -> FuturesHistory:
    """The history in a data folder; raises InputError with every cell that is no price."""
    path = data / FILE
    if not path.is_file():
        remedy = "give the data folder that holds `markets/`"
        raise InputError([Problem(Place(str(FILE)), "no such file", remedy)])
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = [row for row in csv.reader(file) if row] or [[]]
    problems: list[Problem] = []
    kept: dict[date, list[float]] = {}
    for line, row in enumerate(rows, start=2):
        try:
            day, prices = date.fromisoformat(row[0]), [float(cell) for cell in row[1:]]
        except ValueError:
            reason = f'"{",".join(row)}" is no date with a price a maturity'
            problems.append(Problem(Place(FILE.name, line), reason, "fill it, or leave it out"))
            continue
        if day in kept:
            problems.append(Problem(Place(FILE.name, line), f"{day} stands twice", "keep one"))
        kept[day] = prices
        if len(row) != len(head):
            reason = f"has {len(row)} cells, and the head {len(head)}"
            problems.append(Problem(Place(FILE.name, line), reason, "give a price a maturity"))
    named = [name for name in head[1:] if not name.removeprefix(_MONTHS).isdigit()]
    if len(head) < 2 or named or not kept:
        remedy = "write Date,F1,F5,… and a row a date"
        problems.append(Problem(Place(FILE.name, 1), "names no maturities, or has no date", remedy))
    if problems:
        raise InputError(problems)
    years = np.array([float(name.removeprefix(_MONTHS)) for name in head[1:]]) / 12
    days = tuple(sorted(kept))
    return FuturesHistory(days, years, np.array([kept[day] for day in days]))
