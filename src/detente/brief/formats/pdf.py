"""Blocks as a PDF for paper, set by Typst: no browser and no network needed."""

import json

import typst

from detente.brief.figures.palette import COLOURS
from detente.brief.formats.about import About
from detente.brief.formats.blocks import Block, Heading, Paragraph, Picture, Table
from detente.writing import scratch

_HEAD = """\
#set document(title: {title}, author: {author}, date: datetime(year: {y}, month: {m}, day: {d}))
#set page(paper: "a4", margin: (x: {side}, y: {end}), fill: white, numbering: "1",
  footer: context [#set text(8pt, fill: soft); #sym.zws #{case} #h(1fr) #counter(page).display()])
#set text(font: ("Libertinus Serif", "New Computer Modern"), size: {type}, fill: ink, lang: "en")
#set par(leading: .62em, spacing: .85em)
#show heading: set block(above: 1em, below: .6em, sticky: true)
#show heading.where(level: 1): set text({first})
#show heading.where(level: 2): set text({second})
#show heading.where(level: 3): set text(11.5pt)
#show figure: set block(breakable: false)
#show table: set text({cells})
#set table(stroke: (x, y) => if y == 0 {{ (bottom: .7pt + ink) }} else {{ (bottom: .3pt + rule) }},
  inset: (x: 3pt, y: {gap}))
"""
_PAPER = {
    "side": "2.4cm",
    "end": "2.2cm",
    "type": "10.5pt",
    "first": "22pt",
    "second": "15pt",
    "cells": "8pt",
    "gap": "3.5pt",
}
_COMPACT = {
    "side": "1.7cm",
    "end": "1.5cm",
    "type": "9.5pt",
    "first": "17pt",
    "second": "10.5pt",
    "cells": "8pt",
    "gap": "2.2pt",
}
_MOST = 1.25  # height of a figure by the width of the text: with its title it fills a page
_SIZES = {"standfirst": "13pt", "kicker": "9pt", "label": "8.5pt", "measure": "9pt", "how": "8pt"}


def to_pdf(about: About, found: list[Block]) -> bytes:
    """The document; the same blocks give the same bytes."""
    with scratch() as folder:
        for block in found:
            if isinstance(block, Picture):
                (folder / f"{block.name}.svg").write_text(block.svg, encoding="utf-8")
        page = folder / "brief.typ"
        page.write_text(_source(about, found), encoding="utf-8")
        made = typst.compile(str(page), root=str(folder), ignore_system_fonts=True)
    return bytes(made) if isinstance(made, bytes) else b"".join(made or [])


def _source(about: About, found: list[Block]) -> str:
    day = about.day
    head = _HEAD.format(
        title=_text(about.title),
        author=_text(about.maker),
        case=_text(about.case),
        y=day.year,
        m=day.month,
        d=day.day,
        **(_COMPACT if about.compact else _PAPER),
    )
    colours = "".join(f'#let {c} = rgb("{COLOURS[c]}")\n' for c in ("ink", "soft", "rule"))
    return colours + head + "\n".join(map(_block, found))


def _text(words: str) -> str:
    """Words as a Typst string: nothing in them is read as markup."""
    return json.dumps(words, ensure_ascii=False)


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"#heading(level: {level}, {_text(text)})"
        case Paragraph(runs, style, mark):
            words = "".join(
                f"#strong({_text(run.text)})" if run.bold else f"#text({_text(run.text)})"
                for run in runs
            )
            if mark:
                words = f"#grid(columns: (1.4em, 1fr), {_text(mark)}, [{words}])"
            size = _SIZES.get(style)
            fill = "ink" if style in ("", "standfirst") else "soft"
            styled = f"#text(size: {size}, fill: {fill})[{words}]" if size else words
            sticky = str(style in ("label", "measure")).lower()
            above = "1.9em" if style == "label" else "auto"
            return f"#block(above: {above}, sticky: {sticky})[{styled}]"
        case Picture(name, alt):
            share = 100 * block.share(_MOST)
            return f"#image({_text(f'{name}.svg')}, width: {share:.1f}%, alt: {_text(alt)})"
        case Table():
            return _table(block)


def _table(table: Table) -> str:
    longest = [
        max(len(row[i]) for row in (table.head, *table.rows)) for i in range(len(table.head))
    ]
    widths = ", ".join(
        f"{max(4.0, min(longest[i], 60) ** 0.75):.1f}fr" for i in range(len(longest))
    )
    aligned = ", ".join("right" if right else "left" for right in table.right)
    head = ", ".join(f"strong({_text(cell)})" for cell in table.head)
    cells = ", ".join(_text(cell) for row in table.rows for cell in row)
    caption = f"#block(sticky: true)[#strong({_text(table.caption)})]\n" if table.caption else ""
    return (
        f"{caption}#table(columns: ({widths},), align: ({aligned},), table.header({head}), {cells})"
    )
