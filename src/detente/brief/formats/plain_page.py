"""Blocks as a page of HTML that needs nothing else: no script, no font, no network."""

from html import escape

from detente.brief.figures.palette import COLOURS
from detente.brief.formats.about import About
from detente.brief.formats.blocks import Block, Heading, Paragraph, Picture, Run, Table

_STYLE = f"""\
:root {{ color-scheme: light; --ink: {COLOURS["ink"]}; --soft: {COLOURS["soft"]};
  --rule: {COLOURS["rule"]}; --paper: {COLOURS["paper"]}; --accent: {COLOURS["accent"]}; }}
@media screen and (prefers-color-scheme: dark) {{ :root {{ color-scheme: dark;
  --ink: #e9e6df; --soft: #a5a197; --rule: #37383c; --paper: #17181b; --accent: #f08aa4; }} }}
@page {{ size: A4; margin: 1.4cm 1.6cm; }}
body {{ margin: 0 auto; padding: 1.6rem 1rem; max-width: 52rem; background: var(--paper);
  color: var(--ink); font: 15px/1.45 Charter, Georgia, "Liberation Serif", serif; }}
h1 {{ font-size: 1.7rem; line-height: 1.15; margin: 0 0 .6rem; }}
p, ul {{ margin: 0 0 .6rem; }}
.kicker {{ color: var(--accent); font-size: .85rem; margin: 0 0 .3rem; }}
.how {{ color: var(--soft); font-size: .85rem; }}
.scroll {{ overflow-x: auto; }}
table {{ border-collapse: collapse; width: 100%; margin: .7rem 0 1rem; font-size: .82rem;
  line-height: 1.3; font-variant-numeric: tabular-nums; }}
caption {{ text-align: left; font-weight: 700; padding-bottom: .2rem; }}
th, td {{ text-align: left; vertical-align: top; padding: .16rem .5rem .16rem 0;
  border-bottom: 1px solid var(--rule); }}
thead th {{ border-bottom-color: var(--ink); }}
tbody th {{ font-weight: 400; }}
.n {{ text-align: right; }}
@media print {{ body {{ padding: 0; max-width: none; font-size: 9.5pt; line-height: 1.3;
  background: #fff; }} h1 {{ font-size: 15pt; }} table {{ margin: .3rem 0 .6rem; }} }}
"""


def to_plain_page(about: About, found: list[Block]) -> str:
    """The page; nothing of the case is read as markup."""
    body = "\n".join(map(_block, found)).replace("</ul>\n<ul>", "")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n"
        f'<meta name="generator" content="{escape(about.maker)}">\n'
        f"<title>{escape(about.title)} — {escape(about.case)}</title>\n"
        f"<style>\n{_STYLE}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Paragraph(runs, style, mark):
            words = "".join(map(_run, runs))
            kind = f' class="{escape(style)}"' if style else ""
            return f"<ul><li{kind}>{words}</li></ul>" if mark else f"<p{kind}>{words}</p>"
        case Picture(_, alt, svg):
            return f'<figure aria-label="{escape(alt)}">{svg}</figure>'
        case Table():
            return _table(block)


def _run(run: Run) -> str:
    return f"<strong>{escape(run.text)}</strong>" if run.bold else escape(run.text)


def _table(table: Table) -> str:
    kinds = [' class="n"' if right else "" for right in table.right]
    head = _cells(table.head, kinds, ["th"] * len(kinds), ' scope="col"')
    tags = ["th", *["td"] * (len(kinds) - 1)]
    rows = "\n".join(f"<tr>{_cells(row, kinds, tags)}</tr>" for row in table.rows)
    caption = f"<caption>{escape(table.caption)}</caption>" if table.caption else ""
    label = f'tabindex="0" role="region" aria-label="{escape(table.caption)}"'
    return (
        f'<div class="scroll" {label}>\n<table>{caption}\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>"
    )


def _cells(cells: tuple[str, ...], kinds: list[str], tags: list[str], scope: str = "") -> str:
    found = []
    for cell, kind, tag in zip(cells, kinds, tags, strict=True):
        of = scope or (' scope="row"' if tag == "th" else "")
        found.append(f"<{tag}{of}{kind}>{escape(cell)}</{tag}>")
    return "".join(found)
