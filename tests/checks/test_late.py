"""Acts performed late where a phase narrows, and what is too large to play to the end."""

import pytest
from small_case import PACKAGE, Edit, machine_of, small_case

from detente.case import Case
from detente.case.world import RedLine
from detente.checks.deadlock import deadlock
from detente.checks.kept import Answer, Worth, most_kept
from detente.checks.late import ceiling, most_kept_ever
from detente.checks.red_line import red_line
from detente.checks.stranded import may_strand
from detente.law import Law
from detente.machine import Machine

PACKAGE_OF_TWO: tuple[Edit, ...] = (
    (
        PACKAGE,
        "name: trial, months: 6, open: {oil-embargo: 0.3}",
        "name: trial, months: 12, open: {oil-embargo: 0.3}",
    ),
    (PACKAGE, "months: 30, after: [pass-handed-over]", "months: 24"),
    (
        PACKAGE,
        "{name: half, months: 12, after: [pass-handed-over], open: {reserve-freeze: 0.5}}",
        "{name: loan, months: 3, after: [pass-handed-over], open: {reserve-freeze: 1}}\n"
        "      - {name: rest, months: 12, open: {reserve-freeze: 0.2}}",
    ),
)
WORTH = {"BO": {"oil-embargo": Worth(0.28, 0, 0), "reserve-freeze": Worth(1.0, 0, 0)}}


@pytest.fixture(scope="module")
def case() -> Case:
    """A loan opens with the pass and narrows after three months; oil opens in month 12."""
    return small_case(*PACKAGE_OF_TWO)


@pytest.fixture(scope="module")
def machine(case: Case) -> Machine:
    return machine_of(case)


def raid(machine: Machine) -> Answer:
    """Answered by the snap-back, a month later."""
    exposed = next(e for e in machine.exposures if e.breach == "raid")
    return Answer(exposed, 1.0, 0.0, frozenset({"oil", "reserves"}))


def test_the_pass_handed_over_late_keeps_both_open(machine: Machine, case: Case) -> None:
    """In time: a loan of 1 with .3 of the oil. Late: with all of it."""
    answers = [raid(machine)]
    assert most_kept(machine, WORTH, answers).total == pytest.approx(1.0 + 0.3 * 0.28)
    best = most_kept_ever(machine, case, WORTH, answers)
    assert best.total == pytest.approx(1.0 + 0.28) == ceiling(machine, WORTH, answers, {})
    assert [(move.what, move.how) for move in best.late if move.actor == "BO"] == [
        ("pass-handed-over", ""),
        ("pass-handed-over", "late"),
    ]


def test_what_is_too_large_to_play_is_at_least_what_the_calendar_finds(
    machine: Machine, case: Case
) -> None:
    answers = [raid(machine)]
    best = most_kept_ever(machine, case, WORTH, answers, most=20)
    assert best.total == pytest.approx(1.0 + 0.3 * 0.28)
    assert "the package has more than 2" in best.unsearched
    assert "it was searched wholly before month" in best.unsearched


def test_a_line_that_only_a_late_act_could_cross_is_unknown(machine: Machine, case: Case) -> None:
    line = RedLine(
        party="AL", name="both", title="Not both", at_most=0.7,
        measures=("oil-embargo", "reserve-freeze"),
    )  # fmt: skip
    world = case.world.model_copy(update={"red_lines": (line,)})
    drawn = Case(**{n: getattr(case, n) for n in Case.__slots__} | {"world": world})
    found = red_line(machine, drawn, Law({}), most=20)
    assert found.verdict == "unknown"
    assert "whether AL:both is crossed is not known: with late acts" in found.finding
    assert found.remedy
    assert red_line(machine, drawn, Law({})).verdict == "flaw"


def test_relief_that_may_be_stranded_is_unknown_if_it_is_too_much_to_play(law: Law) -> None:
    case = small_case(
        (PACKAGE, "after: [pass-handed-over], open: {reserve", "after: [oil.full], open: {reserve"),
        (
            PACKAGE,
            "probability: 0.15, on: 2026-05-03",
            "probability: 0.15, every_months: 3, modules: [oil]",
        ),
    )
    machine = machine_of(case)
    assert may_strand(machine, case)
    found = deadlock(machine, case, law, most=30)
    assert found.verdict == "unknown"
    assert "whether relief may wait for ever is not known" in found.finding
    assert "and what comes later is open" in found.finding
    assert deadlock(machine, case, law).verdict == "flaw"
