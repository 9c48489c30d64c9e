"""What would hold: a schedule of openings, and what each red line costs."""

from typing import Any

import altair as alt

from detente.brief.figures.axes import (
    Rows,
    chart,
    is_wide,
    months_axis,
    names_axis,
    row_height,
    row_places,
    rows_axis,
)
from detente.brief.figures.compose import Spec, layered
from detente.brief.figures.frame import Figure, Table, Words, drawn
from detente.brief.figures.palette import COLOURS
from detente.design.model import PricedLine
from detente.findings.model import Brief
from detente.wording.figure_titles import red_line_title, schedule_title
from detente.wording.names import party_words, plain
from detente.wording.numbers import count_of, money, month_words, percent, upper_first


def schedule_figure(brief: Brief) -> Figure:
    """The designed openings in colour, against the package as written in outline."""
    design = brief.design
    package = brief.packages[design.package]
    words = Words(
        title=schedule_title(brief),
        measure="How far each valve stands open: filled, the designed schedule; outlined, the "
        f"package {plain(design.package)} as written",
        how=f"Goal “{plain(design.goal)}”: a linear program over the openings, put back "
        "through the game before it is shown.",
        alt=f"{count_of(len(design.schedule), 'step')} of openings.",
    )
    rows = tuple(
        (str(step.month), month_words(package.signed, step.month), plain(valve), percent(x))
        for step in design.schedule
        for valve, x in step.open.items()
    )
    table = Table(("Month", "From", "Valve", "Opening"), rows)
    return drawn("schedule", words, lambda width: _schedule_chart(brief, width), table)


def _schedule_chart(brief: Brief, width: int) -> Spec:
    design = brief.design
    package = brief.packages[design.package]
    label = 205 if is_wide(width) else 118
    valves = list(dict.fromkeys(v for step in design.schedule for v in step.open))
    places = row_places(valves)
    axis: Spec = {
        "places": places,
        "words": {v: upper_first(plain(v)) for v in valves},
        "label": label,
    }
    x = months_axis("start", package.signed, package.horizon, width)
    written: Rows = [
        _bar(places[valve], opening, phase.start, min(phase.end, package.horizon))
        for phase in package.phases
        for valve, opening in phase.open.items()
        if valve in places and opening > 0
    ]
    shape = {"x": x, "x2": alt.X2("end:Q"), "y": rows_axis("low", **axis), "y2": alt.Y2("high:Q")}
    layers = [
        chart(_designed(brief, places))
        .mark_rect(color=COLOURS["valve"], aria=True)
        .encode(**shape, description=alt.Description("said:N")),
        chart(written)
        .mark_rect(fillOpacity=0, stroke=COLOURS["ink"], strokeWidth=1.2)
        .encode(**shape),
    ]
    tall = row_height(axis["words"].values(), label, 24)
    size = {"width": width - label - 22, "height": tall * max(1, len(valves))}
    return layered(*layers, **size)


def _designed(brief: Brief, places: dict[str, float]) -> Rows:
    steps, last = brief.design.schedule, brief.packages[brief.design.package].horizon
    ends = [step.month for step in steps[1:]] + [last]
    return [
        _bar(places[valve], opening, step.month, end)
        | {"said": f"{plain(valve)}, months {step.month} to {end}: {percent(opening)}"}
        for step, end in zip(steps, ends, strict=True)
        for valve, opening in step.open.items()
        if opening > 0 and end > step.month
    ]


def _bar(place: float, opening: float, start: int, end: int) -> dict[str, Any]:
    low = place - 0.4
    return {"start": start, "end": end, "low": low, "high": low + 0.8 * opening}


def red_line_figure(brief: Brief) -> Figure:
    """What each red line costs."""
    lines = sorted(brief.design.red_lines, key=lambda line: (-line.price, line.name))
    words = Words(
        title=red_line_title(brief),
        measure="Price of each red line: relief, EUR bn, saved by easing it from shut to open; "
        "filled where it binds",
        how="Dual prices of the linear program, good for small changes. Red lines about terms "
        f"and not openings carry no price: {len(brief.design.unpriced)}.",
        alt=f"{count_of(len(lines), 'red line')}, each with its price.",
    )
    rows = tuple(
        (
            party_words(line.party, brief.case.parties),
            line.title,
            money(line.price),
            "yes" if line.binding else "no",
        )
        for line in lines
    )
    table = Table(("Party", "Red line", "Price, EUR bn", "Binds"), rows)
    return drawn("red-lines", words, lambda width: _price_chart(brief, lines, width), table)


def _price_chart(brief: Brief, lines: list[PricedLine], width: int) -> Spec:
    label = 290 if is_wide(width) else 170
    rows: Rows = [
        {
            "line": f"{_holder(brief, line, width)}: {plain(line.name)}",
            "price": line.price,
            "label": money(line.price),
            "said": f"{line.title}: EUR {money(line.price)} bn"
            + (", binds" if line.binding else ""),
            "binds": line.binding,
        }
        for line in lines
    ]
    names = [row["line"] for row in rows]
    y = alt.Y("line:N", sort=names, axis=names_axis(names, label, grid=False))
    top = max([row["price"] for row in rows] + [0.1]) * 1.15
    x = alt.X("price:Q", scale=alt.Scale(domain=[0, top]), axis=None)
    base = chart(rows).encode(x=x, y=y)
    layers = [
        base.mark_rule(color=COLOURS["soft"]).encode(x2=alt.datum(0)),
        base.mark_point(
            size=60, color=COLOURS["accent"], strokeWidth=1.6, opacity=1, aria=True
        ).encode(
            description=alt.Description("said:N"),
            fill=alt.condition(
                "datum.binds", alt.value(COLOURS["accent"]), alt.value(COLOURS["paper"])
            ),
        ),
        base.mark_text(align="left", dx=9).encode(text=alt.Text("label:N")),
    ]
    size = {
        "width": width - label - 24,
        "height": row_height(names, label, 24) * max(1, len(rows)),
    }
    return layered(*layers, **size)


def _holder(brief: Brief, line: PricedLine, width: int) -> str:
    return party_words(line.party, brief.case.parties) if is_wide(width) else line.party
