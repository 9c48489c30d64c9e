"""The API answers as the command line does, complains as it does, and never falls over."""

import json
import os

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance
from served import served, small_bench
from typer.testing import CliRunner

from detente.answers import VERBS
from detente.cli import app

FEW = 12 if "DETENTE_LONG" in os.environ else 2  # examples of each question, of each kind
SLOW = {f"/api/{name}" for name in ("backtest", "brief", "compare", "parts", "replay")}
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    return small_bench(tmp_path_factory.mktemp("api"))


@pytest.fixture(scope="module")
def site(bench):
    with served(bench) as found:
        found.tab("first")
        yield found


@pytest.fixture(scope="module")
def http(site):
    return site.tabs[0].http


@pytest.mark.parametrize(
    ("path", "command"),
    [
        ("check", ["check"]),
        ("hold?draws=16&seed=3", ["hold", "--draws", "16", "--seed", "3"]),
        (
            "hold?draws=16&without=all+triggers",
            ["hold", "--draws", "16", "--without", "all triggers"],
        ),
        ("why?question=BO@4", ["hold", "--why", "BO@4"]),
        ("design?draws=16&goal=most-slack", ["design", "--draws", "16", "--goal", "most-slack"]),
        ("outlook?draws=16", ["outlook", "--draws", "16"]),
        ("price?draws=16", ["price", "--draws", "16"]),
        ("allocate?draws=16", ["allocate", "--draws", "16"]),
    ],
)
def test_the_answer_is_the_command_lines(http, bench, path, command):
    name, *options = command
    line = [name, str(bench.desk.folder), *options, "--json"]
    done = CliRunner().invoke(app, line, catch_exceptions=False)
    reply = http.get(f"/api/{path}")
    assert reply.status_code == 200
    assert reply.json() == json.loads(done.stdout)


def test_a_text_is_read(http):
    text = "We hereby suspend the embargo. Sanctions relief is very unimportant, relatively."
    found = http.post("/api/read", json={"text": text}).json()
    assert found["readings"]


@pytest.mark.parametrize(
    ("path", "status", "reason", "remedy"),
    [
        ("check?package=frist", 400, 'no package "frist"', 'did you mean "first"?'),
        ("design?goal=most", 422, "Input should be", ""),
        ("why?question=BO", 422, "is no decision", "write PARTY@MONTH, such as"),
        ("hold?draws=1", 422, "greater than or equal to 2", "openapi"),
        ("law?measure=none-such", 400, 'no measure "none-such"', ""),
        ("nothing", 404, "no such page", ""),
    ],
)
def test_a_mistake_has_a_place_a_reason_and_a_remedy(http, path, status, reason, remedy):
    reply = http.get(f"/api/{path}")
    assert reply.status_code == status
    (problem,) = reply.json()["problems"]
    assert set(problem) == {"place", "reason", "remedy"}
    assert reason in problem["reason"]
    assert remedy in problem["remedy"]


def test_a_case_that_cannot_be_read_any_more_is_answered_from_memory(http, bench):
    file = bench.desk.folder / "case.yaml"
    text = file.read_text("utf-8")
    file.write_text("format: [", encoding="utf-8")
    try:
        assert http.get("/api/check").status_code == 200
    finally:
        file.write_text(text, encoding="utf-8")


def test_packages_parties_and_goals_are_listed(http, bench):
    paths = http.get("/api/openapi.json").json()["paths"]
    values = {
        (path.removeprefix("/api/"), asked["name"]): asked["schema"].get("enum")
        for path, questions in paths.items()
        for question in questions.values()
        for asked in question.get("parameters", ())
    }
    assert values["hold", "package"] == values["design", "package"] == [*bench.desk.case.packages]
    assert values["gap", "party"] == [*bench.desk.case.world.parties]
    assert "most-slack" in values["design", "goal"]


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_question_makes_it_fall_over(site, http, mode):
    described = http.get("/api/openapi.json").json()
    for asked in parameters(described):
        if asked["name"] == "draws":  # so that the test is quick
            asked["schema"] |= {"maximum": 12, "default": 4}
            asked["required"] = True
    schema = schemathesis.openapi.from_dict(described)
    asked = []
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        asked.append(found.ok().path)
        if found.ok().path in SLOW and "DETENTE_LONG" not in os.environ:
            continue
        try:
            ask(found.ok().as_strategy(generation_mode=mode), site.url)
        except Unsatisfiable:
            assert mode is GenerationMode.NEGATIVE
    assert len(asked) == sum(not verb.local for verb in VERBS) + 3  # and those of packages


def parameters(described):
    for path in described["paths"].values():
        for question in path.values():
            yield from question.get("parameters", ())


def ask(questions, url: str) -> None:
    """Puts a few of the questions, and looks at every answer."""

    @settings(
        max_examples=FEW,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
    )
    @given(question=questions)
    def put(question):
        question.call_and_validate(base_url=url, checks=CHECKS, timeout=60)

    put()
