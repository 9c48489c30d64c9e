"""Cells that a spreadsheet would run are words; numbers stay numbers."""

import csv
from io import StringIO

import pytest

from detente.case.spreadsheet import as_csv


@pytest.mark.parametrize(
    "words",
    [
        "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1",
        "=HYPERLINK(\"x\")", "-x", "+x", "\x0b=1", "--", "=",
    ],
)  # fmt: skip
def test_a_formula_becomes_words(words: str) -> None:
    written = csv.reader(StringIO(as_csv([words], [[words]]), newline=""))
    assert [*written] == [["'" + words.replace("\r", "\n")]] * 2


@pytest.mark.parametrize(
    "value",
    ["-1.5", "+3", "-1e-9", "1,000", "-5%", "-", "", "2024-05-02", "plain", "a=b", "'quoted", -1.5],
)
def test_numbers_and_plain_words_stay(value: object) -> None:
    assert as_csv(["a"], [[value]]).splitlines()[1].strip('"').replace('""', "") == str(value)
