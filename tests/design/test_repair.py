"""Repairs: the fewest clauses, the least size, the file with its comments, and nothing worse."""

import pytest
from broken_starter import broken
from small_case import CASE, NO_RAID
from small_design import AUTOMATIC, cost

from detente.case import Case, Sampler, open_case
from detente.case.document import parse_yaml
from detente.case.editing import Remove
from detente.case.package import Package
from detente.design.clause_moves import moves
from detente.design.moves import together
from detente.design.proof import prove
from detente.design.repair import Repair, repair
from detente.design.written import Sheet, schedule_edits, sheet_of
from detente.law import load_law
from detente.machine import compile_package

LAW = load_law(None)


def mended(case: Case) -> Repair:
    return repair(case, LAW, Sampler(case.estimates, 0, 1), "first", seconds=60)


def test_a_breach_that_is_left_out_is_covered_again(tmp_path):
    case = broken(tmp_path, NO_RAID)
    found = mended(case)
    assert found.proof is not None
    assert found.proof.holds
    assert not found.before.holds
    assert found.least
    assert found.clauses == 1
    assert found.steps[0].words == 'let trigger "attack" cover raid too'
    diff = sheet_of(case, "first").diff(found.edits).splitlines()
    changed = [line for line in diff if line[:1] in "+-" and line[:3] not in {"+++", "---"}]
    assert [line.split("#")[0].rstrip() for line in changed[:2]] == [
        "-    covers: [invasion]",
        "+    covers: [invasion, raid]",
    ]


def test_what_holds_and_has_no_flaw_that_can_be_cured_is_left_alone(tmp_path):
    found = mended(broken(tmp_path))
    assert found.before.holds
    assert found.proof is not None
    for step in found.steps:  # only flaws are cured, and each step cures one
        assert step.cures
        assert "does not hold" not in step.cures
    assert set(found.left) <= set(found.before.flaws)


def test_a_relief_too_small_is_raised_by_the_least(tmp_path):
    """Borvia would not sign: one phase opens further, by no more than makes it."""
    case = broken(tmp_path, cost(0.52), AUTOMATIC)
    found = mended(case)
    assert not found.before.holds
    assert found.before.unwilling == ("BO",)
    assert found.proof is not None
    assert found.proof.holds
    held = [step for step in found.steps if "does not hold" in step.cures]
    assert len(held) == 1
    assert found.proof.held.value[0, 1] == pytest.approx(0.0, abs=0.02)


def test_a_size_is_no_greater_than_is_needed(tmp_path):
    """A raid is hardly ever seen: monitoring is bought, and a tenth less would not do."""
    hardly = (
        CASE,
        "{low: 0.3, mode: 0.5, high: 0.7, source",
        "{low: 0, mode: 0.001, high: 0.7, source",
    )
    case = broken(tmp_path, hardly)
    found = mended(case)
    assert not found.before.holds
    assert found.proof is not None
    (step,) = (step for step in found.steps if "does not hold" in step.cures)
    assert 0 < step.size < 1
    sampler, sheet = Sampler(case.estimates, 0, 1), sheet_of(case, "first")
    (move,) = (
        m for m in moves(case.packages["first"], case.world, sampler) if m.words == step.words
    )
    for size, holds in ((step.size, True), (step.size * 0.9, False)):
        package = sheet.package(together([(move, size)]))
        assert prove(case, LAW, sampler, "first", package).holds == holds


def test_what_cannot_be_mended_is_not_called_mended():
    case = open_case("barbados-2023")
    found = repair(case, LAW, Sampler(case.estimates, 0, 1), "licence-44", seconds=4)
    assert found.proof is None
    assert found.edits == ()


def test_the_package_that_is_played_is_the_one_that_is_written(tmp_path):
    """Edits of the plain values and edits of the text lead to the same package."""
    case = broken(tmp_path, NO_RAID, cost(0.45))
    found = mended(case)
    sheet = sheet_of(case, "first")
    written = parse_yaml(sheet.edited(found.edits), "first.yaml").data
    assert Package.model_validate(written) == sheet.package(found.edits)


@pytest.mark.parametrize(
    "name", ["alaska-2025/modular", "jcpoa-2015/treaty", "dayton-1995/resolution-1022"]
)
def test_a_schedule_written_down_is_the_schedule(name):
    """Openings written, read and compiled are the same, and no comment is lost."""
    folder, package = name.split("/")
    case = open_case(folder)
    machine, sheet = compile_package(case, package), sheet_of(case, package)
    openings = machine.openings * 0.5
    edits = schedule_edits(machine, openings)
    text = sheet.edited(edits)
    again = Package.model_validate(parse_yaml(text, "x").data)
    assert compile_package(case, package, again).openings == pytest.approx(openings, abs=1e-6)
    assert again == sheet.package(edits)
    before, after = (_comments(t) for t in (sheet.text, text))
    assert after == before
    assert sheet.edited(()) == sheet.text


def _comments(text: str) -> list[str]:
    return [
        line.split("#", 1)[1].strip()
        for line in text.splitlines()
        if " #" in line or line[:1] == "#"
    ]


TEXT = """\
# head
title: a
terms:
  # first
  - name: one # of them
    words: >-
      folded
      text
  # between
  - name: two
    month: 3 # third

# last
end: 1
"""


@pytest.mark.parametrize(
    ("path", "gone", "kept"),
    [
        (("terms", 0), ["one", "folded", "text"], ["# first", "# between", "two", "# last"]),
        (("terms", 1), ["two", "month: 3"], ["# first", "one", "# between", "# last", "end: 1"]),
        (("terms", 1, "month"), ["month"], ["two", "# last"]),
        (("end",), ["end: 1"], ["# last", "month: 3"]),
        (("title",), ["title"], ["# head", "terms"]),
    ],
)
def test_what_is_taken_out_takes_no_comment_of_others_along(path, gone, kept):
    text = Sheet("x", TEXT, {}).edited([Remove(path)])
    assert all(words not in text for words in gone)
    assert all(words in text for words in kept)


def test_a_list_that_is_emptied_goes_whole():
    text = Sheet("x", TEXT, {}).edited([Remove(("terms", 0)), Remove(("terms", 0))])
    assert "terms" not in text
    assert "end: 1" in text
