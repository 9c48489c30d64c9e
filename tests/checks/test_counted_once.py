"""What is kept after a breach, where two modules open one measure: it is kept once."""

from pathlib import Path

import pytest

from detente.case import Case, open_case
from detente.case.starter import new_case
from detente.checks import CONDITIONS
from detente.checks.kept import Answer, Worth, kept, most_kept
from detente.law import Law
from detente.machine import State, compile_package
from detente.machine.model import DAYS_A_MONTH, Machine

FLOW, MONTH = 0.4 * 0.7, 30 / DAYS_A_MONTH
OIL = {"BO": {"oil-embargo": Worth(FLOW, 0, 0)}}


def starter(parent: Path, *edits: tuple[str, str]) -> Case:
    """The starter case with words of its package changed."""
    file = new_case("mine", parent) / "packages/first.yaml"
    text = file.read_text("utf-8")
    for old, new in edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
    file.write_text(text, "utf-8")
    return open_case(str(file.parent.parent))


AGAIN = ("open: {reserve-freeze: 0.5}", "open: {oil-embargo: 0.5}")


def raid(machine: Machine, notice: float, pause: float, *shut: str) -> Answer:
    found = next(e for e in machine.exposures if e.breach == "raid")
    return Answer(found, notice, pause, frozenset(shut))


def test_notice_brings_the_widest_opening_only(tmp_path: Path) -> None:
    machine = compile_package(starter(tmp_path, AGAIN), "first")
    found = most_kept(machine, OIL, [raid(machine, MONTH, 0.0, "oil", "reserves")])
    assert found.total == pytest.approx(FLOW * MONTH)


def test_a_pause_of_one_module_leaves_what_the_other_opens(tmp_path: Path) -> None:
    """All of it for a month of notice, half of it for the three months of the pause."""
    machine = compile_package(starter(tmp_path, AGAIN), "first")
    found = kept(machine, OIL["BO"], raid(machine, 1.0, 3.0, "oil"), State(7), {})
    assert found.waiting == pytest.approx(FLOW * (1 + 3 * 0.5))


def test_a_close_of_one_module_leaves_the_other_to_the_end(tmp_path: Path) -> None:
    """Half of it for the 30 months that are left, and the other half for the month of notice."""
    machine = compile_package(starter(tmp_path, AGAIN), "first")
    found = kept(machine, OIL["BO"], raid(machine, 1.0, float("inf"), "oil"), State(7), {})
    assert found.waiting == pytest.approx(FLOW * (30 * 0.5 + 0.5))


def test_what_outlasts_a_shut_module_is_what_no_other_opens(tmp_path: Path) -> None:
    machine = compile_package(starter(tmp_path, AGAIN), "first")
    worth = {"oil-embargo": Worth(FLOW, 0, 5)}
    found = kept(machine, worth, raid(machine, 0.0, 3.0, "oil"), State(7), {})
    assert found.outlasting["oil-embargo"] == pytest.approx(5 * 0.5 * FLOW)


def test_a_stock_is_handed_over_once(tmp_path: Path) -> None:
    both = ("open: {oil-embargo: 1}", "open: {oil-embargo: 1, reserve-freeze: 0.3}")
    machine = compile_package(starter(tmp_path, both), "first")
    worth = {"reserve-freeze": Worth(0, 2, 0)}
    found = kept(machine, worth, raid(machine, 0.0, 0.0, "oil", "reserves"), State(7), {})
    assert found.outlasting["reserve-freeze"] == pytest.approx(0.5 * 2)


def test_the_condition_tells_the_same(tmp_path: Path, law: Law) -> None:
    alone = ("open: {reserve-freeze: 0.5}", "open: {}")
    told = []
    for edit, parent in ((AGAIN, tmp_path / "a"), (alone, tmp_path / "b")):
        parent.mkdir()
        case = starter(parent, edit)
        told.append(CONDITIONS["exposure"](compile_package(case, "first"), case, law).finding)
    assert told[0] == told[1]
