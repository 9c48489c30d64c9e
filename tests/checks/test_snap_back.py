"""Who can stop a snap-back: the game of veto players, against plays spelled out one by one."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.case import open_case
from detente.case.package import Trigger
from detente.case.rules import NAMES
from detente.checks.snap_back import Snap, attractor, blocks, stops_decision, tempts
from detente.law import Law
from detente.law.votes import carried
from detente.machine.model import Exposure, Valve

STATES = "abcdef"
GAMES = st.fixed_dictionaries(
    {state: st.lists(st.sampled_from(STATES), max_size=3, unique=True) for state in STATES}
)
SOME = st.sets(st.sampled_from(STATES))


def forced_by_plays(moves: dict[str, list[str]], owned: set[str], goal: set[str]) -> set[str]:
    """States where one fixed plan of the owner beats every play of the rest.

    The rest win a play if it ends outside the goal or goes round for ever without touching it.
    """
    mine = [state for state in STATES if state in owned and moves[state]]
    won: set[str] = set()
    for plan in product(*(moves[state] for state in mine)):
        left = {**moves, **{state: [to] for state, to in zip(mine, plan, strict=True)}}
        won |= {state for state in STATES if not escapes(left, state, goal, ())}
    return won


def escapes(moves: dict[str, list[str]], state: str, goal: set[str], path: tuple[str, ...]) -> bool:
    if state in goal:
        return False
    if state in path or not moves[state]:
        return True
    return any(escapes(moves, after, goal, (*path, state)) for after in moves[state])


@given(moves=GAMES, owned=SOME, goal=SOME)
def test_attractor_is_what_some_plan_forces(
    moves: dict[str, list[str]], owned: set[str], goal: set[str]
) -> None:
    assert attractor(moves, owned, goal) == forced_by_plays(moves, owned, goal)


def kept_out_by_plays(moves: dict[str, list[str]], owned: set[str], goal: set[str]) -> set[str]:
    """States where one fixed plan of the rest keeps every play of the owner out of the goal."""
    theirs = [state for state in STATES if state not in owned and moves[state]]
    safe: set[str] = set()
    for plan in product(*(moves[state] for state in theirs)):
        left = {**moves, **{state: [to] for state, to in zip(theirs, plan, strict=True)}}
        safe |= {state for state in STATES if not touches(left, state, goal)}
    return safe


def touches(moves: dict[str, list[str]], state: str, goal: set[str]) -> bool:
    here = {state}
    seen: set[str] = set()
    while here - seen:
        seen |= here
        here = {after for at in here if at not in goal for after in moves[at]}
    return bool(seen & goal)


@given(moves=GAMES, owned=SOME, goal=SOME)
def test_whoever_is_outside_is_kept_outside(
    moves: dict[str, list[str]], owned: set[str], goal: set[str]
) -> None:
    """Somebody always wins: what the owner cannot force, the rest can prevent, by one plan."""
    inside = attractor(moves, owned, goal)
    assert set(STATES) - inside == kept_out_by_plays(moves, owned, goal)


def trigger(rule: str, *deciders: str) -> Trigger:
    return Trigger.model_validate(
        {"name": "t", "article": "1", "against": "BO", "covers": ["raid"], "rule": rule}
        | {"deciders": list(deciders)}
    )


@pytest.mark.parametrize(
    ("rule", "stops"),
    [
        ("automatic", 4),  # nobody can: no coalition of three is enough
        ("any-of", 3),
        ("renewal", 3),  # one vote against going on is enough to end it
        ("reverse-veto", 3),
        ("majority", 2),
        ("unanimity", 1),
    ],
)
def test_least_coalition_that_stops_a_decision(rule: str, stops: int) -> None:
    three = ("AL", "CA", "DO")
    clause = trigger(rule, *three)
    enough = [size for size in range(4) if stops_decision(clause, three[:size])]
    assert (enough[0] if enough else 4) == stops


def snap(law: Law, measure: str, day: date, rule: str = "any-of", signed: bool = True) -> Snap:
    return Snap(
        exposure=Exposure("BO", "raid", 1, 0),
        valve=Valve(measure, "oil", "1", ("UN",)),
        triggers=(trigger(rule, "AL", "CA"),),
        rule=law.on(measure, "reimpose", day),
        signed=signed,
        withheld={},
        day=day,
    )


SEATS = ("AL", "CA", "DO", "BO")
RULES = st.sampled_from(NAMES)
MEASURES = st.sampled_from(["eu-833-oil", "uk-russia-regs", "un-748-libya", "us-uranium-ban"])


@st.composite
def snap_backs(draw: st.DrawFn, law: Law) -> tuple[Snap, set[str]]:
    """One or two triggers of any rule over real measures, and a coalition that wants none."""
    seats = st.lists(st.sampled_from(SEATS), min_size=1, unique=True)
    triggers = [
        trigger(draw(RULES), *draw(seats)).model_copy(update={"name": name})
        for name in draw(st.sampled_from([("one",), ("one", "other")]))
    ]
    measure = draw(MEASURES)
    day = date(2002, 1, 1) if measure == "un-748-libya" else date(2025, 8, 16)
    judges = {t.name: tuple(draw(st.lists(st.sampled_from(SEATS), max_size=1))) for t in triggers}
    found = Snap(
        exposure=Exposure("BO", "raid", 1, 0),
        valve=Valve(measure, "oil", "1", ("X",)),
        triggers=tuple(triggers),
        rule=law.on(measure, "reimpose", day),
        signed=draw(st.booleans()),
        withheld=judges,
        day=day,
        terminated=draw(st.booleans()),
    )
    members = found.rule.body(day).members if found.rule else ()
    coalition = draw(st.sets(st.sampled_from([*SEATS, *members]), max_size=5))
    return found, coalition


def pulled(clause: Trigger, for_it: set[str]) -> bool:
    """Who is for the snap-back raises a hand for it, or against going on."""
    hands, seats = len(for_it.intersection(clause.deciders)), len(clause.deciders)
    enough = {"automatic": True, "majority": 2 * hands > seats, "unanimity": hands == seats}
    return enough.get(clause.rule, hands > 0)


def shut_after_votes(found: Snap, coalition: set[str]) -> bool:
    """The snap-back played hand by hand: all but the coalition want it, and call each trigger."""
    for clause in found.triggers:
        if coalition.intersection(found.withheld[clause.name]):
            continue
        if not pulled(clause, set(clause.deciders) - coalition):
            continue
        ends_itself = clause.rule in ("automatic", "renewal", "reverse-veto")
        if ends_itself and found.signed and not found.terminated:
            return True
        assert found.rule
        body = found.rule.body(found.day)
        one_office = len(body.members) == 1
        if one_office or carried(body, found.rule.vote, set(body.members) - coalition):
            return True
    return False


@given(data=st.data())
def test_blocked_is_what_the_votes_hand_by_hand_leave_open(data: st.DataObject, law: Law) -> None:
    found, coalition = data.draw(snap_backs(law))
    assert blocks(found, coalition) == (not shut_after_votes(found, coalition))


PERMANENT = ["CN", "FR", "RU", "UK", "US"]


@pytest.mark.parametrize("member", PERMANENT)
def test_unscr_2231_cannot_be_blocked_and_an_ordinary_vote_can(law: Law, member: str) -> None:
    """Oracle row "UNSCR 2231 snap-back against an ordinary re-imposition vote"."""
    assert not blocks(snap(law, "un-2231", date(2025, 8, 28)), [member])
    assert blocks(snap(law, "un-2231", date(2025, 12, 1)), [member])  # the right has ended
    assert blocks(snap(law, "un-748-libya", date(2000, 1, 1)), [member])


def test_even_fourteen_cannot_keep_relief_against_one_permanent_member(law: Law) -> None:
    """A vote to keep relief needs nine and no veto: the one who wants it back has a veto."""
    found = snap(law, "un-2231", date(2025, 8, 28))
    rest = {*PERMANENT, *(f"E{n}" for n in range(1, 11))}
    assert not blocks(found, rest - {"FR"})
    assert blocks(found, rest)


@given(one=st.sets(st.sampled_from(PERMANENT)), more=st.sets(st.sampled_from(PERMANENT)))
def test_a_larger_coalition_stops_no_less(one: set[str], more: set[str], law: Law) -> None:
    found = snap(law, "un-748-libya", date(2000, 1, 1))
    assert not blocks(found, one) or blocks(found, one | more)


def test_relief_that_ends_itself_needs_no_vote_if_its_issuer_signed(law: Law) -> None:
    day = date(2025, 8, 16)
    assert blocks(snap(law, "eu-833-oil", day), ["HU"])
    assert not blocks(snap(law, "eu-833-oil", day, rule="renewal"), ["HU"])
    assert blocks(snap(law, "eu-833-oil", day, rule="renewal", signed=False), ["HU"])


@pytest.mark.parametrize(("party", "tempted"), [("RU", True), ("UA", False), ("EU", False)])
def test_whom_an_opening_costs_it_does_not_tempt(party: str, tempted: bool) -> None:
    """The reserves are Kyiv's pledge: to free them is no relief to Kyiv, nor to who frees them."""
    case = open_case("alaska-2025")
    reserves = Valve("eu-central-bank-assets", "amnesty", "Article 1", ("US",))
    assert tempts(case, reserves, party) is tempted


def test_a_second_trigger_is_a_way_round_the_veto(law: Law) -> None:
    """The rest may call either; only a coalition that stops both keeps the valve open."""
    slow, sure = trigger("unanimity", "AL", "CA"), trigger("automatic")
    sure = sure.model_copy(update={"name": "sure"})
    one = snap(law, "uk-russia-regs", date(2025, 8, 16))
    both = Snap(one.exposure, one.valve, (slow, sure), one.rule, True, {}, one.day)
    alone = Snap(one.exposure, one.valve, (slow,), one.rule, True, {}, one.day)
    assert blocks(alone, ["AL"])
    assert not blocks(both, ["AL"])
