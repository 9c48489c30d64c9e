"""The shipped tables of history, read row by row."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Dataset:
    """Where spells come from, and what had to be assumed to read them."""

    source: str
    assumption: str


DATASETS: Final[Mapping[str, Dataset]] = {
    "ucdp": Dataset(
        "UCDP Peace Agreement Dataset 22.1 (CC BY 4.0), 1975-2021; estimates by detente",
        "Assumption: an agreement with no recorded end is read as still holding on 2021-12-31; "
        "of 374, 5 that ended on an unknown day and 1 dated as ended before signature are left "
        "out.",
    ),
    "fortna": Dataset(
        "Fortna, peacekeeping and the duration of peace after civil war, to 2004; "
        "estimates by detente",
        "Assumption: war had not resumed in a ceasefire still standing on 2004-12-31; a ceasefire "
        "cut into rows as peacekeepers come and go counts once, each row entering at its own "
        "start.",
    ),
    "relief": Dataset(
        "catalogue of relief episodes shipped with detente (relief_episodes.csv)",
        "Assumption: the catalogue was picked by hand, so its rates say more about famous cases "
        "than about all relief; relief is followed for at most ten years; why it ended is our "
        "judgement.",
    ),
    "eusanct": Dataset(
        "EUSANCT case-level data (terms forbid re-shipping; medians by detente)",
        "Assumption: only years are known, so that a spell lasts half a year more than their "
        "difference; sanctions without an end are read as in force in 2016.",
    ),
}


def table(name: str) -> list[Row]:
    """Rows of a table under `data/`."""
    text = (files("detente.durability") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
