"""The brief as Markdown, Word and PDF: the same words as the page, and the same bytes twice."""

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from docx import Document
from docx.text.paragraph import Paragraph as WordParagraph
from sample import sample

from detente.brief.formats import in_formats
from detente.brief.formats.about import About
from detente.brief.formats.blocks import Heading, Paragraph, Picture, Table, blocks
from detente.brief.formats.pdf import _source
from detente.brief.page import figures_of, sections_of, to_html

EVERY = ("md", "docx", "pdf")
HOSTILE = '<script>alert(1)</script> #eval("1") `x` $a$ *b* | c'


@pytest.fixture(scope="module")
def brief():
    return sample()


@pytest.fixture(scope="module")
def page(brief):
    return to_html(brief)


@pytest.fixture(scope="module")
def found(page):
    return blocks(page)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("formats")


@pytest.fixture(scope="module")
def files(brief, page, folder):
    return in_formats(brief, page, folder, EVERY)


def words_of(found):
    for block in found:
        match block:
            case Heading(_, text):
                yield text
            case Paragraph(runs):
                yield "".join(run.text for run in runs)
            case Table(caption, head, rows):
                yield from (caption, *head, *(cell for row in rows for cell in row))
            case Picture():
                yield block.alt


def test_the_blocks_carry_every_section_and_figure_of_the_page(brief, found):
    titles = [block.text for block in found if isinstance(block, Heading)]
    assert titles[0] == brief.case.headline
    for section in sections_of(brief):
        assert section.title in titles
    pictures = {block.name.removeprefix("figure-") for block in found if isinstance(block, Picture)}
    assert pictures == set(figures_of(brief))


def test_a_picture_is_whole_svg_in_the_colours_of_paper(found):
    for picture in (block for block in found if isinstance(block, Picture)):
        root = ElementTree.fromstring(picture.svg)  # noqa: S314  # our own
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert root.get("viewBox")
        assert "var(--" not in picture.svg


def test_tables_keep_their_columns(found):
    tables = [block for block in found if isinstance(block, Table)]
    assert len(tables) >= 4
    for table in tables:
        assert all(len(row) == len(table.head) for row in table.rows), table.caption


@pytest.mark.proof
def test_the_same_brief_gives_the_same_bytes(brief, files, folder):
    assert in_formats(brief, to_html(brief), folder, EVERY) == files


def test_the_first_answers_come_before_the_first_section(brief, found):
    words = list(words_of(found))
    asked = [i for i, text in enumerate(words) if text.startswith("What breaks first?")]
    assert asked
    assert asked[0] < words.index(sections_of(brief)[0].title)


def _style(paragraph: WordParagraph) -> str:
    assert paragraph.style is not None
    return paragraph.style.name or ""


def test_the_word_document_says_what_the_page_says(brief, found, files, folder):
    made = Document(io.BytesIO(files[folder / "brief.docx"]))
    said = [p.text for p in made.paragraphs]
    assert brief.case.headline in said
    headings = [block.text for block in found if isinstance(block, Heading)]
    assert [p.text for p in made.paragraphs if _style(p).startswith(("Heading", "Title"))] == (
        headings
    )
    pictures = [block for block in found if isinstance(block, Picture)]
    assert len(made.inline_shapes) == len(pictures)
    assert len(made.tables) == sum(isinstance(block, Table) for block in found)
    assert made.core_properties.created.date() == brief.as_of


def test_the_word_file_has_no_clock_of_its_own(files, folder):
    body = files[folder / "brief.docx"]
    dates = {info.date_time for info in zipfile.ZipFile(io.BytesIO(body)).infolist()}
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_the_pdf_is_a_pdf_and_carries_its_title(files, folder):
    body = files[folder / "brief.pdf"]
    assert body.startswith(b"%PDF-")
    assert len(body) > 50_000


def test_markdown_names_figures_that_are_written_beside_it(brief, files, folder):
    text = files[folder / "brief.md"]
    assert text.startswith("*")
    assert f"# {brief.case.headline}" in text
    for path in files:
        if path.suffix == ".svg":
            assert f"(brief-figures/{path.name})" in text
    others = ("brief.md", "brief.docx", "brief.pdf")
    assert text.count("](brief-figures/") == sum(path.name not in others for path in files)


def test_hostile_words_stay_words_in_every_format(brief, tmp_path):
    hostile = replace(brief, case=replace(brief.case, headline=HOSTILE, title=HOSTILE))
    page = to_html(hostile)
    found = blocks(page)
    assert HOSTILE in words_of(found)
    every = in_formats(hostile, page, tmp_path, EVERY)  # and both are still made
    assert "<script>" not in every[tmp_path / "brief.md"]
    made = _source(About.brief(hostile), found)
    assert '#heading(level: 1, "<script>alert(1)</script> #eval(\\"1\\")' in made
