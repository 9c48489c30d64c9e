"""The headline and every title follow the numbers."""

from dataclasses import replace

import pytest
from sample import sample, with_package

from detente.findings.model import Brief, Chance
from detente.scenarios.model import Odds
from detente.wording import titles
from detente.wording.names import party_in_text
from detente.wording.words import alive_at, best_name, headline, key_reading, p_signed, standfirst


def likeliest(brief: Brief, name: str, chance: float = 0.6) -> Brief:
    """The brief with another likeliest future, the others in proportion."""
    now = brief.scenarios.now
    rest = sum(odds.mean for other, odds in now.items() if other != name)
    scaled = {n: Odds(*(x * (1 - chance) / rest for x in (o.mean, o.low, o.high)))
              for n, o in now.items()}  # fmt: skip
    scaled[name] = Odds(chance, chance - 0.05, chance + 0.05)
    return replace(brief, scenarios=replace(brief.scenarios, now=scaled, likeliest=name))


def answered(brief: Brief, level: int) -> Brief:
    """The brief with another answer to the headline question."""
    readings = tuple(
        replace(r, level=level) if r.id == "R108" else r for r in brief.signals.readings
    )
    return replace(brief, signals=replace(brief.signals, readings=readings))


def holding(brief: Brief, chance: float) -> Brief:
    """The brief with a modular package that holds in so many draws."""
    modular = brief.packages["modular"]
    holds = replace(modular.holds, probability=Chance(chance, chance, chance))
    return with_package(brief, "modular", replace(modular, holds=holds))


def without_binding(brief: Brief) -> Brief:
    for name, package in brief.packages.items():
        holds = replace(package.holds, first_binding=None, at_mode=True)
        brief = with_package(brief, name, replace(package, holds=holds))
    return brief


def test_a_process_only_when_the_numbers_say_so():
    assert headline(sample()) == "Not a minerals bargain. A process."


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (likeliest(sample(), "hardening"), "Not a minerals bargain. Positions harden."),
        (likeliest(sample(), "freeze"), "Not a minerals bargain. A freeze."),
        (likeliest(sample(), "settlement-holds"), "A deal that would not last"),
        (
            likeliest(holding(sample(), 0.7), "settlement-holds"),
            "A deal is likely, and it would last",
        ),
        (answered(sample(), -4), "The triggers nobody would pull"),
        (answered(sample(), 3), "The triggers nobody would pull"),
        (answered(holding(sample(), 0.6), 3), "A package that would hold, if anyone signs it"),
        (
            answered(without_binding(sample()), -4),
            "Talks go on, and nothing converges",
        ),
    ],
)
def test_another_finding_makes_another_headline(changed, expected):
    assert headline(changed) == expected


def test_the_subject_names_the_bargain():
    brief = sample()
    case = replace(brief.case, subject="sanctions-energy")
    assert "minerals" not in headline(replace(brief, case=case))


def test_a_deed_with_the_target_refutes_the_headline():
    brief = sample()
    deed = replace(
        brief.signals.deeds[0], instrument="minerals-rare-earths", party="RU", rung="executed"
    )
    signals = replace(brief.signals, deeds=(*brief.signals.deeds, deed))
    assert headline(replace(brief, signals=signals)) != headline(brief)


def test_a_likely_signing_refutes_the_headline():
    brief = sample()
    now = {**brief.scenarios.now, "settlement-collapses": Odds(0.3, 0.2, 0.4)}
    assert p_signed(brief.scenarios).mean < 0.25
    signed = replace(brief, scenarios=replace(brief.scenarios, now=now))
    assert headline(signed) != headline(brief)


def test_standfirst_has_three_numbers_each_with_its_interval():
    words = standfirst(sample())
    assert "47\u00a0% (38–55)" in words
    assert "5\u00a0% (2–10)" in words
    assert "22\u00a0% (20–24)" in words
    assert "hold" in words


def test_standfirst_without_packages_says_so():
    assert "No package is on the table" in standfirst(replace(sample(), packages={}))


def test_the_answer_to_a_question_decides():
    brief = sample()
    reading = key_reading(brief.signals, "minerals-rare-earths", "RU")
    assert reading is not None
    assert reading.id == "R108"
    assert key_reading(brief.signals, "no-such-thing", "RU") is None


def test_best_package_is_the_one_that_holds_more_often():
    assert best_name(sample().packages) == "modular"
    assert best_name({}) is None


def test_survival_is_read_at_the_last_month_of_a_shorter_package():
    package = sample().packages["modular"]
    assert alive_at(package, 600).mean == package.survival.mean[-1]


def test_hold_title_names_who_cheats_first():
    title = titles.hold_title(sample())
    assert title.startswith("Russia cheats first, in the grey zone, from month 0")
    assert titles.hold_title(without_binding(sample())).startswith(
        "Nobody gains by cheating at the"
    )


def test_rotate_title_gives_the_turning_point():
    brief = sample()
    assert "31\u00a0%" in titles.allocation_title(brief)
    assert brief.portfolio is not None
    flip = replace(brief.portfolio.flip, probability=None)
    never = replace(brief, portfolio=replace(brief.portfolio, flip=flip, verdict="rotate"))
    assert titles.allocation_title(never) == "Rotate, whatever the odds"


def test_claims_title_counts_verdicts():
    assert titles.claims_title(sample()) == "Of 3 claims 1 hold, 1 fail and 1 stay undecided"


def test_design_title_follows_the_verdict():
    brief = sample()
    none = replace(brief, design=replace(brief.design, verdict="no-room", relief_pv=None))
    assert titles.design_title(none) == "No schedule of relief holds within the red lines"
    assert "64 bn" in titles.design_title(brief)


def test_a_name_written_with_its_article_has_one() -> None:
    parties = {"UN1": "the Union", "HL": "The Harbour League", "IS": "Isle of Marn"}
    assert party_in_text("UN1", parties) == "the Union"
    assert party_in_text("HL", parties) == "the Harbour League"
    assert party_in_text("IS", parties) == "Isle of Marn"
