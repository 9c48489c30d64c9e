"""The page: self-contained, the same twice, safe with hostile words, readable without eyes."""

import itertools
import os
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import altair as alt
import pytest
from jsonschema import Draft7Validator
from sample import sample, with_package

from detente.brief.figures import frame
from detente.brief.figures.compose import complete
from detente.brief.figures.palette import COLOURS, party_styles
from detente.brief.page import figures_of, sections_of, to_html
from detente.findings.model import Brief
from detente.wording.figure_titles import slack_title

HOSTILE = '<script>alert("x")</script><img src=x onerror=y> \' & }{'
VOID = {"meta", "br", "img", "link", "hr", "input"}


class Reader(HTMLParser):
    """Collects tags, and notices one that is closed where another is open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.crossed: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.crossed.append(tag)


@pytest.fixture(scope="module")
def page() -> str:
    return to_html(sample())


@pytest.fixture(scope="module")
def figures():
    return figures_of(sample())


@pytest.fixture(scope="module")
def read(page: str) -> Reader:
    return Reader(page)


def hostile() -> Brief:
    """The sample with a script wherever a case file can put words."""
    brief = sample()
    readings = tuple(
        replace(r, quote=HOSTILE, sense=HOSTILE, actor=HOSTILE, spans=(), source=HOSTILE)
        for r in brief.signals.readings
    )
    deeds = tuple(replace(d, act=HOSTILE, source=HOSTILE) for d in brief.signals.deeds)
    package = brief.packages["modular"]
    events = tuple(replace(e, name=f"{i}{HOSTILE}", words=HOSTILE) for i, e in
                   enumerate(package.events))  # fmt: skip
    checks = tuple(replace(c, finding=HOSTILE, trace=(HOSTILE,), remedy=HOSTILE) for c in
                   package.checks)  # fmt: skip
    package = replace(package, title=HOSTILE, summary=HOSTILE, events=events, checks=checks)
    parties = {**brief.case.parties, "RU": HOSTILE}
    case = replace(brief.case, title=HOSTILE, headline=HOSTILE, standfirst=HOSTILE, parties=parties)
    signals = replace(brief.signals, readings=readings, deeds=deeds)
    claims = tuple(replace(c, claim=HOSTILE, words=HOSTILE) for c in brief.claims)
    bad = replace(brief, case=case, signals=signals, claims=claims)
    return with_package(bad, "modular", package)


def test_the_page_parses(read):
    assert read.crossed == []
    assert read.open == []


def test_every_drawing_is_well_formed(figures):
    for figure in figures.values():
        for drawing in (figure.wide, figure.narrow):
            assert ElementTree.fromstring(drawing).tag.endswith("svg")  # noqa: S314  # our own


def test_nothing_comes_from_elsewhere(page, read):
    assert "script" not in {tag for tag, _ in read.tags}
    assert "link" not in {tag for tag, _ in read.tags}
    links = [v for _, a in read.tags for k, v in a.items() if k in ("src", "href", "xlink:href")]
    assert all(link is not None and link.startswith("#") for link in links)
    assert "@import" not in page
    assert re.findall(r"url\((?!#)", page) == []
    assert "default-src 'none'" in page


def test_the_page_is_small(page):
    assert len(page.encode()) < 3_000_000


def test_drawn_again_it_is_the_same(page, figures):
    for figure in figures.values():
        assert figure.wide in page
        assert figure.narrow in page


def test_same_bytes_in_another_process_and_time_zone(page):
    program = "from sample import sample\nfrom detente.brief.page import to_html\n"
    program += "import sys; sys.stdout.buffer.write(to_html(sample()).encode())"
    place = os.path.dirname(__file__)
    path = os.pathsep.join([place, *filter(None, [os.environ.get("PYTHONPATH")])])
    far = {**os.environ, "TZ": "Pacific/Auckland", "PYTHONPATH": path, "PYTHONHASHSEED": "7"}
    ran = subprocess.run([sys.executable, "-c", program], env=far, capture_output=True, check=True)
    assert ran.stdout.decode() == page


def test_hostile_words_stay_words():
    page = to_html(hostile())
    read = Reader(page)
    assert "<script" not in page
    assert not [tag for tag, _ in read.tags if tag in ("script", "img")]
    assert not [k for _, attrs in read.tags for k in attrs if k.startswith("on")]
    assert read.crossed == []
    assert "alert" in page


def test_every_figure_can_be_heard(figures):
    for figure in figures.values():
        assert figure.title
        assert figure.measure
        assert figure.how
        for drawing in (figure.wide, figure.narrow):
            assert 'role="img" viewBox' in drawing
            label = re.search(r'aria-label="([^"]+)"', drawing)
            assert label is not None
            assert len(label[1]) > len(figure.title)
        assert figure.table.rows
        assert all(len(row) == len(figure.table.head) for row in figure.table.rows)


def test_headings_go_down_one_step_at_a_time(read):
    levels = [int(tag[1]) for tag, _ in read.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(deeper <= level + 1 for level, deeper in itertools.pairwise(levels))


def test_landmarks_and_table_heads(read):
    tags = [tag for tag, _ in read.tags]
    assert {"header", "nav", "main", "footer"} <= set(tags)
    assert tags.count("main") == 1
    assert all(attrs.get("scope") in ("col", "row") for tag, attrs in read.tags if tag == "th")


def test_ids_are_unique_and_links_land(read):
    ids = [attrs["id"] for _, attrs in read.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    links = [a["href"] for tag, a in read.tags if tag == "a"]
    assert {str(link)[1:] for link in links} <= set(ids)


def test_section_titles_are_findings_that_change():
    brief = sample()
    before = {s.name: s.title for s in sections_of(brief)}
    shut = {**brief.packages["modular"].slack, "RU": (5.0,) * 61}
    modular = brief.packages["modular"]
    held = replace(
        modular, slack=shut, holds=replace(modular.holds, first_binding=None, at_mode=True)
    )
    after = {s.name: s.title for s in sections_of(with_package(brief, "modular", held))}
    assert before["hold"] != after["hold"]
    assert "modular holds" in after["hold"]
    assert slack_title(brief) != slack_title(with_package(brief, "modular", held))


def test_a_mark_that_is_pointed_at_tells_its_number(figures):
    for figure in figures.values():
        told = re.findall("<title>([^<]*)</title>", figure.wide)
        assert told, figure.name
        assert all(re.search(r"\d|closed|nobody", words) for words in told[:3]), told[:3]


def test_the_first_screen_answers_what_is_asked(read):
    asked = [i for i, (tag, _) in enumerate(read.tags) if tag == "dt"]
    assert len(asked) == 4
    assert max(asked) < [tag for tag, _ in read.tags].index("main")


def test_a_number_that_a_path_names_leads_to_its_line():
    brief = sample()
    flip = replace(
        next(f for f in brief.packages["modular"].flips if f.breakeven is not None),
        name="packages.modular.grey-zone.detected",
        chance=0.99,
    )
    modular = replace(brief.packages["modular"], flips=(flip,))
    inputs = (brief.inputs[0], replace(brief.inputs[1], called=(flip.name,)))
    page = to_html(replace(with_package(brief, "modular", modular), inputs=inputs))
    assert '<a href="#in-1">packages/modular.yaml:41</a>' in page
    assert '<tr id="in-1">' in page


def test_quotes_are_marked_where_they_were_heard(page):
    assert '<mark title="down-weighting">very unimportant, relatively</mark>' in page


def test_the_page_does_without_packages_and_spreads():
    brief = sample()
    bare = replace(
        brief,
        packages={},
        design=replace(brief.design, schedule=(), red_lines=()),
        markets=replace(brief.markets, spreads=(), curves=(), notes=()),
        scenarios=replace(brief.scenarios, history=()),
    )
    assert Reader(to_html(bare)).crossed == []


def test_the_page_does_without_a_record():
    brief = sample()
    silent = replace(brief.signals, readings=(), gaps=(), recurrence=(), deeds=())
    assert Reader(to_html(replace(brief, signals=silent))).crossed == []


def test_the_first_cell_to_break_is_outlined_in_ink(figures):
    figure = figures["slack"]
    assert figure.wide.count('stroke="var(--ink)"') == 2  # one for each package
    assert 'fill="var(--cheat-' in figure.wide
    assert 'fill="var(--hold-' in figure.wide


def test_colours_are_told_apart_by_value():
    assert len(set(COLOURS.values())) == len(COLOURS)


def test_parties_keep_their_look_whoever_else_is_there():
    alone, among = party_styles(["RU"]), party_styles(["AL", "RU", "BO", "US"])
    assert alone["RU"] == among["RU"]
    looks = [(s.colour, s.shape) for s in among.values()]
    assert len(set(looks)) == 4


def test_every_chart_is_valid_vega_lite(monkeypatch):
    """What `drawn` leaves unchecked for speed: each whole specification against the schema."""
    seen: list[object] = []
    schema = Draft7Validator(alt.load_schema())

    def check(spec, name, words, size):
        schema.validate(complete(spec))
        seen.append(spec)
        return f"<svg>{name}{words}{size}</svg>"

    monkeypatch.setattr(frame, "to_svg", check)
    drawn = figures_of(sample())
    assert len(seen) == 2 * len(drawn)


def test_every_number_of_the_case_can_be_found_by_its_line(page):
    brief = sample()
    for line in brief.inputs:
        assert line.place in page
    ids = set(re.findall(r'\bid="(in-[^"]+)"', page))
    assert len(ids) == len(brief.inputs)
    for link in re.findall(r'href="#(in-[^"]+)"', page):
        assert link in ids
