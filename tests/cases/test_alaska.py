"""The main case end to end: what it says, and what changes when a clause changes."""

import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from detente.answers.check import check_answer
from detente.answers.hold import hold_answer
from detente.case import find_case, open_case
from detente.case.claim_path import parse
from detente.claims.path import follow, scalar
from detente.findings import Findings, as_text, schema

DRAWS = 200


@pytest.fixture(scope="module")
def found() -> Findings:
    return Findings(open_case("alaska-2025"), seed=1, draws=DRAWS)


@pytest.fixture(scope="module")
def brief(found):
    return json.loads(as_text(found.brief()))


def edited(folder: Path, file: str, old: str, new: str) -> Findings:
    """The case with one place of one file changed."""
    shutil.copytree(find_case("alaska-2025"), folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{file}: {text.count(old)} places say {old!r}"
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    return Findings(open_case(str(folder)), seed=1, draws=DRAWS)


def held(findings: Findings, name: str):
    return hold_answer(findings, name).data["packages"][name]


def test_the_record_is_whole(found):
    assert len(found.record.statements) == 122
    assert len(found.record.deeds) == 59


def test_the_rare_earths_answer_is_played_down_not_denied(brief):
    readings = {reading["id"]: reading for reading in brief["signals"]["readings"]}
    assert readings["R108"]["level"] == -1
    assert [span["text"] for span in readings["R108"]["spans"]] == ["very unimportant, relatively"]
    assert readings["R108"]["evidence"] == "unchecked"
    assert readings["R107"]["level"] == -2


def test_top_level_keys_are_the_published_ones(brief):
    assert list(brief) == [
        *("case", "as_of", "run", "signals", "packages", "design"),
        *("scenarios", "markets", "portfolio", "claims", "inputs", "missing"),
    ]
    assert brief["run"]["schema"] == "detente/brief/1"


def test_the_brief_meets_its_own_schema(brief):
    Draft202012Validator.check_schema(schema())
    Draft202012Validator(schema()).validate(brief)


def test_every_file_that_was_read_is_bound_by_its_hash(brief):
    folder = find_case("alaska-2025")
    read = set(brief["run"]["inputs"])
    assert {"case.yaml", "packages/modular.yaml", "claims.yaml", "deeds.csv"} <= read
    assert all((folder / path).is_file() for path in read)


@pytest.mark.proof
def test_same_inputs_and_seed_give_the_same_bytes(brief):
    again = Findings(open_case("alaska-2025"), seed=1, draws=DRAWS).brief()
    assert json.loads(as_text(again)) == brief


def test_modular_against_blanket_decides_claim_c7(brief):
    modular, blanket = brief["packages"]["modular"], brief["packages"]["blanket"]
    assert modular["holds"]["at_mode"]
    assert not blanket["holds"]["at_mode"]
    assert modular["windfall"] < blanket["windfall"]
    verdicts = {claim["id"]: claim["verdict"] for claim in brief["claims"]}
    assert verdicts["C7"] == "holds"
    assert set(verdicts) == {f"C{n}" for n in range(1, 19)}


def test_claims_on_futures_and_prices_are_decided_by_numbers_that_stand_in_the_brief(brief):
    """Issue 7: C5, C6 and C9 to C14, each number at the end of the path that the claim writes."""
    claims = {claim["id"]: claim for claim in brief["claims"]}
    for name in ("C5", "C6", "C9", "C10", "C11", "C12", "C13", "C14"):
        assert claims[name]["verdict"] in {"holds", "fails"}, claims[name]["words"]
        assert claims[name]["numbers"]
        for path, number in claims[name]["numbers"].items():
            assert number == scalar(follow(brief, parse(path))), path
    assert claims["C14"]["verdict"] == "holds"
    risk = brief["markets"]["supply_risk"]
    assert risk["change"] == pytest.approx(risk["with_supplier"] - risk["without_supplier"])
    assert (risk["change_low"], risk["change_high"]) == pytest.approx((0.005, 0.015), abs=5e-4)


def test_the_flaws_of_the_blanket_package_are_found(found):
    checks = check_answer(found, "blanket").data["packages"]["blanket"]["checks"]
    verdicts = {check["name"]: check["verdict"] for check in checks}
    for name in (
        "authority",
        "irreversible-first",
        "renewal-cliff",
        "red-line",
        "undefined-breach",
    ):
        assert verdicts[name] == "flaw", name
    assert all(check["trace"] and check["remedy"] for check in checks if check["verdict"] == "flaw")


def test_survival_bands_add_to_one(brief):
    for package in brief["packages"].values():
        survival = package["survival"]
        parts = zip(survival["intact"], survival["eroded"], survival["collapsed"], strict=True)
        assert all(sum(part) == pytest.approx(1) for part in parts)
        last = sum(curve[-1] for curve in survival["by_cause"].values())
        assert last == pytest.approx(survival["collapsed"][-1])


def test_a_longer_clock_changes_slack_survival_and_verdict(found, tmp_path):
    """The grey-zone trigger's notice from 10 days to six months."""
    pause = "pause_months: {low: 2, mode: 3, high: 6, evidence: judgement}\n    notice_days: "
    slow = edited(tmp_path / "slow", "packages/modular.yaml", f"{pause}10", f"{pause}183")
    before, after = held(found, "modular"), held(slow, "modular")
    assert min(after["slack"]["RU"]) < min(before["slack"]["RU"]) - 0.05
    assert after["survival"]["intact"][12] < before["survival"]["intact"][12] - 0.02
    assert after["holds"]["at_mode"] is False
    assert after["holds"]["first_binding"]["month"] == 0


def test_taking_the_cover_off_the_grey_zone_breaks_it(tmp_path):
    bare = edited(
        tmp_path / "bare", "packages/modular.yaml", "covers: [grey-zone]", "covers: [invasion]"
    )
    after = held(bare, "modular")
    assert (
        after["holds"]["first_binding"]["words"] == "RU, month 0, grey-zone: no trigger covers it"
    )


def test_what_would_hold_costs_less_and_survives_the_game(brief):
    design = brief["design"]
    assert design["verdict"] == "holds"
    assert 0 < design["relief_pv"] < design["relief_pv_now"]
    assert {"party", "name", "price"} <= set(design["red_lines"][0])
