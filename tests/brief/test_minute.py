"""What a reader with a minute is told follows the numbers, whatever they are."""

from dataclasses import replace

import pytest
from sample import sample, with_package

from detente.brief.figures.frontier import frontier_title
from detente.brief.page import sections_of, to_html
from detente.findings.model import Brief, Chance, FirstBreak
from detente.wording import titles
from detente.wording.minute import minute
from detente.wording.sentences import wording
from detente.wording.words import headline, standfirst


def told(brief: Brief) -> dict[str, str]:
    return {answer.question: answer.words for answer in minute(brief)}


def kept(brief: Brief, chance: float, often: FirstBreak | None = None) -> Brief:
    """Every package kept at the mode, and in so many draws."""
    for name, package in brief.packages.items():
        holds = replace(
            package.holds,
            at_mode=True,
            first_binding=None,
            often=often,
            probability=Chance(chance, chance, chance),
        )
        brief = with_package(brief, name, replace(package, holds=holds))
    return brief


def without_valves(brief: Brief) -> Brief:
    """Packages that open nothing, and no schedule that would."""
    for name, package in brief.packages.items():
        brief = with_package(brief, name, replace(package, phases=()))
    design = replace(
        brief.design, verdict="no-room", relief_pv=None, schedule=(), red_lines=(), frontier=None
    )
    return replace(brief, design=design)


def test_every_answer_leads_to_its_section():
    brief = sample()
    sections = {section.name for section in sections_of(brief)}
    assert {answer.section for answer in minute(brief)} <= sections


def test_who_breaks_first_at_the_mode_is_named():
    assert "Russia cheats first, in the grey zone" in told(sample())["What breaks first?"]


def test_where_nobody_gains_at_the_mode_the_draws_are_asked():
    often = FirstBreak("RU", "grey-zone", 0, 0.4, covered=False)
    words = told(kept(sample(), 0.4, often))["What breaks first?"]
    assert "where it fails, most often Russia (grey zone), at once" in words
    assert "which no trigger covers" in words


def test_a_package_that_always_holds_breaks_nowhere():
    brief = kept(sample(), 1.0)
    assert "nobody gains by cheating in any draw" in told(brief)["What breaks first?"]
    assert titles.hold_title(brief) == "Nobody gains by cheating, in any month"


def test_what_holds_at_the_mode_alone_is_not_said_to_hold():
    assert titles.hold_title(kept(sample(), 0.4)) == (
        "Nobody gains by cheating at the likeliest inputs; "
        "share of draws: blanket 40\u00a0% and modular 40\u00a0%"
    )


def test_without_a_package_only_the_desk_is_told():
    assert list(told(replace(sample(), packages={}))) == ["What to do?"]


def test_the_page_stands_where_nothing_opens():
    brief = without_valves(sample())
    page = to_html(brief)
    assert "Blanket opens nothing" in page
    assert "No schedule of relief holds within the red lines" in page
    assert "figure-frontier" not in page


@pytest.mark.parametrize("chance", [0.0, 0.5, 1.0])
def test_every_title_stands_whatever_the_chance(chance):
    brief = kept(sample(), chance)
    assert all(section.title for section in sections_of(brief))
    assert headline(brief)
    assert "unknown" not in standfirst(brief)


def test_a_deal_is_judged_by_the_package_that_would_be_signed():
    brief = sample()
    now = {name: replace(odds, mean=0.02) for name, odds in brief.scenarios.now.items()}
    now["settlement-holds"] = replace(now["settlement-holds"], mean=0.9)
    outlook = replace(brief.scenarios, now=now, likeliest="settlement-holds", package="blanket")
    assert headline(replace(brief, scenarios=outlook)) == "A deal that would not last"
    assert headline(kept(replace(brief, scenarios=outlook), 0.5)) == (
        "A deal is likely; that it is kept is a coin toss"
    )


def test_the_frontier_says_what_relief_buys():
    frontier = sample().design.frontier
    assert frontier is not None
    assert frontier_title(frontier) == "EUR 76 bn of relief would live as long as the 92 bn written"
    least, _, written, most = frontier.points
    best = replace(frontier, points=(least, replace(written, beaten=False), most))
    assert (
        frontier_title(best)
        == "As written it gives nothing for nothing: less relief lives less long"
    )
    broken = replace(frontier, points=(least, replace(written, holds=False), most))
    assert frontier_title(broken) == (
        "As written it does not hold; from EUR 64 bn of relief another schedule does"
    )


def test_sentences_of_the_rooms_read_as_print():
    worded = wording(sample())
    assert worded('RU keeps oil-cap open: "UA:no-recognition" costs -3.5bn, 5% of it') == (
        "Russia keeps oil cap open: “Ukraine: no recognition” costs "
        "\u22123.5\u00a0bn, 5\u00a0% of it"
    )
    assert worded("US oil-cap-like snap-back") == "US oil-cap-like snap-back"
    assert worded("rotate above 0.05: buy cash") == "rotate above 5\u00a0%: buy cash"
