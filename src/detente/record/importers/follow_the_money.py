"""OpenSanctions in FollowTheMoney JSON lines: one entity a line, or nested with its sanctions.

A `Sanction` names whom it is upon, by what authority, and often since when. A day of listing given
as a mere year or month is none, and the sanction is set aside.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from detente.errors import Place
from detente.record.importers.dates import day_in_name, iso_day
from detente.record.importers.model import Entry, Imported, Ledger, Listing
from detente.record.opening import Opened

FORMAT = "ftm-json"
TITLE = "OpenSanctions"
_OFFICES = {"gb": "UK", "zz": "OTHER"}  # else the office's country, in capitals
_FACTS = ("program", "programId", "status", "reason", "listingDate", "startDate", "endDate")


@dataclass(slots=True)
class _Read:
    ledger: Ledger
    captions: dict[str, str] = field(default_factory=dict)
    sanctions: dict[str, tuple[Mapping[str, Any], int]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)


def read_ftm(opened: Opened) -> Imported:
    """Every sanction as an entry; a line that is no entity is reported and skipped."""
    read = _Read(Ledger(opened.file))
    for line in opened.whole_lines():
        _take(read, line.number, line.text)
    entries = dict(_entries(read, opened.file))
    ledger, on = read.ledger, day_in_name(opened.path.name)
    listing = Listing(TITLE, on, entries, frozenset(read.unread), broken=len(ledger.problems))
    return Imported(FORMAT, (), listing, tuple(ledger.problems), dict(ledger.aside))


def _take(read: _Read, number: int, text: str) -> None:
    if not text.strip():
        return
    try:
        found = json.loads(text)
        key, schema = str(found["id"]), str(found["schema"])
        told = {name: [*values] for name, values in found["properties"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        read.ledger.broken(number, "is no FollowTheMoney entity (id, schema, properties)")
        return
    if schema == "Sanction":
        read.sanctions[key] = (found, number)
        return
    read.captions[key] = str(found.get("caption") or next(iter(told.get("name", [])), key))
    for nested in told.get("sanctions", []):
        if isinstance(nested, dict) and isinstance(nested.get("properties"), dict):
            whole = {**nested, "datasets": nested.get("datasets") or found.get("datasets")}
            whole["properties"] = {**nested["properties"], "entity": [key]}
            read.sanctions[str(nested.get("id"))] = (whole, number)


def _entries(read: _Read, file: str) -> Iterator[tuple[str, Entry]]:
    for key, (sanction, line) in read.sanctions.items():
        told = {
            name: [str(value if not isinstance(value, dict) else value.get("id")) for value in all_]
            for name, all_ in sanction["properties"].items()
            if isinstance(all_, list)
        }
        upon = next(iter(told.get("entity", [])), "")
        authority = next(iter(told.get("authority", [])), "")
        party = _party(sanction, told)
        if not upon or not authority or not party:
            lacks = "whom it is upon" if not upon else "its authority"
            read.ledger.broken(line, f"sanction {key} does not tell {lacks}")
            read.unread.add(key)
            continue
        name = read.captions.get(upon, upon)
        facts = {"name": name} | {fact: ", ".join(sorted(told.get(fact, []))) for fact in _FACTS}
        yield key, Entry(
            key, name, authority, party, facts, Place(file, line),
            since=_day(told, "listingDate") or _day(told, "startDate"),
            until=_day(told, "endDate"),
            basis=", ".join(sorted(told.get("program", []))),
        )  # fmt: skip


def _party(sanction: Mapping[str, Any], told: Mapping[str, list[str]]) -> str:
    datasets = sanction.get("datasets") or []
    code = next(iter(told.get("country", [])), "") or str(next(iter(datasets), "")).split("_")[0]
    return _OFFICES.get(code.lower(), code.upper())


def _day(told: Mapping[str, list[str]], name: str) -> Any:
    return min(filter(None, map(iso_day, told.get(name, []))), default=None)
