"""Long work: it tells how far it is, shows what it would change, and can be cancelled."""

import difflib
import re
import shutil
from pathlib import Path
from tempfile import gettempdir
from time import monotonic, sleep

import pytest
from hypothesis import given
from hypothesis import strategies as st
from served import Tab, served, small_bench

from detente.errors import DetenteError
from detente.web.proposals import patched

PATIENCE = 120.0


@pytest.fixture
def bench(tmp_path):
    return small_bench(tmp_path)


@pytest.fixture
def tab(bench):
    with served(bench) as site:
        yield site.tab("first")


def finished(tab: Tab, url: str) -> str:
    """The page of long work once it has ended."""
    until = monotonic() + PATIENCE
    while monotonic() < until:
        page = tab.http.get(url).text
        if "Under way for" not in page:
            return page
        sleep(0.3)
    raise AssertionError("it did not end")


def left_behind() -> set[Path]:
    return set(Path(gettempdir()).glob("detente-*"))


def test_what_would_hold_is_shown_before_it_is_applied(tab, bench):
    before = left_behind()
    text = tab.get("/package/first/yaml").text
    tab.get("/package/first")
    reply = tab.do("search", goal="least-relief")
    assert "/job/" in str(reply.url)
    assert 'http-equiv="refresh"' in reply.text
    page = finished(tab, str(reply.url))
    assert re.search(r"It would change the text in \d+ places?", page)
    assert "With it" in page
    job = str(reply.url).rpartition("/")[2]
    draft = re.findall(r'name="draft" value="([^"]+)"', page)[0]
    assert tab.http.get(f"/draft/{draft}/yaml").text == text
    applied = tab.do("apply", draft=draft, job=job)
    assert "Since the last save" in applied.text
    assert tab.http.get(f"/draft/{draft}/yaml").text != text
    assert tab.http.get("/package/first/yaml").text == text
    assert left_behind() <= before


def test_the_smallest_repair_is_a_diff_of_the_file(tab, bench):
    text = tab.get("/package/first/yaml").text
    tab.get("/package/first")
    broken = text.replace("covers: [raid, invasion]", "covers: [invasion]")
    tab.do("yaml", text=broken)
    reply = tab.do("search", goal="repair")
    page = finished(tab, str(reply.url))
    assert "clause" in page
    draft = tab.known["draft"]
    applied = tab.do("apply", draft=draft, job=str(reply.url).rpartition("/")[2])
    assert applied.status_code == 200
    mended = tab.http.get(f"/draft/{draft}/yaml").text
    assert mended != broken
    assert "# a remark" not in mended
    assert [line for line in mended.splitlines() if line.startswith("# A package")]


def test_work_can_be_cancelled(tab, bench):
    before = left_behind()
    reply = tab.do("brief")
    url, draft = str(reply.url), re.findall(r'name="draft" value="([^"]+)"', reply.text)[0]
    process = next(iter(bench.jobs._jobs.values())).process
    page = tab.do("cancel", draft=draft, job=url.rpartition("/")[2])
    assert "Cancelled after" in page.text
    process.wait(10)
    assert process.poll() is not None
    until = monotonic() + 10
    while left_behind() - before and monotonic() < until:
        sleep(0.1)
    assert left_behind() <= before


def test_the_whole_brief_can_be_taken_away(tab):
    reply = tab.do("brief")
    page = finished(tab, str(reply.url))
    assert "brief.html" in page
    brief = tab.http.get(f"{reply.url}/page")
    assert brief.headers["content-disposition"] == 'attachment; filename="brief.html"'
    assert brief.text.startswith("<!doctype html>")


def test_too_much_at_once_is_refused(tab, bench):
    first, second = tab.do("brief"), tab.do("search", goal="repair")
    tab.get("/package/first")
    reply = tab.do("search", goal="least-relief")
    assert reply.status_code == 422
    assert "two long jobs are under way" in reply.text
    for begun in (first, second):
        job = str(begun.url).rpartition("/")[2]
        draft = re.findall(r'name="draft" value="([^"]+)"', begun.text)[0]
        tab.do("cancel", draft=draft, job=job)


def test_a_case_that_is_gone_cannot_be_worked_on(tab, bench):
    tab.do("edit", **{"triggers/0/notice_days": "40"})
    shutil.rmtree(bench.desk.folder)
    reply = tab.do("search", goal="repair")
    assert reply.status_code == 422
    assert "cannot be copied for this work" in reply.text


@given(st.lists(st.sampled_from("abcd")), st.lists(st.sampled_from("abcd")), st.integers(0, 3))
def test_a_diff_carried_out_is_the_other_text(old, new, context):
    before, after = ("".join(f"{line}\n" for line in lines) for lines in (old, new))
    told = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), "a", "b", n=context
    )
    diff = "".join(told)
    assert patched(before, diff) == (after if diff else before)


def test_a_diff_of_another_text_is_refused():
    diff = "--- a\n+++ b\n@@ -1,1 +1,1 @@\n-one\n+two\n"
    with pytest.raises(DetenteError, match="does not fit"):
        patched("three\n", diff)
