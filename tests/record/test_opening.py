"""Files as they come: encodings, marks, gzip, and what is no text."""

import gzip
from pathlib import Path

import pytest

from detente.errors import InputError
from detente.record.opening import LONGEST, open_file

WORDS = "“We won’t”, said Erdoğan’s café\r\nsecond\nthird"


def opened_text(tmp_path: Path, raw: bytes, encoding: str = "") -> tuple[str, str, tuple[str, ...]]:
    path = tmp_path / "speech.txt"
    path.write_bytes(raw)
    opened = open_file(path, encoding)
    return "".join(line.text for line in opened.lines()), opened.encoding, opened.warnings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_or_utf_8_is_read_without_a_word(tmp_path: Path, encoding: str) -> None:
    text, _, warnings = opened_text(tmp_path, WORDS.encode(encoding))
    assert text == WORDS
    assert warnings == ()


def test_windows_1252_is_assumed_and_told(tmp_path: Path) -> None:
    text, encoding, (warning,) = opened_text(tmp_path, b"one\nWe won\x92t")
    assert (text, encoding) == ("one\nWe won’t", "cp1252")
    assert ":2: byte 11 is not UTF-8; read as cp1252 (an assumption)" in warning


def test_what_a_page_declares_is_believed_before_windows_1252(tmp_path: Path) -> None:
    raw = '<meta charset="iso-8859-2">Łódź'.encode("iso-8859-2")
    text, encoding, (warning,) = opened_text(tmp_path, raw)
    assert text.endswith("Łódź")
    assert encoding == "iso-8859-2"
    assert "as it declares" in warning


def test_utf_16_without_its_mark(tmp_path: Path) -> None:
    text, _, _ = opened_text(tmp_path, "We will not lift it.".encode("utf-16-le"))
    assert text == "We will not lift it."


def test_an_encoding_that_is_given_is_held_to(tmp_path: Path) -> None:
    assert opened_text(tmp_path, "Лавров".encode("cp1251"), "cp1251")[0] == "Лавров"
    with pytest.raises(InputError, match="byte 1 is not utf-8 text"):
        opened_text(tmp_path, "Лавров".encode("cp1251"), "utf-8")
    with pytest.raises(InputError, match='"klingon" is no encoding'):
        opened_text(tmp_path, b"x", "klingon")
    with pytest.raises(InputError, match='"rot13" is no encoding'):
        opened_text(tmp_path, b"x", "rot13")


def test_gzip_is_read_through(tmp_path: Path) -> None:
    assert opened_text(tmp_path, gzip.compress(WORDS.encode()))[0] == WORDS
    with pytest.raises(InputError, match="cannot be read"):
        opened_text(tmp_path, gzip.compress(WORDS.encode())[:-12])


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"%PDF-1.7\n", "a PDF"), (b"PK\x03\x04abc", "a zip"), (b"\x89PNG\r\n", "a picture"),
        (bytes(range(256)) * 9, "control bytes"), (b"abc\0def", "control bytes"),
        (b"caf\x81\xff\x8d", "neither UTF-8 nor Windows-1252"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_refused_by_name(tmp_path: Path, raw: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        opened_text(tmp_path, raw)


def test_a_folder_and_nothing_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no file"):
        open_file(tmp_path)
    with pytest.raises(InputError, match="cannot be read"):
        open_file(tmp_path / "nothing")


def test_places_count_characters_and_lines(tmp_path: Path) -> None:
    path = tmp_path / "speech.txt"
    path.write_bytes(("é" * (LONGEST + 10) + "\r\nsecond\nthird").encode())
    lines = [*open_file(path).lines()]
    assert [(line.number, line.start) for line in lines] == [
        (1, 0), (1, LONGEST), (2, LONGEST + 12), (3, LONGEST + 19),
    ]  # fmt: skip


def test_a_letter_cut_by_the_end_is_not_utf_8(tmp_path: Path) -> None:
    _, encoding, warnings = opened_text(tmp_path, "done é".encode()[:-1])
    assert encoding == "cp1252"
    assert warnings


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_whatever_ends_them(tmp_path: Path, end: str) -> None:
    path = tmp_path / "speech.txt"
    path.write_bytes(end.join(["one", "two", "three"]).encode())
    found = [(line.number, line.text.strip()) for line in open_file(path).lines()]
    assert found == [(1, "one"), (2, "two"), (3, "three")]


def test_one_zero_byte_makes_a_file_no_text(tmp_path: Path) -> None:
    path = tmp_path / "speech.txt"
    path.write_bytes(b"a sentence as long as any other, and then\0 one more\n" * 3)
    with pytest.raises(InputError, match="is no text"):
        open_file(path)
