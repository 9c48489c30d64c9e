"""The bench: its sections, its peers, and how a figure is told."""

from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

import bench.sections
from bench import QUICK, SECTIONS, Row, figures
from bench.__main__ import app
from bench.peers import asked, run_there
from detente.errors import DetenteError


def quiet(_: str) -> None:
    """Tells nobody."""


def test_every_file_is_a_section_and_every_section_a_file():
    files = {path.stem for path in Path(bench.sections.__file__).parent.glob("*.py")} - {"__init__"}
    assert files == set(SECTIONS)
    assert set(QUICK) <= set(SECTIONS)
    assert all(callable(import_module(f"bench.sections.{name}").rows) for name in SECTIONS)


def test_a_section_alone():
    answer = figures(quiet, ["checks"])
    rows = answer.data["sections"]["checks"]
    whole = [row for row in rows if row["owed"]]
    assert [row["what"].partition(":")[0] for row in whole] == ["blanket", "modular"]
    for row in whole:
        assert row["ours"] > 0
        assert row["kept"] is (row["ours"] < 100)


def test_a_peer_that_is_not_here_is_said_to_be_missing(monkeypatch):
    monkeypatch.setenv("DETENTE_ORACLE_PYTHON", "/no/such/python")
    assert asked("storm", "file") is None
    assert asked("no-such-tool") is None
    assert Row("curves", 1.0, "a second", "QuantLib").beside == "QuantLib not here"


def test_a_peer_answers_in_a_process_of_its_own():
    told = run_there("import json, detente.errors; print(json.dumps({'seconds': 1.5}))")
    assert told == {"seconds": 1.5}
    assert run_there("raise SystemExit(1)") is None
    assert run_there("print('no object')") is None


def test_what_is_owed_is_kept_or_not():
    row = Row("states", 2e6, "states", "Storm", 1e6, "the same", kept=False)
    assert (row.beside, row.verdict) == ("Storm 1e+06", "the same: NO")
    assert Row("states", 2e6, "states", owed="many").verdict == "many"


def test_a_section_that_is_not_there():
    found = CliRunner().invoke(app, ["machin"])
    assert isinstance(found.exception, DetenteError)
    assert str(found.exception) == 'no section "machin" of the bench; did you mean "machine"?'


@pytest.mark.parametrize("tool", ["storm", "quantlib", "skfolio", "clarabel", "fortitudo"])
def test_every_peer_has_its_script(tool):
    scripts = Path(__file__).parents[1] / "oracle"
    assert (scripts / f"{tool}_rate.py").exists()
