"""The EU's consolidated list of financial sanctions as XML (`xmlFullSanctionsList`).

An entity that tells its `designationDate` was listed then. Else it carries the regulation that last
dealt with it, with its day of entry into force, and every name, birth date, address and the like
the regulation that added it; the earliest of these is the day of listing as far as the file tells
it. So an entity that was amended is not listed anew. The file's own day is its `generationDate`.
"""

from datetime import date

from lxml import etree

from detente.errors import Place
from detente.record.importers.dates import day_in_name, iso_day
from detente.record.importers.model import Entry, Imported, Ledger, Listing
from detente.record.importers.xml_safely import children, elements, line_of, local
from detente.record.opening import Opened

FORMAT = "eu-xml"
ACTOR, PARTY, TITLE = "EU Council", "EU", "EU consolidated list"


def read_eu_xml(opened: Opened) -> Imported:
    """The list; an entity without a number, a name or a day is reported and skipped."""
    ledger, entries, unread = Ledger(opened.file), dict[str, Entry](), set[str]()
    on = day_in_name(opened.path.name)
    for element in elements(opened, {"export", "sanctionEntity"}):
        if local(element) == "export":
            on = iso_day(element.get("generationDate", "")) or on
            continue
        number = element.get("logicalId", "")
        entry = _entry(element, number, opened.file)
        fault = _fault(number, entry, entries)
        if fault:
            ledger.broken(line_of(element), fault)
            unread.update({number} - {*entries, ""})
        else:
            entries[number] = entry
    listing = Listing(TITLE, on, entries, frozenset(unread), broken=len(ledger.problems))
    return Imported(FORMAT, (), listing, tuple(ledger.problems))


def _fault(number: str, entry: Entry, entries: dict[str, Entry]) -> str:
    if not number:
        return "has no logicalId"
    if not entry.name:
        return f"entity {number} has no name"
    if entry.since is None:
        return f"entity {number} names no regulation with its day of entry into force"
    return f"entity {number} stands here a second time" if number in entries else ""


def _entry(element: etree._Element, number: str, file: str) -> Entry:
    names = children(element, "nameAlias")
    english = [name for name in names if name.get("nameLanguage", "") in {"", "EN"}]
    whole = next((_whole(name) for name in (*english, *names) if _whole(name)), "")
    regulations = children(element, "regulation")
    basis = ", ".join(_act(regulation) for regulation in regulations)
    subject = next((part.get("code", "") for part in children(element, "subjectType")), "")
    facts = {
        "name": whole,
        "aliases": ", ".join(sorted({_whole(name) for name in names} - {"", whole})),
        "type": subject,
        "regulation": basis,
        "remark": "; ".join((part.text or "").strip() for part in children(element, "remark")),
    }
    return Entry(
        number, whole, ACTOR, PARTY, facts, Place(file, line_of(element)),
        since=_first_day(element), basis=basis,
    )  # fmt: skip


def _whole(name: etree._Element) -> str:
    return " ".join(name.get("wholeName", "").split())


def _act(regulation: etree._Element) -> str:
    programme = regulation.get("programme", "")
    number = regulation.get("numberTitle", "")
    return f"{number} ({programme})" if programme else number


def _first_day(element: etree._Element) -> date | None:
    """Its designation; else the earliest day among its regulations and those of a part of it."""
    if designated := iso_day(element.get("designationDate", "")):
        return designated
    regulations = children(element, "regulation")
    known = {part.get("numberTitle") for part in regulations}
    named = [part for part in element.iter() if local(part) == "regulationSummary"]
    days = [part.get("entryIntoForceDate") or part.get("publicationDate") for part in regulations]
    days += [part.get("publicationDate") for part in named if part.get("numberTitle") not in known]
    return min(filter(None, (iso_day(written or "") for written in days)), default=None)
