"""The last day of a truce, as people write it, and days that no calendar has."""

from datetime import date
from pathlib import Path

import pytest

from detente.case import open_case
from detente.case.starter import new_case
from detente.case.truces import last_day
from detente.errors import InputError


@pytest.mark.parametrize(
    ("act", "told", "last"),
    [
        ("Harvest truce 3-5 September", "2024-09-07", "2024-09-05"),
        ("Harvest truce from 3 to 5 September", "2024-09-02", "2024-09-05"),
        ("Harvest truce between 3 and 5 September", "2024-09-02", "2024-09-05"),
        ("Harvest truce, Sept. 3–5", "2024-09-07", "2024-09-05"),
        ("Harvest truce Sep 3 – Sep 5, 2023", "2024-09-07", "2023-09-05"),
        ("3-5 September: harvest truce", "2024-09-07", "2024-09-05"),
        ("3-5 September talks on a truce", "2024-09-07", "None"),
        ("Ceasefire until midnight on the 5th of September", "2024-09-01", "2024-09-05"),
        ("Cease-fire through 2024-09-05", "2024-09-01", "2024-09-05"),
        ("Truce until 29 February", "2024-03-02", "2024-02-29"),
        ("Truce until 29 February", "2023-12-20", "2024-02-29"),
        ("Truce until the end of February", "2024-02-10", "2024-02-29"),
        ("Truce until 8 January", "2024-12-30", "2025-01-08"),
        ("Truce until 8 January", "2025-01-10", "2025-01-08"),
        ("Truce 29 December - 2 January", "2024-12-28", "2025-01-02"),
        ("Truce 29 December – 2 January", "2025-01-09", "2025-01-02"),
        ("Christmas truce 24-26 December", "2025-01-02", "2024-12-26"),
        ("Games truce 6-22 February", "2025-11-18", "2026-02-22"),
        ("Truce until 27 January, extended until 18 February", "2025-01-27", "2025-02-18"),
        ("Truce 30 August to 2 September", "2024-08-29", "2024-09-02"),
        ("Truce from 12 May or sanctions", "2024-05-10", "None"),
    ],
)
def test_the_year_of_a_truce_is_that_of_its_deed(act: str, told: str, last: str) -> None:
    assert str(last_day(act, date.fromisoformat(told))) == last


@pytest.mark.parametrize(
    ("act", "words"),
    [
        ("Truce until 29 February", "29 February 2025 does not exist"),
        ("Truce until 31 June", "31 June 2025 does not exist"),
        ("Truce 30-31 September", "31 September 2025 does not exist"),
        ("Truce until 2025-14-01", "2025-14-01 does not exist"),
        ("Truce 12-10 August", "ends before it begins"),
    ],
)
def test_a_day_that_does_not_exist_is_told_with_its_line(act: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        last_day(act, date(2025, 5, 1))


def test_a_case_with_such_a_day_is_refused_at_its_line(tmp_path: Path) -> None:
    case = new_case("truce", tmp_path)
    table = case / "deeds.csv"
    lines = table.read_text("utf-8").splitlines()
    row = lines[1].split(",")
    row[0], row[5] = "X9", "Truce until 31 April"
    table.write_text("\n".join([*lines, ",".join(row)]) + "\n")
    with pytest.raises(InputError) as refused:
        open_case(str(case))
    (problem,) = refused.value.problems
    assert str(problem.place) == f"deeds.csv:{len(lines) + 1}"
    assert "31 April" in problem.reason
    assert "does not exist; write the day that is meant" in str(problem)
