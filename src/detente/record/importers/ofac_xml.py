"""The OFAC list of Specially Designated Nationals as XML (`sdn.xml`), in any of its namespaces.

It carries its day of publication and the number of its entries. As in the CSV there is no day of
listing for a party.
"""

from lxml import etree

from detente.errors import Place
from detente.record.importers.dates import FORMS, day, day_in_name
from detente.record.importers.model import Entry, Imported, Ledger, Listing
from detente.record.importers.ofac_csv import ACTOR, PARTY, TITLE
from detente.record.importers.xml_safely import child, children, elements, line_of, local
from detente.record.opening import Opened

FORMAT = "ofac-xml"
_VESSEL = {
    "callSign": "call sign", "vesselType": "vessel type", "vesselFlag": "flag",
    "vesselOwner": "owner", "tonnage": "tonnage", "grossRegisteredTonnage": "gross tonnage",
}  # fmt: skip


def read_ofac_xml(opened: Opened) -> Imported:
    """The list; an entry without number or name is reported and skipped."""
    ledger, entries, unread = Ledger(opened.file), dict[str, Entry](), set[str]()
    on, count = day_in_name(opened.path.name), ""
    for element in elements(opened, {"publshInformation", "sdnEntry"}):
        if local(element) == "publshInformation":
            written, count = child(element, "Publish_Date"), child(element, "Record_Count")
            on = day(written, "%m/%d/%Y") or day(written, FORMS[0]) or on
            continue
        number, name = child(element, "uid"), _name(element)
        if not number.isdecimal() or not name or number in entries:
            ledger.broken(line_of(element), _fault(number, name))
            unread.update({number} - {*entries} if number.isdecimal() else ())
        else:
            entries[number] = _entry(element, number, name, opened.file)
    declared = int(count) if count.isascii() and count.isdecimal() and len(count) < 10 else None
    broken = len(ledger.problems)
    listing = Listing(TITLE, on, entries, frozenset(unread), declared, broken)
    return Imported(FORMAT, (), listing, tuple(ledger.problems))


def _fault(number: str, name: str) -> str:
    if not number.isdecimal():
        return f'"{number[:20]}" is no entry number'
    return f"entry {number} stands here a second time" if name else f"entry {number} has no name"


def _name(element: etree._Element) -> str:
    last, first = child(element, "lastName"), child(element, "firstName")
    return f"{last}, {first}" if last and first else last or first


def _entry(element: etree._Element, number: str, name: str, file: str) -> Entry:
    listed = [part for group in children(element, "programList") for part in group]
    programmes = ", ".join(sorted((part.text or "").strip() for part in listed))
    facts = {
        "name": name,
        "type": child(element, "sdnType").lower(),
        "programmes": programmes,
        "title": child(element, "title"),
        "remarks": child(element, "remarks"),
    }
    for vessel in children(element, "vesselInfo"):
        facts |= {fact: child(vessel, tag) for tag, fact in _VESSEL.items()}
    place = Place(file, line_of(element))
    return Entry(number, name, ACTOR, PARTY, facts, place, basis=programmes)
