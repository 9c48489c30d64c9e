"""What a unit of another currency was worth in euros on a day: a dated table that ships."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent / "data" / "euro_rates.csv"
SOURCE = "ECB euro foreign exchange reference rates"
SOURCE_RUB = "Bank of Russia, roubles a dollar, times ECB dollars a euro"
_RUB_ENDS = date(2022, 3, 1)  # the last rouble rate of the ECB
_STALE = timedelta(days=370)


@dataclass(frozen=True, slots=True)
class EuroRate:
    """Euros for one unit of a currency, with the day and the source."""

    euros: float
    on: date | None
    source: str


def shipped_rates(day: date) -> Mapping[str, EuroRate]:
    """The latest rates that ship, of a day or before it; none that is older than a year."""
    found: dict[str, EuroRate] = {}
    for on, row in _table():
        if on <= day <= on + _STALE:
            for code, units in row.items():
                source = SOURCE_RUB if code == "RUB" and on > _RUB_ENDS else SOURCE
                found[code] = EuroRate(1 / units, on, source)
    return found


@cache
def _table() -> tuple[tuple[date, Mapping[str, float]], ...]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = [
            (date.fromisoformat(row.pop("date")), {k: float(v) for k, v in row.items() if v})
            for row in csv.DictReader(file)
        ]
    return tuple(sorted(rows, key=lambda row: row[0]))
