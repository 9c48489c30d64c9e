"""The brief as Markdown, its figures as files beside it."""

import re

from detente.brief.formats.blocks import Block, Heading, Paragraph, Picture, Run, Table

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


def to_markdown(found: list[Block], folder: str) -> tuple[str, dict[str, str]]:
    """The text, and the SVG of each figure by its file name under `folder`."""
    pictures = {f"{b.name}.svg": b.svg for b in found if isinstance(b, Picture)}
    text = "".join(_block(block, folder) for block in found)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n", pictures


def _block(block: Block, folder: str) -> str:
    match block:
        case Heading(level, text):
            return f"\n\n{'#' * level} {_escaped(text)}\n\n"
        case Paragraph(runs, style, mark):
            words = "".join(map(_run, runs))
            point = {"": "", "•": "- "}.get(mark, f"{mark} ")
            soft = style in ("kicker", "label", "measure", "how") and words
            return f"\n{point}{f'*{words}*' if soft and not mark else words}\n" if words else ""
        case Picture(name, alt):
            return f"\n\n![{_escaped(alt)}]({folder}/{name}.svg)\n\n"
        case Table():
            return _table(block)


def _table(table: Table) -> str:
    lines = [table.head, tuple("---:" if right else "---" for right in table.right), *table.rows]
    rows = [
        "| " + " | ".join(cell if i == 1 else _escaped(cell) for cell in line) + " |"
        for i, line in enumerate(lines)
    ]
    caption = f"**{_escaped(table.caption)}**\n\n" if table.caption else ""
    return "\n\n" + caption + "\n".join(rows) + "\n\n"


def _run(run: Run) -> str:
    words = _escaped(run.text)
    if not run.bold or not words.strip():
        return words
    lead, trail = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    return f"{lead}**{words.strip()}**{trail}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
