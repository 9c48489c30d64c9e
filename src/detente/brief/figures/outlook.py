"""The futures: how likely each is, and how the record moved them."""

from typing import Any

import altair as alt

from detente.brief.figures.axes import (
    Rows,
    chance_axis,
    chart,
    days_axis,
    haloed,
    is_wide,
    names_axis,
    share_axis,
)
from detente.brief.figures.compose import Spec, layered
from detente.brief.figures.frame import Figure, Table, Words, drawn
from detente.brief.figures.palette import COLOURS
from detente.findings.model import Brief
from detente.wording.figure_titles import moves_title, odds_title
from detente.wording.names import scenario_words
from detente.wording.numbers import day_words, percent, percent_range, upper_first
from detente.wording.words import odds_words

_DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 2], [1, 3])


def odds_figure(brief: Brief) -> Figure:
    """How likely each future is at the horizon, with its interval."""
    outlook = brief.scenarios
    words = Words(
        title=odds_title(brief),
        measure=f"Chance of each future {outlook.horizon} months from {day_words(brief.as_of)}; "
        "bars hold 90 % of draws, hollow is before the record was read",
        how="Arrival of a signed package times its durability, and a Markov regime among the "
        "unsigned futures; likelihood ratios are stated in case.yaml.",
        alt="; ".join(f"{scenario_words(s)} {odds_words(o)}" for s, o in outlook.now.items()),
    )
    marks = list(outlook.at)
    rows = tuple(
        (
            upper_first(scenario_words(s)),
            percent(outlook.before.get(s)),
            *(odds_words(outlook.at[mark][s]) for mark in marks),
        )
        for s in outlook.scenarios
    )
    head = ("Future", "Before the record", *(f"In {mark} months" for mark in marks))
    return drawn("odds", words, lambda width: _odds_chart(brief, width), Table(head, rows))


def _odds_chart(brief: Brief, width: int) -> Spec:
    outlook = brief.scenarios
    label = 190 if is_wide(width) else 150
    order = sorted(outlook.now, key=lambda s: (-outlook.now[s].mean, s))
    rows: Rows = [
        {
            "name": upper_first(scenario_words(s)),
            "mean": (odds := outlook.now[s]).mean,
            "low": odds.low,
            "high": odds.high,
            "before": outlook.before.get(s),
            "label": percent_range(odds.mean, odds.low, odds.high),
            "said": f"{upper_first(scenario_words(s))}: {odds_words(odds)}, before the record "
            f"{percent(outlook.before.get(s))}",
            "top": s == outlook.likeliest,
        }
        for s in order
    ]
    top = min(1.0, max([row["high"] for row in rows] + [0.1]) * (1.25 if is_wide(width) else 1.5))
    names = [row["name"] for row in rows]
    y = alt.Y("name:N", sort=names, axis=names_axis(names, label))
    ticks = share_axis(tickCount=4)
    x = alt.X("mean:Q", scale=alt.Scale(domain=[0, top], nice=False, clamp=True), axis=ticks)
    colour = alt.condition("datum.top", alt.value(COLOURS["accent"]), alt.value(COLOURS["ink"]))
    base = chart(rows).encode(y=y)
    layers: list[Any] = [
        base.mark_rule(strokeWidth=3, opacity=0.35).encode(
            x=alt.X("low:Q"), x2=alt.X2("high:Q"), color=colour
        ),
        base.mark_point(size=45, color=COLOURS["soft"], opacity=1).encode(x=alt.X("before:Q")),
        base.mark_point(size=64, filled=True, opacity=1, aria=True).encode(
            x=x, color=colour, description=alt.Description("said:N")
        ),
        base.mark_text(align="left", dx=8).encode(x=alt.X("high:Q"), text=alt.Text("label:N")),
    ]
    size = {"width": width - label - 22, "height": 26 * max(1, len(rows))}
    return layered(*layers, **size)


def moves_figure(brief: Brief) -> Figure:
    """How each line of the record moved the unsigned futures."""
    history = brief.scenarios.history
    words = Words(
        title=moves_title(brief),
        measure="Chance of each unsigned future on the day, after each line of the record",
        how="Every step is one line of the record; deeds weigh more than words. The largest steps "
        "are explained below.",
        alt=f"{len(history)} lines of the record, each with the odds after it.",
    )
    names = list(history[0].regime) if history else []
    rows = tuple(
        (
            day_words(shift.date),
            shift.line,
            *(percent(shift.regime[name]) for name in names),
            f"{100 * shift.turned:.0f}",
        )
        for shift in history
    )
    head = ("Date", "Line", *(upper_first(scenario_words(n)) for n in names), "Moved, points")
    return drawn("moves", words, lambda width: _moves_chart(brief, width), Table(head, rows))


def _moves_chart(brief: Brief, width: int) -> Spec:
    history = brief.scenarios.history
    if not history:
        return layered(chart([]).mark_point())
    names = list(history[0].regime)
    rows: Rows = [
        {
            "date": shift.date.isoformat(),
            "name": name,
            "chance": shift.regime[name],
            "said": f"{day_words(shift.date)}, {shift.line}: {scenario_words(name)} "
            f"{percent(shift.regime[name])}. {shift.words}",
        }
        for shift in history
        for name in names
    ]
    last = history[-1]
    rows += [{"date": brief.as_of.isoformat(), "name": n, "chance": last.regime[n]} for n in names]
    x = days_axis("date", history[0].date, brief.as_of, width)
    likeliest = max(names, key=lambda n: last.regime[n])
    colours = [COLOURS["accent" if n == likeliest else "ink"] for n in names]
    colour = alt.Color("name:N", scale=alt.Scale(domain=names, range=colours), legend=None)
    dashes = [list(_DASHES[i % len(_DASHES)]) for i in range(len(names))]
    dash = alt.StrokeDash("name:N", scale=alt.Scale(domain=names, range=dashes), legend=None)
    top = min(1.0, 1.15 * max(row["chance"] for row in rows))
    y = chance_axis("chance")
    y["scale"] = alt.Scale(domain=[0, top], nice=False)
    lines = (
        chart(rows)
        .mark_line(interpolate="step-after", strokeWidth=2)
        .encode(x=x, y=y, color=colour, strokeDash=dash)
    )
    text = chart(_ends(brief, names)).encode(x=x, y=y, text=alt.Text("label:N"))
    label = 178 if is_wide(width) else 20
    dots = (
        chart([row for row in rows if "said" in row])
        .mark_point(size=40, opacity=0, filled=True, color=COLOURS["ink"], aria=True)
        .encode(x=x, y=y, description=alt.Description("said:N"))
    )
    return layered(lines, dots, *_labels(text, width), width=width - 58 - label, height=230)


def _labels(text: alt.Chart, width: int) -> tuple[alt.Chart, ...]:
    if is_wide(width):
        return (text.mark_text(align="left", dx=6),)
    return haloed(text, align="right", dx=0, dy=-8)


def _ends(brief: Brief, names: list[str]) -> Rows:
    """A name beside the end of each line, kept apart from the next."""
    last = brief.scenarios.history[-1].regime
    rows: Rows = []
    height = -1.0
    for name in sorted(names, key=lambda n: last[n]):
        height = max(last[name], height + 0.045)
        label = f"{scenario_words(name)} {percent(last[name])}"
        rows.append({"date": brief.as_of.isoformat(), "chance": height, "label": label})
    return rows
