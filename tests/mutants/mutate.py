"""Puts small wrongs into a copy, one by one, and asks the room's tests: `./run mutants`."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.trials.page import MUTANTS, Row, record

ROOT = Path(__file__).parents[2]
LIST = Path(__file__).with_name("mutants.toml")
COPIED = ("src", "tests", "cases", "docs", "pyproject.toml", "constraints.txt", "README.md")
_CAUGHT = (1, 2)  # what pytest ends with: a test failed; the house does not even load
_LATE = -1


@dataclass(frozen=True, slots=True)
class Mutant:
    """One small wrong: the text that stands in a file, what is put there, and who must notice."""

    file: str  # under src/detente
    old: str
    new: str
    room: str  # a folder of tests
    means: str

    @property
    def count(self) -> int:
        """How often the text stands in its file: once, or the list is out of date."""
        return (ROOT / "src" / "detente" / self.file).read_text("utf-8").count(self.old)


def mutants(path: Path = LIST) -> list[Mutant]:
    """All that are written down, in their order."""
    return [Mutant(**row) for row in tomllib.loads(path.read_text("utf-8"))["mutant"]]


def main() -> int:
    """Tells which mutants their room's tests noticed; 1 if one survived."""
    asked = _options()
    chosen = [m for m in mutants() if not asked.room or m.room in asked.room]
    if stale := [m for m in chosen if m.count != 1]:
        sys.stderr.write("".join(f"{m.file}: stands {m.count} times: {m.old}\n" for m in stale))
        return 2
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        _copy(copy)
        survived = [m for m in chosen if not _killed(m, copy, asked.seconds)]
    if asked.record:
        _record(chosen, survived)
    sys.stdout.write(f"{len(chosen) - len(survived)} of {len(chosen)} killed\n")
    return 1 if survived else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run mutants", description=__doc__)
    parser.add_argument("--room", action="append", help="only this room's; repeat")
    parser.add_argument("--record", action="store_true", help="the result into docs/tested.md")
    parser.add_argument("--seconds", type=int, default=1800, help="most for one room's tests")
    return parser.parse_args()


def _record(chosen: Sequence[Mutant], survived: Sequence[Mutant]) -> None:
    rows = []
    for room in dict.fromkeys(one.room for one in chosen):
        left = [one.means for one in survived if one.room == room]
        count = sum(one.room == room for one in chosen)
        said = f"{count - len(left)} of {count}" + "".join(f"; survived: {one}" for one in left)
        rows.append(Row((room, said), passed=not left))
    record(MUTANTS, rows)


def _copy(target: Path) -> None:
    target.mkdir()
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name)  # times too: compiled kernels stay valid
        elif (ROOT / name).exists():
            shutil.copy2(ROOT / name, target / name)


def _killed(mutant: Mutant, copy: Path, seconds: int) -> bool:
    """Whether the room's tests notice; the copy is as it was afterwards."""
    path = copy / "src" / "detente" / mutant.file
    kept, stat = path.read_text("utf-8"), path.stat()
    path.write_text(kept.replace(mutant.old, mutant.new), encoding="utf-8")
    began = time.monotonic()
    try:
        code = _tests(copy, mutant.room, seconds)
    finally:
        path.write_text(kept, encoding="utf-8")
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    known = {0: "SURVIVED", _LATE: "too late", **dict.fromkeys(_CAUGHT, "killed")}
    verdict = known.get(code, f"pytest ended {code}")
    took = time.monotonic() - began
    sys.stdout.write(f"{verdict:9} {mutant.room:10} {took:4.0f} s  {mutant.file}: {mutant.means}\n")
    sys.stdout.flush()
    return code in _CAUGHT


def _tests(copy: Path, room: str, seconds: int) -> int:
    command: Sequence[str] = (
        *(sys.executable, "-m", "pytest", "-n0", "-x", "-q", "-p", "no:cacheprovider"),
        *("-m", "not browser and not oracle and not proof", f"tests/{room}"),
    )
    place = {**os.environ, "PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command, cwd=copy, env=place, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return _LATE  # on a busy machine that says nothing
    return done.returncode


if __name__ == "__main__":
    raise SystemExit(main())
