"""The shipped history against the oracle table, the raw data, and what must never be forgotten."""

import csv
import os
import sys
from datetime import date
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from detente.durability.reference import (
    load_reference,
    load_reversals,
    load_sanctions,
    survival_at,
)
from detente.durability.spells import fortna_spells
from detente.errors import InputError, MissingExtraError
from tools.history.fit_history import (
    Table,
    clopper_pearson,
    fit_history,
    poisson_interval,
    sanction_tables,
    spell_tables,
    write_table,
)

DATA = Path(str(files("detente.durability") / "data"))
RAW = os.environ.get("DETENTE_DATA")
needs_raw = pytest.mark.skipif(not RAW, reason="DETENTE_DATA is not set: no raw history to fit")

# Oracle rows "Durability": survival at 1, 2, 5, 10 years, tolerance .01.
ORACLE = {
    "ucdp-all": (0.791, 0.738, 0.683, 0.647),
    "ucdp-full": (0.831, 0.818, 0.792, 0.792),
    "ucdp-partial": (0.797, 0.743, 0.686, 0.633),
    "ucdp-process": (0.738, 0.653, 0.574, 0.546),
    "fortna-all": (0.673, 0.589, 0.452, 0.416),
    "fortna-treaty": (0.793, 0.724, 0.586, 0.515),
    "fortna-truce": (0.510, 0.399, 0.266, 0.266),
}


@pytest.mark.parametrize("name", ORACLE)
def test_survival_matches_the_oracle_row(name: str) -> None:
    # The oracle prints three decimals, and we are held to them, not to its tolerance.
    assert_allclose(
        survival_at(load_reference()[name], [12, 24, 60, 120]), ORACLE[name], atol=0.00051
    )


def test_counts_match_the_oracle_row() -> None:
    classes = load_reference()
    assert (classes["ucdp-all"].n, classes["ucdp-all"].failures) == (368, 128)
    assert [classes[f"ucdp-{kind}"].n for kind in ("full", "partial", "process")] == [77, 207, 84]


def test_most_failures_come_in_the_first_year() -> None:
    """Oracle row "Weibull shape": 60 % of the UCDP failures come in the first year."""
    reference = load_reference()["ucdp-all"]
    first_year = (1 - survival_at(reference, 12)) * reference.n / reference.failures
    assert_allclose(first_year, 0.60, atol=0.01)


def test_every_class_is_a_survival_curve_inside_its_interval() -> None:
    for reference in load_reference().values():
        assert reference.months[0] == 0
        assert reference.survival[0] == 1
        assert np.all(np.diff(reference.months) > 0)
        assert np.all(np.diff(reference.survival) <= 0)
        assert np.all(np.array(reference.low) <= reference.survival)
        assert np.all(np.array(reference.survival) <= reference.high)
        assert reference.failures <= reference.n
        assert reference.groups <= reference.n
        assert reference.source
        assert reference.evidence == "computed"


def test_every_warning_says_what_was_assumed_and_both_signs() -> None:
    for name, reference in load_reference().items():
        assert "Assumption" in reference.warning
        assert f"{reference.groups} groups" in reference.warning
        if reference.dataset != "relief":
            assert "1.17 (0.75 to 1.83)" in reference.warning
            assert "1.22" in reference.warning
            assert "0.53 (0.29 to 0.96)" in reference.warning, name
    assert "no recorded end is read as still holding" in load_reference()["ucdp-all"].warning


def test_between_months_the_hazard_is_constant() -> None:
    reference = load_reference()["ucdp-all"]
    first, middle, last = survival_at(reference, [12, 15, 18])
    assert_allclose(middle, np.sqrt(first * last), rtol=1e-12)


@pytest.mark.parametrize("month", [-1, 121, float("nan")])
def test_a_curve_is_never_read_outside_its_months(month: float) -> None:
    with pytest.raises(ValueError, match="from month 0 to 120 only"):
        survival_at(load_reference()["ucdp-all"], [12, month])


def test_poisson_and_binomial_bounds_against_printed_tables() -> None:
    """Garwood's table for 0 and 4 events; Clopper and Pearson for 4 of 14 and the two edges."""
    assert_allclose(poisson_interval(0), (0, 3.689), atol=0.001)
    assert_allclose(poisson_interval(4), (1.090, 10.242), atol=0.001)
    assert_allclose(clopper_pearson(4, 14), (0.0839, 0.5810), atol=0.0001)
    assert_allclose(clopper_pearson(0, 10), (0, 0.3085), atol=0.0001)
    assert_allclose(clopper_pearson(10, 10), (0.6915, 1), atol=0.0001)


def _episodes() -> dict[str, dict[str, str]]:
    with (DATA / "relief_episodes.csv").open(encoding="utf-8") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


def test_relief_lives_as_long_as_its_dates_say() -> None:
    for row in _episodes().values():
        lived = date.fromisoformat(row["end"]) - date.fromisoformat(row["start"])
        assert lived.days == int(row["days"]), row["id"]


def test_relief_lives_match_the_replay_oracles() -> None:
    """Oracle rows: Haiti 861/873, Venezuela licence 44, Cuba 2025."""
    episodes = _episodes()
    lives = [episodes[name]["days"] for name in ("HTI-861", "VEN-GL44", "CUB-2025")]
    assert lives == ["52", "182", "6"]
    assert (episodes["CUB-2025"]["cause"], episodes["CUB-2025"]["breach"]) == ("turnover", "no")


def test_causes_and_breaches_agree() -> None:
    for row in _episodes().values():
        assert (row["reversal"] == "none") == (row["cause"] == "none"), row["id"]
        assert (row["breach"] == "yes") == (row["cause"] == "breach"), row["id"]
        assert row["evidence"] in {"checked", "unchecked"}


def test_turnover_is_counted_from_the_episodes_that_ship() -> None:
    rows = [row for row in _episodes().values() if row["reversal"] != "none"]
    turnovers = sum(row["cause"] == "turnover" for row in rows)
    years = sum(int(row["days"]) for row in rows) / 365.25
    estimates = load_reversals()
    assert turnovers >= 4
    assert estimates["turnover-share"].n == len(rows)
    upper = estimates["turnover-if-reversed"]
    assert_allclose(upper.value, turnovers / years, rtol=1e-4)
    wide = estimates["turnover"]
    assert wide.low < wide.value < wide.high
    assert wide.value < upper.value  # relief that still stands is exposure too
    assert "picked by hand" in wide.warning


def test_relief_alone_needs_no_raw_data_to_be_re_counted() -> None:
    reference, estimate = load_reference()["relief-all"], load_reversals()["reversal"]
    assert (reference.n, reference.failures) == (estimate.n, estimate.events)
    assert reference.n == len(_episodes())


def test_sanctions_medians_match_the_oracle_row() -> None:
    """Oracle row "EUSANCT medians": EU 4.5, US 4.5, UN 5.5 years."""
    medians = {median.sender: median for median in load_sanctions()}
    assert {name: m.median_years for name, m in medians.items()} == {
        "EU": 4.5,
        "US": 4.5,
        "UN": 5.5,
    }
    assert all(m.low <= m.median_years <= m.high for m in medians.values())
    assert all(m.ended <= m.n for m in medians.values())


@needs_raw
def test_the_tables_of_spells_are_made_again_byte_for_byte(tmp_path: Path) -> None:
    pytest.importorskip("pandas", reason="pandas (extra `fit`) is not installed")
    same_bytes(spell_tables(Path(RAW or "")), tmp_path)


@needs_raw
def test_the_table_of_sanctions_is_made_again_byte_for_byte(tmp_path: Path) -> None:
    pytest.importorskip("xlrd", reason="xlrd (extra `fit`) is not installed")
    same_bytes(sanction_tables(Path(RAW or "")), tmp_path)


def same_bytes(tables: dict[str, Table], out: Path) -> None:
    for name, (header, rows) in tables.items():
        write_table(out / name, header, rows)
        assert (out / name).read_bytes() == (DATA / name).read_bytes(), name


@needs_raw
def test_the_named_command_writes_every_table(tmp_path: Path) -> None:
    pytest.importorskip("xlrd", reason="xlrd (extra `fit`) is not installed")
    fit_history(Path(RAW or ""), tmp_path)
    made = {path.name for path in tmp_path.iterdir()}
    assert made == {path.name for path in DATA.iterdir()} - {
        "relief_episodes.csv",
        "outcomes.csv",
        "precedents.csv",
    }


@needs_raw
def test_peacekeepers_vary_in_time() -> None:
    """A ceasefire that waited for its peacekeepers counts as without them until they came.

    Counting it as "with" from its first day would give it life it lived before them.
    """
    pytest.importorskip("pandas", reason="pandas (extra `fit`) is not installed")
    spells = list(fortna_spells(Path(RAW or "")))
    changing = {
        spell.case
        for spell in spells
        if {s.traits["peacekeepers"] for s in spells if s.case == spell.case} == {"yes", "no"}
    }
    assert len(changing) == 12
    late = [s for s in spells if s.traits["peacekeepers"] == "yes" and s.enter > 0]
    assert late


@needs_raw
def test_the_stated_exclusions_are_those_of_the_raw_data() -> None:
    path = Path(RAW or "") / "history" / "ucdp_peace_agreements_22.1.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        ended = [row for row in csv.DictReader(stream) if row["ended"] == "True"]
    assert sum(not row["duration"] for row in ended) == 5
    assert sum("" < row["duration"] <= row["pa_date"] for row in ended) == 1


@needs_raw
def test_without_pandas_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)  # Python's own way to make an import fail
    with pytest.raises(MissingExtraError, match=r"pandas.*detente\[fit\]"):
        fit_history(Path(RAW or ""), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_missing_files_are_all_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        fit_history(tmp_path, tmp_path / "out")
    assert len(caught.value.problems) == 3
    assert "give the data folder" in str(caught.value)
    assert not (tmp_path / "out").exists()
