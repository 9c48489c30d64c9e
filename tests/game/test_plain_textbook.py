"""What theory says and what the plain game gives: each threshold on both of its sides.

Powell 1999 (In the Shadow of Power), Schelling 1966 (Arms and Influence), Fearon 1998 (Bargaining,
Enforcement, and International Cooperation), Kydd 2005 (Trust and Mistrust in International Relations),
each brought down to its simplest case.
"""

from fractions import Fraction as F

import pytest

from plain_game import make_game
from plain_package import Breach, Flows, Gate, Number, Package, Party, Trigger
from plain_solver import Solved, slacks, solve
from plain_states import Force, Move

BETA = F(9, 10)
PAIR = (Party("D", BETA), Party("R", BETA))


def played(package: Package) -> Solved:
    return solve(make_game(package))


def months(solved: Solved) -> list[Force]:
    """With everybody believed, in the order of their places."""
    found = [s for s in solved.game.nodes if isinstance(s, Force)]
    believed = [s for s in found if s.believed == solved.game.start[2] and not s.levels]
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
            *(PAIR, base),
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
    """A guarantor of 2 a month, which a fight leaves 5, faces a breach that harms its own troops."""
    return played(
        Package(
            *((Party("A", BETA), Party("G", BETA)), ({"A": F(1), "G": F(2)},)),
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


def shadow(beta: Number) -> Solved:
    """One party may cheat (gain 1, seen 1/2, then nothing); the other may hold out for more.

    Holding out costs 1/5 in its month, and with chance 1/10 it ends in 2 a month for ever, not 1.
    """
    hold_out = Breach(
        *("hold out", "R", (F(-1, 5),), {}, F(9, 10), "refused", "plan"),
        takes=1,
        prize=2 / (1 - beta),
    )
    return played(
        Package(
            *((Party("D", beta), Party("R", beta)), ({"D": F(1), "R": F(1)},)),
            breaches=(Breach("cheat", "D", (F(1),), {}, F(1, 2), "caught"), hold_out),
            triggers=(
                Trigger("caught", "D", "snap"),
                Trigger("refused", "R", "release", rest=1),
            ),
            completed={"D": F(1) / (1 - beta)},
        )
    )


def test_fearon_a_long_shadow_keeps_a_bargain_and_delays_it():
    """Cheating pays iff β/(1 − β) < 1/(1/2); holding out pays iff β/(1 − β) > (1/5)/(1/10)."""
    cheat, hold_out = Move((), "cheat"), Move((), "hold out")
    at_threshold = shadow(F(2, 3))
    found = slacks(at_threshold, at_threshold.game.start)
    assert found[0, cheat] == found[1, hold_out] == 0
    patient, impatient = shadow(F(7, 10)), shadow(F(6, 10))
    assert patient.choice[patient.game.start] == (Move(), hold_out)
    assert impatient.choice[impatient.game.start] == (cheat, Move())


def reassuring(cost: Number, gain: Number) -> str:
    """Whether T pays for a first act, from 0 to 1 a month, which opens what it may abuse.

    An abuse is seen every other time, and snapped back to nothing.
    """
    solved = played(
        Package(
            *((Party("T", BETA), Party("S", BETA)), ({}, {"T": F(1), "S": F(1)})),
            gates=(Gate("first act", 0, {"T": cost}),),
            breaches=(
                Breach(
                    *("abuse", "T", (gain,), {"S": F(2)}, F(1, 2), "k"), since=("gate", "first act")
                ),
            ),
            triggers=(Trigger("k", "T", "snap"),),
        )
    )
    choice = solved.choice[solved.game.start]
    assert isinstance(choice, tuple)
    return "withholds" if choice[0].withholds else "performs"


def test_kydd_a_costly_first_act_tells_who_means_it():
    """Who keeps has β/(1 − β) = 9 from it, who abuses β(1 + gain)/(1 − β/2).

    With a gain of 4.5 in an abuser's months that is exactly as much; whom a gain of 4 tempts not has
    the 9; and of two that would abuse, the cost parts the hungrier, who pays more for the door.
    """
    assert reassuring(F(9), F(4)) == "performs"
    assert reassuring(F(901, 100), F(4)) == "withholds"


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
        *(("16.65", "4.5", [True, True]), ("16.66", "4.5", [False, True])),
        *(("4.5", "4.51", [True, False]), ("4.51", "4.51", [False, False])),
    ],
)
def test_two_steps_are_exchanged_up_to_what_the_other_step_is_worth(
    first: str, second: str, acts: list[bool]
):
    assert exchanged(F(first), F(second)) == acts
