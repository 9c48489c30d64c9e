"""The UK Sanctions List as XML (`UK_Sanctions_List.xml`), by the ids of its designations.

Every designation tells its day, its regime and its names, of which one is the primary. The file's
own day is its `DateGenerated`.
"""

from datetime import date

from lxml import etree

from detente.errors import Place
from detente.record.importers.dates import day, day_in_name, iso_day
from detente.record.importers.model import Entry, Imported, Ledger, Listing
from detente.record.importers.xml_safely import child, children, elements, line_of, local
from detente.record.opening import Opened

FORMAT = "uk-xml"
ACTOR, PARTY, TITLE = "UK Government", "UK", "UK sanctions list"
_PARTS = ("Name1", "Name2", "Name3", "Name4", "Name5", "Name6")  # the last is the surname


def read_uk_xml(opened: Opened) -> Imported:
    """The list; a designation without id or name is reported and skipped."""
    ledger, entries, unread = Ledger(opened.file), dict[str, Entry](), set[str]()
    on = day_in_name(opened.path.name)
    for element in elements(opened, {"DateGenerated", "Designation"}):
        if local(element) == "DateGenerated":
            on = day_of(element.text or "") or on
            continue
        entry = _entry(element, opened.file)
        fault = fault_of(entry, entries)
        if fault:
            ledger.broken(line_of(element), fault)
            unread.update({entry.id} - {*entries, ""})
        else:
            entries[entry.id] = entry
    broken = len(ledger.problems)
    listing = Listing(TITLE, on, entries, frozenset(unread), broken=broken)
    return Imported(FORMAT, (), listing, tuple(ledger.problems))


def fault_of(entry: Entry, entries: dict[str, Entry]) -> str:
    """What is wrong with an entry; empty if nothing is."""
    if not entry.id:
        return "has no id"
    if not entry.name:
        return f"entry {entry.id} has no name"
    return f"entry {entry.id} stands here a second time" if entry.id in entries else ""


def day_of(written: str) -> date | None:
    """A day as the UK's lists write it."""
    return day(written[:10], "%d/%m/%Y") or iso_day(written.strip())


def _entry(element: etree._Element, file: str) -> Entry:
    named = [name for group in children(element, "Names") for name in children(group, "Name")]
    primary = [name for name in named if child(name, "NameType").lower().startswith("primary")]
    whole = next(filter(None, map(_whole, (*primary, *named))), "")
    regime = child(element, "RegimeName")
    facts = {
        "name": whole,
        "aliases": "; ".join(sorted({_whole(name) for name in named} - {"", whole})),
        "type": child(element, "IndividualEntityShip").lower(),
        "regime": regime,
        "sanctions": child(element, "SanctionsImposed"),
    }
    return Entry(
        child(element, "UniqueID"), whole, ACTOR, PARTY, facts, Place(file, line_of(element)),
        since=day_of(child(element, "DateDesignated")), basis=regime,
    )  # fmt: skip


def _whole(name: etree._Element) -> str:
    return " ".join(" ".join(filter(None, (child(name, part) for part in _PARTS))).split())
