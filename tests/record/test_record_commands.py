"""`deeds` and `gap` as their users meet them."""

import csv
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from detente.cli import main

FILES = Path(__file__).parent / "files"


@dataclass(frozen=True)
class Done:
    """How a run of the command line ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def detente(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Done]:
    def run(*words: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["detente", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return Done(int(ended.value.code or 0), told.out, told.err)

    return run


def test_deeds_are_written_for_a_case_and_broken_rows_told(
    detente: Callable[..., Done], tmp_path: Path
) -> None:
    files = (str(FILES / "sdn_2024-03-01.csv"), str(FILES / "sdn.xml"))
    out = tmp_path / "deeds.csv"
    done = detente("deeds", *files, "--out", str(out), "--json")
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    rows = [*csv.DictReader(out.read_text(encoding="utf-8").splitlines())]
    assert [row["id"] for row in rows] == [deed["id"] for deed in data["deeds"]]
    assert data["format"] == "ofac-csv to ofac-xml"
    assert "sdn_2024-03-01.csv:4: has 4 cells, not 12; the row is skipped" in done.stderr


def test_deeds_can_be_picked_out_and_named(detente: Callable[..., Done]) -> None:
    words = ("--about", "zimbabwe", "--instrument", "sanctions-zimbabwe", "--json")
    done = detente("deeds", str(FILES / "actions.txt"), *words)
    found = json.loads(done.stdout)["deeds"]
    assert {deed["instrument"] for deed in found} == {"sanctions-zimbabwe"}
    assert len(found) == 2


def test_a_list_is_dated_by_hand(detente: Callable[..., Done], tmp_path: Path) -> None:
    plain = tmp_path / "sdn.csv"
    plain.write_bytes((FILES / "sdn_2024-03-01.csv").read_bytes())
    done = detente("deeds", str(plain), str(FILES / "sdn.xml"))
    assert done.returncode == 2
    assert "or give it (--on)" in done.stderr
    dated = ("--on", "2024-03-01", "--on", "2024-05-02")
    done = detente("deeds", str(plain), str(FILES / "sdn.xml"), *dated)
    assert done.returncode == 0, done.stderr
    assert "1 changed, 1 delisted, 1 listed" in done.stdout


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (["deeds", "nothing.csv"], "check that it is there"),
        (["deeds", str(FILES / "pax.csv"), "--as", "paxx"], 'did you mean "pax"?'),
        (["gap", "barbados-2023", "--party", "USA"], 'on record with the party "USA"'),
        (["gap", "barbados-2023", "--since", "2099-01-01"], "after the case's own day"),
    ],
)
def test_a_wrong_word_gets_a_remedy(
    detente: Callable[..., Done], words: list[str], remedy: str
) -> None:
    done = detente(*words)
    assert done.returncode == 2
    assert remedy in done.stderr
    assert not done.stdout


def test_the_gap_of_alaska(detente: Callable[..., Done]) -> None:
    done = detente("gap", "alaska-2025", "--since", "2025-08-08", "--json")
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    lines = {line for move in data["moved"] for step in move["steps"] for line in step["lines"]}
    assert lines
    assert all(line[0] in "RD" for line in lines)
    assert sum(row["n"] for row in data["cheap_talk"]) <= 122
    assert all(row["low"] <= row["p_no_deed"] <= row["high"] for row in data["cheap_talk"])
    for course, gap in zip(data["courses"], data["gaps"], strict=True):
        assert course["points"][-1]["gap"] == gap["gap"]


def test_the_week_of_alaska_as_it_was_lived(detente: Callable[..., Done]) -> None:
    """Tariffs put off, rare earths played down, funding ended; a lapsed threat undoes no duty."""
    data = json.loads(detente("gap", "alaska-2025", "--since", "2025-08-08", "--json").stdout)
    turned = {(one["party"], one["instrument"]): one["since"] for one in data["words_turned"]}
    assert turned["US", "minerals-rare-earths"][-1]["level"] == -1
    assert turned["US", "secondary-tariffs"][-1]["level"] < 0
    gaps = {(gap["party"], gap["instrument"]): gap for gap in data["gaps"]}
    tariffs = gaps["US", "secondary-tariffs"]
    assert (tariffs["deeds_id"], tariffs["deeds_rung"]) == ("D052", "mandated")
    assert tariffs["n_deeds"] == 4  # D053 is counted, and reverses nothing
    assert gaps["RU", "ceasefire"]["deeds_rung"] == "reversed"  # short truces, all over
    assert gaps["EU", "sanctions-energy"]["gap"] == 0  # the 18th package came as announced
    shown = detente("gap", "alaska-2025").stdout
    assert "mandated D052 (4)" in shown
    head, _, process = shown.partition("about the process itself")
    assert "process-momentum" not in head
    assert "process-momentum" in process
