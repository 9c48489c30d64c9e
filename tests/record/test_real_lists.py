"""Two whole SDN lists of the data folder: what changed while Venezuela licence 44 stood open."""

import os
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from detente.record.importers import Imported, import_deeds

DATA = os.environ.get("DETENTE_DATA")
pytestmark = pytest.mark.skipif(not DATA, reason="DETENTE_DATA is not set")


@cache
def lists() -> Imported:
    folder = Path(DATA or "") / "formats"
    names = ("ofac_sdn_2023-10-12.csv.gz", "ofac_sdn_2024-05-02.csv.gz")
    return import_deeds([folder / name for name in names])[0]


def test_every_row_of_both_lists_is_read() -> None:
    """13,130 entries and 14,973 on the second day: 14,973 - 13,130 = listed - delisted."""
    kinds = Counter(done.act.split(":")[0] for done in lists().deeds)
    assert kinds == {"listed": 2112, "delisted": 269, "changed": 66}
    assert kinds["listed"] - kinds["delisted"] == 14_973 - 13_130
    assert lists().problems == ()


def test_the_end_of_the_zimbabwe_programme_shows() -> None:
    """Executive Order 14118 of 4 March 2024 ended it; some were listed under GLOMAG instead."""
    gone = [d for d in lists().deeds if d.rung == "reversed" and d.detail.startswith("ZIMBABWE;")]
    assert len(gone) == 87


def test_the_list_did_not_move_for_venezuela() -> None:
    """In these months relief came by licence, and so did its end: nobody was listed or delisted."""
    assert [done.act for done in lists().deeds if "VENEZUELA" in done.detail] == []


def test_changes_name_the_fact_that_moved() -> None:
    changed = {done.id: done for done in lists().deeds if done.act.startswith("changed")}
    mill = changed["OFAC-11195-changed-20240502"]
    assert mill.act == "changed: IRAN AIRCRAFT MANUFACTURING INDUSTRIAL COMPANY"
    assert mill.detail.startswith("programmes: IFSR, NPWMD -> IFSR, IRAN-CON-ARMS-EO, NPWMD;")


def test_pax_as_published() -> None:
    path = Path(DATA or "") / "history" / "pax_v10_or_later.csv"
    found = import_deeds([path])[0]
    assert (len(found.deeds), found.problems, sum(found.set_aside.values())) == (2244, (), 13)
    minsk = next(done for done in found.deeds if done.id == "PAX-1364")
    assert (str(minsk.date), minsk.rung, minsk.actor) == ("2015-02-12", "mandated", "Ukraine")
