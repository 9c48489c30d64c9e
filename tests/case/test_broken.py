"""What a person gets wrong, and exactly what they are told."""

import os
from pathlib import Path

import numpy as np
import pytest
from broken_cases import BROKEN, build
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.case import open_case
from detente.case.starter import TEMPLATE, new_case
from detente.errors import InputError, Problem


def complaint(case: Path) -> str:
    with pytest.raises(InputError) as caught:
        open_case(str(case))
    return str(caught.value)


def problems_of(case: Path) -> tuple[Problem, ...]:
    try:
        open_case(str(case))
    except InputError as error:
        return error.problems
    return ()


@pytest.mark.parametrize("broken", BROKEN, ids=lambda path: path.name)
def test_message(broken: Path, tmp_path: Path) -> None:
    expected = (broken / "expected.txt").read_text("utf-8").rstrip("\n")
    assert complaint(build(broken, tmp_path)) == expected


def test_there_are_enough_of_them() -> None:
    assert len(BROKEN) >= 32


def test_megabytes_of_garbage(tmp_path: Path) -> None:
    case = new_case("garbage", tmp_path)
    (case / "case.yaml").write_bytes(np.random.default_rng(1).bytes(3_000_000))
    expected = "case.yaml: 3.0 MB is too long for a case file; keep it under 1 MB"
    assert complaint(case) == expected


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all files")
def test_file_that_may_not_be_read(tmp_path: Path) -> None:
    case = new_case("locked", tmp_path)
    (case / "deeds.csv").chmod(0)
    expected = (
        "deeds.csv: cannot be read (Permission denied); check that it is there and may be read"
    )
    assert complaint(case) == expected


def test_a_refused_row_is_not_called_missing_elsewhere(tmp_path: Path) -> None:
    """D2 is named by the outlook, E01 by a measure: each has one problem, not two."""
    case = new_case("half", tmp_path)
    for file, old, new in (
        ("deeds.csv", ",mandated,", ",rumoured,"),
        ("estimates.csv", "0.25,0.4,0.6", "0.25,x,0.6"),
    ):
        text = (case / file).read_text("utf-8")
        (case / file).write_text(text.replace(old, new), "utf-8")
    assert len(complaint(case).splitlines()) == 2


FILES = sorted(
    path.relative_to(TEMPLATE)
    for path in TEMPLATE.rglob("*")
    if path.suffix in {".yaml", ".csv"} or path.parent.name == "record"
)
SCRAPS = ("", "0", "-1", "null", "[]", "{}", "x", "1e999", "~", ": ", "- ", "'", '"', "\t", "&a *a")


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(file=st.sampled_from(FILES), at=st.floats(0, 1), length=st.integers(0, 12), data=st.data())
def test_any_damage_is_refused_in_words_or_harmless(
    file: Path,
    at: float,
    length: int,
    data: st.DataObject,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    case = new_case("damaged", tmp_path_factory.mktemp("case"))
    text = (case / file).read_text("utf-8")
    start = int(at * len(text))
    scrap = data.draw(st.one_of(st.sampled_from(SCRAPS), st.text(max_size=4)), label="scrap")
    damaged = (text[:start] + scrap + text[start + length :]).encode("utf-8", "surrogatepass")
    (case / file).write_bytes(damaged)
    for problem in problems_of(case):
        assert problem.reason
        assert problem.remedy
