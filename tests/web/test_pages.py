"""The workbench by plain forms, as a browser without script has it."""

import re
import shutil

import pytest
from served import Tab, copied_bench, served, small_bench

from detente.web.saving import load

OPENING = "modules/0/phases/0/open/oil-embargo"


@pytest.fixture
def bench(tmp_path):
    return small_bench(tmp_path)


@pytest.fixture
def site(bench):
    with served(bench) as found:
        yield found


@pytest.fixture
def tab(site):
    return site.tab("first")


def file(bench) -> str:
    return load(bench.desk.folder, "first")[0]


def test_the_first_page_names_the_weak_clause(tmp_path):
    with served(copied_bench("jcpoa-2015", tmp_path)) as site:
        page = site.tab("jcpoa").get("/").text
    headline = page.partition("<h1>")[2].partition("</h1>")[0]
    assert "is the weak one" in headline
    assert page.index("is the weak one") < page.index("<main")
    assert page.count("This clause is the weak one") == 1


def test_the_whole_loop_without_script(tab, bench):
    before = file(bench)
    page = tab.do("edit", **{OPENING: "70"})
    assert page.status_code == 200
    assert "/draft/" in str(page.url)
    assert Tab.value(page.text, OPENING) == "70"
    assert "Since the last save" in page.text
    assert file(bench) == before
    assert Tab.value(tab.do("undo").text, OPENING) == "30"
    assert Tab.value(tab.do("redo").text, OPENING) == "70"
    last = tab.do("redo")  # there is no step beyond the last
    assert (last.status_code, Tab.value(last.text, OPENING)) == (200, "70")
    page = tab.do("revert", revert=OPENING)
    assert Tab.value(page.text, OPENING) == "30"
    assert "Since the last save" not in page.text
    tab.do("undo")
    page = tab.do("save")
    assert "Since the last save" not in page.text
    assert file(bench) == before.replace("oil-embargo: 0.3", "oil-embargo: 0.7")
    assert Tab.value(tab.get("/package/first").text, OPENING) == "70"


def test_a_form_may_send_every_number_at_once(tab):
    page = tab.get("/package/first").text
    numbers = dict(re.findall(r'<input type="number"[^>]*name="([^"]*)"[^>]*value="([^"]*)"', page))
    reply = tab.do("edit", **{**numbers, OPENING: "45"})
    assert reply.text.count("<summary>1 clause moved") == 1


def test_what_cannot_stand_is_told_and_kept_to_be_mended(tab, bench):
    reply = tab.do("edit", **{OPENING: "150"})
    assert reply.status_code == 422
    line = next(n for n, row in enumerate(file(bench).splitlines(), 1) if "name: trial" in row)
    assert f"packages/first.yaml:{line}" in reply.text
    assert "must be at most 1" in reply.text
    assert Tab.value(reply.text, OPENING) == "150"
    reply = tab.do("edit", **{OPENING: "<script>alert(1)</script>"})
    assert reply.status_code == 422
    assert "<script>alert" not in reply.text
    assert "is no number" in reply.text


def test_yaml_with_a_mistake_is_told_at_its_line_and_kept(tab, bench):
    text = file(bench).replace("covers: [raid, invasion]", "covers: [raid, invasoin]")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "invasoin" in row)
    reply = tab.do("yaml", text=text)
    assert reply.status_code == 422
    assert f"packages/first.yaml:{line}" in reply.text
    assert "did you mean" in reply.text
    assert "invasoin]" in reply.text
    reply = tab.do(
        "yaml",
        text=text.replace("invasoin", "invasion").replace(
            "signed: 2025-04-01", "signed: 2025-05-01"
        ),
    )
    assert reply.status_code == 200
    assert "signed" in reply.text.partition("Since the last save")[2]


def test_a_change_by_yaml_says_why_the_findings_moved(tab, bench):
    text = file(bench).replace("covers: [raid, invasion]", "covers: [invasion]")
    page = tab.do("yaml", text=text).text
    changes = page.partition('id="changes"')[2].partition("</section>")[0]
    assert "because raid is no longer covered" in changes
    assert "triggers.attack.covers" in changes


def test_two_tabs_do_not_overwrite_each_other(site, bench):
    mine, theirs = site.tab("first"), site.tab("first")
    mine.do("edit", **{OPENING: "55"})
    theirs.do("edit", **{"triggers/0/notice_days": "60"})
    assert theirs.do("save").status_code == 200
    reply = mine.do("save")
    assert reply.status_code == 409
    assert "Somebody else changed this package" in reply.text
    assert "notice_days: 60" in reply.text
    assert "notice_days: 60" in file(bench)
    assert "oil-embargo: 0.3" in file(bench)
    stamp = reply.text.partition('name="stamp" value="')[2].partition('"')[0]
    beside = mine.do("save-as", name="mine")
    assert beside.status_code == 200
    assert "oil-embargo: 0.55" in load(bench.desk.folder, "mine")[0]
    again = site.tab("first")
    again.do("edit", **{OPENING: "65"})
    theirs.do("edit", **{"triggers/0/notice_days": "61"})
    theirs.do("save")
    assert again.do("overwrite", stamp=stamp).status_code == 409
    reply = again.do("save")
    stamp = reply.text.partition('name="stamp" value="')[2].partition('"')[0]
    assert again.do("overwrite", stamp=stamp).status_code == 200
    assert "oil-embargo: 0.65" in file(bench)


def test_going_on_with_the_files_version_can_be_undone(site, bench):
    mine, theirs = site.tab("first"), site.tab("first")
    mine.do("edit", **{OPENING: "55"})
    theirs.do("edit", **{OPENING: "44"})
    theirs.do("save")
    assert mine.do("save").status_code == 409
    assert Tab.value(mine.do("theirs").text, OPENING) == "44"
    assert Tab.value(mine.do("undo").text, OPENING) == "55"
    assert mine.do("save").status_code == 200
    assert "oil-embargo: 0.55" in file(bench)


def test_a_case_that_is_deleted_leaves_the_draft_alive(tab, bench):
    tab.do("edit", **{OPENING: "55"})
    shutil.rmtree(bench.desk.folder)
    reply = tab.do("save")
    assert reply.status_code == 422
    assert "is gone" in reply.text
    assert "The case cannot be read now" in tab.get(str(reply.url)).text or "is gone" in reply.text
    assert Tab.value(tab.do("edit", **{OPENING: "66"}).text, OPENING) == "66"
    draft = tab.known["draft"]
    assert "oil-embargo: 0.66" in tab.get(f"/draft/{draft}/file").text
    assert tab.get("/package/first").status_code == 404


def test_a_file_broken_on_the_disk_does_not_stop_the_page(tab, bench):
    tab.do("edit", **{OPENING: "55"})
    (bench.desk.folder / "case.yaml").write_text("format: [", encoding="utf-8")
    page = tab.do("edit", **{OPENING: "56"})
    assert page.status_code == 200
    assert "The case cannot be read now: case.yaml" in page.text
    assert Tab.value(page.text, OPENING) == "56"


def test_compare_puts_another_package_beside(tmp_path):
    with served(copied_bench("jcpoa-2015", tmp_path)) as site:
        tab = site.tab("jcpoa")
        page = tab.get("/package/jcpoa?with=treaty").text
        table = page.partition('id="numbers"')[2].partition("</section>")[0]
        assert table.count('<th scope="col"') == 3
        assert "Treaty</th>" in table
        assert tab.get("/package/jcpoa?with=traety").status_code == 404


def test_files_to_take_away(tab, bench):
    tab.do("edit", **{OPENING: "55"})
    draft = tab.known["draft"]
    yaml = tab.get(f"/draft/{draft}/file")
    assert yaml.headers["content-disposition"] == 'attachment; filename="first.yaml"'
    assert yaml.text == file(bench).replace("oil-embargo: 0.3", "oil-embargo: 0.55")
    page = tab.get(f"/draft/{draft}/share")
    assert page.headers["content-disposition"] == 'attachment; filename="first.html"'
    assert "<script" not in page.text
    assert "src=" not in page.text
    assert "a draft, not saved" in page.text
    assert "nobody gains by cheating" in page.text


def test_what_each_part_is_worth_comes_when_asked_for(tab):
    page = tab.do("edit", **{OPENING: "57"}).text
    assert "Take each part out by turns" in page
    page = tab.get(f"/draft/{tab.known['draft']}?parts").text
    table = page.partition('class="worth"')[2].partition("</table>")[0]
    assert "All triggers" in table
    assert "Trigger “attack”" in table


def test_a_draft_that_is_not_kept_says_so(tab):
    reply = tab.get("/draft/nobody")
    assert reply.status_code == 404
    assert "no longer kept" in reply.text


def test_a_case_can_be_copied_and_worked_on_there(tab, bench, tmp_path, monkeypatch):
    before = file(bench)
    (tmp_path / "mine").mkdir()
    monkeypatch.chdir(tmp_path / "mine")
    tab.do("edit", **{OPENING: "55"})
    assert tab.do("copy").status_code == 200
    assert bench.desk.folder == tmp_path / "mine" / "small"
    assert "oil-embargo: 0.55" in file(bench)
    assert load(tmp_path / "small", "first")[0] == before
    assert Tab.value(tab.get("/package/first").text, OPENING) == "55"
