"""Blocks as a Word document: styles of its own, figures as pictures, tables as tables."""

import io
import zipfile
from datetime import UTC, datetime, time

from docx import Document
from docx.document import Document as Made
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from detente.brief.figures.palette import COLOURS
from detente.brief.figures.vega import to_png
from detente.brief.formats.about import About
from detente.brief.formats.blocks import Block, Heading, Paragraph, Picture, Table

_WIDTH = 16.0  # cm of text on A4
_MOST = 1.25  # height of a picture by that width: with its title it fills a page
_EPOCH = (1980, 1, 1, 0, 0, 0)  # a zip's own clock would make every file differ
_SOFT = ("kicker", "label", "measure", "how")


def to_word(about: About, found: list[Block]) -> bytes:
    """The document; the same blocks give the same bytes."""
    made = Document()
    _set_up(made, about)
    for block in found:
        match block:
            case Heading(level, text):
                made.add_heading(text, level - 1)
            case Paragraph():
                _paragraph(made, block)
            case Picture():
                _picture(made, block)
            case Table():
                _table(made, block)
    written = io.BytesIO()
    made.save(written)
    return _timeless(written.getvalue())


def _set_up(made: Made, about: About) -> None:
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21.0 - _WIDTH) / 2)
    body = made.styles["Normal"]
    body.font.name, body.font.size = "Georgia", Pt(10.5)
    for name in ("Title", *(f"Heading {level}" for level in range(1, 5))):
        style = made.styles[name]
        style.font.name = "Georgia"
        style.font.color.rgb = _colour("ink")
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    facts = made.core_properties
    facts.title, facts.author = about.title, about.maker
    facts.created = facts.modified = datetime.combine(about.day, time(), UTC)
    facts.comments = about.case


def _colour(name: str) -> RGBColor:
    return RGBColor.from_string(COLOURS[name].removeprefix("#").upper())


def _paragraph(made: Made, block: Paragraph) -> None:
    if not any(run.text.strip() for run in block.runs):
        return
    style = {"": None, "•": "List Bullet"}.get(block.mark, "List Paragraph")
    paragraph = made.add_paragraph(style=style)
    if block.mark not in ("", "•"):
        paragraph.add_run(f"{block.mark} ")
    for run in block.runs:
        words = paragraph.add_run(run.text)
        words.bold = run.bold
        if block.style in _SOFT:
            words.font.color.rgb, words.font.size = _colour("soft"), Pt(9)
        if block.style == "standfirst":
            words.font.size = Pt(13)


def _picture(made: Made, picture: Picture) -> None:
    drawn = to_png(picture.svg, scale=2)
    made.add_picture(io.BytesIO(drawn), width=Cm(_WIDTH * picture.share(_MOST)))
    shape = made.inline_shapes[-1]._inline.docPr  # the only way to alt text
    shape.set("descr", picture.alt)


def _table(made: Made, table: Table) -> None:
    if table.caption:
        made.add_paragraph().add_run(table.caption).bold = True
    grid = made.add_table(rows=0, cols=len(table.head), style="Light List")
    for number, line in enumerate((table.head, *table.rows)):
        cells = grid.add_row().cells
        for cell, words, right in zip(cells, line, table.right, strict=False):
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(words)
            run.font.size, run.bold = Pt(8.5), number == 0
            if right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    made.add_paragraph()


def _timeless(document: bytes) -> bytes:
    """The same document with every file in it dated alike."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as before,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            after.writestr(zipfile.ZipInfo(name, _EPOCH), before.read(name), zipfile.ZIP_DEFLATED)
    return written.getvalue()
