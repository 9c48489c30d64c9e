"""The starter case with some of its text exchanged."""

from pathlib import Path

from detente.case import Case, open_case
from detente.case.starter import new_case


def changed(parent: Path, *edits: tuple[str, str, str]) -> Path:
    """A new case in `parent`; each edit is a file, a text found in it, and what takes its place."""
    folder = new_case("changed", parent)
    for file, old, new in edits:
        text = (folder / file).read_text("utf-8")
        assert old in text, f"{file} has no {old!r}"
        (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    return folder


def read(parent: Path, *edits: tuple[str, str, str]) -> Case:
    """The same, opened."""
    return open_case(str(changed(parent, *edits)))
