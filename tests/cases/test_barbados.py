"""Venezuela 2023: what the engine says as of signature, and that the README quotes it."""

import csv
from datetime import date

import pytest
from episodes import CASES, causes, found, held, row, unwrapped

from detente.answers.futures import claims_answer
from detente.checks import check

NAME = "barbados-2023"
PACKAGES = ("licence-44", "escrow")


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
    assert case.world.as_of == date(2023, 10, 18)
    assert max(days) <= case.world.as_of
    assert (len(case.remarks), len(case.deeds)) == (13, 14)


def test_every_estimate_has_its_reasoning_and_source() -> None:
    table = (CASES / NAME / "estimates.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(table.splitlines()))
    assert rows
    assert not [row["id"] for row in rows if not row["source"] or not row["reasoning"]]


def test_the_licence_falls_shut_by_itself_in_month_six(verdicts) -> None:
    """Oracle row "Venezuela licence 44": printed end 18 April 2024."""
    cliff = verdicts["licence-44"]["renewal-cliff"]
    assert cliff.verdict == "flaw"
    assert "2024-04-18, month 6" in " ".join(cliff.trace)
    assert "us-ven-gl43" not in cliff.finding  # gold had no end date
    assert verdicts["escrow"]["renewal-cliff"].verdict == "good"


def test_washington_promises_what_it_holds(verdicts) -> None:
    assert verdicts["escrow"]["authority"].verdict == "good"
    unsigned = verdicts["licence-44"]["authority"]
    assert unsigned.finding == 'US promises "oil", "gold" and "bonds" and has not signed'


def test_escrow_pays_after_the_act_and_crosses_the_line_of_caracas(verdicts) -> None:
    first = {name: verdicts[name]["irreversible-first"].verdict for name in PACKAGES}
    assert first == {"licence-44": "flaw", "escrow": "good"}
    assert "US:all-candidates" in verdicts["licence-44"]["red-line"].finding
    assert "VE:banned-stay-banned" in verdicts["escrow"]["red-line"].finding


def test_harassment_is_named_by_escrow_only(verdicts) -> None:
    assert "harassment by VE" in verdicts["licence-44"]["undefined-breach"].finding
    assert verdicts["escrow"]["undefined-breach"].verdict == "good"


@pytest.mark.parametrize("package", PACKAGES)
def test_caracas_breaks_first_and_over_the_candidates(package: str) -> None:
    first = held(NAME, package, 50).holds.first_binding
    assert first is not None
    assert (first.party, first.breach) == ("VE", "candidates-barred")


def test_at_no_month_of_the_licence_would_caracas_comply() -> None:
    assert max(held(NAME, "licence-44", 50).slack["VE"]) < 0


def test_no_schedule_of_these_valves_holds() -> None:
    assert found(NAME, 20).designed("licence-44").verdict == "no-room"


def test_the_claims_are_decided() -> None:
    claims = claims_answer(found(NAME)).data["claims"]
    assert {c["id"]: c["verdict"] for c in claims} == {
        "C1": "holds",
        "C2": "holds",
        "C3": "holds",
        "C4": "fails",
    }


@pytest.mark.parametrize("package", PACKAGES)
def test_the_readme_quotes_the_engine(package: str) -> None:
    readme = unwrapped(NAME)
    assert "--seed 1 --draws 2000" in readme
    assert row(NAME, package) in readme
    assert causes(NAME, package) in readme
