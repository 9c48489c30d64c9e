"""What theory says and what the plain game gives: each threshold on both of its sides.

Powell 1999 (In the Shadow of Power), Schelling 1966 (Arms and Influence), Fearon 1998 (Bargaining,
Enforcement, and International Cooperation), Kydd 2005 (Trust and Mistrust in International
Relations), each brought down to its simplest case.
"""

from fractions import Fraction

import pytest
from plain_game import make_game
from plain_package import Breach, Flows, Gate, Moment, Number, Package, Party, Trigger
from plain_solver import Solved, slacks, solve
from plain_states import Force, Move

F = Fraction

BETA = F(9, 10)
PAIR = (Party("D", BETA), Party("R", BETA))


def played(package: Package) -> Solved:
    return solve(make_game(package))


def months(solved: Solved) -> list[Force]:
    """With everybody believed, in the order of their places."""
    found = [s for s in solved.game.nodes if isinstance(s, Force)]
    believed = [s for s in found if s.believed == solved.game.start.believed and not s.levels]
    return sorted(believed, key=lambda s: (s.places[0], s.withheld))


def shifting(war: Number) -> Solved:
    """D holds the whole pie of 1 a month, until from month 3 R can have 6 of its 10 by war.

    A war of D's before then is worth `war` to it in all, its month's pie included; later, 2.
    """
    pie, after = F(1), F(6) * (1 - BETA)
    base: tuple[Flows, ...] = ({"D": pie},) * 3 + ({"D": pie - after, "R": after},)
    early: Flows = {"D": (war - pie) / BETA}
    late: Flows = {"D": (2 - base[3]["D"]) / BETA}
    return played(
        Package(
            parties=PAIR,
            base=base,
            breaches=(Breach("war", "D", (F(0),), {}, F(1), "war"),),
            triggers=(Trigger("war", "D", "snap"),),
            snapped=(early, early, early, late),
        )
    )


def test_powell_the_declining_party_strikes_in_the_month_before_the_shift():
    """Peace fails iff M_D(2) + β M_R(3) > B: 4.6 and 5.4 make the 10."""
    strikes = [solved_choice(shifting(F(461, 100)), n) for n in range(4)]
    assert strikes == [None, None, "war", None]
    assert [solved_choice(shifting(F(46, 10)), n) for n in range(4)] == [None] * 4
    solved = shifting(F(46, 10))
    assert slacks(solved, months(solved)[2])[0, Move((), "war")] == 0


def solved_choice(solved: Solved, month: int) -> str | None:
    """What the first player does."""
    choice = solved.choice[months(solved)[month]]
    assert isinstance(choice, tuple)
    return choice[0].breach


def tripwire(harm: Number) -> Solved:
    """A guarantor of 2 a month, that a fight leaves 5, faces a breach that harms its troops."""
    return played(
        Package(
            parties=(Party("A", BETA), Party("G", BETA)),
            base=({"A": F(1), "G": F(2)},),
            breaches=(Breach("attack", "A", (F(1, 2),), {"G": harm}, F(1), "fight"),),
            triggers=(Trigger("fight", "A", "snap", deciders=("G",)),),
            snapped=({"A": F(0), "G": F(5)},),
        )
    )


def test_schelling_troops_in_the_way_make_a_guarantee_believed():
    """G fights iff 5 ≥ (2 − harm)/(1 − β), that is from a harm of 1.5 on; then nobody attacks."""
    threshold = 2 - (1 - BETA) * 5
    assert solved_choice(tripwire(threshold), 0) is None
    assert solved_choice(tripwire(threshold - F(1, 100)), 0) == "attack"


def cheating(beta: Number) -> Solved:
    """A bargain of 1 a month; cheating brings 1, and is seen every other time and snapped back."""
    return played(
        Package(
            parties=(Party("D", beta), Party("R", beta)),
            base=({"D": F(1), "R": F(1)},),
            breaches=(Breach("cheat", "D", (F(1),), {}, F(1, 2), "caught"),),
            triggers=(Trigger("caught", "D", "snap"),),
        )
    )


def holding_out(beta: Number) -> Solved:
    """A month of it costs 1/5, and with chance 1/10 ends in 2 a month for ever instead of 1."""
    hold_out = Breach(
        name="hold out",
        owner="R",
        gain=(F(-1, 5),),
        seen=F(9, 10),
        trigger="refused",
        shape="plan",
        takes=1,
        prize=2 / (1 - beta),
    )
    return played(
        Package(
            parties=(Party("R", beta),),
            base=({"R": F(1)},),
            breaches=(hold_out,),
            triggers=(Trigger("refused", "R", "release", rest=1),),
        )
    )


def test_fearon_a_long_shadow_keeps_a_bargain_and_delays_it():
    """Cheating pays iff β/(1 − β) < 1/(1/2), holding out iff β/(1 − β) > (1/5)/(1/10): of 2/3."""
    cheat, hold_out = Move((), "cheat"), Move((), "hold out")
    for solved, move in ((cheating(F(2, 3)), cheat), (holding_out(F(2, 3)), hold_out)):
        assert slacks(solved, solved.game.start)[0, move] == 0
    assert solved_choice(cheating(F(7, 10)), 0) is None
    assert solved_choice(cheating(F(6, 10)), 0) == "cheat"
    assert solved_choice(holding_out(F(7, 10)), 0) == "hold out"
    assert solved_choice(holding_out(F(6, 10)), 0) is None


def pays_for_trust(cost: Number, peace: Number) -> bool:
    """Whether T pays for a first act, which opens a peace and with it what can be abused.

    An abuse brings 1, and every other time is seen and snapped back to nothing.
    """
    since: Moment = ("gate", "first act")
    solved = played(
        Package(
            parties=(Party("T", BETA), Party("S", BETA)),
            base=({}, {"T": peace, "S": F(1)}),
            gates=(Gate("first act", 0, {"T": cost}),),
            breaches=(Breach("abuse", "T", (F(1),), {"S": F(2)}, F(1, 2), "k", since=since),),
            triggers=(Trigger("k", "T", "snap"),),
        )
    )
    choice = solved.choice[solved.game.start]
    assert isinstance(choice, tuple)
    return not choice[0].withholds


def test_kydd_a_costly_first_act_tells_who_means_it():
    """Whom peace brings 1 keeps it and pays β/(1 − β) = 9; whom it brings nothing abuses it as long
    as it lasts, and pays β/(1 − β/2) = 18/11. A cost between the two reassures.
    """
    kind, mean = F(1), F(0)
    assert [pays_for_trust(F(18, 11), peace) for peace in (kind, mean)] == [True, True]
    assert [pays_for_trust(F(19, 11), peace) for peace in (kind, mean)] == [True, False]
    assert [pays_for_trust(F(9), peace) for peace in (kind, mean)] == [True, False]
    assert [pays_for_trust(F(91, 10), peace) for peace in (kind, mean)] == [False, False]


def exchanged(first: Number, second: Number) -> list[bool]:
    """Whether T acts first, and S second."""
    base: tuple[Flows, ...] = ({}, {"D": F(1, 2), "R": F(1)}, {"D": F(2), "R": F(3, 2)})
    gates = (Gate("first", 0, {"D": first}), Gate("second", 1, {"R": second}))
    solved = played(Package(PAIR, base, gates=gates))
    choices = [solved.choice[state] for state in months(solved)[:2]]
    return [not c[0].withholds for c in choices if isinstance(c, tuple)]


@pytest.mark.parametrize(
    ("first", "second", "acts"),
    [
        ("16.65", "4.5", [True, True]),
        ("16.66", "4.5", [False, True]),
        ("4.5", "4.51", [True, False]),
        ("4.51", "4.51", [False, False]),
    ],
)
def test_two_steps_are_exchanged_up_to_what_the_other_step_is_worth(
    first: str, second: str, acts: list[bool]
):
    assert exchanged(F(first), F(second)) == acts
