"""The OFAC list of Specially Designated Nationals as the Treasury's CSV (`sdn.csv`).

Twelve cells a line and no head: number, name, type, programmes, title, call sign, vessel type,
tonnage, gross tonnage, flag, owner, remarks. `-0-` means nothing; several programmes are written
`NPWMD] [IFSR`; the file may end in a control-Z. It tells neither its own date nor when a party was
listed.
"""

import csv

from detente.errors import Place
from detente.record.importers.dates import day_in_name
from detente.record.importers.model import Entry, Imported, Ledger, Listing
from detente.record.opening import Opened

FORMAT = "ofac-csv"
ACTOR, PARTY, TITLE = "US Treasury (OFAC)", "US", "OFAC SDN list"
CELLS = 12
_NULL = "-0-"
_END = "\x1a"
_FACTS = {
    "name": 1, "type": 2, "programmes": 3, "title": 4, "call sign": 5, "vessel type": 6,
    "tonnage": 7, "gross tonnage": 8, "flag": 9, "owner": 10, "particulars": 11,
}  # fmt: skip


def read_ofac_csv(opened: Opened) -> Imported:
    """The list; a row with the wrong cells is reported and skipped."""
    ledger, entries, unread = Ledger(opened.file), dict[str, Entry](), set[str]()
    for line in opened.lines():
        row = _row(line.text)
        if not row:
            continue
        place = Place(opened.file, line.number)
        fault = _fault(row, entries)
        if fault:
            ledger.broken(line.number, fault)
            unread.update({row[0]} - {*entries} if row[0].isdecimal() else ())
        else:
            entries[row[0]] = _entry(row, place)
    listing = Listing(
        TITLE,
        day_in_name(opened.path.name),
        entries,
        frozenset(unread),
        broken=len(ledger.problems),
    )
    return Imported(FORMAT, (), listing, tuple(ledger.problems))


def programmes(written: str) -> str:
    """Programmes in alphabetical order, so that a new order is no change."""
    return ", ".join(
        sorted(part.strip(" []") for part in written.split("] [") if part.strip(" []"))
    )


def _row(text: str) -> list[str]:
    line = text.strip().strip(_END)
    return [cell.strip() for cell in next(csv.reader([line]))] if line else []


def _fault(row: list[str], entries: dict[str, Entry]) -> str:
    if len(row) != CELLS:
        return f"has {len(row)} cells, not {CELLS}"
    if not row[0].isdecimal():
        return f'"{row[0][:20]}" is no entry number'
    if row[1] in {"", _NULL}:
        return f"entry {row[0]} has no name"
    return f"entry {row[0]} stands here a second time" if row[0] in entries else ""


def _entry(row: list[str], place: Place) -> Entry:
    cells = ["" if cell == _NULL else cell for cell in row]
    cells[2] = cells[2].lower() or "entity"
    cells[3] = programmes(cells[3])
    facts = {fact: cells[at] for fact, at in _FACTS.items()}
    return Entry(row[0], cells[1], ACTOR, PARTY, facts, place, basis=cells[3])
