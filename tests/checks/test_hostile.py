"""Packages written last, as a hostile lawyer would: the judgement stood before they were run."""

import shutil
from pathlib import Path

import pytest
from judged import HERE

from detente.case import find_case, open_case
from detente.checks import CONDITIONS, Check, check
from detente.law import Law
from detente.machine import compile_package

HOSTILE = sorted(path for path in (HERE / "hostile").iterdir() if path.is_dir())


def judgement(folder: Path) -> tuple[str, dict[str, str]]:
    """The case that it is laid beside, and the verdict on each condition."""
    first, *lines = (folder / "judgement.txt").read_text("utf-8").splitlines()
    return first.split()[1], {line.split()[0]: line.split()[1] for line in lines}


def checked(folder: Path, name: str, parent: Path, law: Law) -> tuple[Check, ...]:
    """The package among those of a shipped case, read like any of them."""
    copy = shutil.copytree(find_case(name), parent / name)
    shutil.copyfile(folder / "package.yaml", copy / "packages/hostile.yaml")
    case = open_case(str(copy))
    return check(compile_package(case, "hostile"), case, law)


@pytest.mark.parametrize("folder", HOSTILE, ids=lambda path: path.name)
def test_it_is_judged_as_a_treaty_lawyer_would(folder: Path, law: Law, tmp_path: Path) -> None:
    name, verdicts = judgement(folder)
    assert list(verdicts) == list(CONDITIONS)
    found = {c.name: c for c in checked(folder, name, tmp_path, law)}
    assert {name: c.verdict for name, c in found.items()} == verdicts
