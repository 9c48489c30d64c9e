"""What is typed, what is packed, and what a stranger needs to install it."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
_IMPORT = re.compile(r"^\s*(?:from|import) (\w+)", re.MULTILINE)


def imported(files: list[Path]) -> set[str]:
    return {name for file in files for name in _IMPORT.findall(file.read_text(encoding="utf-8"))}


def test_every_file_of_the_tests_is_typed():
    """Builders are left out by name of file, and typed because a test imports them."""
    left_out = re.compile(PROJECT["tool"]["mypy"]["exclude"])
    builders = [file for file in TESTS if left_out.search(str(file.relative_to(ROOT)))]
    assert builders
    assert {file.stem for file in builders} <= imported(TESTS)


def test_no_test_is_imported_by_another():
    """It would be known under two names, and run or typed twice; what two share is a builder."""
    assert not [name for name in imported(TESTS) if name.startswith("test_")]
