"""The plain game against closed forms: an act's largest cost, exchanges, plans, logit responses."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from math import exp

import pytest
from plain_game import make_game
from plain_logit import quantal
from plain_package import Breach, Flows, Gate, Number, Package, Party, Trigger
from plain_solver import Solved, slacks, solve
from plain_states import Force, Move

F = Fraction

BETA = F(9, 10)
WITHHOLD = Move(("act",))


def acting(cost: Number, **of_gate: object) -> Package:
    """One party, 1 a month before its act and 2 after it."""
    gate = replace(Gate("act", 0, {"T": cost}), **of_gate)  # type: ignore[arg-type]
    return Package((Party("T", BETA),), ({"T": F(1)}, {"T": F(2)}), gates=(gate,))


def slack_at_start(package: Package, move: Move = WITHHOLD, party: int = 0) -> Number:
    solved = solve(make_game(package))
    return slacks(solved, solved.game.start)[party, move]


def performs(solved: Solved) -> str:
    """P or W by month withheld, or by place, in the order in which they come."""
    months = [s for s in solved.game.nodes if isinstance(s, Force) and solved.choice[s]]
    months.sort(key=lambda s: (s.places[0], s.withheld))
    choices = [solved.choice[s] for s in months]
    return "".join("W" if isinstance(c, tuple) and c[0].withholds else "P" for c in choices)


def test_an_act_is_paid_up_to_what_a_month_of_it_is_worth_for_ever():
    assert slack_at_start(acting(F(9))) == 0
    assert slack_at_start(acting(F(9001, 1000))) == F(-1, 1000)


def test_a_certification_that_takes_time_moves_the_slack_and_not_its_sign():
    assert slack_at_start(acting(F(9), certified=F(1, 4))) == 0
    assert slack_at_start(acting(F(9001, 1000), certified=F(1, 4))) == F(-1, 4000)


def test_what_ends_anyway_is_paid_less_for():
    h, worth = F(1, 20), F(3)
    after, never = (((x + BETA * h * worth) / (1 - BETA * (1 - h))) for x in (2, 1))
    largest = BETA * (1 - h) * (after - never)
    assert float(largest) == pytest.approx(5.896552, abs=1e-6)
    package = replace(acting(largest), ends=h, lapsed=({"T": worth},))
    assert slack_at_start(package) == 0
    assert slack_at_start(replace(package, gates=(Gate("act", 0, {"T": largest + F(1, 9)}),))) < 0


@pytest.mark.parametrize(
    ("cost", "played", "value"),
    [(8, "PPP", 11), (10, "WWP", 9.19), (17, "WWP", 3.52), (19, "WWW", 2.71)],
)
def test_an_act_that_lapses_is_done_at_once_or_in_the_last_month_or_never(
    cost: int, played: str, value: float
):
    solved = solve(make_game(acting(F(cost), lapses_after=3)))
    assert performs(solved) == played
    assert float(solved.start[0]) == pytest.approx(value, abs=1e-6)


def exchange(first: Number, second: Number) -> Solved:
    """T acts, then S; each has more from the other's act."""
    base: tuple[Flows, ...] = ({}, {"T": F(1, 2), "S": F(1)}, {"T": F(2), "S": F(3, 2)})
    gates = (Gate("first", 0, {"T": first}), Gate("second", 1, {"S": second}))
    return solve(make_game(Package((Party("T", BETA), Party("S", BETA)), base, gates=gates)))


@pytest.mark.parametrize(
    ("first", "second", "played"),
    [
        ("16.65", "4.5", "PP"),
        ("16.66", "4.5", "WP"),
        ("16.65", "4.51", "WW"),
        ("4.5", "4.51", "PW"),
        ("4.51", "4.51", "WW"),
    ],
)
def test_a_second_act_that_fails_takes_the_price_of_the_first_with_it(
    first: str, second: str, played: str
):
    assert performs(exchange(F(first), F(second))) == played


@pytest.mark.parametrize("acts", [1, 3, 6])
def test_the_last_of_alternating_acts_unravels_the_others(acts: int):
    """Each costs its doer 1 and brings the other 3/10 a month for ever."""
    gained = [{"T": F(3, 10) * (n // 2), "S": F(3, 10) * ((n + 1) // 2)} for n in range(acts + 1)]
    gates = tuple(Gate(f"act {n}", n, {"TS"[n % 2]: F(1)}) for n in range(acts))
    parties = (Party("T", BETA), Party("S", BETA))
    solved = solve(make_game(Package(parties, tuple(gained), gates=gates)))
    assert performs(solved) == "W" * acts


def planning(prize: Number) -> Solved:
    """A covert plan of three months, snapped back when it is seen."""
    plan = Breach("plan", "T", (F(-1, 5),), {}, F(1, 10), "snap", "plan", takes=3, prize=prize)
    return solve(
        make_game(
            Package(
                parties=(Party("T", BETA),),
                base=({"T": F(1)},),
                breaches=(plan,),
                triggers=(Trigger("snap", "T", "snap"),),
                snapped=({"T": F(2)},),
            )
        )
    )


def test_a_plan_is_judged_by_all_its_months():
    k, a_month = BETA * F(9, 10), 1 - F(1, 5) + BETA * F(1, 10) * 2
    largest = (1 / (1 - BETA) - sum(k**month * a_month for month in range(3))) / k**3
    assert float(largest) == pytest.approx(14.269170, abs=1e-6)
    solved = planning(largest)
    months = [s for s in solved.game.nodes if isinstance(s, Force)]
    by_level = [
        slacks(solved, s)[0, Move((), "plan")] for s in sorted(months, key=lambda s: s.levels)
    ]
    assert by_level[0] == 0
    assert [float(s) for s in by_level] == pytest.approx([0, -0.113580, -0.253803], abs=1e-6)
    assert slacks(planning(largest + 1), months[0])[0, Move((), "plan")] < 0


def tempted(last: int, snapped: str, base: tuple[Flows, ...], until: int | None) -> Package:
    """A gain of 1/2 that is seen every other time and snapped back."""
    window: Mapping[str, object] = {"until": ("place", until)} if until else {}
    breach = Breach("b", "T", (F(1, 2),), {}, F(1, 2), "k", **window)  # type: ignore[arg-type]
    return Package(
        parties=(Party("T", BETA),),
        base=base,
        breaches=(breach,),
        triggers=(Trigger("k", "T", "snap"),),
        snapped=({"T": F(snapped)},),
    )


@pytest.mark.parametrize(("temperature", "chance"), [(0.5, 0.029312), (1, 0.148047), (2, 0.294215)])
def test_a_logit_response_of_one_month(temperature: float, chance: float):
    """Keeping is worth 19, breaching 17.25."""
    package = tempted(1, "15", ({"T": F(1)}, {"T": F(2)}), until=1)
    (found,) = quantal(make_game(package), temperature)
    (mix,) = found.mix[found.game.start]
    assert mix[1] == pytest.approx(chance, abs=1e-6)
    assert mix[1] == pytest.approx(1 / (1 + exp(1.75 / temperature)), abs=1e-12)
    assert float(found.start[0]) == pytest.approx(19 - 1.75 * chance, abs=1e-5)


@pytest.mark.parametrize(("temperature", "value"), [(0.5, 9.665550), (1, 7.316239)])
def test_a_logit_response_that_is_its_own_future(temperature: float, value: float):
    (found,) = quantal(make_game(tempted(0, "4", ({"T": F(1)},), until=None)), temperature)
    assert found.settled
    assert float(found.start[0]) == pytest.approx(value, abs=1e-6)


def test_logit_responses_that_hang_on_each_other_may_settle_twice():
    """What the other breaches is seen at once, and then one's own breach loses nothing."""
    parties = tuple(Party(name, BETA) for name in "TS")
    breaches = tuple(Breach(f"b{n}", n, (F(1, 2),), {}, F(1), f"k{n}") for n in "TS")
    triggers = tuple(Trigger(f"k{n}", n, "snap") for n in "TS")
    package = Package(
        parties,
        ({"T": F(1), "S": F(1)},),
        breaches=breaches,
        triggers=triggers,
        snapped=({"T": F(4), "S": F(4)},),
    )
    trusting, wary = quantal(make_game(package), 0.1)
    assert float(trusting.start[0]) == pytest.approx(10, abs=1e-6)
    assert float(wary.start[0]) == pytest.approx(1.5 + 0.9 * 4, abs=0.05)
