"""Every condition against packages made to keep or to break it: the whole message, word by word."""

from pathlib import Path

import pytest
from judged import FOLDER, JUDGED, condition_of, judge, opened, written

from bench.checks_timing import TARGET, milliseconds
from detente.case import open_case
from detente.checks import CONDITIONS, Check, check
from detente.law import Law
from detente.law.from_case import law_of
from detente.machine import compile_package

BASELINE = Path(__file__).parent / "alaska.txt"


@pytest.fixture(scope="module")
def alaska(law: Law) -> dict[str, tuple[Check, ...]]:
    case = open_case("alaska-2025")
    return {name: check(compile_package(case, name), case, law) for name in case.packages}


@pytest.mark.parametrize("folder", JUDGED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_message(folder: Path, law: Law, tmp_path: Path) -> None:
    case = opened(folder, tmp_path)
    own = law_of(case.folder) if (case.folder / "law").is_dir() else law
    found = judge(case, own, condition_of(folder))
    assert found.verdict == FOLDER[folder.parent.name]
    assert written(found) == (folder / "expected.txt").read_text("utf-8")


@pytest.mark.parametrize("condition", CONDITIONS)
@pytest.mark.parametrize("kind", ["good", "bad"])
def test_each_condition_has_a_package_that_keeps_and_one_that_breaks_it(
    condition: str, kind: str
) -> None:
    here = [path for path in JUDGED if path.parent.name == kind]
    assert any(condition_of(path) == condition for path in here)


def test_alaska_verdicts_are_as_they_were(alaska: dict[str, tuple[Check, ...]]) -> None:
    lines = [f"{name} {c.name} {c.verdict}" for name, checks in alaska.items() for c in checks]
    assert lines == BASELINE.read_text("utf-8").splitlines()


def test_a_package_is_judged_in_a_tenth_of_a_second(law: Law) -> None:
    """After start-up; `./run bench` prints the same figures."""
    case = open_case("alaska-2025")
    for name in case.packages:
        spent = milliseconds(compile_package(case, name), case, law)
        assert sum(spent.values()) < TARGET, spent


def test_every_flaw_has_a_story_and_a_remedy(alaska: dict[str, tuple[Check, ...]]) -> None:
    """And what is not known says what is missing."""
    for found in (c for checks in alaska.values() for c in checks):
        assert found.finding
        assert found.verdict == "good" or found.remedy, found.name
        assert found.verdict != "flaw" or found.trace, found.name


def test_the_veto_on_the_record_is_named(alaska: dict[str, tuple[Check, ...]]) -> None:
    """Slovakia held up the 18th package in June 2025 (D038); Austria never did."""
    by_name = {found.name: found for found in alaska["modular"]}
    said = "\n".join((*by_name["renewal-cliff"].trace, *by_name["blockable"].trace))
    assert "SK on 2025-06-27: Veto on the 18th EU package (D038)" in said
    assert "AT" not in said
