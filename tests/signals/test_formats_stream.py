"""A long text read into a table: whole or not at all, and taken up again where it was cut off."""

import os
import signal
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import duckdb
import pytest

from detente.answers.read_many import MOST_SHOWN, read_many_answer, readings_of
from detente.answers.table_parts import open_parts
from detente.errors import DetenteError
from detente.record.opening import open_file
from detente.signals.formats import blocks, turns_of
from detente.signals.formats.row import COLUMNS

SAID = (
    "We will lift the sanctions.", "We will not lift the ban.", "No comment.", "We promise.",
    "We have no plans.",
)  # fmt: skip
COUNT = 800
SIZE = 1_500


def silent(_: str) -> None:
    """Tells nobody."""


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("year") / "year.txt"
    names = ("Peskov", "Bessent", "Rubio")
    lines = (f"{names[n % 3]}: {SAID[n % 5]}\n" for n in range(COUNT))
    path.write_text("2025-08-14\n" + "".join(lines))
    return path


def rows(table: Path) -> list[tuple[object, ...]]:
    if table.suffix == ".parquet":
        return duckdb.read_parquet(str(table)).fetchall()
    with duckdb.connect(str(table), read_only=True) as store:
        return store.sql("SELECT * FROM readings").fetchall()


def test_a_killed_reading_is_taken_up_again(year: Path, tmp_path: Path) -> None:
    """Killed midway: no table, whole parts only; read again it is the table uninterrupted."""
    target = tmp_path / "year.parquet"
    parts = tmp_path / "year.parquet.parts"
    code = (
        "from pathlib import Path; from detente.answers.read_many import read_many_answer;"
        f"read_many_answer(Path({str(year)!r}), Path({str(target)!r}), '', '', print, {SIZE})"
    )
    running = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL)
    while len([*parts.glob("[!.]*.jsonl")]) < 3 and running.poll() is None:
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL
    done = {path: path.stat().st_mtime_ns for path in parts.glob("[!.]*.jsonl")}
    assert not target.exists()
    assert all(path.read_bytes().endswith(b"\n") for path in done)
    told: list[str] = []
    whole = tmp_path / "whole.parquet"
    again = read_many_answer(year, target, "", "", told.append, SIZE).data
    once = read_many_answer(year, whole, "", "", silent, SIZE).data
    assert again["taken_up_again"]
    assert any("not read again" in words for words in told)
    assert once["readings"] == again["readings"] == COUNT
    assert target.read_bytes() == whole.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["whole.parquet", "year.parquet"]


def test_ctrl_c_tells_where_it_goes_on(year: Path, tmp_path: Path) -> None:
    """The real command, stopped by hand: exit code 130, no table, and the way on."""
    target, long = tmp_path / "year.parquet", tmp_path / "long.txt"
    long.write_text(year.read_text() * 4)
    code = (  # a test run in the background would hand down that SIGINT is to be ignored
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "from detente.cli import main; main()"
    )
    words = [sys.executable, "-c", code, "read", str(long), "--to", str(target)]
    running = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    parts = tmp_path / "year.parquet.parts"
    while not [*parts.glob("[!.]*.jsonl")] and running.poll() is None:
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    told = running.communicate()[1]
    assert running.returncode == 130
    assert "holds what is read, and the same command goes on from there" in told
    assert "Traceback" not in told
    assert not target.exists()
    assert [*parts.glob("[!.]*.jsonl")]


def test_parquet_duckdb_and_the_screen_say_the_same(tmp_path: Path) -> None:
    path = tmp_path / "briefing.txt"
    path.write_text("Q: Will you lift the tariffs?\nBESSENT: We will, if they pull back.\n" * 5)
    shown = readings_of(path, "", "", silent)
    for name in ("b.parquet", "b.duckdb"):
        read_many_answer(path, tmp_path / name, "", "", silent)
        table = rows(tmp_path / name)
        assert [row[3:4] for row in table] == [(reading.id,) for reading in shown]
        assert [row[8] for row in table] == [reading.level for reading in shown]
        spans = [[span["text"] for span in row[-1]] for row in table]  # type: ignore[attr-defined]
        assert spans == [[span.text for span in reading.spans] for reading in shown]


def test_a_folder_is_read_by_name_and_what_is_no_text_is_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "briefings"
    folder.mkdir()
    (folder / "b.txt").write_text("PESKOV: We will not lift the ban.\n")
    (folder / "a.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nRUBIO: We will sign it.\n")
    (folder / "c.pdf").write_bytes(b"%PDF-1.7")
    told: list[str] = []
    found = read_many_answer(folder, tmp_path / "all.parquet", "", "", told.append).data
    assert (found["files"], found["readings"], len(found["refused"])) == (2, 2, 1)
    table = rows(tmp_path / "all.parquet")
    assert [(Path(str(row[0])).name, row[2]) for row in table] == [
        ("a.vtt", "00:00:01.000"), ("b.txt", None),
    ]  # fmt: skip
    assert any("c.pdf: is a PDF" in words for words in told)


def test_an_empty_text_makes_an_empty_table(tmp_path: Path) -> None:
    (tmp_path / "none.txt").write_text("\n")
    for name in ("none.parquet", "none.duckdb"):
        assert read_many_answer(tmp_path / "none.txt", tmp_path / name, "", "", silent).data[
            "readings"
        ] == 0  # fmt: skip
        assert rows(tmp_path / name) == []


def test_a_text_that_changed_is_read_anew(tmp_path: Path) -> None:
    path, target = tmp_path / "t.txt", tmp_path / "t.parquet"
    path.write_text("PESKOV: We will not lift the ban.\n")
    left, _ = open_parts(target, COLUMNS, {"files": "another text"})
    left.write("000000-000000", [{"text": "not from this text"}])
    assert read_many_answer(path, target, "", "", silent).data["taken_up_again"] is False
    assert len(rows(target)) == 1
    assert sorted(found.name for found in tmp_path.iterdir()) == ["t.parquet", "t.txt"]


@pytest.mark.parametrize(
    "names",
    [[], ["notes.txt"], ["000000-000000.jsonl"], ["made_from.json"], ["made_from.json", "a"]],
)
def test_a_folder_of_parts_that_is_somebody_elses_is_not_touched(
    tmp_path: Path, names: list[str]
) -> None:
    path, parts = tmp_path / "t.txt", tmp_path / "t.parquet.parts"
    path.write_text("PESKOV: We will not lift the ban.\n")
    parts.mkdir()
    for name in names:
        (parts / name).write_text("{}")
    with pytest.raises(DetenteError, match="is there and is not ours; move it away, or choose"):
        read_many_answer(path, tmp_path / "t.parquet", "", "", silent)
    assert sorted(found.name for found in parts.iterdir()) == sorted(names)
    assert not (tmp_path / "t.parquet").exists()


def test_a_file_beside_our_parts_stays_when_they_go(tmp_path: Path) -> None:
    target = tmp_path / "t.parquet"
    left, again = open_parts(target, COLUMNS, {"files": "a"})
    left.write("000000-000000", [])
    (left.folder / "mine.txt").write_text("x")
    assert not again
    assert open_parts(target, COLUMNS, {"files": "a"})[1]
    left.together(["000000-000000"])
    assert [found.name for found in left.folder.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("name", "words"), [("out.csv", "a table ends in .parquet or .duckdb"), ("d.parquet", "folder")]
)
def test_a_target_that_cannot_be_is_refused(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "t.txt").write_text("PESKOV: No.\n")
    (tmp_path / "d.parquet").mkdir()
    with pytest.raises(DetenteError, match=words):
        read_many_answer(tmp_path / "t.txt", tmp_path / name, "", "", silent)


def test_a_database_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text("PESKOV: No.\n")
    (tmp_path / "mine.duckdb").write_bytes(b"mine")
    with pytest.raises(DetenteError, match="is there already"):
        read_many_answer(tmp_path / "t.txt", tmp_path / "mine.duckdb", "", "", silent)
    assert (tmp_path / "mine.duckdb").read_bytes() == b"mine"


def test_200_mb_is_refused_on_a_screen_and_taken_block_by_block_from_a_table(
    tmp_path: Path,
) -> None:
    """One line of 200 MB: what is held at any time stays under 20 MB."""
    path = tmp_path / "huge.txt"
    block = b"we will not lift the ban " * 40_000
    with path.open("wb") as stream:
        for _ in range(200):
            stream.write(block)
    assert os.path.getsize(path) == 200_000_000 > MOST_SHOWN
    with pytest.raises(DetenteError, match=r"a file such as readings\.parquet, which streams"):
        readings_of(path, "", "", silent)
    opened = open_file(path)
    tracemalloc.start()
    for number, found in enumerate(blocks(turns_of(opened)), 1):
        assert found.end <= 200_000_000
        if number == 50:
            break
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert held < 20_000_000
