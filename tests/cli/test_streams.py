"""Streams that are closed, full or cut off, names too long, and paths from another folder."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from detente.case import open_case
from detente.case.starter import new_case
from detente.errors import InputError, shortened

HERE = Path(__file__).parents[2]
LONG = "a" * 5000
PROGRAM = f"{shlex.quote(sys.executable)} -m detente"
TEXT = "MR SMITH: We will not lift the ban.\n"


def shell(line: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, cwd=cwd, check=False
    )


needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")


@needs_full
@pytest.mark.parametrize("words", ["--help", "read x.txt", "law --on 2025-08-16 --json"])
def test_a_full_disk_behind_stdout_is_named(tmp_path, words):
    (tmp_path / "x.txt").write_text(TEXT)
    done = shell(f"{PROGRAM} {words} > /dev/full", tmp_path)
    assert done.returncode == 2
    assert done.stderr == "stdout: cannot be read or written (No space left on device)\n"


def test_a_closed_stdout_is_named_and_a_closed_stdin_refused(tmp_path):
    (tmp_path / "x.txt").write_text(TEXT)
    done = shell(f"{PROGRAM} read x.txt >&-", tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("stdout: ")
    done = shell(f"{PROGRAM} read - <&-", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "stdin is closed" in done.stderr


def test_who_has_read_enough_ends_the_run_without_a_word(tmp_path):
    done = shell(f"{PROGRAM} schema | true; echo ${{PIPESTATUS[0]}}", tmp_path)
    assert done.stdout == "141\n"
    assert done.stderr == ""


@pytest.mark.parametrize("words", ["brief NAME", "serve NAME", "read NAME", "new NAME"])
def test_a_name_too_long_is_refused_in_short(tmp_path, words):
    done = shell(f"{PROGRAM} {words.replace('NAME', LONG)}", tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert len(done.stderr) < 400
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["a\x00b", LONG, "x/" * 3000])
def test_a_name_that_no_system_has_is_no_case(name):
    with pytest.raises(InputError, match=r"no folder|no such folder"):
        open_case(name)


def test_a_long_name_keeps_its_ends():
    assert shortened("short.txt") == "short.txt"
    assert shortened("a" * 50 + "b" * 50, 20) == "a" * 10 + "…" + "b" * 5


@pytest.mark.skipif(not (HERE / ".venv" / ".ready").exists(), reason="made by ./run alone")
def test_paths_are_the_callers_wherever_run_lies(tmp_path):
    (tmp_path / "x.txt").write_text(TEXT)
    other = os.path.relpath(HERE / "run", tmp_path)
    done = shell(f"{other} read x.txt", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "MR SMITH" in done.stdout.upper()
    assert shell(f"{other} python -c 'import os; print(os.getcwd())'", tmp_path).stdout == (
        f"{tmp_path.resolve()}\n"
    )


def test_a_claim_with_a_broken_path_is_refused_on_loading_with_its_line(tmp_path):
    case = new_case("claimed", tmp_path)
    text = (case / "claims.yaml").read_text()
    text = text.replace("left: packages.first.windfall", "left: pakages.first.windfall")
    (case / "claims.yaml").write_text(text.replace("show: [packages", "show: [package!s"))
    with pytest.raises(InputError) as refused:
        open_case(str(case))
    lines = str(refused.value).splitlines()
    assert len(lines) == 2
    at = {n for n, line in enumerate(text.splitlines(), 1) if "pakages" in line or "show" in line}
    assert {int(line.split(":")[1]) for line in lines} == at
    assert 'did you mean "packages"?' in lines[1]
