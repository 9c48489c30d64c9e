"""Packages with one condition in view: each folder of good/, bad/ and unknown/ changes the starter.

`change.txt` is read as in tests/case/broken; `expected.txt` is the whole check, its condition on
the first line.
"""

from pathlib import Path

from broken_cases import build

from detente.case import Case, open_case
from detente.checks import CONDITIONS, Check
from detente.law import Law
from detente.machine import compile_package

HERE = Path(__file__).parent
FOLDER = {"good": "good", "bad": "flaw", "unknown": "unknown"}  # verdict by folder
JUDGED = sorted(path for name in FOLDER for path in (HERE / name).iterdir() if path.is_dir())


def opened(folder: Path, parent: Path) -> Case:
    """The starter case with the folder's change."""
    return open_case(str(build(folder, parent)))


def judge(case: Case, law: Law, condition: str, package: str = "first") -> Check:
    """One condition on one package."""
    return CONDITIONS[condition](compile_package(case, package), case, law)


def condition_of(folder: Path) -> str:
    """The longest condition that the folder's name begins with."""
    return max((name for name in CONDITIONS if folder.name.startswith(name)), key=len)


def written(check: Check) -> str:
    """A check as a page of text."""
    lines = [
        f"{check.name}: {check.verdict}",
        check.finding,
        *(f"| {line}" for line in check.trace),
    ]
    return "\n".join([*lines, *([f"mend: {check.remedy}"] if check.remedy else [])]) + "\n"
