"""GDELT 2 events: 61 cells a line, set apart by tabs although the file is called CSV, no head.

Events are coded by machine from the news, so every deed of it is `unchecked`, and one event may
stand in many lines. CAMEO codes that are words (statements, appeals, demands, refusals, protest)
are no deeds and are set aside, counted. `record/data/cameo.csv` holds which code stands on which
rung and instrument; the longest code that fits decides.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from detente.errors import Place
from detente.record.importers.dates import day
from detente.record.importers.model import Imported, Ledger, deed, in_order
from detente.record.model import RUNGS, Deed, Rung
from detente.record.opening import Opened

FORMAT = "gdelt"
CELLS = 61
_ID, _DAY, _ACTOR, _COUNTRY, _OTHER, _CODE, _MENTIONS = 0, 1, 6, 7, 16, 26, 31
_PLACE, _SOURCE = 52, 60
_PARTIES = {
    "USA": "US", "RUS": "RU", "UKR": "UA", "EUR": "EU", "GBR": "UK", "DEU": "DE", "FRA": "FR",
    "ITA": "IT", "POL": "PL", "TUR": "TR", "CHN": "CN", "SAU": "SA", "ARE": "AE", "QAT": "QA",
    "HUN": "HU", "SVK": "SK", "BLR": "BY", "IRN": "IR", "ISR": "IL", "VEN": "VE", "SRB": "RS",
    "BIH": "BA", "HRV": "HR", "PRK": "KP", "KOR": "KR", "CUB": "CU", "SYR": "SY", "IND": "IN",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Coded:
    """What a CAMEO code says was done, and how far that went."""

    rung: Rung
    instrument: str
    act: str


@cache
def cameo() -> Mapping[str, Coded]:
    """The codes that are deeds."""
    text = (files("detente.record") / "data" / "cameo.csv").read_text(encoding="utf-8")
    rungs: dict[str, Rung] = {str(rung): rung for rung in RUNGS}
    return {
        row["code"]: Coded(rungs[row["rung"]], row["instrument"], row["act"])
        for row in csv.DictReader(text.splitlines())
    }


def read_gdelt(opened: Opened) -> Imported:
    """A deed for each event that is one; a row with the wrong cells is reported and skipped."""
    ledger, deeds = Ledger(opened.file), []
    for line in opened.lines():
        row = line.text.rstrip("\r\n").split("\t")
        if not line.text.strip():
            continue
        if len(row) != CELLS:
            ledger.broken(line.number, f"has {len(row)} cells, not {CELLS}")
            continue
        done = _deed(row, Place(opened.file, line.number), ledger)
        deeds += [done] if done else []
    return Imported(FORMAT, in_order(deeds), None, tuple(ledger.problems), dict(ledger.aside))


def _deed(row: list[str], place: Place, ledger: Ledger) -> Deed | None:
    on, code = day(row[_DAY], "%Y%m%d"), row[_CODE]
    if on is None or not code.isdecimal():
        fault = f'"{row[_DAY][:20]}" is no day' if on is None else f'"{code[:20]}" is no CAMEO code'
        ledger.broken(place.line, fault)
        return None
    coded = next((cameo()[code[:n]] for n in (4, 3, 2) if code[:n] in cameo()), None)
    if coded is None:
        ledger.skip("is words, not a deed")
        return None
    if not row[_COUNTRY]:
        ledger.skip("does not say which country acted")
        return None
    whom = f" towards {row[_OTHER].title()}" if row[_OTHER] else ""
    return deed(
        "GDELT", row[_ID],
        on=on, actor=row[_ACTOR].title() or row[_COUNTRY],
        party=_PARTIES.get(row[_COUNTRY], row[_COUNTRY]), instrument=coded.instrument,
        act=coded.act + whom, rung=coded.rung,
        detail=f"CAMEO {code}; {row[_PLACE]}; {row[_MENTIONS]} mentions; coded by machine",
        source=row[_SOURCE] or "GDELT", evidence="unchecked", place=place,
    )  # fmt: skip
