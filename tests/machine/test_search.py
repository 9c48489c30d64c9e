"""Stories through the product: the shortest, dated to the day; and what is too large to search."""

import subprocess
import sys
from collections import deque
from datetime import date

import pytest
from little_packages import (
    ATTACK,
    ELECTION,
    LITTLE,
    PASS,
    RAIDS,
    changed,
    held,
    little,
    spelled,
    starter,
)
from plain_machine import Reference
from plain_position import Position

from detente.machine.layout import Layout
from detente.machine.logic import Term, all_of, compare, name
from detente.machine.plays import by_chance, free
from detente.machine.product import rules
from detente.machine.search import Explored, TooLargeError, explore

OVER = compare(name("over"), ">", 0)


def explored(spelling: dict) -> Explored:
    return explore(free(rules(little(spelling), starter())))


def by_plain_search(spelling: dict) -> int | None:
    """Moves to the nearest position in which the package is over."""
    reference = Reference(little(spelling), starter())
    start: Position = reference.start()
    depth, queue = {start: 0}, deque([start])
    while queue:
        at = queue.popleft()
        if at.over:
            return depth[at]
        for step in reference.steps(at):
            if step.to not in depth:
                depth[step.to] = depth[at] + 1
                queue.append(step.to)
    return None


@pytest.mark.parametrize("name", LITTLE)
def test_no_story_is_shorter_than_the_shortest(name):
    found = explored(LITTLE[name]).shortest(OVER)
    assert (None if found is None else len(found[0])) == by_plain_search(LITTLE[name])


def told(found: Explored, goal: Term) -> list[tuple[date | None, str, str]]:
    shortest = found.shortest(goal)
    assert shortest is not None
    moves = [m for m in shortest[0] if m.kind != "comply"]
    return [(m.on, m.kind, f"{m.what}, {m.how}" if m.how else m.what) for m in moves]


def test_a_snap_back_is_told_to_the_day():
    snapped = all_of([OVER, compare(name("month"), ">=", 2)])
    story = told(explored(spelled(triggers=[changed(ATTACK, false_alarm=0)])), snapped)
    assert story == [
        (date(2025, 1, 31), "begin", "oil.trial"),
        (date(2025, 2, 28), "breach", "invasion; it is confirmed"),
        (date(2025, 2, 28), "pull", 'trigger "attack", with 40 days of notice'),
        (date(2025, 4, 9), "clock", 'trigger "attack" snaps everything back'),
    ]


def test_a_pause_ends_in_re_entry():
    """Ten days of notice, 61 of pause: the module is open again on the 72nd day."""
    found = explored(spelled(triggers=[RAIDS]))
    again = [compare(name("pause_raids"), "=", 0), name("open_oil")]
    after = [compare(name("month"), "=", 2), compare(name("elapsed"), "=", 12)]
    story = told(found, all_of([*again, *after]))
    assert (date(2025, 2, 10), "clock", 'trigger "raids" pauses oil') in story
    assert story[-1] == (date(2025, 4, 12), "clock", 'the pause by trigger "raids" ends')


def test_an_act_that_comes_late_lets_the_phase_begin_late():
    found = explore(free(rules(little(spelled()), starter())), edges=True)
    withheld = [compare(name("act_pass"), "=", 2), compare(name("month"), "=", 5)]
    story, at = found.shortest(all_of(withheld)) or ((), 0)
    assert [m.on for m in story if m.kind == "withhold"] == [date(2025, 3, 31)]
    late = [after for command, after in moves(found, at) if command == "late_pass"]
    assert moves(found, late[0]) == [("begin_oil_2", moves(found, late[0])[0][1])]
    assert found.day(late[0]) == date(2025, 6, 30)
    assert found.state(moves(found, late[0])[0][1])["phase_oil"] == 2


def moves(found: Explored, state: int) -> list[tuple[str, int]]:
    """The label of every move open in a state, and where it leads."""
    edges = found.kept_edges
    return [
        (found.commands[edges.command[row]].answer.label, int(edges.target[row]))
        for row in (edges.source == state).nonzero()[0]
    ]


def test_escrow_is_released_by_the_act_or_goes_back():
    found = explored(spelled(modules=[held(3)], horizon_months=8))
    fund, late = name("fund_oil"), compare(name("month"), ">=", 4)
    released = told(found, compare(fund, "=", 2))
    assert released[-1] == (date(2025, 3, 31), "perform", "pass")
    returned = told(found, compare(fund, "=", 3))
    assert returned[-1] == (date(2025, 4, 30), "escrow", "what a bank in Cassia holds goes back")
    assert found.shortest(all_of([compare(fund, "<", 2), late])) is None


def test_an_election_strikes_on_its_day():
    story = told(explored(spelled(ends=[ELECTION])), OVER)
    assert story[-1] == (date(2025, 6, 17), "end", "election")


def test_what_was_terminated_may_stay_open():
    found = explored(LITTLE["terminated, then snapped"])
    stays = all_of([compare(name("over"), "=", 1), name("open_oil")])
    assert told(found, stays)[-1][2].endswith("but no new act brings back what was terminated")
    assert explored(LITTLE["a snap-back with notice"]).shortest(stays) is None


def test_a_closed_module_forgets_what_it_waited_for():
    """Once oil is shut for good, nothing tells apart the ways in which its pass stood."""
    spelling = LITTLE["all closed at once"]
    closed = compare(name("phase_oil"), "=", 3)
    found = explored(spelling)
    acts = found.columns["act_pass"][found.of(closed) != 0]
    assert len(acts)
    assert not acts.any()


def test_a_product_too_large_says_how_far_it_got():
    play = free(rules(little(LITTLE["everything"]), starter()))
    with pytest.raises(TooLargeError) as refused:
        explore(play, most=500)
    assert refused.value.states > 500
    whole = explore(play)
    month = refused.value.month
    assert 0 < month < 4
    again = f"before month {month} is explored wholly"
    assert again in str(refused.value)
    assert whole.states > refused.value.states >= (whole.columns["month"] < month).sum()


def test_the_search_tells_how_far_it_is():
    heard: list[tuple[int, int]] = []
    play = free(rules(little(LITTLE["all triggers"]), starter()))
    found = explore(play, told=lambda states, month: heard.append((states, month)))
    assert heard[-1][0] == found.states
    assert [month for _, month in heard] == sorted(month for _, month in heard)


def test_the_machine_by_chance_keeps_its_chances():
    play = by_chance(rules(little(LITTLE["everything"]), starter(), watched=True))
    edges = explore(play, edges=True).kept_edges
    chances: dict[tuple[int, int], float] = {}
    for source, command, chance in zip(edges.source, edges.command, edges.chance, strict=True):
        chances[source, command] = chances.get((source, command), 0.0) + chance
    assert all(chance == pytest.approx(1.0, abs=1e-12) for chance in chances.values())
    assert min(edges.chance) > 0


def test_every_state_lies_within_its_variables():
    layout = Layout(little(LITTLE["everything"]), starter())
    found = explored(LITTLE["everything"])
    for variable in found.rules.variables:
        column = found.columns[variable.name]
        assert column.min() >= 0
        assert column.max() <= variable.most, variable
    assert set(layout.clocks) <= {variable.name for variable in found.rules.variables}


def test_an_act_without_an_end_is_never_owed_twice():
    """Milestones due after the horizon are not asked for."""
    found = explored(spelled(milestones=[changed(PASS, due=99)]))
    assert not found.columns["act_pass"].any()


@pytest.mark.proof
def test_a_million_states_in_twenty_seconds_and_two_gigabytes():
    """Seconds of this process's own, so that what else the machine does is not counted."""
    code = (
        "import time; from bench.machine_rate import product_rate; begun = time.process_time();"
        "rate = product_rate(); print(rate.states, time.process_time() - begun, rate.peak)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    states, seconds, peak = map(float, done.stdout.split())
    assert states >= 1_000_000
    assert seconds < 20
    assert peak < 2048
