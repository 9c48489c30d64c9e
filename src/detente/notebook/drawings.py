"""Answers as pictures: the same colours as the page, drawn from the rows of the table."""

from typing import Any

import altair as alt

from detente.brief.figures.palette import COLOURS
from detente.notebook.result import Drawing
from detente.notebook.tables import Rows

_HIGH = 220


def _base(rows: Rows, **size: Any) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=[dict(row) for row in rows])).properties(**size)


def survival(rows: Rows) -> Drawing:
    """Chance of being alive by month, mean and 90 % of draws, one panel a package."""
    base = _base(rows).encode(x=alt.X("month:Q", title="months from signature"))
    share = alt.Scale(domain=[0, 1])
    band = base.mark_area(color=COLOURS["band-90"]).encode(
        y=alt.Y("low:Q", scale=share, title="alive"), y2="high:Q"
    )
    line = base.mark_line(color=COLOURS["accent"]).encode(y=alt.Y("alive:Q", scale=share))
    kept = base.mark_line(color=COLOURS["intact"], strokeDash=[5, 3]).encode(
        y=alt.Y("intact:Q", scale=share)
    )
    both = alt.layer(band, line, kept).properties(width=300, height=_HIGH)
    title = "Alive (line, 90 % band) and kept by all (dashed)"
    return Drawing(both.facet("package:N", columns=2).properties(title=title))


def flips(rows: Rows) -> Drawing:
    """Share of the uncertainty of survival at 12 months that each number carries."""
    top = sorted(rows, key=lambda row: -abs(float(row.get("share_12") or 0)))[:15]
    chart = _base(tuple(top), width=420, height=22 * max(1, len(top)))
    return Drawing(
        chart.mark_bar(color=COLOURS["intact"]).encode(
            x=alt.X("share_12:Q", title="share of the variance of survival at 12 months"),
            y=alt.Y("words:N", sort=None, title=None, axis=alt.Axis(labelLimit=320)),
            tooltip=["sentence:N"],
        )
    )


def schedule(rows: Rows) -> Drawing:
    """How far each measure stands open from each step on: the larger the further."""
    opened = tuple(row for row in rows if row["open"])
    chart = _base(opened, width=420).encode(
        x=alt.X("month:Q", title="from month"),
        y=alt.Y("measure:N", title=None),
        size=alt.Size("open:Q", scale=alt.Scale(domain=[0, 1], range=[0, 300]), legend=None),
        tooltip=["measure:N", "month:Q", "open:Q"],
    )
    dots = chart.mark_circle(color=COLOURS["valve"], opacity=1)
    return Drawing(dots.properties(title="The larger the dot, the further open"))


def odds(rows: Rows) -> Drawing:
    """Chance of each future by horizon, with its interval."""
    base = _base(rows, width=240).encode(
        y=alt.Y("future:N", title=None, sort="-x"),
    )
    bars = base.mark_rule(color=COLOURS["soft"]).encode(x=alt.X("low:Q", title=None), x2="high:Q")
    dots = base.mark_point(filled=True, color=COLOURS["accent"], opacity=1).encode(x="mean:Q")
    return Drawing(
        alt.layer(bars, dots)
        .facet(alt.Facet("months:O", title="chance, by months from today"), columns=2)
        .properties(title="")
    )


def effects(rows: Rows) -> Drawing:
    """Change of each asset under each future."""
    base = _base(rows, width=200).encode(y=alt.Y("asset:N", title=None))
    bars = base.mark_rule(color=COLOURS["soft"]).encode(
        x=alt.X("effect_low:Q", title=None), x2="effect_high:Q"
    )
    dots = base.mark_point(filled=True, color=COLOURS["accent"], opacity=1).encode(x="effect:Q")
    return Drawing(alt.layer(bars, dots).facet("scenario:N", columns=3))


def weights(rows: Rows) -> Drawing:
    """Weights now and at best."""
    base = _base(rows, width=420).encode(y=alt.Y("asset:N", title=None))
    line = base.mark_rule(color=COLOURS["soft"]).encode(x=alt.X("now:Q", title="weight"), x2="best")
    now = base.mark_point(color=COLOURS["soft"], opacity=1).encode(x="now:Q")
    best = base.mark_point(filled=True, color=COLOURS["accent"], opacity=1).encode(x="best:Q")
    return Drawing(alt.layer(line, now, best).properties(title="Hollow: now. Filled: best"))
