"""Files are written whole or not at all, as the system would, and nothing is left behind."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from detente.errors import DetenteError
from detente.writing import (
    PREFIX,
    clean,
    scratch,
    strangers,
    sums,
    whole_file,
    whole_folder,
    write_new,
    write_whole,
)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_new_file_has_the_mode_of_an_ordinary_one(tmp_path, mask, mode):
    before = os.umask(mask)
    try:
        write_whole({tmp_path / "a": "x"})
        with whole_file(tmp_path / "b") as draft:
            draft.write_text("x")
        with whole_folder(tmp_path / "c") as folder:
            (folder / "d").write_text("x")
    finally:
        os.umask(before)
    assert [mode_of(tmp_path / name) for name in ("a", "b", "c/d")] == [mode] * 3
    assert mode_of(tmp_path / "c") == 0o777 & ~mask


def test_a_file_that_is_written_over_keeps_its_mode(tmp_path):
    path = tmp_path / "a"
    path.write_text("old")
    path.chmod(0o640)
    write_whole({path: "new"})
    assert (path.read_text(), mode_of(path)) == ("new", 0o640)


def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path):
    (tmp_path / "real").mkdir()
    target = tmp_path / "real/a"
    target.write_text("old")
    link, dangling = tmp_path / "link", tmp_path / "dangling"
    link.symlink_to(target)
    dangling.symlink_to(tmp_path / "real/b")
    write_whole({link: "new", dangling: "too"})
    assert link.is_symlink()
    assert dangling.is_symlink()
    assert [target.read_text(), (tmp_path / "real/b").read_text()] == ["new", "too"]


def test_a_pipe_and_a_device_take_what_is_written():
    code = "from pathlib import Path; from detente.writing import write_whole as w; "
    for name in ("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"):
        line = [sys.executable, "-c", f"{code}w({{Path({name!r}): 'told'}})"]
        done = subprocess.run(line, capture_output=True, text=True, check=True)
        assert done.stdout == "told"
    write_whole({Path("/dev/null"): "gone"})
    with pytest.raises(DetenteError, match=r"cannot write /dev/full \(No space left"):
        write_whole({Path("/dev/full"): "much"})


def ends(tmp_path: Path) -> list[Path]:
    """Names under which nothing can be written."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    return [
        tmp_path / "folder",
        tmp_path / "file" / "below",
        tmp_path / "loop",
        tmp_path / ("x" * 5000),
        tmp_path / "new" / ("x" * 300),
        tmp_path / "a\0b",
        Path("/proc/none/such"),
    ]


def test_what_cannot_be_written_is_told_and_changes_nothing(tmp_path):
    bad = ends(tmp_path)
    before = names(tmp_path)
    good = tmp_path / "good"
    for path in bad:
        with pytest.raises(DetenteError, match=r"^cannot write .*; choose another place$") as found:
            write_whole({good: "x", path: "x"})
        assert len(str(found.value)) < 500
        assert found.value.said("--{}".format).endswith("; choose another place (--out)")
        assert names(tmp_path) == before
        with pytest.raises(DetenteError), whole_file(path) as draft:
            draft.write_text("x")
        assert names(tmp_path) == before


def test_a_full_disk_leaves_the_old_file(tmp_path):
    (tmp_path / "a").write_text("old")
    code = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from detente.writing import write_whole\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: write_whole({Path(sys.argv[1]): 'x' * 2000})\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    line = [sys.executable, "-c", code, str(tmp_path / "a")]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"DetenteError cannot write {tmp_path / 'a'} (File too large)")
    assert "make room" in done.stdout
    assert names(tmp_path) == ["a"]
    assert (tmp_path / "a").read_text() == "old"


def test_a_new_file_is_never_written_over_another(tmp_path):
    write_new(tmp_path / "a", "x")
    with pytest.raises(DetenteError, match="File exists"):
        write_new(tmp_path / "a", "y")
    assert (tmp_path / "a").read_text() == "x"
    assert names(tmp_path) == ["a"]


def test_only_what_a_dead_run_of_ours_left_is_removed(tmp_path):
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    (tmp_path / f"{PREFIX}{dead}-{'a' * 16}.tmp").write_text("half")
    (tmp_path / f"{PREFIX}{dead}-{'b' * 16}.tmp").mkdir()
    (tmp_path / f"{PREFIX}{dead}-{'b' * 16}.tmp/part").write_text("half")
    others = [".a.tmp", f"{PREFIX}notes.tmp", f"{PREFIX}{dead}-xyz.tmp", "a.parts"]
    for name in others:
        (tmp_path / name).write_text("mine")
    with whole_folder(tmp_path / "made") as living:
        clean(tmp_path)
        assert names(tmp_path) == sorted([*others, living.name])
    assert names(tmp_path) == sorted([*others, "made"])


def test_a_folder_to_work_in_is_for_its_owner_alone_and_goes():
    with scratch() as folder:
        assert mode_of(folder) & 0o077 == 0
        (folder / "a").write_text("x")
    assert not folder.exists()


def test_files_of_two_runs_are_told_apart(tmp_path):
    files: dict[str, str | bytes] = {"a.html": "one", "a.json": b"one"}
    write_whole({tmp_path / name: body for name, body in files.items()})
    write_whole({tmp_path / "a.sha256": sums(files)})
    assert strangers(tmp_path / "a.sha256") == ([], ["a.html", "a.json"])
    (tmp_path / "a.html").write_text("two")
    assert strangers(tmp_path / "a.sha256") == (["a.html"], ["a.json"])
    assert strangers(tmp_path / "none") == ([], [])
