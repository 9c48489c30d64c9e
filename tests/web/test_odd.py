"""Whatever is sent to the workbench gets a page with a reason; and it does not grow with use."""

import gc
import logging
import random
import tracemalloc

import httpx
import pytest
from served import served, small_bench

from detente.web import actions, pages, results, verbs
from detente.web.session import MOST_STEPS, MOST_TEXTS, Draft, Version
from detente.web.view import of_package

ODD = [
    *("0", "-1", "-0", "1e308", "-1e308", "1e-308", "5e-324", "1e9", "99999", "1200", "241"),
    *("240", "100", "101", "0.0000001", "3.5", "nan", "inf", "", "x", "1,5", "0x10", "1e5", "½"),
    *("٣", "1_000", "9" * 400, "true", "\x00", "\x1b[31m", "🙂", "a" * 5000, "<b>", "{{ 7 }}"),
]
VERBS = ("edit", "edit", "edit", "edit", "undo", "redo", "reset", "revert", "yaml", "apply")
PATHS = (
    "package",
    "draft",
    "conflict",
    "job",
    "static",
    "job/{}/page",
    "draft/{}/yaml",
    "x/{}/file",
)
TRIES = 80


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    return small_bench(tmp_path_factory.mktemp("odd"), 8)


@pytest.fixture(scope="module")
def site(bench):
    with served(bench) as found:
        yield found


def test_odd_numbers_and_steps_back_never_end_in_500(bench, site):
    rng, tab = random.Random(13), site.tab("first")  # noqa: S311  # no secret
    controls = of_package(bench, "first").treaty.controls
    texts = ["", "[]", "a: b", "\t", "format: detente/package/1", "&a [*a]", "x" * 3000]
    for _ in range(TRIES):
        control, verb = rng.choice(sorted(controls)), rng.choice(VERBS)
        value = rng.choice([*ODD, *controls[control].choices])
        fields = {control: value, "revert": control, "text": rng.choice(texts), "job": value}
        if rng.random() < 0.5:
            told = tab.live(verb, **fields)
            assert told.keys() & {"fragments", "problems", "go"}, (verb, fields)
        else:
            code = tab.quietly(verb, **fields)
            assert code < 500, (verb, fields)
    assert tab.get("/package/first").status_code == 200


def test_odd_addresses_never_end_in_500(site):
    tab = site.tab("first")
    for odd in ODD[::3]:
        name = httpx.URL("http://x/", params={"n": odd}).query.decode().partition("=")[2] or "-"
        for path in PATHS:
            found = tab.http.get(f"/{path.format(name) if '{}' in path else f'{path}/{name}'}")
            assert 200 <= found.status_code < 500, (path, odd)
        for question in ("why?question=", "hold?draws=8&without=", "hold?package=", "law?measure="):
            found = tab.http.get(f"/api/{question}{name}")
            assert 200 <= found.status_code < 500, (question, odd)
            assert found.status_code == 200 or found.json()["problems"][0]["reason"]


@pytest.mark.parametrize("live", [True, False])
def test_what_nobody_foresaw_is_told_and_changes_nothing(bench, site, monkeypatch, live, caplog):
    tab = site.tab("first")
    tab.live("edit", **{"triggers/0/notice_days": "3"})
    before = bench.drafts.get(tab.known["draft"]).now

    def stumbles(bench, draft, form):
        draft.push(before.moved({("title",): "half done"}))
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(actions, "VERBS", {**verbs.VERBS, "edit": stumbles})
    caplog.set_level(logging.CRITICAL)
    if live:
        told = tab.live("edit")
        assert "by nothing" in told["problems"][0]["reason"]
    else:
        page = tab.do("edit")
        assert page.status_code == 422
        assert "by nothing" in page.text
    assert bench.drafts.get(tab.known["draft"]).now == before


def test_a_page_that_stumbles_says_why(site, monkeypatch, caplog):
    def stumbles(*_):
        raise RuntimeError("no such luck")

    caplog.set_level(logging.CRITICAL)
    monkeypatch.setattr(pages, "context", stumbles)
    monkeypatch.setattr(pages, "job_context", stumbles)
    tab = site.tab("first")
    found = tab.http.get("/job/any")
    assert found.status_code == 404
    assert "RuntimeError: no such luck" in found.text


def test_a_draft_keeps_its_way_back_and_nothing_that_can_be_worked_out_again(bench):
    version, stamp = bench.desk.version("first")
    draft = Draft("d", "first", stamp, version, [version])
    for k in range(MOST_STEPS + 20):
        draft.push(version.moved({("title",): f"title {k}"}))
        assert draft.now.digest
    assert len(draft.steps) == MOST_STEPS
    draft.move(-5)
    assert draft.now.changes == {("title",): f"title {MOST_STEPS + 14}"}
    assert draft.now.yaml
    draft.move(1)
    kept = {"yaml", "data", "digest"}
    assert not any(kept & step.__dict__.keys() for step in draft.steps[: draft.at])
    for k in range(MOST_TEXTS + 5):
        text = version.text.replace("title:", f"title: {k}", 1)
        draft.push(Version(text, type(version.document)(**_fields(version.document))))
    assert len({id(step.document) for step in draft.steps}) == MOST_TEXTS


def _fields(document):
    return {name: getattr(document, name) for name in document.__dataclass_fields__}


def test_the_server_does_not_grow_with_edits(bench, site, monkeypatch):
    """After a warm-up that fills what is kept on purpose, memory stays where it was."""
    monkeypatch.setattr(results, "MOST_KEPT", 4)
    tab = site.tab("first")
    name = next(n for n in of_package(bench, "first").treaty.controls if n.endswith("oil-embargo"))

    def edits(first: int, count: int) -> None:
        for k in range(first, first + count):
            assert tab.quietly("edit", **{name: f"{10 + k % 80 + k * 1e-4:.4f}"}) == 303

    edits(0, 8)
    tracemalloc.start(1)
    try:
        edits(8, 8)
        gc.collect()
        begun, _ = tracemalloc.get_traced_memory()
        edits(16, 24)
        gc.collect()
        ended, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (ended - begun) / 24 < 3000, "bytes an edit"
