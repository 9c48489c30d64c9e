"""The machine walked: what may happen next, and the shortest story to a state."""

from collections.abc import Callable
from itertools import count

import pytest
from small_case import PACKAGE, Edit, machine_of, small_case

from detente.machine import Machine, State, explore, moves, shortest, standing
from detente.machine.model import Move

Found = Callable[[State], bool]
HANDOVER = "pass-handed-over"
SHORT = (PACKAGE, "horizon_months: 36", "horizon_months: 9")
SOON = (PACKAGE, "    due: 6\n", "    due: 2\n")
QUICK = (PACKAGE, "name: trial, months: 6", "name: trial, months: 2")


def compiled(*edits: Edit) -> Machine:
    return machine_of(small_case(*edits))


def told(machine: Machine, state: State) -> set[tuple[str, str, str, State]]:
    return {(m.actor, m.kind, m.what, after) for m, after in moves(machine, state)}


def test_every_move_that_is_open_at_signature():
    snap = 'trigger "attack" snaps back after 30 days'
    late = 'trigger "late-licences" snaps back after 30 days'
    assert told(compiled(), State(0)) == {
        ("all", "comply", "", State(1)),
        ("BO", "breach", f"raid, {snap}", State(0, "notice", "BO")),
        ("BO", "breach", f"invasion, {snap}", State(0, "notice", "BO")),
        ("AL", "breach", f"stalling, {late}", State(0, "notice", "AL")),
        ("BO", "look-away", "raid", State(1, "disbelieved", "BO")),
        ("BO", "look-away", "invasion", State(1, "disbelieved", "BO")),
        ("AL", "look-away", "stalling", State(1, "disbelieved", "AL")),
        ("AL", "end", "election-in-aldea", State(0, "lapsed", "AL")),
    }


def test_on_notice_only_the_clock_moves():
    machine = compiled()
    on_notice = State(4, "notice", "BO", frozenset({HANDOVER}))
    (step,) = moves(machine, on_notice)
    assert step[0].kind == "clock"
    assert step[0].what == "notice against BO runs out"
    assert step[1] == State(4, "snapped", "BO", frozenset({HANDOVER}))


@pytest.mark.parametrize("mode", ["snapped", "lapsed"])
def test_what_is_over_stays_over(mode):
    machine = compiled()
    assert not list(moves(machine, State(4, mode, "AL")))
    assert not list(standing(machine, State(10, mode, "AL")))


def test_nothing_moves_past_the_last_month():
    assert not list(moves(compiled(), State(36)))


def test_once_disbelieved_no_trigger_is_pulled():
    kinds = {move.kind for move, _ in moves(compiled(), State(3, "disbelieved", "BO"))}
    assert kinds == {"comply", "end"}


def test_nobody_looks_away_from_an_automatic_trigger():
    machine = compiled((PACKAGE, "rule: any-of   ", "rule: automatic "))
    away = {m.what for m, _ in moves(machine, State(0)) if m.kind == "look-away"}
    assert away == {"stalling"}


def test_what_nothing_covers_changes_nothing():
    machine = compiled((PACKAGE, "covers: [raid, invasion]", "covers: [invasion]"))
    assert ("BO", "breach", "raid", State(1)) in told(machine, State(0))


def test_a_pause_does_not_put_anybody_on_notice():
    machine = compiled((PACKAGE, "rule: any-of   ", "response: pause\n    rule: any-of   "))
    on_notice = {after.who for _, after in moves(machine, State(0)) if after.mode == "notice"}
    assert on_notice == {"AL"}


def test_a_milestone_is_withheld_in_its_month_and_once():
    machine = compiled()
    due = [(m, s) for m, s in moves(machine, State(6)) if m.kind == "withhold"]
    withheld = State(6, withheld=frozenset({HANDOVER}))
    assert due == [(Move(6, "BO", "withhold", HANDOVER, "Art. 4"), withheld)]
    for state in (State(5), State(7), withheld):
        assert all(m.kind != "withhold" for m, _ in moves(machine, state))


def test_a_phase_stands_only_if_its_milestone_was_met():
    machine = compiled()

    def phases(state: State) -> list[str]:
        return [f"{span.module}.{span.phase}" for span in standing(machine, state)]

    assert phases(State(0)) == ["oil.trial"]
    assert phases(State(6)) == ["oil.full", "reserves.half"]
    assert phases(State(6, withheld=frozenset({HANDOVER}))) == ["oil.trial"]
    assert phases(State(7, "notice", "BO")) == ["oil.full", "reserves.half"]


def length_by_deepening(machine: Machine, found: Found, most: int) -> int | None:
    """Moves to the nearest such state: every story tried, short ones first, nothing remembered."""

    def within(state: State, left: int) -> bool:
        if found(state):
            return True
        return left > 0 and any(within(after, left - 1) for _, after in moves(machine, state))

    return next((depth for depth in range(most + 1) if within(State(0), depth)), None)


GOALS: dict[str, Found] = {
    "signature": lambda s: s == State(0),
    "snapped": lambda s: s.mode == "snapped",
    "snapped once the pass was withheld": lambda s: s.mode == "snapped" and bool(s.withheld),
    "lapsed in disgrace": lambda s: s.mode == "lapsed" and s.month == 3,
    "disbelieved late": lambda s: s.mode == "disbelieved" and s.month == 4,
    "impossible": lambda s: s.mode == "paused",
}


@pytest.mark.parametrize("goal", GOALS)
def test_no_story_is_shorter_than_the_shortest(goal):
    machine = compiled(SOON, QUICK, (PACKAGE, "horizon_months: 36", "horizon_months: 5"))
    found = shortest(machine, GOALS[goal])
    brute = length_by_deepening(machine, GOALS[goal], most=7)
    assert (None if found is None else len(found[0])) == brute


@pytest.mark.parametrize("goal", [goal for goal in GOALS if goal != "impossible"])
def test_a_story_told_again_leads_to_its_state(goal):
    machine = compiled(SOON, QUICK, SHORT)
    found = shortest(machine, GOALS[goal])
    assert found is not None
    story, end = found
    reached = {State(0)}
    for step in story:
        reached = {after for state in reached for m, after in moves(machine, state) if m == step}
    assert end in reached
    assert GOALS[goal](end)


def test_a_machine_too_large_to_search_says_so(monkeypatch):
    monkeypatch.setattr(explore, "MOST_STATES", 50)
    seen = count()
    with pytest.raises(OverflowError, match="states explored without an end"):
        shortest(compiled(), lambda state: next(seen) < 0)
