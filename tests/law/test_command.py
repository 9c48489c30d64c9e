"""`law` as a user asks it: other answers on other days, and what is asked wrongly."""

import json

import pytest
from typer.testing import CliRunner

from detente.cli import app
from detente.errors import DetenteError


def asked(*words: str) -> str:
    result = CliRunner().invoke(app, ["law", *words], env={"COLUMNS": "400"})
    if isinstance(result.exception, DetenteError):
        return result.exception.said("--{}".format)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize(
    ("measure", "day", "says"),
    [
        ("eu-central-bank-assets", "2025-12-11", "EU Council, by unanimity of 27, from 2022-02-28"),
        ("eu-central-bank-assets", "2025-12-12", "by 15 of 27 votes and 65% of the population"),
        ("eu-gas", "2026-02-02", "lapses unless renewed by 31 Jan and 31 Jul"),
        ("eu-gas", "2026-02-03", "with the European Parliament, from 2026-02-03"),
        ("un-1022-yugoslavia", "1996-01-01", "reverse veto (any of High-Representative"),
        ("un-861-haiti", "1993-10-11", "taking 7 days"),
        ("us-ven-gl44", "2024-04-01", "relief ends unless renewed by 2024-04-18"),
        ("us-caatsa-216", "2025-08-16", "unless both houses of Congress disapprove, with two"),
        ("us-caatsa-216", "2025-08-16", "taking 60 days"),
        ("us-caatsa-216", "2025-10-01", "taking 30 days"),
        ("us-export-controls", "2025-08-16", "what was given does not come back"),
    ],
)
def test_the_answer_of_the_day(measure: str, day: str, says: str) -> None:
    assert says in asked("--on", day, "--measure", measure)


def test_what_lapsed_no_longer_needs_a_renewal() -> None:
    assert "eu-gas, renew" in asked("--on", "2026-02-02", "--measure", "eu-gas")
    assert "eu-gas, renew" not in asked("--on", "2026-02-03", "--measure", "eu-gas")
    assert "us-ven-gl44, renew" not in asked("--on", "2024-05-01", "--measure", "us-ven-gl44")


@pytest.mark.parametrize(
    ("member", "day", "stops", "not_the"),
    [
        ("EU:HU", "2025-12-11", "eu-central-bank-assets", "uk-russia-regs"),
        ("EU:HU", "2025-12-12", "eu-central-bank-assets", "uk-russia-regs"),
        ("EU:HU", "2026-02-03", "eu-gas", "eu-gas-emergency-suspension"),
        ("RU", "1996-12-01", "un-1022-yugoslavia", "un-861-haiti"),
        ("US:Congress", "2025-08-16", "us-uranium-ban", "us-eo14024-banks"),
    ],
)
def test_what_one_member_can_stop(member: str, day: str, stops: str, not_the: str) -> None:
    rules = json.loads(asked("--on", day, "--veto", member, "--json"))["rules"]
    measures = {rule["measure"] for rule in rules}
    assert stops in measures
    assert not_the not in measures


def test_every_rule_as_data_has_all_that_is_promised() -> None:
    rules = json.loads(asked("--on", "2025-12-20", "--json"))["rules"]
    promised = {"since", "until", "holder", "body", "legal", "act", "vote", "clock_days"}
    promised |= {"reversible", "default", "source", "evidence"}
    assert len(rules) > 80
    assert all(promised <= set(rule) for rule in rules)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--veto", "EU:HX"), '--veto "EU:HX" has no vote; did you mean "EU:HU"?'),
        (("--measure", "eu-834"), 'no measure "eu-834"; did you mean "eu-833"?'),
        (("--on", "2025-02-30"), '"2025-02-30" is no date; write it as 2025-08-16'),
        (
            ("--measure", "eu-gas", "--on", "2014-01-01"),
            "eu-gas: no rule holds on 2014-01-01; there are rules from 2025-07-18",
        ),
    ],
)
def test_what_is_asked_wrongly_is_told(words: tuple[str, ...], says: str) -> None:
    assert says in asked(*words)
