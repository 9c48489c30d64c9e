"""Every answer is of the shape that its schema says."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from detente.answers import VERBS
from detente.answers.shapes import SHAPES, schema_of
from detente.case import open_case
from detente.findings import Findings, as_text

OPEN = [verb for verb in VERBS if not verb.local]
WORDS: dict[str, dict[str, Any]] = {
    "why": {"question": "VE@3"},
    "given": {"events": ("alive@3",)},
    "compare": {"packages": ("escrow", "licence-44")},
    "read": {"text": "We will not lift the sanctions on oil.", "tell": print},
    "backtest": {"tell": print, "draws": 2},
    "export": {"package": "licence-44"},
    "minerals": {"supplier": "RU", "mineral": ("palladium",)},
}
LONG = {"brief", "replay"}
SLOW = {"backtest"}  # minutes; its parts are tested in durability


@pytest.fixture(scope="module")
def findings():
    return Findings(open_case("barbados-2023"), 1, 20)


def test_every_open_verb_has_a_shape():
    assert set(SHAPES) == {verb.name for verb in OPEN}


@pytest.mark.parametrize(
    "verb",
    [
        pytest.param(verb, id=verb.name, marks=[pytest.mark.proof] * (verb.name in LONG))
        for verb in OPEN
    ],
)
def test_an_answer_fits_its_schema(verb, findings, tmp_path, monkeypatch):
    if verb.name in SLOW:
        pytest.skip("takes minutes: tests/durability has its parts")
    monkeypatch.chdir(tmp_path)
    words = dict(WORDS.get(verb.name, {}))
    if verb.name == "case_minerals" and findings.case.minerals is None:
        pytest.skip("the case asks about no minerals")
    first = (findings,) if verb.needs == "findings" else ()
    answer = verb.ask(*first, **words)
    data = json.loads(as_text(answer.data))
    Draft202012Validator(schema_of(verb.name)).validate(data)
