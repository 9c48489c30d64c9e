"""The starter case with some words changed."""

from pathlib import Path

from small_case import Edit

from detente.case import Case, open_case
from detente.case.starter import new_case


def broken(tmp_path: Path, *edits: Edit) -> Case:
    """The starter case with some words changed, in a folder that stays."""
    folder = new_case("small", tmp_path)
    for file, old, new in edits:
        text = (folder / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{file}: {text.count(old)} x {old!r}"
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    return open_case(str(folder))
