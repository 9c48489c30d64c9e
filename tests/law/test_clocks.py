"""Clocks, renewal cliffs and the dates that history gives."""

from datetime import date

import pytest

from detente.law import Law, Rule, describe
from detente.law.model import Act, Clock


def rule(law: Law, measure: str, act: Act, day: date) -> Rule:
    found = law.on(measure, act, day)
    assert found is not None
    return found


def test_oracle_2231_relief_ends_after_30_days_and_the_eu_follows_2_days_later(law: Law) -> None:
    """Oracles, "UNSCR 2231, notified 2025-08-28"."""
    notified = date(2025, 8, 28)
    restored = rule(law, "un-2231", "reimpose", notified).effective(notified)
    assert restored == (date(2025, 9, 27), date(2025, 9, 27))
    follower = rule(law, "eu-267-iran", "reimpose", restored[0])
    assert follower.follows == "un-2231"
    assert follower.effective(restored[0]) == (date(2025, 9, 29), date(2025, 9, 29))


def test_oracle_haiti_7_days_from_trigger_to_embargo(law: Law) -> None:
    """Oracles, "Haiti 861/873"."""
    trigger, suspended = date(1993, 10, 11), date(1993, 8, 27)
    back = rule(law, "un-861-haiti", "reimpose", trigger).effective(trigger)
    assert back == (date(1993, 10, 18), date(1993, 10, 18))
    assert (back[0] - suspended).days == 52


def test_oracle_licence_44_lived_182_days_with_a_wind_down_to_the_end_of_may(law: Law) -> None:
    """Oracles, "Venezuela licence 44"."""
    issued, replaced = date(2023, 10, 18), date(2024, 4, 17)
    assert (replaced - issued).days == 182
    assert rule(law, "us-ven-gl44", "renew", issued).next_renewal(issued) == date(2024, 4, 18)
    wind_down = rule(law, "us-ven-gl44", "reimpose", replaced).effective(replaced)
    assert wind_down == (date(2024, 5, 31), date(2024, 6, 1))


def test_oracle_rusal_took_39_days_of_which_the_review_took_30(law: Law) -> None:
    """Oracles, "Rusal delisting"."""
    notice, effect = date(2018, 12, 19), date(2019, 1, 27)
    window = rule(law, "us-caatsa-216", "ease", notice).effective(notice)
    assert window is not None
    assert (effect - notice).days == 39
    assert window == (date(2019, 1, 18), date(2019, 1, 18))
    assert window[0] <= effect


def test_yugoslavia_comes_back_on_the_fifth_day(law: Law) -> None:
    assert rule(law, "un-1022-yugoslavia", "reimpose", date(1996, 1, 1)).clock_days == Clock(5, 5)


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        (date(2025, 7, 9), Clock(30, 30)),
        (date(2025, 7, 10), Clock(60, 60)),
        (date(2025, 8, 16), Clock(60, 60)),
        (date(2025, 9, 7), Clock(60, 60)),
        (date(2025, 9, 8), Clock(30, 30)),
    ],
)
def test_a_report_filed_in_summer_waits_60_days(law: Law, day: date, clock: Clock) -> None:
    assert rule(law, "us-caatsa-216", "ease", day).clock_on(day) == clock


@pytest.mark.parametrize(
    ("measure", "day", "lapse"),
    [
        ("eu-833", date(2025, 8, 16), date(2026, 1, 31)),
        ("eu-833", date(2026, 1, 31), date(2026, 1, 31)),
        ("eu-833", date(2026, 2, 1), date(2026, 7, 31)),
        ("eu-269-listings", date(2025, 3, 14), date(2025, 3, 15)),
        ("eu-692-crimea", date(2025, 8, 16), date(2026, 6, 23)),
        ("us-eo14024-banks", date(2025, 8, 16), date(2026, 4, 15)),
        ("us-gl-oil-at-sea", date(2026, 3, 12), date(2026, 4, 11)),
        ("us-iran-waivers", date(2016, 1, 16), None),  # every 120 to 180 days, no fixed date
    ],
)
def test_the_next_renewal_cliff(law: Law, measure: str, day: date, lapse: date | None) -> None:
    assert rule(law, measure, "renew", day).next_renewal(day) == lapse


def test_an_unknown_clock_stays_unknown(law: Law) -> None:
    day = date(2025, 8, 16)
    assert rule(law, "us-uranium-ban", "ease", day).effective(day) is None


@pytest.mark.parametrize(
    ("measure", "act", "day", "sentence"),
    [
        (
            "eu-833",
            "renew",
            date(2025, 8, 16),
            "EU Council, by unanimity of 27, from 2014-07-31; "
            "lapses unless renewed by 31 Jan and 31 Jul",
        ),
        (
            "eu-central-bank-assets",
            "ease",
            date(2025, 12, 12),
            "EU Council, by 15 of 27 votes and 65% of the population, from 2025-12-12, "
            "taking 7 to 42 days; provided that the Council finds that Russia has ceased its war, "
            "that the Council finds that Russia has paid what rebuilding takes and that the "
            "Council finds that the risk to the economy of the Union is over; "
            "eu-833-reserves has to be eased as well",
        ),
        (
            "un-2231",
            "reimpose",
            date(2025, 8, 28),
            "UN Security Council, by reverse veto (any of CN, DE, E3, FR, RU, UK; it stands unless "
            "9 of 15 votes without a veto keep relief), from 2018-05-08 to 2025-10-18, "
            "taking 30 days",
        ),
        (
            "us-caatsa-216",
            "ease",
            date(2025, 8, 16),
            "US President, unless both houses of Congress disapprove, with two thirds against a "
            "veto, from 2017-08-02, taking 60 days",
        ),
        (
            "us-uranium-ban",
            "ease",
            date(2025, 8, 16),
            "US Congress and President, by a law that takes President, House, Senate, "
            "from 2024-08-11 to 2040-12-31",
        ),
        (
            "eu-267-iran",
            "reimpose",
            date(2025, 9, 27),
            "EU Council, by unanimity of 27, from 2016-01-16, taking 2 days after un-2231 is "
            "re-imposed; not yet checked against a source",
        ),
        (
            "us-iran-waivers",
            "ease",
            date(2015, 7, 14),
            "US President, alone, from 2015-05-22 to 2018-05-07; where us-inara applies, "
            "its review comes first",
        ),
        (
            "us-iran-waivers",
            "renew",
            date(2015, 7, 14),
            "US President, alone, from 2011-12-31 to 2016-01-15; relief ends unless renewed every "
            "120 to 180 days; not yet checked against a source",
        ),
        (
            "us-iran-waivers",
            "renew",
            date(2017, 5, 17),
            "US President, alone, from 2016-01-16 to 2018-05-07; "
            "relief ends unless renewed every 120 to 180 days",
        ),
    ],
)
def test_a_rule_in_one_sentence(law: Law, measure: str, act: Act, day: date, sentence: str) -> None:
    assert describe(rule(law, measure, act, day), day) == sentence
