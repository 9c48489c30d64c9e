"""Axes that all figures share: months with their dates, days, chances from 0 to 100 %."""

import json
from collections.abc import Iterable
from datetime import date
from textwrap import wrap
from typing import Any

import altair as alt

from detente.brief.figures.frame import WIDE
from detente.brief.figures.palette import COLOURS
from detente.wording.numbers import month_words, short_month

Rows = list[dict[str, Any]]
_LETTER = 6.2  # pixels of a letter of a label, on average
_LINE = 12


def chart(rows: Rows) -> alt.Chart:
    """An empty chart over rows of plain values."""
    as_text = json.dumps(rows)  # a chart is copied many times over; text is not copied deeply
    return alt.Chart(alt.InlineData(values=as_text, format={"type": "json"}))


def is_wide(width: int) -> bool:
    """Whether this is the drawing for a desk, not a phone."""
    return width >= WIDE


def months_axis(field: str, start: date, horizon: int, width: int, labels: bool = True) -> alt.X:
    """Months from signature, with the date under each."""
    step = next(s for s in (3, 6, 12, 24, 48, 120) if horizon / s <= (10 if is_wide(width) else 4))
    ticks = list(range(0, horizon + 1, step))
    when = month_words if is_wide(width) else short_month
    words = {str(n): [str(n), when(start, n)] for n in ticks}
    words["0"][0] = "signed"
    axis = alt.Axis(
        values=ticks,
        labelExpr=f"({json.dumps(words)})[datum.value]",
        labels=labels,
        grid=True,
        title=None,
        labelFlush=True,
    )
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, horizon], nice=False), axis=axis)


def days_axis(field: str, first: date, last: date, width: int, labels: bool = True) -> alt.X:
    """Days, by their months."""
    months = max(1, (last.year - first.year) * 12 + last.month - first.month)
    step = -(-months // (8 if is_wide(width) else 4))
    every = {"interval": "month", "step": step}
    axis = alt.Axis(format="%b %Y", tickCount=every, title=None, labels=labels, labelFlush=True)
    domain = [first.isoformat(), last.isoformat()]
    return alt.X(f"{field}:T", scale=alt.Scale(domain=domain, nice=False, type="utc"), axis=axis)


def chance_axis(field: str, title: str | None = None) -> alt.Y:
    """Chances from 0 to 100 %."""
    axis = share_axis(values=[0, 0.25, 0.5, 0.75, 1], title=title)
    return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, 1]), axis=axis)


def share_axis(signed: bool = False, **more: Any) -> alt.Axis:
    """Shares as "25 %", changes as "+25 %", with a bare 0 where zero is the middle."""
    form = f"format(100 * datum.value, '{'+' if signed else ''}.3~g') + '\u00a0%'"
    words = f"datum.value == 0 ? '0' : {form}" if signed else form
    return alt.Axis(labelExpr=words, **({"title": None} | more))


def rows_axis(field: str, places: dict[str, float], words: dict[str, str], label: int) -> alt.Y:
    """Named rows at given heights, top row highest, as wide a label as given."""
    heights = {f"{place:g}": in_lines(words[name], label) for name, place in places.items()}
    axis = alt.Axis(
        values=list(places.values()),
        labelExpr=f"({json.dumps(heights)})[datum.value]",
        title=None,
        grid=True,
        labelLimit=label,
        labelColor=COLOURS["ink"],
        labelLineHeight=_LINE,
        minExtent=label,
        maxExtent=label,
    )
    scale = alt.Scale(domain=[0.3, len(places) + 0.9], nice=False)
    return alt.Y(f"{field}:Q", scale=scale, axis=axis)


def names_axis(names: Iterable[str], label: int, **more: Any) -> alt.Axis:
    """Named rows of a nominal axis, long names in two lines."""
    told = {name: in_lines(name, label) for name in names}
    return alt.Axis(
        title=None,
        labelLimit=label,
        minExtent=label,
        labelColor=COLOURS["ink"],
        labelLineHeight=_LINE,
        labelExpr=f"({json.dumps(told)})[datum.value]",
        **more,
    )


def in_lines(words: str, label: int) -> str | list[str]:
    """Words that fit beside a figure: in one line or two, the rest left to the table below."""
    lines = wrap(words, max(8, round(label / _LETTER)))
    if len(lines) < 2:
        return words
    return lines if len(lines) == 2 else [lines[0], f"{lines[1].rstrip(',;')}…"]


def row_height(names: Iterable[str], label: int, single: int) -> int:
    """Pixels of a row, more where some name takes two lines."""
    return max(single, 26) if any(in_lines(n, label) != n for n in names) else single


def columns(rows: Rows, x: alt.X) -> alt.Chart:
    """Unseen columns over a figure of lines, one a month, that tell their month when pointed at.

    A row has `month` and `said`; `x` is the axis of the months.
    """
    told = [{**row, "month": row["month"] - 0.5, "next": row["month"] + 0.5} for row in rows]
    unseen: alt.Chart = (
        chart(told)
        .mark_rect(fill=COLOURS["paper"], fillOpacity=0, aria=True, clip=True)
        .encode(
            x=x,
            x2=alt.X2("next:Q"),
            y=alt.value(0),
            y2=alt.value("height"),
            description=alt.Description("said:N"),
        )
    )
    return unseen


def row_places(names: Iterable[str]) -> dict[str, float]:
    """A height for every row, the first on top."""
    order = list(names)
    return {name: float(len(order) - i) for i, name in enumerate(order)}


def haloed(text: alt.Chart, **mark: Any) -> tuple[alt.Chart, alt.Chart]:
    """Words that stay legible over marks: the same words behind them, broad, in paper."""
    behind = text.mark_text(**mark, stroke=COLOURS["paper"], strokeWidth=5, strokeJoin="round")
    return behind, text.mark_text(**mark)
