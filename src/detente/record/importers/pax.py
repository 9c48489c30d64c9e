"""The PA-X collection of peace agreements as CSV, in any version with its columns.

A text signed or agreed by several parties charges them with what it says, so it mandates; a
document of one party announces. Where the status is unclear nothing is guessed. Days are written
day first, or year first as in older versions. Who signed stands in the detail: PA-X codes no party
as the one that acted.
"""

import csv
from collections.abc import Iterator, Mapping
from datetime import date

from detente.errors import Place
from detente.record.importers.dates import day, iso_day
from detente.record.importers.model import Imported, Ledger, deed, in_order
from detente.record.model import Deed, Rung
from detente.record.opening import Opened

FORMAT = "pax"
NEEDED = ("AgtId", "Agt", "Con", "Dat", "Status", "Stage")
_STATUS: Mapping[str, Rung] = {
    "multiparty signed/agreed": "mandated",
    "agreement with subsequent status": "mandated",
    "unilateral document": "announced",
}
_UNCLEAR = "status unclear"
_MANY = "OTHER"


def read_pax(opened: Opened) -> Imported:
    """A deed for each agreement; a row that is broken is reported and skipped."""
    ledger, deeds = Ledger(opened.file), []
    for line, row in _rows(opened, ledger):
        done = _deed(row, Place(opened.file, line), ledger)
        deeds += [done] if done else []
    return Imported(FORMAT, in_order(deeds), None, tuple(ledger.problems), dict(ledger.aside))


def _rows(opened: Opened, ledger: Ledger) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with the line they begin on; a row may run over several lines."""
    reader = csv.reader((line.text for line in opened.whole_lines()), strict=True)
    head: list[str] = []
    begins = 1
    try:
        for row in reader:
            if not head:
                head = [name.strip("\ufeff ") for name in row]
            elif len(row) != len(head):
                ledger.broken(begins, f"has {len(row)} cells, not {len(head)}")
            else:
                yield begins, dict(zip(head, row, strict=True))
            begins = reader.line_num + 1
    except csv.Error as error:
        ledger.broken(begins, f"is no CSV ({error}); nothing after it was read")


def _deed(row: Mapping[str, str], place: Place, ledger: Ledger) -> Deed | None:
    lacks = next((name for name in NEEDED if not row.get(name, "").strip()), "")
    on, status = _day(row.get("Dat", "")), row.get("Status", "").strip().lower()
    rung = _STATUS.get(status)
    if lacks or on is None:
        ledger.broken(place.line, f"has no {lacks or 'day (31/12/2020)'}")
        return None
    if rung is None:
        if status == _UNCLEAR:
            ledger.skip("is of unclear status")
        else:
            ledger.broken(place.line, f'has the unknown status "{status[:40]}"')
        return None
    return deed(
        "PAX", row["AgtId"],
        on=on, actor=row["Con"], party=_MANY,
        instrument="ceasefire" if row["Stage"] == "Cea" else "peace-agreement",
        act=row["Agt"], rung=rung, detail=row.get("Part", "")[:300],
        source=row.get("PAX_Hyperlink") or f"PA-X {row['AgtId']}", evidence="checked", place=place,
    )  # fmt: skip


def _day(written: str) -> date | None:
    return day(written, "%d/%m/%Y") or iso_day(written.strip())
