"""The shipped tables of history made again, byte for byte, from the data sets that may not ship.

Reads UCDP, Fortna and EUSANCT under the data folder (DETENTE_DATA) and our own catalogue of relief.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.special import betaincinv, gammaincinv

from detente.case.spreadsheet import as_csv
from detente.durability import fit_ratios
from detente.durability.kaplan_meier import kaplan_meier
from detente.durability.spells import (
    EUSANCT,
    FORTNA,
    SENDERS,
    UCDP,
    Spell,
    fortna_spells,
    read_csv,
    relief_spells,
    sanction_years,
    shipped_episodes,
    ucdp_spells,
)
from detente.errors import InputError, Place, Problem
from detente.writing import write_whole
from tools.history import fit_classes

Table = tuple[Sequence[str], list[Sequence[object]]]  # the header, and the rows
_REVERSAL_HEADER = ("id", "description", "n", "events", "exposure", "unit", "value", "low", "high")
_SANCTIONS_HEADER = ("sender", "n", "ended", "median_years", "low", "high")


def fit_history(data: Path, out: Path, episodes: Path | None = None) -> None:
    """Write all tables of history to `out`; `episodes` replaces the shipped relief catalogue."""
    _require(data / UCDP, data / FORTNA, data / EUSANCT)
    tables = {**spell_tables(data, episodes), **sanction_tables(data)}
    for name, (header, rows) in tables.items():
        write_table(out / name, header, rows)


def spell_tables(data: Path, episodes: Path | None = None) -> dict[str, Table]:
    """Every table that rests on UCDP, Fortna and the catalogue of relief, by file name."""
    catalogue = read_csv(episodes or shipped_episodes())
    peace = {"ucdp": list(ucdp_spells(data)), "fortna": list(fortna_spells(data))}
    spells = {**peace, "relief": list(relief_spells(catalogue))}
    return {
        "reference_classes.csv": (fit_classes.HEADER, list(fit_classes.class_rows(spells))),
        "hazard_ratios.csv": (fit_ratios.RATIO_HEADER, list(fit_ratios.ratio_rows(peace))),
        "hazard_shapes.csv": (fit_ratios.SHAPE_HEADER, list(fit_ratios.shape_rows(spells))),
        "relief_reversals.csv": (
            _REVERSAL_HEADER,
            list(_reversal_rows(catalogue, spells["relief"])),
        ),
    }


def sanction_tables(data: Path) -> dict[str, Table]:
    """How long sanctions stay in force, from EUSANCT: only medians leave the data."""
    return {"sanctions_medians.csv": (_SANCTIONS_HEADER, list(_sanction_rows(data)))}


def _sanction_rows(data: Path) -> Iterator[Sequence[object]]:
    for sender in SENDERS:
        years, ended = sanction_years(data, sender)
        curve = kaplan_meier(years, ended)
        bounds = [
            float(curve.times[below[0]]) if len(below := np.flatnonzero(s <= 0.5)) else float("inf")
            for s in (curve.survival, curve.low, curve.high)
        ]
        yield (sender, len(years), sum(ended), *(f"{years:.1f}" for years in bounds))


def _reversal_rows(
    catalogue: Sequence[Mapping[str, str]], spells: Sequence[Spell]
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
    yield (*head, *_three(turnovers / len(ends), low, high))


def _hazard_row(
    name: str, text: str, spells: Sequence[Spell], events: int, years: float
) -> Sequence[object]:
    low, high = (bound / years for bound in poisson_interval(events))
    head = (name, text, len(spells), events, f"{years:.6f}", "per year")
    return (*head, *_three(events / years, low, high))


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


def _require(*paths: Path) -> None:
    remedy = "give the data folder that holds `history/`"
    missing = [Problem(Place(str(path)), "no such file", remedy) for path in paths]
    missing = [problem for problem, path in zip(missing, paths, strict=True) if not path.is_file()]
    if missing:
        raise InputError(missing)


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """One table as it ships: the same bytes on every machine."""
    write_whole({path: as_csv(header, rows)})
