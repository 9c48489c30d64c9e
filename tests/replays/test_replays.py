"""Past packages run through the machine: the dates of the oracle file, to the day."""

import csv
import shutil
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from frozen import TABLE, lines, run
from jsonschema import Draft7Validator

from detente.case import find_case, open_case, shipped_cases
from detente.case.document import read_yaml
from detente.case.from_folder import shipped_episodes
from detente.case.from_replay import replayed_cases
from detente.case.schema import schemas
from detente.checks import CONDITIONS, check
from detente.law import load_law
from detente.machine import compile_package
from detente.machine.agreement import Replayed, replayed

EPISODES = {name.removeprefix("episodes/"): at for name, at in shipped_episodes().items()}


def gives(found: Replayed, what: str, of: str) -> tuple[date | None, date | None]:
    """What the machine itself gives, the record left out."""
    dated = next(d for d in found.dates if (d.what, d.of) == (what, of))
    return dated.first, dated.last


def length(found: Replayed, what: str, of: str) -> str:
    return next(r.machine for r in found.agreement.rows if (r.what, r.of) == (what, of))


def the_day(year: int, month: int, day: int) -> tuple[date, date]:
    return date(year, month, day), date(year, month, day)


def test_unscr_2231_thirty_days_and_two_more_for_europe() -> None:
    """Oracle row "UNSCR 2231, notified 2025-08-28"."""
    found = run("iran-un-2015")
    assert gives(found, "back", "un-2231") == the_day(2025, 9, 27)
    assert gives(found, "back", "eu-267-iran") == the_day(2025, 9, 29)


def test_haiti_seven_days_from_the_trigger_after_fifty_two_of_relief() -> None:
    """Oracle row "Haiti 861/873"; the law files' own clock says the same."""
    found = run("haiti-1993")
    assert gives(found, "back", "un-861-haiti") == the_day(1993, 10, 18)
    assert length(found, "answered", "good-faith") == "7 days"
    assert length(found, "lived", "embargo") == "52 days"
    rule = load_law().on("un-861-haiti", "reimpose", date(1993, 10, 11))
    assert rule
    assert rule.effective(date(1993, 10, 11)) == the_day(1993, 10, 18)


def test_venezuela_44_lived_182_days_and_was_wound_down_to_the_end_of_may() -> None:
    """Oracle row "Venezuela licence 44"."""
    found = run("venezuela-44")
    assert length(found, "lived", "oil") == "182 days"
    assert gives(found, "wind-down", "oil") == the_day(2024, 5, 31)
    assert gives(found, "due", "licence-term") == the_day(2024, 4, 18)


def test_rusal_waited_39_days_of_which_30_were_the_review() -> None:
    """Oracle row "Rusal delisting"."""
    found = run("rusal-2018")
    assert length(found, "waited", "us-rusal-listing") == "39 days"
    assert gives(found, "cleared", "us-rusal-listing") == the_day(2019, 1, 18)


def test_cuba_2025_lived_six_days_and_nobody_broke_anything() -> None:
    """Oracle row "Cuba 2025"."""
    found = run("cuba-2025")
    assert length(found, "lived", "restricted-list") == "6 days"
    assert found.told.outcome.how == "turnover"
    assert not [event for event in found.told.events if event.does == "breaches"]


@pytest.fixture(scope="module")
def plan_28():
    case = open_case("plan-28-2025")
    machine = compile_package(case, "plan-28")
    return {found.name: found for found in check(machine, case, load_law())}


def test_the_28_points_promise_what_others_hold(plan_28) -> None:
    """Oracle row "28-point plan", the promiser of EU-held assets and EU measures."""
    found = plan_28["authority"]
    assert found.verdict == "flaw"
    assert found.finding.startswith("US promises relief that US alone cannot give")
    told = "\n".join(found.trace)
    assert "US promises eu-central-bank-assets; on 2025-11-23 that takes EU Council" in told
    assert "US promises eu-833-oil, eu-833-swift and eu-833-exports" in told


def test_the_28_points_name_an_invasion_only(plan_28) -> None:
    """Oracle row "28-point plan", the trigger."""
    triggers = open_case("plan-28-2025").packages["plan-28"].triggers
    assert [trigger.covers for trigger in triggers] == [("invasion",)]
    assert plan_28["undefined-breach"].verdict == "flaw"
    assert "grey-zone and violations by RU" in plan_28["undefined-breach"].finding


def test_europe_promises_its_own_in_the_counter_text() -> None:
    case = open_case("plan-28-2025")
    checks = check(compile_package(case, "counter-text"), case, load_law())
    assert next(c.verdict for c in checks if c.name == "authority") == "good"


def test_the_agreement_is_as_it_was() -> None:
    """Frozen; `./run python tests/replays/frozen.py` writes it anew."""
    assert [row for name in replayed_cases() for row in lines(name)] == TABLE.read_text(
        "utf-8"
    ).splitlines()


@pytest.mark.proof
def test_fifteen_rows_beside_those_of_the_full_cases() -> None:
    told = {run(name).told.episode for name in EPISODES}
    of_full_cases = {"IRN-JCPOA-US", "IRN-JCPOA-UN", "VEN-GL44", "FRY-1022", "RS-1022"}
    assert len(told) == len(EPISODES)
    assert len(told - of_full_cases) >= 15


@pytest.mark.parametrize("name", EPISODES)
def test_an_episode_is_a_case_that_every_check_can_read(name: str) -> None:
    assert find_case(f"episodes/{name}") == EPISODES[name]
    assert name not in shipped_cases()
    case = open_case(f"episodes/{name}")
    assert case.name == name
    own = case.folder / "law"
    law = load_law(own if own.is_dir() else None)
    for package in case.packages:
        found = check(compile_package(case, package), case, law)
        assert [each.name for each in found] == list(CONDITIONS)
        assert {each.name: each.verdict for each in found}["authority"] == "good"


@pytest.mark.parametrize("name", EPISODES)
def test_an_episode_knows_nothing_of_what_came_after(name: str) -> None:
    """Payoffs are as of signature; whatever came later stands in replay.yaml and README only."""
    case = open_case(f"episodes/{name}")
    signed = case.packages[run(name).told.package].signed
    assert case.world.as_of <= signed
    assert len((case.folder / "README.md").read_text("utf-8").split("\n")) <= 15


@pytest.mark.parametrize("name", replayed_cases())
def test_the_published_schema_accepts_a_replay(name: str) -> None:
    data = read_yaml(replayed_cases()[name] / "replay.yaml", "replay.yaml").data
    assert not [error.message for error in Draft7Validator(schemas()["replay"]).iter_errors(data)]


def test_an_episode_ended_when_the_catalogue_of_relief_says() -> None:
    """But for one that was over in two days, and one that never began."""
    catalogue = Path(str(files("detente"))) / "durability/data/relief_episodes.csv"
    with catalogue.open(encoding="utf-8", newline="") as table:
        ends = {row["id"]: date.fromisoformat(row["end"]) for row in csv.DictReader(table)}
    told = [run(name).told for name in replayed_cases()]
    assert {each.episode for each in told} - set(ends) == {"IRN-1981", "RUS-MINSK"}
    for each in told:
        if each.outcome.ended and each.episode in ends:
            assert each.outcome.ended == ends[each.episode], each.episode


def changed(tmp_path: Path, name: str, file: str, old: str, new: str) -> Replayed:
    """The same episode with one clause written otherwise."""
    folder = tmp_path / name
    shutil.copytree(EPISODES[name], folder)
    text = (folder / file).read_text("utf-8")
    assert text.count(old) == 1
    (folder / file).write_text(text.replace(old, new), "utf-8")
    return replayed(name, folder)


def test_a_shorter_notice_brings_the_snap_back_forward(tmp_path: Path) -> None:
    file = "packages/resolution-2231.yaml"
    found = changed(tmp_path, "iran-un-2015", file, "notice_days: 30", "notice_days: 14")
    assert gives(found, "back", "un-2231") == the_day(2025, 9, 11)
    assert gives(found, "back", "eu-267-iran") == the_day(2025, 9, 13)
    assert found.agreement.right == run("iran-un-2015").agreement.right - 3  # with its length


def test_where_the_clause_is_silent_the_law_of_the_day_counts(tmp_path: Path) -> None:
    old = "{act: reimpose, since: 2018-05-08, clock_days: 180}"
    new = "{act: reimpose, since: 2018-05-08, clock_days: {low: 60, high: 90}}"
    found = changed(tmp_path, "iran-us-2016", "law/iran-us.yaml", old, new)
    assert gives(found, "wind-down", "oil") == (date(2018, 7, 7), date(2018, 8, 6))


def test_what_the_clause_says_goes_before_what_the_act_said(tmp_path: Path) -> None:
    old = "response: snap # no notice_days: the text has none"
    new = "response: snap\n    notice_days: 20"
    found = changed(tmp_path, "haiti-1993", "packages/governors-island.yaml", old, new)
    assert gives(found, "back", "un-861-haiti") == the_day(1993, 11, 2)


def test_a_licence_that_nobody_renews_lapses_by_itself(tmp_path: Path) -> None:
    old = "{on: 2024-04-17, party: US, does: ends, what: licence-term, days: 44, note: licence 44A}"
    new = "{party: US, does: lets-lapse, what: licence-term}"
    found = changed(tmp_path, "venezuela-44", "replay.yaml", old, new)
    assert gives(found, "shuts", "oil") == the_day(2024, 4, 18)
    assert gives(found, "wind-down", "oil") == (date(2024, 6, 1), date(2024, 6, 2))  # by law


def test_a_longer_term_moves_the_day_of_renewal(tmp_path: Path) -> None:
    file = "packages/licence-2.yaml"
    found = changed(tmp_path, "belarus-2015", file, "every_months: 6", "every_months: 9")
    assert gives(found, "due", "licence-term") == the_day(2021, 10, 30)


def test_a_shorter_schedule_moves_the_arms_sunset(tmp_path: Path) -> None:
    file = "packages/resolution-2231.yaml"
    found = changed(tmp_path, "iran-un-2015", file, "months: 60,", "months: 24,")
    assert gives(found, "opens", "arms.ended") == the_day(2017, 10, 18)


def test_an_act_that_is_not_done_sends_the_escrow_back(tmp_path: Path) -> None:
    folder = tmp_path / "late"
    shutil.copytree(EPISODES["iran-1981"], folder)
    for file, old, new in (
        ("packages/algiers.yaml", "released_by: hostages-leave", "deadline: 1"),
        ("replay.yaml", "on: 1981-01-20, party: IR", "on: 1981-03-20, party: IR"),
        ("replay.yaml", "{what: released, of: deposits, on: 1981-01-20}", ""),
    ):
        text = (folder / file).read_text("utf-8")
        added = f"{old}\n      {new}" if new.startswith("deadline") else new
        line = f"  - {old}\n" if not new else old
        (folder / file).write_text(text.replace(line, added), "utf-8")
    found = replayed("late", folder)
    assert gives(found, "returned", "deposits") == the_day(1981, 2, 19)
    assert gives(found, "opens", "trade.open") == the_day(1981, 3, 20)


def test_a_pause_has_two_days_and_ends_nothing(tmp_path: Path) -> None:
    file = "packages/governors-island.yaml"
    old = "response: snap # no notice_days: the text has none"
    found = changed(tmp_path, "haiti-1993", file, old, "response: pause\n    pause_months: 2")
    assert gives(found, "pauses", "embargo") == the_day(1993, 10, 18)
    assert gives(found, "resumes", "embargo") == the_day(1993, 12, 18)
    assert not [dated for dated in found.dates if dated.what in {"shuts", "back"}]


def test_what_was_terminated_does_not_come_back_by_a_clock() -> None:
    found = run("myanmar-2012")
    ended = [d for d in found.dates if (d.what, d.of) == ("shuts", "programme")]
    assert [(d.first, d.by) for d in ended] == [(None, "terminated: it takes a new act")]
    assert gives(found, "shuts", "licences") == (None, None)  # with the programme their law went
    verdicts = {(r.what, r.of): r.verdict for r in found.agreement.rows}
    assert verdicts["back", "us-myanmar-programme"] == "no-clock"
