"""Every value knows its line, and hints name what was probably meant."""

from pathlib import Path

import pytest

from detente.case import find_case, open_case
from detente.case.document import parse_yaml
from detente.case.hints import nearest, spell
from detente.case.starter import new_case
from detente.case.statement import take_apart
from detente.errors import InputError

TEXT = """\
# a comment
title: one
modules:
  - name: oil
    phases:
      - {name: trial, open: {embargo: 0.3}}
      -
        name: full
        open:
          embargo: 1
words: >-
  folded
  text
after: [a, b]
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("title",), 2),
        (("modules",), 3),
        (("modules", 0), 4),
        (("modules", 0, "name"), 4),
        (("modules", 0, "phases", 0, "open", "embargo"), 6),
        (("modules", 0, "phases", 1), 8),
        (("modules", 0, "phases", 1, "open", "embargo"), 10),
        (("words",), 11),
        (("after", 1), 14),
        (("modules", 0, "article"), 4),  # not written: the clause that lacks it
        (("modules", 7), 3),
        (("nothing", "at", "all"), 1),
        (("title", "value"), 2),  # inside a plain value
    ],
)
def test_line_of_a_path(path: tuple[str | int, ...], line: int) -> None:
    place = parse_yaml(TEXT, "f.yaml").place(path)
    assert str(place) == f"f.yaml:{line}"


def test_front_matter_counts_lines_of_the_whole_file() -> None:
    sheet = take_apart("\n---\nid: S1\ndate: 2025-01-10\n---\nQ: Why?\n> Because.\nSo.\n", "s.md")
    assert str(sheet.head.place(["date"])) == "s.md:4"
    assert (sheet.question, sheet.quote, sheet.sense) == ("Why?", "Because.", "So.")


def test_a_rule_in_the_body_is_no_fence() -> None:
    sheet = take_apart("---\nid: S1\nvenue: a --- b\n---\nabove\n---\nbelow\n", "s.md")
    assert sheet.head.data == {"id": "S1", "venue": "a --- b"}
    assert sheet.sense == "above --- below"


def test_yaml_is_1_2_and_dates_stay_text() -> None:
    data = parse_yaml("a: NO\nb: 2025-02-30\nc: 1e3\nd: 010\n", "f.yaml").data
    assert data == {"a": "NO", "b": "2025-02-30", "c": 1000.0, "d": 10}


def test_windows_files_read_the_same(tmp_path: Path) -> None:
    case = new_case("mine", tmp_path)
    here = open_case(str(case))
    for path in case.rglob("*"):
        if path.is_file():
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    there = open_case(str(case))
    assert (there.world, there.packages, there.remarks) == (here.world, here.packages, here.remarks)
    assert (there.deeds, there.holdings) == (here.deeds, here.holdings)


def test_hashes_bind_every_file_that_was_read(tmp_path: Path) -> None:
    case = new_case("mine", tmp_path)
    before = open_case(str(case)).hashes
    files = {p.relative_to(case).as_posix() for p in case.rglob("*") if p.is_file()}
    assert set(before) == files - {"README.md"}
    with (case / "deeds.csv").open("a") as table:
        table.write("\n")
    after = open_case(str(case)).hashes
    assert {file for file in before if before[file] != after[file]} == {"deeds.csv"}


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("invasoin", ["invasion", "raid"], 'did you mean "invasion"?'),
        ("gas", ["oil", "reserves"], "there is: oil, reserves"),
        ("gas", [], "none is declared"),
        ("z", [f"n{i}" for i in range(10)], "there is: n0, n1, n2, n3, n4, n5, n6, n7, …"),
    ],
)
def test_nearest(word: str, known: list[str], hint: str) -> None:
    assert nearest(word, known) == hint


def test_spell() -> None:
    assert spell(("triggers", 2, "covers", 0)) == "triggers[2].covers[0]"


def test_find_case_by_folder(tmp_path: Path) -> None:
    assert find_case(str(tmp_path)) == tmp_path


@pytest.mark.parametrize("name", ["no-such-case", "", "a\0b"])
def test_find_case_says_what_there_is(name: str) -> None:
    with pytest.raises(InputError, match="no such folder, and no case of that name ships; "):
        find_case(name)


def test_find_case_hints_at_a_shipped_one() -> None:
    with pytest.raises(InputError, match=r'ships; did you mean "alaska-2025"\?'):
        find_case("alaska-2026")


def test_find_case_given_a_file(tmp_path: Path) -> None:
    path = new_case("mine", tmp_path) / "case.yaml"
    with pytest.raises(InputError, match="is a file, not a case; give the folder"):
        find_case(str(path))


@pytest.mark.filterwarnings("error")
def test_the_name_of_an_anchor_may_be_used_anew() -> None:
    text = "a: &x {b: 1}\nc: *x\nd: &x {b: 2}\ne: *x\n"
    assert parse_yaml(text, "f.yaml").data["e"] == {"b": 2}
