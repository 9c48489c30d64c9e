"""Vote rules and responses: what they take and do, each by another account."""

from itertools import product
from typing import get_args

import pytest

from detente.case.package import Trigger
from detente.case.responses import RESPONSES, ResponseName
from detente.case.rules import NAMES, RULES, RuleName


def carried(rule, votes):
    """Whether a trigger is pulled, said of the votes one by one."""
    match rule:
        case "automatic":
            return True
        case "majority":
            return votes.count(True) > votes.count(False)
        case "unanimity":
            return all(votes)
        case _:
            return any(votes)


@pytest.mark.parametrize("seats", range(1, 6))
@pytest.mark.parametrize("rule", RULES)
def test_as_many_ayes_as_are_needed_carry_the_vote_and_no_fewer(rule, seats):
    for votes in product((True, False), repeat=seats):
        assert carried(rule, votes) == (sum(votes) >= RULES[rule].needed(seats))


def test_every_name_that_a_file_may_give_is_known_in_the_same_order():
    assert get_args(RuleName) == NAMES == tuple(rule.name for rule in RULES.values())
    assert get_args(ResponseName) == tuple(RESPONSES) == tuple(r.name for r in RESPONSES.values())
    assert Trigger.model_fields["rule"].annotation == RuleName
    assert Trigger.model_fields["response"].annotation == ResponseName


def test_only_one_rule_asks_nobody():
    assert [rule.name for rule in RULES.values() if rule.automatic] == ["automatic"]


def test_a_response_does_one_thing():
    done = {r.name: (r.returns, r.shuts, r.ends) for r in RESPONSES.values()}
    assert done == {
        "pause": (True, False, False),
        "close": (False, True, False),
        "snap": (False, False, True),
    }


@pytest.mark.parametrize(
    ("response", "only"), [("pause", ("grain",)), ("close", ("grain",)), ("snap", ())]
)
def test_what_ends_the_package_is_confined_to_no_module(response, only):
    trigger = Trigger(
        name="shelling",
        article="7",
        against="A",
        covers=("fire",),
        rule="majority",
        deciders=("B", "C", "D"),
        response=response,
        modules=("grain",),
    )
    assert trigger.only == only
    assert trigger.vote.needed(len(trigger.deciders)) == 2
    assert trigger.does.name == response
