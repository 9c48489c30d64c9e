"""The nuclear deal with Iran as of 14 July 2015: what its README says, the case gives."""

from datetime import date
from functools import cache

import numpy as np
import pytest
from jcpoa import case, cause, held, mean, slack_of_iran

from detente.checks import check
from detente.law import can_block, holds_power, load_law
from detente.machine import compile_package

NOTICED, EFFECTIVE = date(2025, 8, 28), date(2025, 9, 27)


@cache
def checks(name: str):
    found = check(compile_package(case(), name), case(), load_law())
    return {verdict.name: verdict for verdict in found}


def test_nothing_in_it_is_younger_than_the_day_itself():
    assert case().world.as_of == date(2015, 7, 14)
    assert set(case().packages) == {"jcpoa", "treaty", "escrow"}
    lines = [remark.head.date for remark in case().remarks] + [row.date for row, _ in case().deeds]
    assert len(lines) == 27
    assert max(lines) <= case().world.as_of


def test_no_permanent_member_can_stop_the_snap_back_but_any_can_stop_an_ordinary_vote():
    # Oracle row: UNSCR 2231 snap-back against an ordinary re-imposition vote.
    law = load_law()
    for member in ("RU", "CN"):
        assert can_block(law, member, "un-2231", "reimpose", NOTICED) is False
        assert can_block(law, member, "un-2231", "reimpose", date(2025, 11, 1)) is True
    assert can_block(law, "RU", "un-2231", "reimpose", case().world.as_of) is True
    assert holds_power(law, "US", "un-2231", "reimpose", date(2017, 7, 1)).verdict == "yes"
    assert holds_power(law, "US", "un-2231", "reimpose", date(2020, 8, 20)).verdict == "no"


def test_relief_ends_thirty_days_after_the_notice():
    # Oracle row: UNSCR 2231, notified 2025-08-28.
    rule = load_law().on("un-2231", "reimpose", NOTICED)
    assert rule is not None
    assert rule.effective(NOTICED) == (EFFECTIVE, EFFECTIVE)


@pytest.mark.parametrize("name", ["jcpoa", "treaty", "escrow"])
def test_cash_waits_for_the_inspectors(name):
    assert checks(name)["irreversible-first"].verdict == "good"


@pytest.mark.parametrize("name", ["jcpoa", "treaty", "escrow"])
def test_lines_of_tehran_and_israel_are_crossed_and_no_american_one(name):
    found = checks(name)["red-line"]
    assert found.verdict == "flaw"
    assert "IR:relief-on-day-one" in found.finding
    assert "IL:no-enrichment-no-sunset" in found.finding
    assert "US:" not in found.finding


def test_missiles_and_the_region_are_named_by_no_trigger():
    found = checks("jcpoa")["undefined-breach"]
    assert found.verdict == "flaw"
    assert "missiles-and-proxies" in found.finding
    assert "overt" not in found.finding


@pytest.mark.parametrize("name", ["jcpoa", "escrow"])
def test_what_is_promised_may_be_given_after_the_review_by_congress(name):
    found = checks(name)["authority"]
    assert found.verdict == "good"
    (review,) = found.trace
    assert "us-inara" in review
    assert "us-jpoa-suspensions" not in review


def test_the_president_cannot_promise_a_repeal():
    found = checks("treaty")["authority"]
    assert found.verdict == "flaw"
    assert found.finding.endswith("alone cannot give: us-iran-statutes")


def test_one_election_in_washington_can_end_what_rests_on_a_signature():
    """Not the cash: by the first vote it has gone home."""
    found = checks("jcpoa")["turnover"]
    assert found.verdict == "flaw"
    assert found.finding.endswith(
        "without a breach: us-jpoa-suspensions, us-iran-waivers and us-iran-orders"
    )


def test_what_is_left_under_a_treaty_when_the_vote_comes_is_no_office_s_to_end():
    assert checks("treaty")["turnover"].verdict == "good"


@pytest.mark.parametrize(
    ("name", "rounds"),
    [
        ("jcpoa", {"us-iran-waivers": "19 to 28 such dates"}),
        ("treaty", {}),
        # Ten tranches need it until the last; cash that came home at once does not.
        (
            "escrow",
            {"us-iran-waivers": "19 to 28 such dates", "us-frozen-funds": "9 to 13 such dates"},
        ),
    ],
)
def test_relief_that_ends_unless_the_president_signs_again(name, rounds):
    found = checks(name)["renewal-cliff"]
    assert found.verdict == "flaw"
    assert "us-jpoa-suspensions" in found.finding
    for measure in ("us-iran-waivers", "us-frozen-funds"):
        (line,) = [line for line in found.trace if measure in line] or [""]
        assert (measure in found.finding) is (measure in rounds)
        assert rounds.get(measure, "") in line


@pytest.mark.parametrize("name", ["jcpoa", "treaty", "escrow"])
def test_one_of_28_can_stop_the_answer_to_a_small_excess_and_nobody_that_to_a_large_one(name):
    found = checks(name)["blockable"]
    assert found.verdict == "flaw"
    assert "what small-excess should shut" in found.finding
    assert "eu-267-iran" in found.finding
    assert "any one of 28 members can refuse alone" in "\n".join(found.trace)
    assert "overt" not in "\n".join((found.finding, *found.trace))


def test_few_draws_are_enough_to_play_it():
    found = held("jcpoa", 20)
    assert found.holds.shape == (21,)
    assert np.isfinite(found.played.value).all()


@pytest.mark.parametrize(
    ("name", "month", "slack"), [("jcpoa", 12, 0.73), ("jcpoa", 34, 0.75), ("treaty", 12, 1.18)]
)
def test_slack_of_iran_away_from_the_month_of_the_cash(name, month, slack):
    assert slack_of_iran(name)[month] == pytest.approx(slack, abs=0.03)


@pytest.mark.parametrize(("name", "windfall"), [("jcpoa", 50.4), ("treaty", 50.4), ("escrow", 18)])
def test_windfall(name, windfall):
    found = held(name)
    iran = found.game.parties.index("IR")
    assert found.windfall[0, iran] == pytest.approx(windfall, abs=0.5)


def test_the_six_waivers_of_a_new_president_have_the_chance_of_his_leaving():
    found = held("jcpoa")
    waivers = [e for e, name in enumerate(found.game.ends) if "waiver" in name]
    assert len(waivers) == 6
    last = 1 - np.prod(1 - found.game.ending[0, :, waivers])
    assert last == pytest.approx(0.20, abs=0.005)  # U01 at the mode


def test_the_month_in_which_the_cash_arrives_tempts_no_more_than_the_next():
    slack = slack_of_iran("jcpoa")
    assert slack[6] == pytest.approx(slack[7], abs=0.1)


@pytest.mark.parametrize(
    ("name", "chance"), [("jcpoa", 0.447), ("treaty", 0.557), ("escrow", 0.448)]
)
def test_chance_of_holding(name, chance):
    found = held(name)
    assert found.holds[0]
    assert found.holds[1:].mean() == pytest.approx(chance, abs=0.02)


@pytest.mark.parametrize(
    ("name", "alive"), [("jcpoa", (0.76, 0.49)), ("treaty", (0.85, 0.62)), ("escrow", (0.83, 0.59))]
)
def test_survival(name, alive):
    assert (mean(name, 12), mean(name, 40)) == pytest.approx(alive, abs=0.02)


@pytest.mark.parametrize(
    ("name", "by_us", "by_iran"),
    [("jcpoa", 0.22, 0.20), ("treaty", 0.09, 0.22)],
)
def test_what_ended_it_by_the_month_in_which_washington_was_out(name, by_us, by_iran):
    assert cause(name, "US ends it", 40) == pytest.approx(by_us, abs=0.02)
    assert cause(name, "breach by IR", 40) == pytest.approx(by_iran, abs=0.02)
