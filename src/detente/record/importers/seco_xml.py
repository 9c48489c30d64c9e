"""Switzerland's list as XML (SECO, `swiss-sanctions-list`), by the ids of its targets.

A target tells when it was listed and, where it was taken off, when that was. The file's own day is
the `date` of its root.
"""

from datetime import date

from lxml import etree

from detente.errors import Place
from detente.record.importers.dates import day_in_name, iso_day
from detente.record.importers.model import Entry, Imported, Ledger, Listing
from detente.record.importers.uk_xml import fault_of
from detente.record.importers.xml_safely import children, elements, line_of, local
from detente.record.opening import Opened

FORMAT = "seco-xml"
ROOT = "swiss-sanctions-list"
ACTOR, PARTY, TITLE = "Switzerland (SECO)", "CH", "Swiss sanctions list"
_KINDS = ("individual", "entity", "object")


def read_seco_xml(opened: Opened) -> Imported:
    """The list; a target without id or name is reported and skipped."""
    ledger, entries, unread = Ledger(opened.file), dict[str, Entry](), set[str]()
    on, programmes = day_in_name(opened.path.name), dict[str, str]()
    for element in elements(opened, {ROOT, "sanctions-program", "target"}):
        if local(element) == ROOT:
            on = iso_day(element.get("date", "")) or on
        elif local(element) == "sanctions-program":
            name = next(iter(_texts(element, "program-key", lang="eng")), "")
            programmes |= {
                part.get("ssid", ""): name for part in children(element, "sanctions-set")
            }
        else:
            entry = _entry(element, programmes, opened.file)
            fault = fault_of(entry, entries)
            if fault:
                ledger.broken(line_of(element), fault)
                unread.update({entry.id} - {*entries, ""})
            else:
                entries[entry.id] = entry
    broken = len(ledger.problems)
    listing = Listing(TITLE, on, entries, frozenset(unread), broken=broken)
    return Imported(FORMAT, (), listing, tuple(ledger.problems))


def _entry(element: etree._Element, programmes: dict[str, str], file: str) -> Entry:
    sets = _texts(element, "sanctions-set-id")
    basis = ", ".join(sorted({programmes.get(key, "") for key in sets} - {""}))
    kind = next((one for one in element if local(one) in _KINDS), None)
    names = _names(kind) if kind is not None else []
    since, until = (_day(element, what) for what in ("listed", "de-listed"))
    facts = {
        "name": names[0] if names else "",
        "aliases": "; ".join(sorted({*names[1:]} - {*names[:1]})),
        "type": local(kind) if kind is not None else "",
        "programme": basis,
        "taken off": str(until or ""),
    }
    return Entry(
        element.get("ssid", ""), facts["name"], ACTOR, PARTY, facts,
        Place(file, line_of(element)), since=since, until=until, basis=basis,
    )  # fmt: skip


def _names(kind: etree._Element) -> list[str]:
    """Every name, that of the main identity first."""
    identities = sorted(children(kind, "identity"), key=lambda one: one.get("main") != "true")
    named = [name for one in identities for name in children(one, "name")]
    wholes = (_whole(name) for name in named)
    return [whole for whole in wholes if whole]


def _whole(name: etree._Element) -> str:
    parts = sorted(children(name, "name-part"), key=lambda part: int(_order(part)))
    return " ".join(" ".join(" ".join(_texts(part, "value")[:1]) for part in parts).split())


def _order(part: etree._Element) -> str:
    order = part.get("order", "")
    return order if order.isascii() and order.isdecimal() and len(order) < 9 else "0"


def _day(element: etree._Element, what: str) -> date | None:
    """When a target was last listed, or taken off since."""
    dated = [
        (day, one.get("modification-type"))
        for one in children(element, "modification")
        if (day := iso_day(one.get("effective-date") or one.get("publication-date") or ""))
    ]
    on = max((day for day, done in dated if done == what), default=None)
    listed = max((day for day, done in dated if done == "listed"), default=None)
    return None if what != "listed" and on and listed and listed > on else on


def _texts(element: etree._Element, name: str, lang: str = "") -> list[str]:
    found = [one for one in children(element, name) if not lang or one.get("lang") == lang]
    return [(one.text or "").strip() for one in found]
