"""Who may promise what on which day, and who can stop it."""

from datetime import date, timedelta

import pytest

from detente.law import Law, can_block, holds_power
from detente.law.model import Act

VIENNA = date(2015, 7, 14)  # the nuclear deal is concluded, resolution 2231 not yet adopted
ALASKA = date(2025, 8, 16)
WINTER = date(2025, 12, 12)
SPRING = date(2026, 4, 22)


@pytest.mark.parametrize(
    ("party", "measure", "act", "day", "verdict"),
    [
        ("EU", "eu-833", "ease", ALASKA, "yes"),
        ("US", "eu-833", "ease", ALASKA, "no"),
        ("US", "eu-central-bank-assets", "ease", ALASKA, "no"),
        ("EU:HU", "eu-833", "ease", ALASKA, "no"),
        ("EU:HU", "eu-833", "renew", ALASKA, "no"),
        ("US", "us-eo14024-banks", "ease", ALASKA, "yes"),
        ("US:Congress", "us-eo14024-banks", "ease", ALASKA, "no"),
        ("US", "us-caatsa-216", "ease", ALASKA, "yes"),
        ("US:Congress", "us-caatsa-216", "ease", ALASKA, "no"),
        ("US", "us-uranium-ban", "ease", ALASKA, "no"),
        ("UK", "uk-russia-regs", "ease", ALASKA, "yes"),
        ("RU", "us-eo14024-banks", "ease", ALASKA, "no"),
        # listed on 22 October 2025: in August there is nothing to open, but a power to list
        ("US", "us-eo14024-oil-majors", "ease", ALASKA, "no"),
        ("US", "us-eo14024-oil-majors", "reimpose", ALASKA, "yes"),
        ("US", "us-eo14024-oil-majors", "ease", WINTER, "yes"),
        ("US", "us-eo13662-sectoral", "ease", ALASKA, "yes"),
        ("EU", "oil-price-cap", "reimpose", ALASKA, "yes"),
        ("EU", "eu-gas", "ease", ALASKA, "yes"),
        ("EU", "eu-833-lng", "ease", ALASKA, "no"),
        ("US", "us-gl-8-energy-payments", "renew", ALASKA, "no"),
        ("US", "us-gl-8-energy-payments", "ease", ALASKA, "yes"),
        # a participant of the nuclear deal may notify; the US was none after its exit
        ("UK", "un-2231", "reimpose", date(2025, 8, 28), "yes"),
        ("EU:DE", "un-2231", "reimpose", date(2025, 8, 28), "yes"),
        ("US", "un-2231", "reimpose", date(2018, 5, 7), "yes"),
        ("US", "un-2231", "reimpose", date(2020, 8, 20), "no"),
        ("RU", "un-2231", "ease", WINTER, "no"),
        # before the deal: the President waives, Congress repeals, the Council votes
        ("US", "us-iran-waivers", "ease", VIENNA, "yes"),
        ("US", "us-iran-waivers", "reimpose", VIENNA, "yes"),
        ("US", "us-iran-waivers", "ease", date(2011, 12, 30), "no"),
        ("US", "us-iran-orders", "reimpose", VIENNA, "yes"),
        ("US", "us-iran-interim", "ease", VIENNA, "yes"),
        ("US", "us-iran-statutes", "ease", VIENNA, "no"),
        ("US:Congress", "us-iran-statutes", "ease", VIENNA, "no"),
        ("EU", "eu-267-iran", "ease", VIENNA, "yes"),
        ("UN", "un-2231", "ease", VIENNA, "yes"),
        ("US", "un-2231", "ease", VIENNA, "no"),
        ("US", "un-2231", "reimpose", VIENNA, "no"),
        ("US", "un-2231", "reimpose", date(2015, 7, 20), "yes"),
        # not known is not no
        ("EU", "eu-883", "ease", ALASKA, "unknown"),
        ("EU:ZZ", "eu-833", "ease", ALASKA, "unknown"),
        ("EU", "eu-new-package", "ease", ALASKA, "unknown"),
    ],
)
def test_who_holds_it(
    law: Law, party: str, measure: str, act: Act, day: date, verdict: str
) -> None:
    answer = holds_power(law, party, measure, act, day)
    assert (answer.verdict, bool(answer.why)) == (verdict, True)


@pytest.mark.parametrize(
    ("member", "measure", "act", "day", "blocks"),
    [
        ("EU:HU", "eu-833", "ease", ALASKA, True),
        ("EU:HU", "eu-833", "reimpose", ALASKA, True),
        ("EU:HU", "eu-833", "renew", ALASKA, True),
        ("EU:HU", "eu-269-listings", "renew", date(2025, 3, 14), True),
        ("EU:HU", "eu-new-package", "reimpose", SPRING, True),
        ("EU:UK", "eu-833", "renew", date(2016, 6, 30), True),
        ("UK", "eu-833", "renew", ALASKA, False),
        ("US", "eu-833", "renew", ALASKA, False),
        # the same question on two days, before and after Regulation 2025/2600
        ("EU:HU", "eu-central-bank-assets", "ease", WINTER - timedelta(1), True),
        ("EU:HU", "eu-central-bank-assets", "ease", WINTER, True),  # art. 5a, the second lock
        ("EU:HU", "eu-central-bank-assets", "reimpose", WINTER, False),
        ("EU:HU", "eu-central-bank-assets", "renew", WINTER - timedelta(1), True),
        ("EU:HU", "eu-central-bank-assets", "renew", WINTER, False),
        # and before and after the permanent gas regulation
        ("EU:SK", "eu-gas", "reimpose", date(2026, 2, 2), True),
        ("EU:SK", "eu-gas", "reimpose", date(2026, 2, 3), False),
        ("EU:SK", "eu-gas", "renew", date(2026, 2, 3), False),
        ("EU:SK", "eu-gas", "ease", date(2026, 2, 3), True),
        # reverse veto: sanctions can't be blocked, relief can
        ("RU", "un-2231", "reimpose", date(2025, 8, 28), False),
        ("UN:CN", "un-2231", "reimpose", date(2025, 8, 28), False),
        ("US", "un-2231", "renew", date(2025, 8, 28), True),
        ("UN:E1", "un-2231", "renew", date(2025, 8, 28), False),
        ("RU", "un-2231", "reimpose", date(2025, 10, 19), True),
        ("RU", "un-2231", "ease", WINTER, True),
        # before its adoption any permanent member could stop both
        ("RU", "un-2231", "ease", VIENNA, True),
        ("UN:E1", "un-2231", "ease", VIENNA, False),
        ("RU", "un-2231", "reimpose", date(2015, 7, 19), True),
        ("RU", "un-2231", "reimpose", date(2015, 7, 20), False),
        ("EU:UK", "eu-267-iran", "reimpose", VIENNA, True),
        ("US:Congress", "us-iran-waivers", "renew", VIENNA, False),
        ("US:Senate", "us-iran-statutes", "ease", VIENNA, True),
        ("RU", "un-1022-yugoslavia", "reimpose", date(1996, 1, 1), False),
        ("RU", "un-1022-yugoslavia", "reimpose", date(1996, 10, 1), True),
        ("RU", "un-748-libya", "reimpose", date(2000, 1, 1), True),
        ("US:Congress", "us-caatsa-216", "ease", ALASKA, True),
        ("US:House", "us-caatsa-216", "ease", ALASKA, False),
        ("US:Congress", "us-eo13662-sectoral", "ease", date(2017, 8, 1), False),
        ("US:Congress", "us-eo13662-sectoral", "ease", date(2017, 8, 2), True),
        ("US:Congress", "us-central-bank-directive-4", "ease", date(2024, 4, 23), False),
        ("US:Congress", "us-central-bank-directive-4", "ease", date(2024, 4, 24), True),
        ("US:Senate", "us-uranium-ban", "ease", ALASKA, True),
        ("EU:ZZ", "eu-833", "ease", ALASKA, None),
        ("EU:HU", "eu-883", "ease", ALASKA, None),
    ],
)
def test_who_can_stop_it(
    law: Law, member: str, measure: str, act: Act, day: date, blocks: bool | None
) -> None:
    assert can_block(law, member, measure, act, day) is blocks


def test_the_reason_names_the_holder(law: Law) -> None:
    assert holds_power(law, "US", "eu-692-crimea", "ease", ALASKA).why == (
        "US does not hold it: EU Council, by unanimity of 27, from 2014-06-23, "
        "taking 1 to 58 days; lapses unless renewed by 23 Jun"
    )


@pytest.mark.parametrize(
    ("party", "measure", "why"),
    [
        ("EU", "eu-883", 'no measure "eu-883": did you mean "eu-833"?'),
        (
            "US",
            "us-eo14024-oil-majors",
            '"us-eo14024-oil-majors": nothing to ease on 2025-08-16; it begins on 2025-10-22',
        ),
        (
            "EU",
            "eu-new-package",
            '"eu-new-package": who may ease it is not in the law files',
        ),
    ],
)
def test_the_reason_why_there_is_no_rule(law: Law, party: str, measure: str, why: str) -> None:
    assert holds_power(law, party, measure, "ease", ALASKA).why == why


def test_a_power_that_ended_says_when(law: Law) -> None:
    answer = holds_power(law, "EU", "eu-central-bank-assets", "renew", WINTER)
    assert answer.why == '"eu-central-bank-assets": the power to renew ended on 2025-12-11'


def test_what_does_not_lapse_needs_no_renewal(law: Law) -> None:
    answer = holds_power(law, "UK", "uk-russia-regs", "renew", ALASKA)
    assert answer.verdict == "no"
    assert answer.why == '"uk-russia-regs": nothing to renew, it does not lapse by itself'
