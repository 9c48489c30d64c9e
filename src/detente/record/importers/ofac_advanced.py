"""The OFAC list of Specially Designated Nationals in its advanced XML (`sdn_advanced.xml`).

It tells what the shorter forms do not: the day on which a party came onto the list. Parties have
the numbers of the shorter forms, so that lists of either form may be compared; names are put
together otherwise there and are not compared.
"""

from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from detente.errors import Place
from detente.record.importers.dates import day_in_name
from detente.record.importers.model import Entry, Imported, Ledger, Listing
from detente.record.importers.ofac_csv import ACTOR, PARTY, TITLE
from detente.record.importers.xml_safely import child, children, elements, line_of, local
from detente.record.opening import Opened

FORMAT = "ofac-advanced"
_SDN = "SDN List"
_WANTED = ("DateOfIssue", "List", "DistinctParty", "SanctionsEntry")


@dataclass(slots=True)
class _Read:
    """What was met so far."""

    on: date | None
    lists: dict[str, str] = field(default_factory=dict)
    parties: dict[str, tuple[str, str]] = field(default_factory=dict)  # profile -> number, name
    titles: set[str] = field(default_factory=set)


def read_ofac_advanced(opened: Opened) -> Imported:
    """The list; an entry of nobody, or of nobody with a name, is reported and skipped."""
    ledger, entries, unread = Ledger(opened.file), dict[str, Entry](), set[str]()
    read = _Read(day_in_name(opened.path.name))
    for element in elements(opened, _WANTED):
        if local(element) != "SanctionsEntry":
            _take(read, element)
            continue
        number, name = read.parties.get(element.get("ProfileID", ""), ("", ""))
        if not number or not name or number in entries:
            ledger.broken(line_of(element), _fault(element, number, name))
            unread.update({number} - {*entries, ""})
        else:
            entries[number] = _entry(element, number, name, opened.file)
            read.titles.add(read.lists.get(element.get("ListID", ""), _SDN))
    others = sorted(read.titles - {_SDN})
    title = f"OFAC {', '.join(others)}" if others else TITLE
    broken = len(ledger.problems)
    listing = Listing(title, read.on, entries, frozenset(unread), broken=broken)
    return Imported(FORMAT, (), listing, tuple(ledger.problems))


def _take(read: _Read, element: etree._Element) -> None:
    kind = local(element)
    if kind == "DateOfIssue":
        read.on = _day(element) or read.on
    elif kind == "List":
        read.lists[element.get("ID", "")] = (element.text or "").strip() or _SDN
    else:
        for profile in children(element, "Profile"):
            name = _name(profile)
            read.parties[profile.get("ID", "")] = (element.get("FixedRef", ""), name)


def _fault(element: etree._Element, number: str, name: str) -> str:
    if not number:
        return f'is of a party that is not there ("{element.get("ProfileID", "")[:20]}")'
    return f"entry {number} stands here a second time" if name else f"entry {number} has no name"


def _name(profile: etree._Element) -> str:
    """The first primary name of the primary identity, part by part."""
    aliases = [
        alias
        for identity in sorted(children(profile, "Identity"), key=_secondary)
        for alias in sorted(children(identity, "Alias"), key=_secondary)
    ]
    for alias in aliases:
        words = (part.text or "" for part in alias.iter() if local(part) == "NamePartValue")
        if whole := " ".join(" ".join(words).split()):
            return whole
    return ""


def _secondary(element: etree._Element) -> bool:
    return element.get("Primary") != "true"


def _entry(element: etree._Element, number: str, name: str, file: str) -> Entry:
    days = [_day(part) for event in children(element, "EntryEvent") for part in event]
    programmes = {child(one, "Comment") for one in children(element, "SanctionsMeasure")} - {""}
    basis = ", ".join(sorted(programmes))
    facts = {"full name": name} | ({"programmes": basis} if basis else {})
    return Entry(
        number, name, ACTOR, PARTY, facts, Place(file, line_of(element)),
        since=min(filter(None, days), default=None), basis=basis,
    )  # fmt: skip


def _day(element: etree._Element) -> date | None:
    try:
        return date(*(int(child(element, part)) for part in ("Year", "Month", "Day")))
    except (ValueError, OverflowError):
        return None
