"""What each clause is worth: the package with one part taken out at a time."""

import altair as alt

from detente.brief.figures.axes import (
    Rows,
    chart,
    is_wide,
    names_axis,
    row_height,
    share_axis,
)
from detente.brief.figures.compose import Spec, layered, stacked
from detente.brief.figures.frame import Figure, Table, Words, drawn
from detente.brief.figures.palette import COLOURS
from detente.findings.model import Brief, Package
from detente.wording.figure_titles import other_parts_title
from detente.wording.names import part_words, plain
from detente.wording.numbers import percent, upper_first


def parts_figure(brief: Brief) -> Figure:
    """Kept by all, and merely alive, after a year, with each part taken out."""
    words = Words(
        title=other_parts_title(brief),
        measure="Chance after 12 months that the package is kept by all (filled) and that it is "
        "alive at all (hollow)",
        how="Each part is taken out alone and the game is solved again, on fewer draws; "
        "the line marks the whole package, kept by all.",
        alt="Two dots for each part taken out: kept by all, and alive.",
    )
    rows = tuple(
        (
            plain(name),
            part_words(part.part),
            *(percent(x) for x in (part.intact_12, part.at_12, part.intact_60, part.at_60)),
            "yes" if part.holds else "no",
        )
        for name, package in brief.packages.items()
        for part in package.parts
    )
    head = ("Package", "Part", "Kept at 12", "Alive at 12", "Kept at 60", "Alive at 60", "Holds")
    return drawn("parts", words, lambda width: _chart(brief, width), Table(head, rows))


def _chart(brief: Brief, width: int) -> Spec:
    panels = [_panel(name, p, width) for name, p in brief.packages.items() if p.parts]
    return stacked(*panels, spacing=18)


def _panel(name: str, package: Package, width: int) -> Spec:
    label = 260 if is_wide(width) else 158
    rows: Rows = [
        {
            "part": part_words(part.part),
            "kept": part.intact_12,
            "alive": part.at_12,
            "label": percent(part.intact_12),
            "said": f"{part_words(part.part)}: kept by all {percent(part.intact_12)}, "
            f"alive {percent(part.at_12)}",
        }
        for part in package.parts
    ]
    names = [row["part"] for row in rows]
    y = alt.Y("part:N", sort=names, axis=names_axis(names, label))
    ticks = share_axis(values=[0, 0.25, 0.5, 0.75, 1], labelFlush=True)
    x = alt.X("kept:Q", scale=alt.Scale(domain=[0, 1]), axis=ticks)
    base = chart(rows).encode(y=y)
    layers = [
        chart(rows[:1]).mark_rule(color=COLOURS["accent"], strokeDash=[3, 3]).encode(x=x),
        base.mark_rule(color=COLOURS["soft"], strokeWidth=1.2).encode(x=x, x2=alt.X2("alive:Q")),
        base.mark_point(
            size=48, fill=COLOURS["paper"], color=COLOURS["intact"], strokeWidth=1.5, opacity=1
        ).encode(x=alt.X("alive:Q", scale=alt.Scale(domain=[0, 1]))),
        base.mark_point(size=58, filled=True, color=COLOURS["intact"], opacity=1, aria=True).encode(
            x=x, description=alt.Description("said:N")
        ),
    ]
    return layered(
        *layers,
        width=width - label - 24,
        height=row_height(names, label, 21) * max(1, len(rows)),
        title=upper_first(plain(name)),
    )
