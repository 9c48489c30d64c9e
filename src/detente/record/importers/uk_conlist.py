"""The UK Treasury's consolidated list as CSV (`ConList.csv`): its day, a head, a row for each name.

Rows of one party share a group id. The party is dated by its designation, else by its listing.
"""

import csv
from collections.abc import Iterator, Mapping

from detente.errors import Place
from detente.record.importers.dates import day_in_name
from detente.record.importers.model import Entry, Imported, Ledger, Listing
from detente.record.importers.uk_xml import PARTY, day_of
from detente.record.opening import Opened

FORMAT = "uk-conlist"
ACTOR, TITLE = "HM Treasury (OFSI)", "UK consolidated list"
NEEDED = ("Name 6", "Group Type", "Alias Type", "Regime", "Listed On", "Group ID")
_PARTS = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")
_DATED = "Last Updated"

Row = Mapping[str, str]


def read_conlist(opened: Opened) -> Imported:
    """The list, a party for every group; a row with the wrong cells is reported and skipped."""
    ledger, groups = Ledger(opened.file), dict[str, list[tuple[int, Row]]]()
    for line, row in _rows(opened, ledger):
        if not row["Group ID"].strip().isdecimal() or not _whole(row):
            ledger.broken(line, "has no name or no number of its group")
        else:
            groups.setdefault(row["Group ID"].strip(), []).append((line, row))
    entries = {key: _entry(key, rows, opened.file) for key, rows in groups.items()}
    dated = (line.text.split(",") for line in opened.lines())
    first = next(dated, [])
    on = day_of(first[1].strip('" \r\n')) if first[:1] == [_DATED] and len(first) > 1 else None
    broken = len(ledger.problems)
    listing = Listing(TITLE, on or day_in_name(opened.path.name), entries, broken=broken)
    return Imported(FORMAT, (), listing, tuple(ledger.problems))


def is_conlist(head: str) -> bool:
    """Whether the first lines of a file are those of this list."""
    rows = csv.reader(head.splitlines()[:3])
    return any({*NEEDED} <= {name.strip() for name in row} for row in rows)


def _rows(opened: Opened, ledger: Ledger) -> Iterator[tuple[int, Row]]:
    """Rows below the head, with the line they begin on."""
    reader = csv.reader(line.text for line in opened.whole_lines())
    head: list[str] = []
    begins = 1
    try:
        for row in reader:
            if not head:
                names = [name.strip() for name in row]
                head = names if {*NEEDED} <= {*names} else []
            elif len(row) == len(head):
                yield begins, dict(zip(head, row, strict=True))
            elif row:
                ledger.broken(begins, f"has {len(row)} cells, not {len(head)}")
            begins = reader.line_num + 1
    except csv.Error as error:
        ledger.broken(begins, f"is no CSV ({error}); nothing after it was read")


def _entry(key: str, rows: list[tuple[int, Row]], file: str) -> Entry:
    primary = [one for one in rows if one[1]["Alias Type"].strip().lower() == "primary name"]
    line, row = (primary or rows)[0]
    whole, regime = _whole(row), row["Regime"].strip()
    facts = {
        "name": whole,
        "aliases": "; ".join(sorted({_whole(other) for _, other in rows} - {whole})),
        "type": row["Group Type"].strip().lower(),
        "regime": regime,
        "particulars": " ".join(row.get("Other Information", "").split()),
    }
    designated = day_of(row.get("UK Sanctions List Date Designated", ""))
    return Entry(
        key, whole, ACTOR, PARTY, facts, Place(file, line),
        since=designated or day_of(row["Listed On"]), basis=regime,
    )  # fmt: skip


def _whole(row: Row) -> str:
    return " ".join(" ".join(row.get(part, "") for part in _PARTS).split())
