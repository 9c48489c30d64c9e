"""Documents of the US Federal Register as its API gives them: one, or a page of results.

A proposed rule announces. A rule is in force from the day it says (`effective_on`, else the day of
publication). Executive orders, proclamations, determinations and the notices by which a President
continues an emergency are in force when signed; a memorandum charges somebody, so it mandates. Any
other notice only announces what was done elsewhere.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from detente.errors import Place
from detente.record.importers.dates import iso_day
from detente.record.importers.model import LISTINGS, Imported, Ledger, deed, in_order
from detente.record.model import Deed, Rung
from detente.record.opening import Opened, refusal

FORMAT = "federal-register"
MOST_BYTES = 50_000_000
_MANDATES = frozenset({"memorandum"})
_KINDS: Mapping[str, Rung] = {
    "rule": "in-force", "proposed rule": "announced", "notice": "announced",
}  # fmt: skip


def read_federal_register(opened: Opened) -> Imported:
    """A deed for each document; one without number, type or day is reported and skipped."""
    ledger, deeds = Ledger(opened.file), []
    text = _text(opened)
    for document in _documents(opened, text):
        number = str(document.get("document_number") or "")
        line = text.count("\n", 0, text.find(number)) + 1 if number else None
        done = _deed(document, number, Place(opened.file, line), ledger)
        deeds += [done] if done else []
    return Imported(FORMAT, in_order(deeds), None, tuple(ledger.problems), dict(ledger.aside))


def _text(opened: Opened) -> str:
    if opened.size > MOST_BYTES:
        raise refusal(opened.file, "is longer than 50 MB", "ask the API for fewer documents a page")
    with opened.text() as stream:
        return stream.read()


def _documents(opened: Opened, text: str) -> list[Mapping[str, Any]]:
    try:
        found = json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", None)
        raise refusal(opened.file, "is no JSON", "fetch the file again", line) from None
    except RecursionError:
        raise refusal(opened.file, "nests too deeply", "fetch the file again") from None
    listed = found.get("results", [found]) if isinstance(found, dict) else found
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _deed(document: Mapping[str, Any], number: str, place: Place, ledger: Ledger) -> Deed | None:
    kind = str(document.get("type") or "").lower()
    rung, title = _rung(kind, document), str(document.get("title") or "")
    on = _day(document, kind)
    lacks = (not number and "number") or (not title and "title") or (not rung and "known type")
    if lacks or on is None or rung is None:
        ledger.broken(place.line, f"document {number or '?'} has no {lacks or 'day'}")
        return None
    agencies = [str(a.get("name")) for a in document.get("agencies") or [] if isinstance(a, dict)]
    return deed(
        "FR", number,
        on=on, actor=agencies[0] if agencies else "United States", party="US",
        instrument=LISTINGS, act=title, rung=rung,
        detail=str(document.get("action") or document.get("subtype") or kind),
        source=str(document.get("html_url") or document.get("citation") or f"FR {number}"),
        evidence="checked", place=place,
    )  # fmt: skip


def _rung(kind: str, document: Mapping[str, Any]) -> Rung | None:
    if kind == "presidential document":
        subtype = str(document.get("subtype") or "").lower()
        return "mandated" if subtype in _MANDATES else "in-force"
    return _KINDS.get(kind)


def _day(document: Mapping[str, Any], kind: str) -> date | None:
    order = {
        "presidential document": ("signing_date", "publication_date"),
        "rule": ("effective_on", "publication_date"),
    }.get(kind, ("publication_date",))
    days = (iso_day(str(document.get(name) or "")) for name in order)
    return next(filter(None, days), None)
