"""Yugoslavia 1995: what the engine says as of signature, and that the README quotes it."""

import csv
from datetime import date

import pytest
from episodes import CASES, causes, found, held, row, unwrapped

from detente.answers.futures import claims_answer
from detente.checks import check

NAME = "dayton-1995"
PACKAGES = ("resolution-1022", "termination-at-once")


@pytest.fixture(scope="module")
def verdicts():
    findings = found(NAME, 20)
    return {
        name: {c.name: c for c in check(findings.machines[name], findings.case, findings.law)}
        for name in PACKAGES
    }


def test_it_knows_nothing_of_what_came_after() -> None:
    case = found(NAME, 20).case
    days = [remark.head.date for remark in case.remarks] + [row.date for row, _ in case.deeds]
    assert case.world.as_of == date(1995, 11, 22)
    assert max(days) <= case.world.as_of
    assert (len(case.remarks), len(case.deeds)) == (14, 14)


def test_every_estimate_has_its_reasoning_and_source() -> None:
    table = (CASES / NAME / "estimates.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(table.splitlines()))
    assert rows
    assert not [row["id"] for row in rows if not row["source"] or not row["reasoning"]]


def test_nobody_blocks_1022_and_one_vote_blocks_after_an_end(verdicts) -> None:
    """Oracle row "UNSCR 2231 snap-back against an ordinary re-imposition vote", for 1022."""
    blockable = {name: verdicts[name]["blockable"].verdict for name in PACKAGES}
    assert blockable == {"resolution-1022": "good", "termination-at-once": "flaw"}


def test_the_council_promises_what_it_holds(verdicts) -> None:
    assert all(verdicts[name]["authority"].verdict == "good" for name in PACKAGES)


def test_funds_come_before_any_act_of_belgrade(verdicts) -> None:
    found_first = verdicts["resolution-1022"]["irreversible-first"]
    assert found_first.verdict == "flaw"
    assert "fry-frozen-funds" in found_first.finding
    assert "un-820-bosnian-serbs" not in found_first.finding  # these wait for the withdrawal


def test_the_clock_points_one_way(verdicts) -> None:
    for name in PACKAGES:
        assert verdicts[name]["undefined-breach"].finding.endswith("offensive by BA")


def test_each_package_crosses_the_other_side(verdicts) -> None:
    assert "RU:no-automatic-return" in verdicts["resolution-1022"]["red-line"].finding
    assert "US:suspend-not-lift" in verdicts["termination-at-once"]["red-line"].finding
    assert "US:no-veto-on-return" in verdicts["termination-at-once"]["red-line"].finding


def test_the_bosnian_serbs_are_paid_after_they_withdraw() -> None:
    machine = found(NAME, 20).machines["resolution-1022"]
    column = [valve.measure for valve in machine.valves].index("un-820-bosnian-serbs")
    assert machine.milestones["withdrawal"] == 3
    assert machine.openings[:4, column].tolist() == [0, 0, 0, 1]


def test_who_pays_is_not_who_breaches() -> None:
    """A breach by the Bosnian Serbs shuts Belgrade's trade."""
    game = found(NAME, 20).hold("resolution-1022").game
    belgrade = game.parties.index("FRY")
    assert all(game.snapped[0, :, belgrade] < game.flow[0, 12, belgrade] / (1 - game.beta[0, 0]))


def test_it_lives_and_is_not_kept() -> None:
    survival = held(NAME, "resolution-1022", 200).survival
    assert survival.mean[12] > 0.5
    assert survival.eroded[12] > 5 * survival.intact[12]
    assert held(NAME, "resolution-1022", 200).holds.at_mode is False


def test_at_the_mode_nobody_would_start_the_clock_as_the_readme_says() -> None:
    """Not even for a war: one that does not pay is taken for a slip that will not recur."""
    held_now = found(NAME, 20).hold("resolution-1022")
    breaches = len(held_now.game.breaches)
    assert not held_now.played.pulled[0, :, :breaches].any()
    assert "not even for fighting again" in unwrapped(NAME)


def test_the_claims_hold() -> None:
    claims = claims_answer(found(NAME)).data["claims"]
    assert {c["id"]: c["verdict"] for c in claims} == dict.fromkeys(
        ("C1", "C2", "C3", "C4"), "holds"
    )


@pytest.mark.parametrize("package", PACKAGES)
def test_the_readme_quotes_the_engine(package: str) -> None:
    readme = unwrapped(NAME)
    assert "--seed 1 --draws 2000" in readme
    assert row(NAME, package) in readme
    assert causes(NAME, package) in readme
