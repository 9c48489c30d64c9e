"""Spells of peace and of relief, read from the data sets that may not ship, with their traits.

UCDP and our own catalogue of relief are CSV; Fortna's file is in Stata's format and EUSANCT's in
the old one of Excel, which need pandas and xlrd (extra `fit`).
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

from detente.errors import MissingExtraError

UCDP = "history/ucdp_peace_agreements_22.1.csv"
UCDP_ENDS = date(2021, 12, 31)
FORTNA = "history/fortna_pk_pkept.dta"
EUSANCT = "history/EUSANCT_case_level.xls"
EUSANCT_ENDS = 2016  # the first year of which it knows nothing whole
RELIEF_YEARS = 10  # relief is followed for as long as the tables run
SENDERS = ("EU", "UN", "US")
_UCDP_KINDS = {"1": "full", "2": "partial", "3": "process"}
_UCDP_YES_NO = {"pko": "peacekeepers", "co_impl": "commission", "cease": "ceasefire"}
_BETWEEN_STATES = re.compile(r"Government of [^,-]+ - Government of ")


@dataclass(frozen=True, slots=True)
class Spell:
    """One stretch of peace or relief under observation, in days from its start.

    A case whose traits change is cut into several, each entering where the last one left.
    """

    case: str
    group: str  # a conflict, a target: what shares one fate
    enter: int
    leave: int
    failed: bool
    traits: Mapping[str, str]
    numbers: Mapping[str, float] = field(default_factory=dict)  # what else a model may control for


def ucdp_spells(data: Path) -> Iterator[Spell]:
    """Peace agreements of 1975 to 2021; what has no usable end is left out."""
    for row in read_csv(data / UCDP):
        failed = row["ended"] == "True"
        if failed and not row["duration"]:
            continue
        end = date.fromisoformat(row["duration"]) if failed else UCDP_ENDS
        days = (end - date.fromisoformat(row["pa_date"])).days
        if days > 0:
            extra = {name: float(row[name]) for name in ("ddr", "intarmy")}
            traits = _ucdp_traits(row)
            yield Spell(row["paid"], row["conflict_id"], 0, days, failed, traits, extra)


def _ucdp_traits(row: Mapping[str, str]) -> dict[str, str]:
    yes_no = {trait: row[name] == "1" for name, trait in _UCDP_YES_NO.items()}
    yes_no["third-party"] = bool(row["pa_3rd"].strip())
    traits = {trait: "yes" if present else "no" for trait, present in yes_no.items()}
    between = _BETWEEN_STATES.match(row["dyad_name"])
    over = {"1": "territory", "2": "government"}.get(row["incompatibility"], "both")
    kind = _UCDP_KINDS[row["pa_type"]]
    return {"class": kind, "war": "between-states" if between else "civil", "over": over, **traits}


def fortna_spells(data: Path) -> Iterator[Spell]:
    """Ceasefires in civil wars that ended after the Cold War, cut as peacekeepers come and go."""
    table = _extra("pandas").read_stata(data / FORTNA, convert_categoricals=False)
    for row in table[table["pcw"] == 1].to_dict("records"):
        kind = "treaty" if row["treaty"] == 1 else "truce" if row["truce"] == 1 else "victory"
        keeping = "yes" if row["pk_dum"] == 1 else "no"
        traits = {"class": kind, "war": "civil", "peacekeepers": keeping}
        numbers = {"ever": float(row["pk_dumC"]), **_war_numbers(row)}
        enter, leave = int(row["_t0"]), int(row["_t"])
        yield Spell(str(row["id"]), row["cluster"], enter, leave, row["_d"] == 1, traits, numbers)


def _war_numbers(row: Mapping[str, Any]) -> dict[str, float]:
    """What made the peace hard to keep, known before peacekeepers were sent."""
    return {
        "cost of the war": float(row["logcost"]),
        "income per head": float(row["gdpcap"]) / 1000,
        "contraband": float(row["contraband"]),
        "mountains": float(row["lmtnest"]),
    }


def relief_spells(catalogue: Iterable[Mapping[str, str]]) -> Iterator[Spell]:
    """Relief that took effect, from our own catalogue; a target is one group."""
    horizon = round(RELIEF_YEARS * 365.25)
    for row in catalogue:
        days = int(row["days"])
        failed = row["reversal"] != "none" and days <= horizon
        named = [sender for sender in SENDERS if re.search(rf"\b{sender}\b", row["sender"])]
        traits = {"class": "relief", "sender": named[0] if len(named) == 1 else "several"}
        yield Spell(row["id"], row["target"], 0, min(days, horizon), failed, traits)


def sanction_years(data: Path, sender: str) -> tuple[list[float], list[bool]]:
    """Years that sanctions of one sender were in force, and whether they ended in the data.

    Only years are known: a spell lasts from the middle of one to the middle of another.
    """
    sheet = _extra("xlrd").open_workbook(str(data / EUSANCT)).sheet_by_index(0)
    rows = [
        dict(zip(sheet.row_values(0), sheet.row_values(k), strict=True))
        for k in range(1, sheet.nrows)
    ]
    imposed = [row for row in rows if row[f"imposition{sender}"] == 1]
    ends = [row[f"endyear{sender}"] for row in imposed]
    ended = [isinstance(end, float) for end in ends]  # a blank cell or a dot is text
    starts = [row[f"imposition{sender}_year"] for row in imposed]
    last = [end if known else EUSANCT_ENDS for end, known in zip(ends, ended, strict=True)]
    return [end - start + 0.5 for start, end in zip(starts, last, strict=True)], ended


def shipped_episodes() -> Path:
    """The catalogue of relief that ships."""
    return Path(str(files("detente.durability") / "data" / "relief_episodes.csv"))


def read_csv(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _extra(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingExtraError(name, "fit") from error
