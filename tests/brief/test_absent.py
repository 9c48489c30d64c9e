"""A case without some of its files: the page without those sections, and what is missing in a line.

Every combination of no assets, no portfolio, no record, no claims and no red lines is a proof. Of
these, the ones that lack an even number hold every combination of any four, and all five are added.
"""

import json
import re
import shutil
from io import StringIO
from itertools import combinations
from pathlib import Path

import pytest
from rich.console import Console

from detente.answers.futures import claims_answer, outlook_answer, price_answer
from detente.answers.gap import gap_answer
from detente.brief.figures.vega import to_svg
from detente.brief.formats import in_formats
from detente.brief.page import to_html
from detente.brief.terminal import to_terminal
from detente.case import open_case
from detente.case.starter import new_case
from detente.errors import InputError
from detente.findings import as_text
from detente.findings.from_claims import Findings, schema
from detente.law import load_law

ABSENCES = ("assets", "portfolio", "record", "claims", "red-lines")
EVERY = [absent for n in range(6) for absent in combinations(ABSENCES, n)]
MARKED = [
    absent
    if len(absent) % 2 == 0 or absent == ABSENCES
    else pytest.param(absent, marks=pytest.mark.proof)
    for absent in EVERY
]
SAID = {
    "assets": "assets.yaml lists no asset, so nothing is priced",
    "portfolio": "lists no (?:holding|asset), so there is nothing to allocate",
    "record": "the record is empty",
    "claims": "claims.yaml makes no claim, so none is tested",
    "red-lines": "case.yaml draws no red line, so none has a price",
}
CLAIMS = """\
  - id: C3
    claim: The desk should hold
    tests: [{left: portfolio.verdict, relation: equal, right: hold}]
    source: invented
  - id: C4
    claim: No price moves by a tenth
    tests: [{left: markets.paths.effect.max, relation: below, right: 0.1}]
    source: invented
  - id: C5
    claim: Something was said
    tests: [{left: signals.readings.len, relation: above, right: 0}]
    source: invented
  - id: C6
    claim: A line is dear
    tests: [{left: design.red_lines.len, relation: above, right: 0}]
    source: invented
"""
NEEDS = {"C3": {"assets", "portfolio"}, "C4": {"assets"}, "C5": {"record"}, "C6": {"red-lines"}}


@pytest.fixture(scope="module")
def starter(tmp_path_factory) -> Path:
    case = new_case("pass", tmp_path_factory.mktemp("cases"))
    with (case / "claims.yaml").open("a") as claims:
        claims.write(CLAIMS)
    return case


@pytest.fixture(scope="module")
def law():
    return load_law()


def without(starter: Path, folder: Path, absent: tuple[str, ...]) -> Path:
    """A copy of the starter that lacks these."""
    case = shutil.copytree(starter, folder / "pass")
    for name, files in {
        "assets": ["assets.yaml"],
        "portfolio": ["portfolio.csv"],
        "claims": ["claims.yaml"],
        "record": ["deeds.csv"],
    }.items():
        for file in files if name in absent else ():
            (case / file).unlink()
    world = (case / "case.yaml").read_text()
    if "record" in absent:
        shutil.rmtree(case / "record")
        world = re.sub(r"  evidence:  .*", "", world, flags=re.DOTALL)
    if "red-lines" in absent:
        world = re.sub(r"^red_lines:.*?(?=^outlook)", "", world, flags=re.DOTALL | re.MULTILINE)
    (case / "case.yaml").write_text(world)
    return case


def lacks(absent: tuple[str, ...], name: str) -> bool:
    """Whether a case that lacks these is to be told of that; without assets nothing is held."""
    return name in absent or (name == "portfolio" and "assets" in absent)


def findings(case: Path, law, draws: int = 4) -> Findings:
    found = Findings(open_case(str(case)), 1, draws)
    found.law = law  # read once for all of them
    return found


@pytest.mark.parametrize("absent", MARKED, ids="-".join)
def test_a_brief_says_what_is_missing_and_shows_the_rest(starter, tmp_path, law, absent):
    found = findings(without(starter, tmp_path, absent), law).brief()
    data = json.loads(as_text(found))
    assert set(data) == set(schema()["properties"])
    assert (data["portfolio"] is None) == lacks(absent, "portfolio")
    note = Console(record=True, width=100, file=StringIO())
    to_terminal(found, note)
    told = re.sub(r"\s+", " ", note.export_text())
    for name, words in SAID.items():
        assert bool(re.search(words, told, re.IGNORECASE)) == lacks(absent, name), name
    verdicts = {claim.id: claim for claim in found.claims}
    assert bool(verdicts) == ("claims" not in absent)
    for id_, needed in NEEDS.items() if verdicts else ():
        lacking = needed & set(absent)
        assert (verdicts[id_].verdict == "undecided") == bool(lacking)
        assert not lacking or any(re.search(SAID[n], verdicts[id_].words) for n in needed)


# Drawing takes its time, and the sections do not depend on one another.
FEW = [(), ("assets",), ("portfolio", "record"), ABSENCES]


@pytest.mark.parametrize("absent", FEW, ids="-".join)
def test_the_page_in_every_format_says_so_too(starter, tmp_path, law, absent):
    found = findings(without(starter, tmp_path, absent), law).brief()
    page = to_html(found)
    for name, words in SAID.items():
        assert bool(re.search(words, page, re.IGNORECASE)) == lacks(absent, name), name
    assert ('id="figure-effects"' in page) == ("assets" not in absent)
    assert ('id="figure-weights"' in page) == (not lacks(absent, "portfolio"))
    assert ('id="figure-subject"' in page) == ("record" not in absent)
    assert "None" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    if absent in ((), ABSENCES):
        written = in_formats(found, page, tmp_path, ["md", "docx", "pdf"])
        assert {path.suffix for path in written} >= {".md", ".docx", ".pdf"}


@pytest.mark.parametrize("absent", FEW, ids="-".join)
def test_every_question_is_answered_or_says_which_file_it_lacks(starter, tmp_path, law, absent):
    found = findings(without(starter, tmp_path, absent), law)
    note = Console(record=True, width=160, file=StringIO())
    for ask in (outlook_answer, price_answer, *([claims_answer] if absent == ABSENCES else [])):
        ask(found).show(note)
    gap_answer(found, "", "", None, 90).show(note)
    told = note.export_text()
    assert bool(re.search(SAID["assets"], told)) == ("assets" in absent)
    assert bool(re.search(SAID["claims"], told)) == (absent == ABSENCES)
    if lacks(absent, "portfolio"):
        with pytest.raises(InputError, match=r"(assets\.yaml|portfolio\.csv): no .* to allocate"):
            _ = found.allocation


@pytest.mark.parametrize("absent", [(), ABSENCES], ids=["none", "all"])
def test_the_notebook_and_the_workbench_open_it(starter, tmp_path, absent):
    import detente  # noqa: PLC0415
    from detente.web.app import make_app  # noqa: PLC0415
    from detente.web.bench import make_bench  # noqa: PLC0415
    from detente.web.desk import open_desk  # noqa: PLC0415

    case = without(starter, tmp_path, absent)
    desk = detente.open(str(case))
    for question in ("outlook", "price", "claims", "design"):
        answer = getattr(desk, question)(draws=4)
        answer.to_frame("pandas")
        assert answer._repr_html_()
        if answer.draw:
            assert to_svg(answer.figure().chart.to_dict()).startswith("<svg")
    bench = make_bench(open_desk(str(case), 8, 1))
    try:
        assert make_app(bench, 8620)
        bench.warm()
    finally:
        bench.close()


def test_a_shipped_case_of_texts_alone_has_a_brief(law):
    found = Findings(open_case("plan-28-2025"), 1, 4)
    found.law = law
    brief = found.brief()
    assert set(brief.missing) >= {"signals", "markets.paths", "portfolio", "claims"}
    assert brief.packages


def test_deeds_without_words_stay_on_the_page(starter, tmp_path, law):
    case = without(starter, tmp_path, ())
    shutil.rmtree(case / "record")
    found = findings(case, law).brief()
    assert "signals" not in found.missing
    assert "no words are read" in found.missing["signals.readings"]
    assert 'id="figure-subject"' in to_html(found)


def test_a_target_that_nothing_is_asked_of_has_no_windfall(tmp_path: Path) -> None:
    """Nothing is kept by a breach where none is open; and no number is missing in the brief."""
    folder = new_case("asked-of-others", tmp_path)
    package = folder / "packages" / "first.yaml"
    text = package.read_text("utf-8")
    line = next(line for line in text.splitlines() if "Keeps its forces behind the line" in line)
    package.write_text(text.replace(line + "\n", ""), "utf-8")
    findings = Findings(open_case(str(folder)), 1, 8)
    assert findings.package("first").windfall == 0
    assert "NaN" not in as_text(findings.package("first"))
