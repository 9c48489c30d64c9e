"""The shipped tables of history made again, byte for byte, from the data sets that may not ship.

Reads `history/ucdp_peace_agreements_22.1.csv` and `history/fortna_pk_pkept.dta` under the data
folder (DETENTE_DATA) and our own `relief_episodes.csv`, and writes `reference_classes.csv` and
`relief_reversals.csv`. Fortna's file is in Stata's format and needs pandas (extra `fit`).
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import betaincinv, gammaincinv

from detente.durability.kaplan_meier import grouped_interval, kaplan_meier, read_curve
from detente.errors import InputError, MissingExtraError, Place, Problem

MONTHS = (0, 1, 2, 3, 6, 9, 12, 18, 24, 36, 48, 60, 84, 120)
DAYS_A_MONTH = 365.25 / 12
UCDP = "history/ucdp_peace_agreements_22.1.csv"
UCDP_ENDS = date(2021, 12, 31)
FORTNA = "history/fortna_pk_pkept.dta"
RELIEF_YEARS = 10  # relief is followed for as long as the tables run


@dataclass(frozen=True, slots=True)
class Spell:
    """One stretch of peace or relief under observation, in days from its start."""

    case: str
    group: str
    kind: str
    enter: int
    leave: int
    failed: bool


@dataclass(frozen=True, slots=True)
class Dataset:
    """Where spells come from, and what had to be assumed to read them."""

    name: str
    source: str
    assumption: str


UCDP_SET = Dataset(
    "ucdp",
    "UCDP Peace Agreement Dataset 22.1 (CC BY 4.0), 1975-2021; estimates by detente",
    "Assumption: an agreement with no recorded end is read as still holding on 2021-12-31; "
    "of 374, 5 that ended on an unknown day and 1 dated as ended before signature are left out.",
)
FORTNA_SET = Dataset(
    "fortna",
    "Fortna, peacekeeping and the duration of peace after civil war, to 2004; estimates by detente",
    "Assumption: war had not resumed in a ceasefire still standing on 2004-12-31; a ceasefire cut "
    "into rows as peacekeepers come and go counts once, each row entering at its own start.",
)
RELIEF_SET = Dataset(
    "relief",
    "catalogue of relief episodes shipped with detente (relief_episodes.csv)",
    "Assumption: the catalogue was picked by hand, so its rates say more about famous cases than "
    "about all relief; relief is followed for at most ten years; why it ended is our judgement.",
)

CLASSES: tuple[tuple[str, str, Dataset, Callable[[Spell], bool]], ...] = (
    ("ucdp-all", "peace agreements of all kinds", UCDP_SET, lambda _: True),
    ("ucdp-full", "full peace agreements", UCDP_SET, lambda s: s.kind == "full"),
    ("ucdp-partial", "partial peace agreements", UCDP_SET, lambda s: s.kind == "partial"),
    ("ucdp-process", "agreements on a peace process", UCDP_SET, lambda s: s.kind == "process"),
    ("fortna-all", "civil-war ceasefires after 1989", FORTNA_SET, lambda _: True),
    ("fortna-treaty", "... ended by treaty", FORTNA_SET, lambda s: s.kind == "treaty"),
    ("fortna-truce", "... ended by truce", FORTNA_SET, lambda s: s.kind == "truce"),
    ("relief-opened", "sanctions relief that took effect", RELIEF_SET, lambda _: True),
)


def fit_history(data: Path, out: Path, episodes: Path | None = None) -> None:
    """Write both tables of history to `out`; `episodes` replaces the shipped relief catalogue."""
    _require(data / UCDP, data / FORTNA)
    catalogue = _read_csv(episodes or _shipped_episodes())
    spells = {
        "ucdp": list(_ucdp_spells(_read_csv(data / UCDP))),
        "fortna": list(_fortna_spells(data / FORTNA)),
        "relief": list(_relief_spells(catalogue)),
    }
    out.mkdir(parents=True, exist_ok=True)
    _write_csv(
        out / "reference_classes.csv",
        "id,dataset,description,n,failures,groups,month,survival,low,high,spell_low,spell_high,"
        "source,evidence,assumption",
        _class_rows(spells),
    )
    _write_csv(
        out / "relief_reversals.csv",
        "id,description,n,events,exposure,unit,value,low,high,source,evidence,assumption",
        _reversal_rows(catalogue, spells["relief"]),
    )


def _ucdp_spells(rows: Iterable[dict[str, str]]) -> Iterator[Spell]:
    kinds = {"1": "full", "2": "partial", "3": "process"}
    for row in rows:
        failed = row["ended"] == "True"
        if failed and not row["duration"]:
            continue
        end = date.fromisoformat(row["duration"]) if failed else UCDP_ENDS
        days = (end - date.fromisoformat(row["pa_date"])).days
        if days > 0:
            kind = kinds[row["pa_type"]]
            yield Spell(row["paid"], row["conflict_id"], kind, 0, days, failed)


def _fortna_spells(path: Path) -> Iterator[Spell]:
    table = _pandas().read_stata(path, convert_categoricals=False)
    for row in table[table["pcw"] == 1].itertuples():  # wars that ended after the Cold War
        kind = "treaty" if row.treaty == 1 else "truce" if row.truce == 1 else "victory"
        # pandas renames columns that begin with an underscore; the names are Stata's own.
        enter, leave, failed = (table.at[row.Index, name] for name in ("_t0", "_t", "_d"))
        yield Spell(str(row.id), row.cluster, kind, int(enter), int(leave), failed == 1)


def _relief_spells(catalogue: Iterable[dict[str, str]]) -> Iterator[Spell]:
    horizon = round(RELIEF_YEARS * 365.25)
    for row in catalogue:
        days = int(row["days"])
        reversed_in_time = row["reversal"] != "none" and days <= horizon
        group = row["target"]
        yield Spell(row["id"], group, row["cause"], 0, min(days, horizon), reversed_in_time)


def _class_rows(spells: dict[str, list[Spell]]) -> Iterator[Sequence[object]]:
    for name, description, dataset, belongs in CLASSES:
        members = [spell for spell in spells[dataset.name] if belongs(spell)]
        full = description.replace("...", "civil-war ceasefires after 1989,")
        counts = (
            len({spell.case for spell in members}),
            sum(spell.failed for spell in members),
            len({spell.group for spell in members}),
        )
        for month, figures in zip(MONTHS, _curve(members), strict=True):
            values = [f"{figure:.6f}" for figure in figures]
            head = (name, dataset.name, full, *counts, month)
            yield (*head, *values, dataset.source, "computed", dataset.assumption)


def _curve(members: Sequence[Spell]) -> list[tuple[float, ...]]:
    """Survival, interval by groups, interval by spells at each of MONTHS."""
    enter, leave, failed, groups = (
        np.array([getattr(spell, field) for spell in members])
        for field in ("enter", "leave", "failed", "group")
    )
    at = np.array(MONTHS) * DAYS_A_MONTH
    survival, low, high = read_curve(kaplan_meier(leave, failed, enter), at)
    grouped = grouped_interval(leave, failed, enter, groups, at)
    return [tuple(map(float, row)) for row in zip(survival, *grouped, low, high, strict=True)]


def _reversal_rows(
    catalogue: Sequence[dict[str, str]], spells: Sequence[Spell]
) -> Iterator[Sequence[object]]:
    """Three hazards and a share; the hazard is taken as constant, the intervals are exact."""
    ends = [row["cause"] for row in catalogue if row["reversal"] != "none"]
    turnovers = ends.count("turnover")
    years = sum(spell.leave for spell in spells) / 365.25
    lives = sum(spell.leave for spell in spells if spell.failed) / 365.25
    everything = "all relief that took effect"
    yield _hazard_row("reversal", f"reversal for any cause, {everything}", spells, len(ends), years)
    text = f"reversal by sender turnover, no breach, {everything}"
    yield _hazard_row("turnover", text, spells, turnovers, years)
    yield _hazard_row(
        "turnover-if-reversed",
        "reversal by sender turnover, no breach, among relief that was reversed: an upper reading",
        [spell for spell in spells if spell.failed],
        turnovers,
        lives,
    )
    low, high = clopper_pearson(turnovers, len(ends))
    text = "share of reversals that were sender turnover with no breach"
    head = ("turnover-share", text, len(ends), turnovers, f"{len(ends):.6f}", "share")
    yield (*head, *_three(turnovers / len(ends), low, high), *_relief_tail())


def _hazard_row(
    name: str, text: str, spells: Sequence[Spell], events: int, years: float
) -> Sequence[object]:
    low, high = (bound / years for bound in poisson_interval(events))
    head = (name, text, len(spells), events, f"{years:.6f}", "per year")
    return (*head, *_three(events / years, low, high), *_relief_tail())


def poisson_interval(events: int, level: float = 0.95) -> tuple[float, float]:
    """Exact bounds on the expected count behind a small count (Garwood 1936)."""
    tail = (1 - level) / 2
    low = float(gammaincinv(events, tail)) if events else 0.0
    return low, float(gammaincinv(events + 1, 1 - tail))


def clopper_pearson(events: int, trials: int, level: float = 0.95) -> tuple[float, float]:
    """Exact bounds on the probability behind a small share (Clopper and Pearson 1934)."""
    tail = (1 - level) / 2
    low = float(betaincinv(events, trials - events + 1, tail)) if events else 0.0
    high = float(betaincinv(events + 1, trials - events, 1 - tail)) if events < trials else 1.0
    return low, high


def _three(*figures: float) -> tuple[str, ...]:
    return tuple(f"{figure:.6f}" for figure in figures)


def _relief_tail() -> tuple[str, str, str]:
    return RELIEF_SET.source, "computed", RELIEF_SET.assumption


def _require(*paths: Path) -> None:
    remedy = "give the data folder that holds `history/`"
    missing = [Problem(Place(str(path)), "no such file", remedy) for path in paths]
    missing = [problem for problem, path in zip(missing, paths, strict=True) if not path.is_file()]
    if missing:
        raise InputError(missing)


def _pandas() -> Any:
    try:
        return import_module("pandas")
    except ImportError as error:
        raise MissingExtraError("pandas", "fit") from error


def _shipped_episodes() -> Path:
    return Path(str(files("detente.durability") / "data" / "relief_episodes.csv"))


def _read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _write_csv(path: Path, header: str, rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)
