"""Rules of the plain game: gates, owners, order, belief, closes, and packages that are none."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from plain_game import make_game
from plain_month import first_seen
from plain_package import Breach, Gate, Module, Package, Party, Trigger
from plain_rules import Rules
from plain_solver import slacks, solve
from plain_states import Ballot, Force, Move, Paused, Stage, Vote

F = Fraction

PARTIES = (Party("T", F(9, 10)), Party("K", F(9, 10)))


def elections(**of_gate: Any) -> Package:
    """T's relief grows by month; K's aid, in a module, waits for elections that K holds."""
    return Package(
        parties=PARTIES,
        base=tuple({"T": F(n), "K": F(1)} for n in range(4)),
        modules=(Module("aid", ({}, {"K": F(2)}, {"K": F(2)}, {"K": F(2)})),),
        gates=(Gate("elections", 0, {"K": F(30)}, **of_gate),),
    )


def test_a_gate_stops_only_what_hangs_on_it():
    """Withheld, elections cost K its aid and cannot block T's relief, unless all hangs on them."""
    relief = sum(F(9, 10) ** n * n for n in range(3)) + F(9, 10) ** 3 * 30
    assert solve(make_game(elections(holds=("aid",)))).start == (relief, 10)
    assert solve(make_game(elections())).start == (0, 10)


def test_what_waited_slips_by_the_months_withheld():
    rules = Rules(elections(holds=("aid",)))
    late = rules.advanced(rules.advanced(rules.start.places))
    opened = rules.advanced(late, frozenset({"elections"}))
    assert (late[0], late[rules.track["aid"]]) == (2, 0)
    assert (opened[0], opened[rules.track["aid"]]) == (3, 1)


def test_a_gate_hangs_on_what_its_own_gate_hangs_on():
    gates = (
        Gate("first", 0, {"T": F(1)}, holds=("second",)),
        Gate("second", 1, {"K": F(1)}, holds=("aid",)),
    )
    rules = Rules(replace(elections(), gates=gates))
    assert rules.hangs_on["aid"] == {"first", "second"}
    assert rules.hangs_on[""] == frozenset()


def test_missed_for_good_keeps_what_is_open():
    """After a month withheld the act is gone; nothing that hung on it opens, all else stays."""
    solved = solve(make_game(elections(holds=("aid",), lapses_after=1, missed="stay")))
    missed = [s for s in solved.game.nodes if isinstance(s, Force) and s.missed]
    assert missed
    assert all(s.places[Rules(elections(holds=("aid",))).track["aid"]] == 0 for s in missed)
    assert solved.start[1] == 10


def jointly(costs: dict[str, F]) -> Package:
    return Package(PARTIES, ({}, {"T": F(1), "K": F(1)}), gates=(Gate("treaty", 0, costs),))


def test_owners_move_in_their_order_and_so_do_not_wait_for_each_other():
    solved = solve(make_game(jointly({"T": F(9), "K": F(9)})))
    assert solved.start == (0, 0)
    assert all(
        not move.odd for c in solved.choice.values() if isinstance(c, tuple) for move in c[:1]
    )


def test_no_owner_pays_for_an_act_that_another_withholds():
    solved = solve(make_game(jointly({"T": F(1), "K": F(10)})))
    assert solved.start == (0, 0)


def test_of_one_order_each_is_as_likely_first_and_a_lower_order_comes_before():
    assert first_seen([((0, 0), F(1)), ((0, 0), F(1))]) == [F(1, 2), F(1, 2)]
    assert first_seen([((0, 1), F(1)), ((0, 0), F(1, 4))]) == [F(3, 4), F(1, 4)]
    assert sum(first_seen([((0, 0), F(1, 3))] * 3)) == 1 - F(2, 3) ** 3


def watched(**change: Any) -> Package:
    """T and K may each cheat; two triggers against T, one against K, all decided by K."""
    breaches = (
        Breach("raid", "T", (F(1),), {"K": F(1)}, F(1, 2), "raid"),
        Breach("lie", "T", (F(2),), {"K": F(1)}, F(1, 2), "lie"),
        Breach("late", "K", (F(1),), {"T": F(1)}, F(1, 2), "late"),
    )
    triggers = tuple(Trigger(b.name, b.owner, "pause", rest=1, deciders=("K",)) for b in breaches)
    return replace(Package(PARTIES, ({},), (), (), breaches, triggers), **change)


@pytest.mark.parametrize(
    ("belief", "left"),
    [("party", {"K"}), ("trigger", {"lie", "late"}), ("all", set[str]())],
)
def test_looking_away_ends_belief_in_what_the_package_says(belief: str, left: set[str]):
    game = make_game(watched(belief=belief))
    raided = [s for s in game.nodes if isinstance(s, Vote) and s.trigger == "raid"]
    (vote,) = [s for s in raided if s.then.believed == game.start.believed]
    ballot = game.nodes[vote]
    assert isinstance(ballot, Ballot)
    away = ballot.ways[1]
    assert isinstance(away, Force)
    assert away.believed == left


def test_belief_comes_back_with_its_chance():
    game = make_game(watched(recovery=F(1, 4)))
    (lost,) = [s for s in game.nodes if isinstance(s, Force) and not s.believed]
    stage = game.nodes[lost]
    assert isinstance(stage, Stage)
    chances = {
        s.believed: p for p, s in stage.outcomes[Move(), Move()].chances if isinstance(s, Force)
    }
    assert chances[frozenset({"T", "K"})] == F(1, 16)
    assert chances[frozenset({"T"})] == chances[frozenset({"K"})] == F(3, 16)


def test_a_close_with_nothing_left_to_shut_watches_no_longer():
    breach = Breach("raid", "T", (F(1),), {}, F(1, 2), "raid")
    trigger = Trigger("raid", "T", "close", modules=("aid",))
    package = replace(elections(), gates=(), breaches=(breach,), triggers=(trigger,))
    game = make_game(package)
    shut = [s for s in game.nodes if isinstance(s, Force) and s.shut]
    assert shut
    solved = solve(game)
    assert all(slacks(solved, s)[0, Move((), "raid")] == -1 for s in shut)


def test_a_pause_that_runs_stands_where_one_that_stops_would_resume_later():
    trigger = Trigger("k", "T", "pause", rest=2, schedule="runs", modules=("aid",))
    breach = Breach("b", "T", (F(1),), {}, F(1, 2), "k")
    package = replace(elections(), gates=(), breaches=(breach,), triggers=(trigger,))
    stops = replace(package, triggers=(replace(trigger, schedule="stops"),))
    for other, earliest in ((package, 2), (stops, 1)):
        last = [s for s in make_game(other).nodes if isinstance(s, Paused) and s.left == 1]
        assert min(s.then.places[0] for s in last) == earliest


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"gates": (Gate("g", 3, {"K": F(1)}),)}, "g: opens no place"),
        ({"gates": (Gate("g", 0, {"X": F(1)}),)}, "g: no X"),
        ({"gates": (Gate("g", 0, {"K": F(1)}, holds=("g",)),)}, "g: g does not come after it"),
        ({"gates": (Gate("g", 0, {"K": F(1)}, releases=("raid",)),)}, "g: no raid"),
        ({"breaches": (Breach("b", "T", (F(1),), shape="plan"),)}, "b: a prize without months"),
        ({"triggers": (Trigger("t", "T", "pause"),)}, "t: a pause without months"),
        ({"modules": (Module("m", ({},)),), "gates": ()}, "m: a flow for each place"),
    ],
)
def test_a_bad_package_is_refused(change: dict[str, Any], fault: str):
    with pytest.raises(ValueError, match=fault):
        replace(elections(), **change)
