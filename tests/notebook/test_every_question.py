"""Every question and every parameter of the notebook and of the API is asked once.

A new one without a call fails here. Columns are named, so that a table that loses one fails too.
"""

import inspect

import pytest

import detente
from detente.case.starter import new_case
from detente.notebook import Desk
from detente.notebook.result import Result

FEW: dict[str, object] = {"draws": 4}
CALLS: dict[str, list[dict[str, object]]] = {
    "check": [{"package": "first"}],
    "hold": [{**FEW, "package": "first"}, {**FEW, "without": "guarantee:cassian-brigade"}],
    "flips": [{**FEW, "package": "first"}],
    "design": [
        {**FEW, "package": "first", "goal": goal}
        for goal in (
            *("least-relief", "most-slack", "most-survival", "least-windfall", "least-crossing"),
            *("repair", "frontier"),
        )
    ],
    "outlook": [FEW],
    "price": [FEW],
    "allocate": [FEW],
    "claims": [FEW],
    "read": [{"text": "We will not lift the ban."}],
    "brief": [FEW],
    "compare": [{**FEW, "packages": ("first", "second")}],
    "mend": [{"package": "first", "new_name": "mended"}],
    "export": [{"package": "first", "to": "dot"}],
    "why": [{**FEW, "question": "BO@4", "without": "guarantee:cassian-brigade"}],
    "given": [{**FEW, "events": "alive@3", "package": "first"}],
    "parts": [{**FEW, "package": "first"}],
    "gap": [{"party": "AL", "horizon": 30}],
    "law": [{"on": "2025-08-16", "measure": "eu-833"}],
    "replay": [{"episode": "haiti-1993"}],
    "history": [{"name": "treaty", "war": "civil"}],
    "pooled": [{**FEW, "package": "first", "name": "treaty"}],
    "minerals": [{"supplier": "RU", "mineral": "palladium", "seed": 2}],
    "markets": [{"asset": "IMOEX"}],
    "result": [{**FEW, "package": "first"}],
    "findings": [{**FEW, "without": ("guarantee:cassian-brigade",)}],
}
COLUMNS = {
    "check": {"package", "name", "verdict", "finding", "remedy"},
    "hold": {
        *("package", "month", "alive", "low", "high", "intact", "eroded", "collapsed"),
        *("slack AL", "slack BO"),
    },
    "flips": {"package", "name", "words", "mode", "breakeven", "share_12", "share_60", "chance"},
    "design": {"month", "date", "measure", "open"},
    "outlook": {"future", "months", "mean", "low", "high"},
    "price": {"asset", "scenario", "effect", "effect_low", "effect_high"},
    "allocate": {"asset", "now", "best"},
    "claims": {"id", "verdict", "claim", "words"},
    "read": {"level", "words", "party", "instrument"},
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = new_case("asked", tmp_path_factory.mktemp("cases"))
    first = (folder / "packages/first.yaml").read_text("utf-8")
    (folder / "packages/second.yaml").write_text(
        first.replace("notice_days: 30", "notice_days: 10")
    )
    return detente.open(str(folder), seed=2)


ELSEWHERE = {  # need a file, a case that asks about minerals, or minutes
    "deeds": "tests/record",
    "score": "tests/scenarios",
    "case_minerals": "tests/markets",
    "backtest": "tests/durability",
}


def test_every_question_has_a_call():
    """Parameters are those of the verb, which the command line's own test asks one by one."""
    questions = {
        name: set(inspect.signature(method).parameters) - {"self"}
        for name, method in inspect.getmembers(Desk, inspect.isfunction)
        if not name.startswith("_")
    }
    assert set(CALLS) | set(ELSEWHERE) == set(questions)
    for name, calls in CALLS.items():
        assert {key for call in calls for key in call} <= questions[name]


@pytest.mark.parametrize("question", CALLS)
def test_every_call_is_answered(desk, question):
    for call in CALLS[question]:
        answer = getattr(desk, question)(**call)
        if not isinstance(answer, Result):
            assert answer is not None
            continue
        assert answer.data
        assert answer._repr_html_()
        if question in COLUMNS and call.get("goal") not in ("repair", "frontier"):
            assert {name for row in answer.rows for name in row} >= COLUMNS[question]
        if answer.draw:
            answer.figure()


def test_columns_hold_what_they_say(desk):
    data = desk.hold(**FEW).data["packages"]["first"]
    for row in desk.hold("first", **FEW).rows:
        month, curves = row["month"], data["survival"]
        assert row["alive"] == curves["mean"][month]
        for name in ("low", "high", "intact", "eroded", "collapsed"):
            assert row[name] == curves[name][month], name
        assert {row[f"slack {p}"] for p in data["slack"]} == {
            values[month] for values in data["slack"].values()
        }
    found = desk.allocate(**FEW)
    for row in found.rows:
        assert row["now"] == found.data["portfolio"]["weights_now"][row["asset"]]
        assert row["best"] == found.data["portfolio"]["weights_best"][row["asset"]]
    odds = desk.outlook(**FEW)
    for row in odds.rows:
        assert row["mean"] == odds.data["at"][str(row["months"])][row["future"]]["mean"]
    prices = desk.price(**FEW)
    assert [row["effect_low"] for row in prices.rows] == [
        path["effect_low"] for path in prices.data["paths"]
    ]


def test_a_repair_and_a_frontier_are_tables_of_their_own(desk):
    repair = desk.design(goal="repair", **FEW)
    assert [row["change"] for row in repair.rows] == [s["words"] for s in repair.data["steps"]]
    frontier = desk.design(goal="frontier", **FEW)
    points = [p for line in frontier.data["frontiers"] for p in line["points"]]
    assert [row["relief"] for row in frontier.rows] == [p["relief"] for p in points]
    assert len(frontier.rows) > 1
