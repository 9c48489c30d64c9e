"""What a case may say, but nobody should read in silence: one note each, with its line."""

import shutil
from pathlib import Path

import pytest
from changed import changed, read

from detente.case import open_case

FIRST = "packages/first.yaml"
OBLIGED = "obligations:\n"
TWICE = """\
  - party: AL
    article: Art. 9
    act: "Grants  licences within TEN days"
    breaches: [stalling]
"""


def test_the_starter_case_has_none(tmp_path: Path) -> None:
    assert read(tmp_path).notes == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "told"),
    [
        ("case.yaml", "harm: {AL: 0.1}", "harm: {AL: -0.1}", 50, "a negative harm (-0.1)"),
        (FIRST, "takes: 4", "takes: -4", 66, "a negative takes (-4)"),
        (FIRST, "false_alarm: 0.01", "false_alarm: 1", 47, "pulled in 100 % of months"),
        ("case.yaml", "sender, discount: 0.05", "sender, discount: 0.9", 20, "rate of 90 %"),
        ("case.yaml", "sender, discount: 0.05", "sender, discount: 0.004", 20, "yearly rate"),
        ("case.yaml", "once: {BO: E02}", "once: {BO: {estimate: E01, times: 3}}", 36, "3 times it"),
        (FIRST, "due: 6", "due: 37", 30, "past the horizon of 36"),
        (FIRST, "trial, months: 6", "trial, months: 40", 16, "begins in month 40"),
        (FIRST, OBLIGED, OBLIGED + TWICE, 41, "says the same as obligations[0]"),
        ("case.yaml", "once: {BO: E02}", "once: {BO: 2}", None, '"E02" is used by no number'),
        (FIRST, "open: {reserve-freeze: 0.5}", "open: {oil-embargo: 0.5}", 22, "widest opening"),
        ("record/2025-01-10-S1.md", "date: 2025-01-10", "date: 2025-01-09", 2, "is named for"),
    ],
)
def test_each_is_told_at_its_line(
    file: str, old: str, new: str, line: int | None, told: str, tmp_path: Path
) -> None:
    found = [note for note in read(tmp_path, (file, old, new)).notes if told in str(note)]
    assert [note.remedy != "" for note in found] == [True]
    if line is not None:
        assert (found[0].place.file, found[0].place.line) == (file, line)


def test_a_package_pasted_under_another_title(tmp_path: Path) -> None:
    folder = changed(tmp_path)
    text = (
        (folder / FIRST).read_text("utf-8").replace("title: The pass", "title: Again, the pass", 1)
    )
    (folder / "packages/again.yaml").write_text(text, "utf-8")
    assert "is the same package as again" in str(open_case(str(folder)).notes[0])


def test_a_lock_file_is_passed_over_and_told(tmp_path: Path) -> None:
    folder = changed(tmp_path)
    for name in ("~$deeds.csv", "packages/~$first.yaml", "record/~$S1.md"):
        (folder / name).write_bytes(b"\x05owner\0")
    shutil.copy(folder / FIRST, folder / "packages/._first.yaml")
    notes = open_case(str(folder)).notes
    assert [note.place.file for note in notes] == [
        "packages/~$first.yaml",
        "record/~$S1.md",
        "~$deeds.csv",
    ]
