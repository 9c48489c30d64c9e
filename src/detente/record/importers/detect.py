"""Which of the known formats a file is in, by what stands at its beginning."""

import csv
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from detente.case.hints import nearest
from detente.record.importers.eu_xml import read_eu_xml
from detente.record.importers.federal_register import read_federal_register
from detente.record.importers.follow_the_money import read_ftm
from detente.record.importers.gdelt import CELLS as GDELT_CELLS
from detente.record.importers.gdelt import read_gdelt
from detente.record.importers.kinds import known, shape
from detente.record.importers.model import Imported
from detente.record.importers.ofac_actions import read_ofac_actions
from detente.record.importers.ofac_advanced import read_ofac_advanced
from detente.record.importers.ofac_csv import CELLS as SDN_CELLS
from detente.record.importers.ofac_csv import read_ofac_csv
from detente.record.importers.ofac_xml import read_ofac_xml
from detente.record.importers.pax import NEEDED, read_pax
from detente.record.importers.seco_xml import ROOT as SECO
from detente.record.importers.seco_xml import read_seco_xml
from detente.record.importers.uk_conlist import is_conlist, read_conlist
from detente.record.importers.uk_xml import read_uk_xml
from detente.record.opening import Opened, refusal

_ACTIONS = re.compile(r"(?is)(added to|deletions|removed from|changes)\b.{0,80}\bSDN\b")
_LINES = 20  # looked at, in case the first is broken


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its name, how it is told, and how it is read."""

    name: str
    fits: Callable[[str], bool]
    read: Callable[[Opened], Imported]


def _root(head: str, name: str) -> bool:
    return bool(re.search(rf"<(\w+:)?{name}[\s/>]", head[:4000]))


def _rows(head: str, cells: int, separator: str) -> bool:
    """Whether most of the first lines have so many cells, and begin with a number."""
    lines = [line for line in head.splitlines()[:_LINES] if line.strip("\x1a ")]
    fitting = 0
    for line in lines:
        row = line.split("\t") if separator == "\t" else next(csv.reader([line]), [])
        fitting += len(row) == cells and row[0].strip().isdecimal()
    return bool(lines) and 2 * fitting > len(lines)


def _ftm(head: str) -> bool:
    for line in head.splitlines()[:_LINES]:
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            continue
        return isinstance(found, dict) and {"id", "schema", "properties"} <= {*found}
    return head.lstrip().startswith("{") and '"schema"' in head and '"properties"' in head


def _register(head: str) -> bool:
    return head.lstrip()[:1] in {"{", "["} and '"document_number"' in head


def _pax(head: str) -> bool:
    names = {name.strip('"\ufeff ') for name in head.split("\n", 1)[0].strip().split(",")}
    return {*NEEDED} <= names


def _advanced(head: str) -> bool:
    return _root(head, "Sanctions") and bool(re.search(r"<(\w+:)?DateOfIssue\b", head[:4000]))


FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format("ofac-xml", lambda head: _root(head, "sdnList"), read_ofac_xml),
        Format("ofac-advanced", _advanced, read_ofac_advanced),
        Format("uk-xml", lambda head: _root(head, "Designations"), read_uk_xml),
        Format("uk-conlist", is_conlist, read_conlist),
        Format("seco-xml", lambda head: _root(head, SECO), read_seco_xml),
        Format("eu-xml", lambda h: _root(h, "export") and "sanctionEntity" in h, read_eu_xml),
        Format("federal-register", _register, read_federal_register),
        Format("ftm-json", _ftm, read_ftm),
        Format("pax", _pax, read_pax),
        Format("gdelt", lambda head: _rows(head, GDELT_CELLS, "\t"), read_gdelt),
        Format("ofac-csv", lambda head: _rows(head, SDN_CELLS, ","), read_ofac_csv),
        Format("ofac-actions", lambda head: bool(_ACTIONS.search(head)), read_ofac_actions),
    )
}


def format_of(opened: Opened, named: str = "") -> Format:
    """The format asked for, or the one that the content shows.

    A file that shows another format than the one asked for is refused.
    """
    head = opened.head()
    found = next((one for one in FORMATS.values() if one.fits(head)), None)
    if named:
        if named not in FORMATS:
            remedy = nearest(named, [*FORMATS])
            raise refusal(opened.file, f'"{named}" is no format', remedy)
        asked = FORMATS[named]
        if found is not None and not asked.fits(head):
            reason = f"is no {named}; it looks like {found.name}"
            remedy = f"name no format, or {found.name}"
            raise refusal(opened.file, reason, remedy, by="as")
        if found is None:
            _refuse_known(opened, head)
        return asked
    if found is not None:
        return found
    _refuse_known(opened, head)
    remedy = f"name its format, one of {', '.join(FORMATS)}"
    if not head.strip("\x1a \r\n\t\ufeff"):
        raise refusal(opened.file, "is empty", remedy, by="as")
    reason = f"is in no known format (it looks like {shape(head)})"
    raise refusal(opened.file, reason, remedy, by="as")


def look(head: str) -> str:
    """What a file looks like, in words."""
    found = next((one.name for one in FORMATS.values() if one.fits(head)), "")
    return found or shape(head)


def _refuse_known(opened: Opened, head: str) -> None:
    kind = known(head)
    if kind is not None:
        raise refusal(opened.file, f"is {kind.what}; it is not read", kind.remedy)
