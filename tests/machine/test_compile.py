"""A package compiled: what begins when, how far each valve stands open, who may breach what."""

from datetime import date

import pytest
from small_case import PACKAGE, Edit, machine_of, small_case

from detente.machine import Machine
from detente.machine.part import parts, without

OIL, RESERVES = 0, 1
DUE = (PACKAGE, "    due: 6\n", "    due: {}\n")
THIRD = (
    PACKAGE,
    "after: [pass-handed-over], open: {oil-embargo: 1}}",
    "after: [pass-handed-over], open: {oil-embargo: 0.6}}\n"
    "      - {name: last, months: 1, after: [reserves.half], open: {oil-embargo: 1}}",
)


def compiled(*edits: Edit) -> Machine:
    return machine_of(small_case(*edits))


def starts(machine: Machine) -> dict[str, tuple[int, int]]:
    return {f"{s.module}.{s.phase}": (s.start, s.end) for s in machine.spans}


def due(month: int) -> Edit:
    return (*DUE[:2], DUE[2].format(month))


def test_phases_begin_after_what_they_wait_for():
    machine = compiled()
    assert machine.horizon == 36
    assert machine.milestones == {"pass-handed-over": 6}
    assert starts(machine) == {"oil.trial": (0, 6), "oil.full": (6, 37), "reserves.half": (6, 37)}


@pytest.mark.parametrize(
    ("month", "full"),
    [(3, 6), (9, 9)],
    ids=["the phase before has its length", "the milestone comes late"],
)
def test_a_phase_waits_for_the_later_of_milestone_and_length(month, full):
    machine = compiled(due(month))
    assert starts(machine)["oil.trial"] == (0, full)
    assert starts(machine)["oil.full"] == (full, 37)
    assert starts(machine)["reserves.half"] == (month, 37)


def test_a_milestone_is_not_due_before_what_it_comes_after():
    """Due in month 2, but after a phase that needs six months first."""
    later = (PACKAGE, "    after: [oil.trial]\n", "    after: [oil.second]\n")
    second = (
        PACKAGE,
        "open: {oil-embargo: 0.3}}\n",
        "open: {oil-embargo: 0.3}}\n      - {name: second, months: 2, open: {oil-embargo: 0.4}}\n",
    )
    machine = compiled(due(2), later, second)
    assert machine.milestones == {"pass-handed-over": 6}
    assert starts(machine)["oil.second"] == (6, 8)
    assert starts(machine)["oil.full"] == (8, 37)


def test_a_phase_may_wait_for_a_phase_of_another_module():
    machine = compiled(THIRD)
    assert starts(machine)["oil.full"] == (6, 36)  # thirty months
    assert starts(machine)["oil.last"] == (36, 37)
    waits = {span.phase: span.waits for span in machine.spans}
    assert waits == {
        "trial": (),
        "full": ("pass-handed-over",),
        "last": ("pass-handed-over",),
        "half": ("pass-handed-over",),
    }


def test_what_would_begin_after_the_end_never_begins():
    machine = compiled(due(50))
    assert starts(machine) == {
        "oil.trial": (0, 37),
        "oil.full": (37, 37),
        "reserves.half": (37, 37),
    }
    assert not machine.openings[:, RESERVES].any()


def test_openings_by_hand():
    machine = compiled(THIRD)
    assert [v.measure for v in machine.valves] == ["oil-embargo", "reserve-freeze"]
    assert machine.openings[:, OIL] == pytest.approx([0.3] * 6 + [0.6] * 30 + [1.0])
    assert machine.openings[:, RESERVES] == pytest.approx([0.0] * 6 + [0.5] * 31)


def test_exposures_are_in_order_of_parties_and_smallest_first():
    listed = compiled((PACKAGE, "breaches: [raid, invasion]", "breaches: [invasion, raid]"))
    told = [(e.party, e.breach, e.size, e.trigger) for e in listed.exposures]
    assert told == [("BO", "raid", 1, 0), ("BO", "invasion", 2, 0), ("AL", "stalling", 1, 1)]


def test_the_first_trigger_that_covers_a_breach_answers_it():
    second = (
        PACKAGE,
        "  - name: late-licences",
        "  - {name: raids, article: Art. 5, against: BO, covers: [raid], rule: automatic}\n"
        "  - name: late-licences",
    )
    assert [e.trigger for e in compiled(second).exposures] == [0, 0, 2]
    only_invasion = (PACKAGE, "covers: [raid, invasion]", "covers: [invasion]")
    assert [e.trigger for e in compiled(second, only_invasion).exposures] == [1, 0, 2]
    assert [e.trigger for e in compiled(only_invasion).exposures] == [None, 0, 1]


def test_a_breach_is_open_only_to_whom_an_article_obliges():
    machine = compiled((PACKAGE, "breaches: [raid, invasion]", "breaches: [raid]"))
    assert [(e.party, e.breach) for e in machine.exposures] == [("BO", "raid"), ("AL", "stalling")]


def test_days_follow_the_calendar():
    machine = compiled((PACKAGE, "signed: 2025-04-01", "signed: 2025-04-30"))
    assert machine.day(0) == date(2025, 4, 28)  # a day that every month has
    assert machine.day(9) == date(2026, 1, 28)
    assert machine.day(36) == date(2028, 4, 28)


def test_a_part_taken_out_leaves_the_rest_as_it_was():
    case = small_case()
    whole = machine_of(case)
    assert list(parts(whole)) == [
        *("module:oil", "module:reserves", "trigger:attack", "trigger:late-licences"),
        *("guarantee:cassian-brigade", "all modules", "all triggers", "all guarantees"),
    ]
    without_oil = without(case, whole, "module:oil")
    assert not without_oil.openings[:, OIL].any()
    assert (without_oil.openings[:, RESERVES] == whole.openings[:, RESERVES]).all()
    assert not without(case, whole, "all modules").openings.any()
    unguarded = without(case, whole, "trigger:attack")
    assert [e.trigger for e in unguarded.exposures] == [None, None, 0]
    assert (unguarded.openings == whole.openings).all()
    assert not without(case, whole, "all guarantees").package.guarantees
