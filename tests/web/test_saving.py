"""A file is written whole or not at all, and never over somebody else's change."""

import os
import re
import resource
import subprocess
import sys
from itertools import takewhile
from pathlib import Path
from tempfile import gettempdir

import pytest

from detente.case import open_case
from detente.case.starter import new_case
from detente.errors import DetenteError
from detente.web.saving import Conflict, copy_case, load, save, stamp_of


@pytest.fixture
def folder(tmp_path) -> Path:
    return new_case("small", tmp_path)


def test_what_is_saved_is_what_is_there(folder):
    text, stamp = load(folder, "first")
    new = save(folder, "first", text + "# a remark\n", stamp)
    assert load(folder, "first") == (text + "# a remark\n", new)
    assert [p.name for p in (folder / "packages").iterdir()] == ["first.yaml"]


def test_a_change_of_somebody_elses_is_not_written_over(folder):
    text, stamp = load(folder, "first")
    path = folder / "packages/first.yaml"
    path.write_text(text + "# theirs\n", encoding="utf-8")
    with pytest.raises(Conflict) as found:
        save(folder, "first", text + "# mine\n", stamp)
    assert found.value.text == text + "# theirs\n"
    assert path.read_text("utf-8") == text + "# theirs\n"
    assert found.value.stamp == stamp_of(text + "# theirs\n")


@pytest.mark.parametrize("name", ["../case", "a/b", "..", "", ".hidden", "a.b", "x" * 80, "a\0b"])
def test_a_name_that_leads_elsewhere_is_refused(folder, name):
    before = sorted(folder.rglob("*"))
    with pytest.raises(DetenteError, match="is no name for a package"):
        save(folder, name, "x: 1\n", None)
    assert sorted(folder.rglob("*")) == before


def test_a_link_that_leads_out_of_the_case_is_not_followed(folder, tmp_path):
    outside = tmp_path / "outside.yaml"
    outside.write_text("secret: 1\n")
    path = folder / "packages/first.yaml"
    path.unlink()
    path.symlink_to(outside)
    text, stamp = load(folder, "first")
    with pytest.raises(DetenteError, match="leads out of the case"):
        save(folder, "first", "changed: 1\n", stamp)
    assert outside.read_text() == text


def test_a_new_package_does_not_replace_an_old_one(folder):
    with pytest.raises(DetenteError, match="is there already"):
        save(folder, "first", "x: 1\n", None)
    save(folder, "second", "x: 1\n", None)
    assert load(folder, "second")[0] == "x: 1\n"


def test_a_case_that_is_gone_is_said_to_be(folder):
    text, stamp = load(folder, "first")
    (folder / "packages/first.yaml").unlink()
    with pytest.raises(DetenteError, match="is gone: nothing was written; download"):
        save(folder, "first", text, stamp)


SAVE = """
import os, resource, signal, sys
from itertools import takewhile
from pathlib import Path
from tempfile import gettempdir
from detente.errors import DetenteError
from detente.web.saving import load, save
folder = Path(sys.argv[1])
text, stamp = load(folder, "first")
{first}
try:
    save(folder, "first", text + "# more\\n" * 100, stamp)
except DetenteError as error:
    print(type(error).__name__, error)
"""


def attempt(folder: Path, first: str) -> str:
    code = SAVE.format(first=first)
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_where_there_is_no_room_the_old_file_stays(folder):
    before = load(folder, "first")
    limit = "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))"
    ignore = "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)"
    told = attempt(folder, f"{ignore}; {limit}")
    assert "DetenteError packages/first.yaml cannot be written" in told
    assert "the file is as it was; make room" in told
    assert load(folder, "first") == before
    assert [p.name for p in (folder / "packages").iterdir()] == ["first.yaml"]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 1000


SAVE_AGAIN = """
import sys
from itertools import takewhile
from pathlib import Path
from tempfile import gettempdir
from detente.web.saving import load, save
folder = Path(sys.argv[1])
text, stamp = load(folder, "first")
for turn in range(10_000):
    stamp = save(folder, "first", f"{text}# {turn} {'x' * 50_000}\\n", stamp)
    print(turn, flush=True)
"""


def test_a_server_killed_while_it_saves_leaves_a_whole_file(folder):
    text, _ = load(folder, "first")
    line = [sys.executable, "-c", SAVE_AGAIN, str(folder)]
    for turns in (1, 4, 9):
        with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            for said in server.stdout:
                if int(said) == turns:
                    break
            server.kill()
        whole = re.fullmatch(re.escape(text) + r"# (\d+) x{50000}\n", load(folder, "first")[0])
        assert whole
        assert int(whole[1]) >= turns
        assert open_case(str(folder)).packages.keys() == {"first"}
        (folder / "packages/first.yaml").write_text(text, encoding="utf-8")


def test_where_nothing_may_be_written_a_copy_is_offered(folder):
    above = takewhile(lambda path: path != Path(gettempdir()), folder.parents)
    for path in (folder, *folder.rglob("*"), *above):
        path.chmod(0o755 if path.is_dir() else 0o644)
    (folder / "packages").chmod(0o555)
    try:
        told = attempt(folder, "os.geteuid() or os.seteuid(65534)")
    finally:
        (folder / "packages").chmod(0o755)
    assert told.startswith("ReadOnlyError packages/first.yaml may not be written")


def test_a_copy_of_a_case_is_whole_and_can_be_written_to(folder, tmp_path):
    for path in folder.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    copied = copy_case(folder, tmp_path / "mine")
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    names = [p.relative_to(folder) for p in sorted(folder.rglob("*"))]
    assert [p.relative_to(copied) for p in sorted(copied.rglob("*"))] == names
    assert all(
        os.access(path, os.W_OK) and path.stat().st_mode & 0o200 for path in copied.rglob("*")
    )
    with pytest.raises(DetenteError, match="is there already"):
        copy_case(folder, tmp_path / "mine")
