"""Votes decided for given ayes, and who can stop them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.law import Law, load_law
from detente.law.model import Body
from detente.law.votes import can_stop, carried

DAY = date(2025, 12, 12)
BIG = {"DE", "FR", "IT", "ES"}


def body(law: Law, name: str) -> Body:
    return next(rule.body(DAY) for rule in law if rule.body(DAY).id == name)


@pytest.fixture(scope="module")
def council(law: Law) -> Body:
    return body(law, "eu-council")


@pytest.fixture(scope="module")
def unsc(law: Law) -> Body:
    return body(law, "unsc")


def but(body: Body, *missing: str) -> set[str]:
    return set(body.members) - set(missing)


def test_the_council_has_27_members_and_450_million_people(council: Body) -> None:
    assert len(council.members) == 27
    assert sum(council.populations.values()) == pytest.approx(450_380_300, abs=500)


def test_unanimity_takes_all_but_bears_an_abstention(council: Body) -> None:
    assert carried(council, "unanimity", council.members)
    assert not carried(council, "unanimity", but(council, "HU"))
    assert carried(council, "unanimity", but(council, "HU"), abstaining={"HU"})


def test_the_vote_of_25_to_2_that_froze_the_assets_carried(council: Body) -> None:
    assert carried(council, "qualified", but(council, "HU", "SK"))


def test_fourteen_members_are_too_few_whatever_their_people(council: Body) -> None:
    largest = sorted(council.members, key=lambda m: -council.populations[m])
    assert not carried(council, "qualified", largest[:14])
    assert carried(council, "qualified", largest[:15])


def test_fifteen_small_members_lack_the_people(council: Body) -> None:
    smallest = sorted(council.members, key=lambda m: council.populations[m])
    assert not carried(council, "qualified", smallest[:15])


def test_three_large_members_cannot_block_but_four_can(council: Body) -> None:
    three = {"DE", "FR", "IT"}
    against = sum(council.populations[m] for m in three) / sum(council.populations.values())
    assert against > 0.35  # by people alone they could
    assert not can_stop(council, "qualified", three)
    assert can_stop(council, "qualified", BIG)


def test_no_single_member_blocks_a_qualified_majority(council: Body) -> None:
    assert not any(can_stop(council, "qualified", {member}) for member in council.members)


def test_the_council_of_28_needed_sixteen(law: Law) -> None:
    rule = law.on("eu-833", "ease", date(2016, 6, 30))
    assert rule is not None
    old = rule.body(date(2016, 6, 30))
    assert (len(old.members), "UK" in old.members, old.qualified.members) == (28, True, 16)  # type: ignore[union-attr]
    assert "UK" not in rule.body(date(2020, 2, 1)).members


def test_a_permanent_member_may_abstain_but_not_oppose(unsc: Body) -> None:
    nine = {"FR", "UK", "US", "E1", "E2", "E3", "E4", "E5", "E6"}
    assert carried(unsc, "qualified", nine, abstaining={"CN", "RU"})
    assert not carried(unsc, "qualified", nine, abstaining={"CN"})


def test_eleven_two_two_without_a_veto_carried_resolution_943(unsc: Body) -> None:
    ayes = but(unsc, "E1", "E2", "E3", "E4")
    assert carried(unsc, "qualified", ayes, abstaining={"E3", "E4"})


def test_the_vote_of_26_september_2025_did_not_keep_relief(unsc: Body) -> None:
    for_relief, away = {"CN", "RU", "E1", "E2"}, {"E3", "E4"}
    for_sanctions = but(unsc, *for_relief, *away)
    assert len(for_sanctions) == 9
    assert not carried(unsc, "qualified", for_relief, away)
    assert carried(unsc, "reverse-veto", for_sanctions, away)


def test_one_permanent_member_is_enough_to_end_relief(unsc: Body) -> None:
    assert carried(unsc, "reverse-veto", {"UK"})
    assert not carried(unsc, "reverse-veto", {"E1"})  # fourteen keep relief, none vetoes


def test_oracle_2231_against_an_ordinary_vote(unsc: Body) -> None:
    """Oracles, "UNSCR 2231 snap-back against an ordinary re-imposition vote"."""
    for veto in unsc.vetoes:
        assert not can_stop(unsc, "reverse-veto", {veto})
        assert can_stop(unsc, "qualified", {veto})


def test_congress_stops_relief_only_with_two_thirds_of_both_houses(law: Law) -> None:
    review = body(law, "us-congress-review")
    assert carried(review, "congress-review", {"President", "Senate"})  # Rusal: House 362 to 53
    assert not carried(review, "congress-review", {"President"})
    assert not carried(review, "congress-review", {"House", "Senate"})  # nobody proposes it
    assert can_stop(review, "congress-review", {"House", "Senate"})
    assert not can_stop(review, "congress-review", {"House"})


def test_a_stranger_has_no_vote(council: Body) -> None:
    with pytest.raises(ValueError, match="UK has no vote in eu-council"):
        carried(council, "qualified", {"UK"})


COUNCIL = body(load_law(), "eu-council")
COALITIONS = st.sets(st.sampled_from(COUNCIL.members))


@given(COALITIONS, COALITIONS)
def test_more_ayes_never_lose_a_vote(fewer: set[str], others: set[str]) -> None:
    if carried(COUNCIL, "qualified", fewer):
        assert carried(COUNCIL, "qualified", fewer | others)


@given(COALITIONS)
def test_a_coalition_and_its_opposite_cannot_both_carry(ayes: set[str]) -> None:
    rest = set(COUNCIL.members) - ayes
    assert not (carried(COUNCIL, "qualified", ayes) and carried(COUNCIL, "qualified", rest))
