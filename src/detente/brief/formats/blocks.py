"""The page taken apart into blocks, so that every format says what the page says.

The page is the one truth: its templates are not written twice. What is folded away on the page
(sources, the numbers behind a figure) stays folded where a format can fold, else is left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import html

from detente.brief.figures.palette import COLOURS

_SPACE = re.compile(r"[ \t\r\n]+")
_VARIABLE = re.compile(r"var\(--([a-z0-9-]+)\)")
_SKIPPED = ("nav", "style", "script", "head", "footer")
_FULL = 700.0  # pixels of a figure as wide as the text
_FIT = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)" width="[\d.]+"')


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; level 1 is that of the brief."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or one point of a list."""

    runs: tuple[Run, ...]
    style: str = ""  # kicker, standfirst, label, measure, how, or empty
    mark: str = ""  # "•" or "1." for a point of a list


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its head; `right` marks the columns of numbers."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure as SVG in the colours of paper."""

    name: str
    alt: str
    svg: str
    width: float
    height: float

    def share(self, most: float) -> float:
        """How much of the width of the text it takes, no higher than `most` of that width."""
        return min(1.0, self.width / _FULL, most * self.width / self.height)


Block = Heading | Paragraph | Table | Picture


def blocks(page: str) -> list[Block]:
    """The page of a brief from headline to method, in reading order."""
    tree: Any = html.document_fromstring(page)
    return list(_blocks(tree.body))


def _blocks(node: Any) -> Iterator[Block]:
    for child in node:
        tag, kind = child.tag, child.get("class") or ""
        if not isinstance(tag, str) or tag in _SKIPPED or _is_folded(tag, kind) or kind == "skip":
            continue
        if tag == "details" and (child.find_class("hash") or kind == "inputs"):
            words = f"{_text(child.find('summary'))}: they stand in brief.json."
            yield Paragraph((Run(words),), "how")
        elif re.fullmatch(r"h[1-6]", tag):
            yield Heading(int(tag[1]), _text(child))
        elif tag == "p":
            yield Paragraph(tuple(_runs(child)), kind)
        elif tag in ("ul", "ol", "dl"):
            yield from _list(child, kind)
        elif tag == "table":
            yield _table(child)
        elif tag == "svg":
            if kind == "wide":
                yield _picture(child)
        else:
            yield from _blocks(child)


def _is_folded(tag: str, kind: str) -> bool:
    """Numbers behind figures, sources and notes that the page shows twice."""
    return tag == "details" and kind in ("table", "note")


def _point(item: Any, mark: str) -> Iterator[Block]:
    inner = list(item)
    if any(child.tag in ("p", "details", "ol", "ul", "table") for child in inner):
        lead = [child for child in inner if child.tag not in ("p", "details", "ol", "ul", "table")]
        words = tuple(Run(_text(child), bold=child.tag == "strong") for child in lead)
        yield Paragraph(words, "", mark)
        rest = [child for child in inner if child not in lead]
        for child in rest:
            yield from _blocks(child) if child.tag == "details" else _blocks([child])
    else:
        yield Paragraph(tuple(_runs(item)), "", mark)


def _list(node: Any, kind: str) -> Iterator[Block]:
    """The points of a list, the answers to questions, or a key as one line."""
    if kind in ("scale", "key"):
        yield Paragraph((Run("  ".join(_keyed(item) for item in node)),), "measure")
        return
    for number, item in enumerate(node, 1):
        if node.tag == "dl":
            yield _answer(item)
        else:
            yield from _point(item, "•" if node.tag == "ul" else f"{number}.")


def _answer(item: Any) -> Paragraph:
    """A question and its answer as one paragraph."""
    question, answer = (_text(item.find(tag)) for tag in ("dt", "dd"))
    return Paragraph((Run(question, bold=True), Run(f" {answer}")))


def _keyed(item: Any) -> str:
    """A key's sign and words; of a colour scale, the words."""
    return _text(item)


def _text(node: Any) -> str:
    return _SPACE.sub(" ", str(node.text_content())).strip()


def _runs(node: Any) -> Iterator[Run]:
    """Words of a paragraph, bold where the page is strong; quotation marks kept."""
    pieces = [(node.text or "", False)]
    for child in node:
        words = str(child.text_content())
        if child.tag == "q":
            words = f"“{words}”"
        pieces.append((" " if child.tag == "br" else words, child.tag in ("strong", "b")))
        pieces.append((child.tail or "", False))
    said = [(_SPACE.sub(" ", words), bold) for words, bold in pieces if words]
    if said:
        said[0] = (said[0][0].lstrip(), said[0][1])
        said[-1] = (said[-1][0].rstrip(), said[-1][1])
    yield from (Run(words, bold) for words, bold in said if words)


def _table(node: Any) -> Table:
    caption = node.find("caption")
    head = node.findall("thead/tr/th")
    rows = tuple(
        tuple(_cell(cell) for cell in row if isinstance(cell.tag, str))
        for row in node.findall("tbody/tr")
    )
    return Table(
        "" if caption is None else _text(caption),
        tuple(_text(cell) for cell in head),
        rows,
        tuple((cell.get("class") or "") == "n" for cell in head),
    )


def _cell(node: Any) -> str:
    return "".join(run.text for run in _runs(node)).strip()


def _picture(node: Any) -> Picture:
    node.tail = None
    drawn = html.tostring(node, encoding="unicode", method="xml")
    drawn = drawn.replace("viewbox=", "viewBox=").replace(
        "preserveaspectratio=", "preserveAspectRatio="
    )
    drawn = _VARIABLE.sub(lambda m: COLOURS[m[1]], drawn)
    fit = _FIT.search(drawn)
    width, height = (float(fit[1]), float(fit[2])) if fit else (700.0, 400.0)
    drawn = _FIT.sub(lambda m: f'{m[0]} height="{m[2]}"', drawn, count=1)
    return Picture(_figure_name(node), node.get("aria-label") or "", drawn, width, height)


def _figure_name(node: Any) -> str:
    figure = next((up for up in node.iterancestors() if up.tag == "figure"), None)
    return "figure" if figure is None else str(figure.get("id") or "figure")
