"""The worked example of the game, every number of it, and where it has no pure equilibrium."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from plain_game import make_game
from plain_package import Breach, Gate, Module, Package, Party, Trigger
from plain_solver import Solved, keeping, slacks, solve
from plain_states import Force, Game, Move
from worked_example import worked_example

F = Fraction

T, S, P = range(3)
RAID, PLAN, STRIKE = (Move((), name) for name in ("raid", "plan", "strike"))
FIRST, SECOND = Move(("first",)), Move(("second",))


@cache
def played(**change: Any) -> Solved:
    return solve(make_game(worked_example(float, **change)))


def on_path(game: Game) -> list[Force]:
    """The months of the path on which all keep, one of each place."""
    states = [s for s in game.nodes if isinstance(s, Force)]
    kept = [
        s
        for s in states
        if s.believed == game.start.believed and not (s.withheld or s.levels or s.free)
    ]
    return [next(s for s in kept if s.month == s.places[0] == n) for n in range(5)]


def slack(move: Move, party: int, **change: Any) -> list[float]:
    """By place on the path, where the move is to be had."""
    solved = played(**change)
    found = [slacks(solved, state).get((party, move)) for state in on_path(solved.game)]
    return [float(s) for s in found if s is not None]


def near(*numbers: float) -> Any:
    return pytest.approx(list(numbers), abs=1e-6)


def largest(slack_at: Callable[[float], float], low: float, high: float) -> float:
    """Where a falling slack crosses nought: by halves, and by the chord between."""
    below, above = slack_at(low), slack_at(high)
    while high - low > 5e-7:
        chord = low + (high - low) * below / (below - above)
        for number in (chord - 2e-7, chord + 2e-7, (low + high) / 2):
            if low < number < high:
                found = slack_at(number)
                if found >= 0:
                    low, below = number, found
                else:
                    high, above = number, found
    return (low + high) / 2


def test_all_keep_and_perform():
    solved = played()
    for state in on_path(solved.game):
        assert solved.choice[state] == keeping(solved.game, state)
    assert list(solved.start) == near(39.306846, 36.525416, 61.069421)
    assert not solved.notes


def test_the_slacks_of_the_example():
    assert slack(RAID, T) == near(1.268452, 1.763637, 1.204476, 1.242196, 1.102071)
    assert slack(STRIKE, P) == near(0.327723, 0.328540, 0.292520, 0.255030, 0.327811)
    assert slack(PLAN, T)[:1] == near(7.377569)
    assert slack(FIRST, T) == near(1.633546)
    assert slack(SECOND, S) == near(0.285757)


def test_a_raid_answered_by_a_pause_that_stops():
    assert played(raid_schedule="stops").start[T] == pytest.approx(39.298022, abs=1e-6)
    assert slack(RAID, T, raid_schedule="stops")[2] == pytest.approx(1.450549, abs=1e-6)


def test_belief_by_party_lets_a_strike_pay_that_one_bit_deters():
    by_party = played(aid_to_s=".1")
    assert by_party.start[T] == pytest.approx(38.361326, abs=1e-6)
    assert slack(STRIKE, P, aid_to_s=".1")[0] == pytest.approx(-0.017805, abs=1e-6)
    assert slack(STRIKE, P, aid_to_s=".1", belief="all")[0] == pytest.approx(0.327723, abs=1e-6)


def test_withholding_and_raiding_pays_where_neither_does():
    change = {"t_cost": "27", "lapses_after": 2}
    assert slack(Move(("first",), "raid"), T, **change) == near(-1.474446)
    assert slack(FIRST, T, **change) == near(0.092107)
    assert slack(RAID, T, **change)[1] == pytest.approx(1.763637, abs=1e-6)


@pytest.mark.parametrize(
    ("name", "move", "party", "bounds", "change", "answer"),
    [
        ("prize", PLAN, T, (90, 110), {}, 100.525147),
        ("t_cost", FIRST, T, (20, 25), {}, 22.386739),
        ("s_cost", SECOND, S, (3, 5), {}, 3.775008),
        ("s_cost", SECOND, S, (2, 4), {"release": False}, 2.618668),
    ],
)
def test_the_largest_prize_and_the_largest_costs(
    name: str, move: Move, party: int, bounds: tuple[int, int], change: Any, answer: float
):
    def least(number: float) -> float:
        solved = solve(make_game(worked_example(float, **{**change, name: str(number)})), most=100)
        found = [slacks(solved, s).get((party, move)) for s in on_path(solved.game)]
        return min(float(s) for s in found if s is not None)

    assert largest(least, *bounds) == pytest.approx(answer, abs=1e-6)


def test_months_without_a_pure_equilibrium_are_reported():
    notes = played(s_cost="4").noted("no equilibrium in a month")
    assert {
        state.places[0] for note in notes for state in note.states if isinstance(state, Force)
    } == {2}


def test_a_component_without_a_pure_equilibrium_is_reported_with_its_range():
    (note,) = played(prize="120").noted("no stable choice")
    assert all(low <= high for low, high in zip(note.low, note.high, strict=True))
    assert max(high - low for low, high in zip(note.low, note.high, strict=True)) > 0.01


def test_who_is_seen_first_may_decide_whether_there_is_an_equilibrium():
    """At that prize, where a plan and a strike are as likely to be seen first, there is one."""
    package = worked_example(float, prize="120")
    tied = replace(package, breaches=tuple(replace(b, order=0) for b in package.breaches))
    solved = solve(make_game(tied))
    assert not solved.noted("no stable choice", "no equilibrium in a month", "too many to try")


def test_fractions_and_floats_agree():
    exact = solve(make_game(worked_example())).start
    assert all(isinstance(value, F) for value in exact)
    assert [float(value) for value in exact] == pytest.approx(list(played().start), abs=1e-9)


def test_a_running_pause_never_jumps_a_gate():
    """T would raid to be carried past its act, worth 36.31; the gate stops it, and it has 29.93."""
    raid = Breach("raid", "T", (F(1, 10),), {"S": F(1, 10)}, F(9, 10), "k")
    package = Package(
        (Party("T", F(95, 100)), Party("S", F(98, 100))),
        ({"T": F(1), "S": F(1)},) * 4,
        (Module("oil", ({}, {}, {}, {"T": F(1), "S": F(-1, 10)})),),
        (Gate("act", 2, {"T": F(8)}),),
        (raid,),
        (Trigger("k", "T", "pause", rest=3, schedule="runs", modules=("oil",)),),
    )
    solved = solve(make_game(package))
    assert float(solved.start[0]) == pytest.approx(29.93, abs=0.005)
    for state in solved.game.nodes:
        if isinstance(state, Force) and state.places[0] > 2:
            before = [s for s, n in solved.game.nodes.items() if state in led_to(n)]
            assert all(passed(s) for s in before)


def led_to(node: object) -> list[object]:
    outcomes = getattr(node, "outcomes", {})
    return [
        s
        for joint, o in outcomes.items()
        if not any(m.withholds for m in joint)
        for _, s in o.chances
    ]


def passed(state: object) -> bool:
    """The act was done here, or before."""
    then = getattr(state, "then", state)
    return isinstance(then, Force) and then.places[0] >= 2
