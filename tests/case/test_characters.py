"""Bytes and characters that no case file holds are refused with their line."""

from pathlib import Path

import pytest
from changed import changed

from detente.case import open_case
from detente.errors import InputError

SAID = "record/2025-01-10-S1.md"


def told(folder: Path) -> str:
    with pytest.raises(InputError) as caught:
        open_case(str(folder))
    return str(caught.value)


@pytest.mark.parametrize("character", ["\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\u2028", "\ufffe"])
@pytest.mark.parametrize(
    ("file", "old", "line"),
    [(SAID, "never comment", 15), ("estimates.csv", "invented", 2), ("case.yaml", "Cassia, a", 14)],
)
def test_a_control_character_in_any_file(
    file: str, old: str, line: int, character: str, tmp_path: Path
) -> None:
    folder = changed(tmp_path, (file, old, old.replace(" ", character) + character))
    assert told(folder).startswith(f"{file}:{line}: holds the control character")


def test_an_escape_is_no_way_round(tmp_path: Path) -> None:
    folder = changed(tmp_path, ("case.yaml", "name: Cassia", r'name: "Cas\x0bsia"'))
    assert told(folder).startswith("case.yaml:22: holds the control character 0x0b (vertical tab)")


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"\xff\xfei\0d\0", "is UTF-16 text"),
        (b"\xfe\xff\0i\0d", "is UTF-16 text"),
        (b"\x1f\x8b\x08", "is compressed"),
        (b"PK\x03\x04", "is a workbook"),
        (b"id,party\nE1,Erd\xf6l", "byte 16 is not UTF-8"),
    ],
)
def test_other_encodings_are_named(start: bytes, kind: str, tmp_path: Path) -> None:
    folder = changed(tmp_path)
    (folder / "estimates.csv").write_bytes(start)
    assert kind in told(folder)


def test_a_byte_order_mark_and_spaces_in_a_head_are_read(tmp_path: Path) -> None:
    folder = changed(tmp_path, ("deeds.csv", "id,date,", "id , date,"))
    text = (folder / "deeds.csv").read_text("utf-8")
    (folder / "deeds.csv").write_text(text, "utf-8-sig")
    assert open_case(str(folder)).deeds


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("estimates.csv", "id,party,", "id\tparty\t", "has tabs for commas"),
        ("case.yaml", "  CA: {", "\tCA: {", "begins with a tab"),
        ("case.yaml", "  CA: {", "\u00a0 CA: {", "has a no-break space for a space"),
        ("case.yaml", "target: BO", "target:\u00a0BO", "has a no-break space for a space"),
    ],
)
def test_tabs_and_no_break_spaces(file: str, old: str, new: str, said: str, tmp_path: Path) -> None:
    assert said in told(changed(tmp_path, (file, old, new)))
