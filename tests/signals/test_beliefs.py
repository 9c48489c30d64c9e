"""Rules and head heard together, and what the reader's belief says of the act and the speaker."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.signals import Reading, read_text
from detente.signals.chance import BOUND, LEVELS, Belief, of_commitment, of_proposition
from detente.signals.heads.trust import STRENGTH, Trust, trust_from
from detente.signals.heads.weigh import CONTRARY, believed, hears
from detente.signals.level import NOTHING, Verdict


def only(text: str) -> Reading:
    (reading,) = read_text(text, speaker="Karoline Leavitt")
    return reading


def ruled(level: int) -> Verdict:
    return Verdict(level, level, level, (), "cue", None, None, "")


def sure_of(level: int, chance: float) -> np.ndarray:
    rest = np.full(9, (1 - chance) / 8)
    rest[LEVELS.index(level)] = chance
    return rest


# Who decides


def test_trust_is_the_share_right_drawn_to_the_common_share() -> None:
    trust = trust_from([("a", 3, True)] * 6 + [("b", -4, False)] * 2)
    assert trust.share == 0.75
    assert trust.of("a", 3) == pytest.approx((6 + STRENGTH * 0.75) / (6 + STRENGTH), abs=1e-3)
    assert trust.of("b", -4) == pytest.approx(STRENGTH * 0.75 / (2 + STRENGTH), abs=1e-3)
    assert trust.of("a", -3) == trust.share


def test_the_likelier_of_rules_and_head_decides() -> None:
    trust = Trust({}, 0.6)
    assert believed(sure_of(1, 0.7), ruled(3), trust).argmax() == LEVELS.index(1)
    kept = believed(sure_of(1, 0.5), ruled(3), trust)
    assert kept.argmax() == LEVELS.index(3)
    assert kept.max() == pytest.approx(0.6)


def test_a_no_is_not_turned_into_a_promise_by_a_head_that_is_only_fairly_sure() -> None:
    trust = Trust({}, 0.5)
    fairly, nearly = sure_of(3, CONTRARY - 0.05), sure_of(3, CONTRARY + 0.05)
    assert believed(fairly, ruled(-3), trust).argmax() == LEVELS.index(-3)
    assert believed(nearly, ruled(-3), trust).argmax() == LEVELS.index(3)


def test_where_both_agree_the_more_trusted_of_them_counts() -> None:
    assert believed(sure_of(3, 0.5), ruled(3), Trust({}, 0.8)).max() == pytest.approx(0.8)
    assert believed(sure_of(3, 0.9), ruled(3), Trust({}, 0.8)).max() == pytest.approx(0.9)


@given(st.integers(-4, 4), st.integers(-4, 4), st.floats(0.12, 1.0), st.floats(0, 1))
def test_a_belief_adds_up_to_one(head: int, rules: int, chance: float, trust: float) -> None:
    belief = believed(sure_of(head, chance), ruled(rules), Trust({}, trust))
    assert belief.sum() == pytest.approx(1)
    assert belief.min() >= 0


def test_a_head_alone_that_hears_no_act_has_nothing_to_say() -> None:
    assert not hears(sure_of(0, 0.9), NOTHING)
    assert not hears(sure_of(3, 0.2), NOTHING)
    assert hears(sure_of(3, 0.6), NOTHING)


# What a belief says


def test_a_sure_belief_says_what_its_level_says() -> None:
    for level in LEVELS:
        alone = Belief(level, level, level)
        sure = Belief(level, level, level, chances=tuple(map(float, sure_of(level, 1.0))))
        assert of_proposition(sure) == of_proposition(alone)
        assert of_commitment(alone).mean == BOUND[level]


@given(st.lists(st.floats(0.001, 1), min_size=9, max_size=9), st.floats(-3, 3), st.booleans())
def test_a_mixture_lies_between_its_levels_and_within_its_bounds(
    weights: list[float], factuality: float, hearsay: bool
) -> None:
    shares = tuple(weight / sum(weights) for weight in weights)
    belief = Belief(0, -1, 1, hearsay, shares, factuality)
    for chance in (of_proposition(belief), of_commitment(belief)):
        assert 0 < chance.low <= chance.mean <= chance.high < 1


@pytest.mark.parametrize("level", [-4, 4])
def test_factuality_moves_what_is_asserted_and_by_no_more_than_half_the_odds(level: int) -> None:
    odds = []
    for factuality in (-3.0, 0.0, 3.0):
        mean = of_proposition(Belief(level, level, level, factuality=factuality)).mean
        odds.append(mean / (1 - mean))
    assert odds[0] < odds[1] < odds[2]
    assert odds[2] / odds[1] == pytest.approx(odds[1] / odds[0])
    assert 1.4 < odds[2] / odds[1] < 1.5


@pytest.mark.parametrize("level", [-3, -2, -1, 0, 1, 2, 3])
def test_factuality_is_silent_about_what_is_only_promised_or_put_off(level: int) -> None:
    seen = {of_proposition(Belief(level, level, level, factuality=f)).mean for f in (-3.0, 3.0)}
    assert len(seen) == 1


def test_a_denial_a_promise_and_a_deed_stand_in_order() -> None:
    texts = ("We will not lift the ban.", "No plans at this time.", "We have lifted the ban.")
    denied, put_off, done = map(only, texts)
    assert denied.p_proposition <= put_off.p_proposition < 0.2 < done.p_proposition
    assert put_off.p_committed < denied.p_committed < done.p_committed


def test_nothing_turns_a_no_that_the_parse_hangs_on_the_auxiliary() -> None:
    assert only("We will not [bold]lift[/] 1m it.").level == -4
