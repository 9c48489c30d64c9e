"""What more relief buys: survival against relief, the package as written among the schedules."""

import altair as alt

from detente.brief.figures.axes import Rows, chance_axis, chart, haloed, is_wide
from detente.brief.figures.compose import Spec, layered
from detente.brief.figures.frame import Figure, Table, Words, drawn
from detente.brief.figures.palette import COLOURS
from detente.findings.frontier_model import Frontier, FrontierPoint
from detente.findings.model import Brief, Design
from detente.wording.names import plain
from detente.wording.numbers import count_of, money, percent, percent_range

_DIFFERENT = 0.02  # of the relief written, below which two amounts are one


def frontier_figure(brief: Brief, design: Design, frontier: Frontier) -> Figure:
    """Every schedule by what it gives and how likely it lives; three of them named."""
    words = Words(
        title=frontier_title(frontier),
        measure=f"Chance to be alive after {frontier.month} months (filled; the bar holds 90 % of "
        "draws) and to be kept by all (hollow), by relief to the target, EUR bn at the mode",
        how=f"Schedules of {plain(design.package)} that hold at the mode, played on the same "
        f"{frontier.draws:,} draws; the line joins those that no other beats. More of them: "
        f"detente design {brief.case.name} --package {design.package} --goal frontier.",
        alt=f"{count_of(len(frontier.points), 'schedule')}, each with two dots.",
    )
    head = ("Schedule", "Relief, EUR bn", "Alive (90 %)", "Kept by all", "Least slack", "Beaten")
    rows = tuple(
        (
            p.name or "between",
            money(p.relief),
            _alive(p),
            percent(p.kept),
            "-" if p.slack is None else money(p.slack),
            "yes" if p.beaten else "no",
        )
        for p in frontier.points
    )
    return drawn("frontier", words, lambda width: _chart(frontier, width), Table(head, rows))


def frontier_title(frontier: Frontier) -> str:
    """What the package as written gives for nothing, or that it gives nothing for nothing."""
    written = next(p for p in frontier.points if p.name == "as written")
    if not written.holds:
        held = [p.relief for p in frontier.points if p.holds]
        least = f"; from EUR {money(min(held))} bn of relief another schedule does" if held else ""
        return f"As written it does not hold{least}"
    as_good = [p for p in frontier.points if p.holds and p.alive >= written.alive]
    cheapest = min(as_good, key=lambda p: p.relief)
    if written.relief - cheapest.relief > _DIFFERENT * abs(written.relief):
        return (
            f"EUR {money(cheapest.relief)} bn of relief would live as long as the "
            f"{money(written.relief)} bn written"
        )
    return "As written it gives nothing for nothing: less relief lives less long"


def _alive(point: FrontierPoint) -> str:
    return percent_range(point.alive, point.alive_low, point.alive_high)


def _row(point: FrontierPoint) -> dict[str, object]:
    return {
        "relief": point.relief,
        "alive": point.alive,
        "low": point.alive_low,
        "high": point.alive_high,
        "kept": point.kept,
        "label": point.name,
        "written": point.name == "as written",
        "beaten": point.beaten,
        "said": f"{point.name or 'Between'}: relief EUR {money(point.relief)} bn, alive "
        f"{_alive(point)}, kept by all {percent(point.kept)}"
        + ("" if point.holds else "; does not hold at the mode"),
    }


def _chart(frontier: Frontier, width: int) -> Spec:
    rows: Rows = [_row(point) for point in frontier.points]
    top = max([row["relief"] for row in rows] + [1.0]) * 1.06
    axis = alt.Axis(title="Relief to the target, EUR bn", grid=False, tickCount=6, format=",.0f")
    x = alt.X("relief:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=axis)
    base, y = chart(rows).encode(x=x), chance_axis("alive")
    best = base.transform_filter("!datum.beaten")
    named = base.transform_filter("datum.label != ''")
    written = alt.condition(
        "datum.written", alt.value(COLOURS["accent"]), alt.value(COLOURS["ink"])
    )
    above = named.encode(y=chance_axis("alive"), text=alt.Text("label:N"), color=written)
    layers = [
        named.mark_rule(color=COLOURS["band-90"], strokeWidth=8).encode(
            y=chance_axis("low"), y2=alt.Y2("high:Q")
        ),
        best.mark_line(color=COLOURS["soft"], strokeWidth=1.5).encode(y=y),
        base.mark_point(size=46, strokeWidth=1.5, opacity=1, fill=COLOURS["paper"]).encode(
            y=chance_axis("kept"), color=written
        ),
        base.mark_point(filled=True, opacity=1, aria=True).encode(
            y=y,
            size=alt.condition("datum.written", alt.value(150), alt.value(66)),
            color=written,
            shape=alt.condition("datum.written", alt.value("diamond"), alt.value("circle")),
            description=alt.Description("said:N"),
        ),
        *haloed(above, dy=-13, fontSize=12),
        *_series(frontier, x),
    ]
    return layered(*layers, width=width - (70 if is_wide(width) else 52), height=230)


def _series(frontier: Frontier, x: alt.X) -> list[alt.Chart]:
    """What the two rows of dots are, beside their last."""
    last = frontier.points[-1]
    labels: Rows = [
        {"relief": last.relief, "at": last.alive, "words": "alive"},
        {"relief": last.relief, "at": last.kept, "words": "kept by all"},
    ]
    text = chart(labels).encode(x=x, y=chance_axis("at"), text=alt.Text("words:N"))
    return list(haloed(text, dy=16, fontSize=12, align="center"))
