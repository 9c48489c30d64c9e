"""Facts of the law that are easy to get wrong, each with its day or its count of days."""

from calendar import isleap
from datetime import date, timedelta

import pytest

from detente.law import Law, Rule, can_block, describe, holds_power
from detente.law.from_case import shipped_measures
from detente.law.model import Act, Clock, Season, YearDay


def rule(law: Law, measure: str, act: Act, day: date) -> Rule:
    found = law.on(measure, act, day)
    assert found is not None
    return found


@pytest.mark.parametrize("year", [2017, 2018, 2019, 2020, 2024, 2025, 2026, 2028, 2100])
def test_the_review_of_russia_day_by_day(law: Law, year: int) -> None:
    """60 days for what is sent from 10 July to 7 September, both days included, in any year."""
    first = max(date(year, 1, 1), date(2017, 8, 2))
    days = [first + timedelta(n) for n in range((date(year, 12, 31) - first).days + 1)]
    assert year == 2017 or len(days) == 365 + isleap(year)
    for day in days:
        clock = 60 if date(year, 7, 10) <= day <= date(year, 9, 7) else 30
        for measure in ("us-caatsa-216", "us-eo13662-sectoral"):
            found = rule(law, measure, "ease", day)
            assert found.clock_on(day) == Clock(clock, clock), day
            assert found.effective(day) == (day + timedelta(clock),) * 2


@pytest.mark.parametrize("year", [2015, 2016, 2017, 2020, 2021, 2024])
def test_the_review_of_iran_day_by_day(law: Law, year: int) -> None:
    """60 days in the summer of 2015 alone."""
    first = max(date(year, 1, 1), date(2015, 5, 22))
    for n in range((date(year, 12, 31) - first).days + 1):
        day = first + timedelta(n)
        long = date(2015, 7, 10) <= day <= date(2015, 9, 7)
        assert rule(law, "us-inara", "ease", day).clock_on(day) == Clock(
            *(60, 60) if long else (30, 30)
        )


def test_a_season_over_new_year_and_the_end_of_february() -> None:
    winter = Season(YearDay(12, 20), YearDay(2, 28), Clock(1, 1))
    inside = [date(2024, 12, 20), date(2025, 1, 1), date(2025, 2, 28), date(2024, 2, 28)]
    outside = [date(2024, 12, 19), date(2024, 2, 29), date(2025, 3, 1)]
    assert all(map(winter.covers, inside))
    assert not any(map(winter.covers, outside))


@pytest.mark.parametrize("measure", ["us-pntr", "us-oil-import-ban"])
def test_45_days_of_consultation_a_certificate_and_90_days(law: Law, measure: str) -> None:
    found = rule(law, measure, "ease", date(2025, 8, 16))
    assert [condition.days for condition in found.conditions] == [45, 0]
    assert found.conditions[1].tag == "withdrawal-certified"
    assert "Ukraine accepts" in found.conditions[1].what
    assert found.clock_days == Clock(90, 90)


def test_reserves_in_america_wait_for_peace_and_compensation(law: Law) -> None:
    before = rule(law, "us-central-bank-directive-4", "ease", date(2024, 4, 23))
    after = rule(law, "us-central-bank-directive-4", "ease", date(2024, 4, 24))
    assert before.conditions == ()
    assert [c.tag for c in after.conditions] == ["hostilities-ceased", "compensation"]
    assert after.clock_days == Clock(30, 30)


@pytest.mark.parametrize(
    ("measure", "day", "locks"),
    [
        ("eu-central-bank-assets", date(2025, 12, 11), []),
        ("eu-central-bank-assets", date(2025, 12, 12), ["eu-833-reserves"]),
        ("eu-gas", date(2026, 2, 2), []),
        ("eu-gas", date(2026, 2, 3), ["eu-833-lng", "eu-833-nord-stream"]),
    ],
)
def test_two_locks_stand_on_reserves_and_gas(
    law: Law, measure: str, day: date, locks: list[str]
) -> None:
    """A majority opens the one, all 27 the other; one lock is enough to shut."""
    found = rule(law, measure, "ease", day)
    assert [lock.measure for lock in law.locks(found, day)] == locks
    assert can_block(law, "EU:HU", measure, "ease", day) is True
    assert holds_power(law, "EU", measure, "ease", day).verdict == "yes"
    if locks:
        assert can_block(law, "EU:HU", measure, "reimpose", day) is False
        assert f"{locks[0]}" in describe(found, day)


def test_the_review_applies_to_all_of_a_kind(law: Law) -> None:
    """Whatever stands under EO 14024 or 14071 and is no licence."""
    day = date(2026, 1, 1)
    eased = [r for m in law.measures if m.startswith("us-") and (r := law.on(m, "ease", day))]
    kind = [
        r
        for r in eased
        if ("14024" in r.title + r.legal or "14071" in r.legal) and "licen" not in r.title.lower()
    ]
    banks = {r.measure: r.review for r in kind if r.target == "RU"}
    assert len(banks) >= 5
    assert set(banks.values()) == {"us-caatsa-216"}


@pytest.mark.parametrize(
    ("measure", "day", "lapse"),
    [
        ("us-gl-126-wind-down", date(2025, 10, 22), date(2025, 11, 21)),
        ("us-gl-127-debt-and-equity", date(2025, 10, 22), date(2025, 11, 21)),
        ("us-gl-128-lukoil-stations", date(2025, 11, 13), date(2025, 11, 21)),
        ("us-gl-128-lukoil-stations", date(2025, 11, 14), date(2025, 12, 13)),
        ("us-gl-128-lukoil-stations", date(2025, 12, 4), date(2026, 4, 29)),
        ("us-gl-129-rosneft-germany", date(2025, 10, 29), date(2026, 4, 29)),
        ("us-gl-130-lukoil-bulgaria", date(2025, 11, 14), date(2026, 4, 29)),
        ("us-gl-131-lukoil-sale", date(2025, 12, 9), date(2025, 12, 13)),
        ("us-gl-131-lukoil-sale", date(2025, 12, 10), date(2026, 1, 17)),
        ("us-gl-133-oil-to-india", date(2026, 3, 5), date(2026, 4, 4)),
        ("us-gl-oil-at-sea", date(2026, 3, 12), date(2026, 4, 11)),
        ("eu-833", date(2014, 7, 31), date(2015, 7, 31)),
        ("eu-833", date(2015, 7, 31), date(2015, 7, 31)),
        ("eu-833", date(2015, 8, 1), date(2016, 1, 31)),
    ],
)
def test_each_licence_and_the_first_term_have_their_own_day(
    law: Law, measure: str, day: date, lapse: date
) -> None:
    assert rule(law, measure, "renew", day).next_renewal(day) == lapse


def test_what_ends_by_itself_or_upon_a_certificate(law: Law) -> None:
    day = date(2026, 3, 1)
    assert rule(law, "us-uranium-ban", "ease", day).until == date(2040, 12, 31)
    assert rule(law, "eu-gas-emergency-suspension", "renew", day).renew_every_days == Clock(28, 28)
    for measure in ("us-iran-cisada", "us-iran-itra"):
        assert rule(law, measure, "ease", day).clock_days == Clock(30, 30)
        assert holds_power(law, "US", measure, "ease", day).verdict == "yes"
        assert holds_power(law, "US", measure, "reimpose", day).verdict == "no"


def test_new_british_regulations_need_both_houses_within_28_days(law: Law) -> None:
    found = rule(law, "uk-russia-regs", "reimpose", date(2026, 1, 1))
    assert "both Houses of Parliament approve" in describe(found)
    assert "28 days" in describe(found)


def test_names_of_measures_are_read_without_the_rules(law: Law) -> None:
    assert set(shipped_measures()) == set(law.measures)


def test_a_body_is_found_by_its_id_and_by_its_name(law: Law) -> None:
    day = date(2026, 1, 1)
    for called in ("unsc", "UNSC", "UN Security Council", "un-security-council"):
        body = law.body(called, day)
        assert body is not None
        assert body.id == "unsc"
    president = law.body("US President", day)
    assert president is not None
    assert president.id == "us-president"
    assert law.body("security-council", day) is None
