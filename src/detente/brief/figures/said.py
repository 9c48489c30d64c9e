"""What was said and what was done: the subject in time, and every instrument."""

from datetime import date
from typing import Any

import altair as alt

from detente.brief.figures.axes import (
    Rows,
    chart,
    days_axis,
    haloed,
    is_wide,
    row_places,
    rows_axis,
)
from detente.brief.figures.compose import Spec, layered, sized, stacked
from detente.brief.figures.frame import Figure, Table, Words, drawn
from detente.brief.figures.palette import COLOURS, party_key, party_styles
from detente.findings.model import Brief, Reading
from detente.wording.figure_titles import instruments_title, subject_title
from detente.wording.names import RUNGS, instrument_words, level_words, plain, shortened
from detente.wording.numbers import count_of, day_words, upper_first
from detente.wording.words import key_reading, top_rung

_MARGIN = 96
_LEVELS = {4: "performed", 2: "offer", 0: "no act", -2: "no answer", -4: "ruled out"}


def subject_figure(brief: Brief) -> Figure:
    """How firmly each side spoke on the subject, above what was done about it."""
    subject = brief.case.subject
    said = [r for r in brief.signals.readings if r.instrument == subject]
    done = [d for d in brief.signals.deeds if d.instrument == subject]
    words = Words(
        title=subject_title(brief),
        measure=(
            f"Statements on {instrument_words(subject)} by level of commitment, −4 ruled out to "
            "+4 performed; bars show how far the reading could be off. Below: deeds, by rung"
        ),
        how=(
            f"{upper_first(count_of(len(said), 'statement'))} and "
            f"{count_of(len(done), 'deed')} of the record; levels read from the words themselves "
            "by rule. Hollow: the wording is unchecked."
        ),
        alt=(
            f"{count_of(len(said), 'statement')} over time; the highest deed is "
            f"“{plain(top_rung(brief.signals, subject))}”."
        ),
    )
    rows = tuple(
        (day_words(r.date), r.actor, f"{r.level:+d}".replace("-", "−"), level_words(r.level), r.id)
        for r in said
    ) + tuple((day_words(d.date), d.actor, "deed", plain(d.rung), d.id) for d in done)
    table = Table(("Date", "Who", "Level", "Meaning", "Line"), rows)
    key = party_key((r.party for r in said), brief.case.parties)
    return drawn("subject", words, lambda width: _subject_chart(brief, width), table, key=key)


def _subject_chart(brief: Brief, width: int) -> Spec:
    subject = brief.case.subject
    span = _span(brief)
    inner = width - _MARGIN - 14
    said = [_said_row(r) for r in brief.signals.readings if r.instrument == subject]
    done = [
        {
            "date": d.date.isoformat(),
            "rung": plain(d.rung),
            "party": d.party,
            "said": f"{d.id}, {day_words(d.date)}: {d.act} ({plain(d.rung)})",
        }
        for d in brief.signals.deeds
        if d.instrument == subject
    ]
    upper = sized(_commitment(brief, said, span, width), width=inner, height=190)
    lower = sized(_ladder(done, span, width), width=inner, height=92)
    return stacked(upper, lower, spacing=10)


def _commitment(brief: Brief, said: Rows, span: tuple[date, date], width: int) -> Spec:
    labels = ",".join(f"'{n}':'{word}'" for n, word in _LEVELS.items())
    axis = alt.Axis(
        values=list(_LEVELS),
        labelExpr=f"({{{labels}}})[datum.value]",
        title=None,
        minExtent=_MARGIN - 8,
        maxExtent=_MARGIN - 8,
    )
    y = alt.Y("level:Q", scale=alt.Scale(domain=[-4.4, 4.4], nice=False), axis=axis)
    x = days_axis("date", *span, width, labels=False)
    base = chart(said).encode(x=x)
    colour, shape = _party_channels(brief, [row["party"] for row in said])
    bars = base.mark_rule(opacity=0.45, strokeWidth=1.5).encode(
        y=alt.Y("low:Q", scale=alt.Scale(domain=[-4.4, 4.4], nice=False), axis=axis),
        y2=alt.Y2("high:Q"),
        color=colour,
    )
    dots = base.mark_point(filled=True, size=62, strokeWidth=1.5, aria=True, opacity=1).encode(
        y=y,
        stroke=colour,
        fill=alt.condition("datum.checked", colour, alt.value(COLOURS["paper"])),
        shape=shape,
        description=alt.Description("said:N"),
    )
    zero = chart([{"level": 0}]).mark_rule(color=COLOURS["soft"]).encode(y=y)
    return layered(zero, bars, dots, *_quote(brief, x, y, width))


def _quote(brief: Brief, x: alt.X, y: alt.Y, width: int) -> tuple[alt.Chart, ...]:
    """The words of the answer that decides the headline, beside its dot."""
    reading = key_reading(brief.signals, brief.case.subject, brief.case.target)
    rows: Rows = []
    if reading is not None and reading.quote:
        words = shortened(reading.quote, 60 if is_wide(width) else 30)
        level = reading.interval[0] - 0.75
        rows = [{"date": reading.date.isoformat(), "level": level, "label": f"“{words}”"}]
    text = chart(rows).encode(x=x, y=y, text=alt.Text("label:N"))
    return haloed(
        text, align="right", color=COLOURS["accent"], fontStyle="italic", fontSize=13, dx=6
    )


def _ladder(done: Rows, span: tuple[date, date], width: int) -> Spec:
    rungs = [plain(rung) for rung in reversed(RUNGS) if rung != "none"]
    axis = alt.Axis(title=None, grid=True, minExtent=_MARGIN - 8, maxExtent=_MARGIN - 8)
    y = alt.Y("rung:N", scale=alt.Scale(domain=rungs), axis=axis)
    x = days_axis("date", *span, width)
    marks = chart(done or [{"date": None, "rung": rungs[0], "said": ""}]).mark_point(
        shape="square", filled=True, size=60, color=COLOURS["ink"], aria=True
    )
    layers: list[alt.Chart] = [marks.encode(x=x, y=y, description=alt.Description("said:N"))]
    if not done:
        middle = span[0] + (span[1] - span[0]) / 2
        note = chart([{"date": middle.isoformat(), "rung": rungs[2], "t": "no deed on record"}])
        text = note.mark_text(color=COLOURS["soft"], fontStyle="italic")
        layers.append(text.encode(x=x, y=y, text=alt.Text("t:N")))
    return layered(*layers)


def instruments_figure(brief: Brief) -> Figure:
    """Every instrument as one line of ticks for words and squares for deeds."""
    names = _spoken_order(brief)
    words = Words(
        title=instruments_title(brief),
        measure=(
            "Each tick a statement: up is a promise, down a refusal, the longer the firmer. "
            "Each square a deed; filled where it took force"
        ),
        how=f"{len(brief.signals.readings)} statements, {len(brief.signals.deeds)} deeds, "
        f"all sides, to {day_words(brief.as_of)}.",
        alt="Ticks for words and squares for deeds, one row for each instrument.",
    )
    table = Table(
        ("Instrument", "Statements", "Deeds", "Highest rung"),
        tuple(_count_row(brief, name) for name in names),
    )
    return drawn("instruments", words, lambda width: _rows_chart(brief, names, width), table)


def _count_row(brief: Brief, name: str) -> tuple[str, ...]:
    said = sum(r.instrument == name for r in brief.signals.readings)
    done = sum(d.instrument == name for d in brief.signals.deeds)
    return (
        upper_first(instrument_words(name)),
        str(said),
        str(done),
        plain(top_rung(brief.signals, name)),
    )


def _spoken_order(brief: Brief) -> list[str]:
    """Instruments by how much was said of them, the subject first."""
    counts: dict[str, int] = {}
    for reading in brief.signals.readings:
        if reading.instrument:
            counts[reading.instrument] = counts.get(reading.instrument, 0) + 1
    order = sorted(counts, key=lambda name: (name != brief.case.subject, -counts[name], name))
    return order[:12]


def _rows_chart(brief: Brief, names: list[str], width: int) -> Spec:
    label = 150 if is_wide(width) else 112
    place = row_places(names)
    said = [
        {
            "date": r.date.isoformat(),
            "low": place[r.instrument],
            "high": place[r.instrument] + 0.11 * r.level,
            "party": r.party,
        }
        for r in brief.signals.readings
        if r.instrument in place
    ]
    done = [
        {
            "date": d.date.isoformat(),
            "y": place[d.instrument],
            "force": d.rung in ("in-force", "executed"),
            "said": f"{d.id}, {day_words(d.date)}: {d.act} ({plain(d.rung)})",
        }
        for d in brief.signals.deeds
        if d.instrument in place
    ]
    titles = {name: upper_first(instrument_words(name)) for name in names}
    x = days_axis("date", *_span(brief), width)
    ticks = (
        chart(said)
        .mark_rule(strokeWidth=2, color=COLOURS["ink"], opacity=0.75)
        .encode(x=x, y=rows_axis("low", place, titles, label), y2=alt.Y2("high:Q"))
    )
    squares = (
        chart(done)
        .mark_point(
            shape="square", size=34, strokeWidth=1.4, aria=True, opacity=1, color=COLOURS["accent"]
        )
        .encode(
            x=x,
            y=rows_axis("y", place, titles, label),
            fill=alt.condition(
                "datum.force", alt.value(COLOURS["accent"]), alt.value(COLOURS["paper"])
            ),
            description=alt.Description("said:N"),
        )
    )
    inner = width - label - 20
    return layered(squares, ticks, width=inner, height=34 * len(names))


def _party_channels(brief: Brief, present: list[str]) -> tuple[alt.Color, alt.Shape]:
    """Colour and shape of the parties, from the one place where they are fixed."""
    names = list(dict.fromkeys([*brief.case.parties, *present]))
    styles = party_styles(names)
    colours = alt.Scale(domain=names, range=[styles[n].colour for n in names])
    shapes = alt.Scale(domain=names, range=[styles[n].shape for n in names])
    return (
        alt.Color("party:N", scale=colours, legend=None),
        alt.Shape("party:N", scale=shapes, legend=None),
    )


def _said_row(reading: Reading) -> dict[str, Any]:
    return {
        "date": reading.date.isoformat(),
        "level": reading.level,
        "low": reading.interval[0],
        "high": reading.interval[1],
        "party": reading.party,
        "checked": reading.evidence == "checked",
        "said": f"{reading.id}, {day_words(reading.date)}, {reading.actor}: "
        f"{level_words(reading.level)}",
    }


def _span(brief: Brief) -> tuple[date, date]:
    """From the first line of the record to the date of the brief, with a little air."""
    days = [r.date for r in brief.signals.readings] + [d.date for d in brief.signals.deeds]
    first = min(days, default=brief.as_of)
    air = max((brief.as_of - first) / 40, (brief.as_of - brief.as_of))
    return first - air, brief.as_of + air
