"""The package on a timeline: what opens when, what must be done by then, who answers for it."""

from typing import Any

import altair as alt

from detente.brief.figures.axes import (
    Rows,
    chart,
    is_wide,
    months_axis,
    row_height,
    row_places,
    rows_axis,
)
from detente.brief.figures.compose import Spec, layered
from detente.brief.figures.frame import Figure, Table, Words, drawn
from detente.brief.figures.palette import COLOURS, party_key, party_styles
from detente.findings.model import Brief, Event, Package
from detente.wording.names import clause_words, party_words, plain
from detente.wording.numbers import count_of, day_words, month_words, percent, upper_first
from detente.wording.titles import timeline_title

_ROW = 24
_KINDS = ("milestone", "guarantee", "trigger", "end")
_SIGNS = {
    "milestone": "diamond",
    "guarantee": "square",
    "trigger": "triangle-right",
    "end": "cross",
}


def timeline_figure(brief: Brief, name: str) -> Figure:
    """Valves as bars that grow as they open; milestones, guarantees, triggers and ends below."""
    package = brief.packages[name]
    words = Words(
        title=timeline_title(name, package),
        measure=(
            "Valves: height of the bar is how far each stands open. Below: milestones ◆, "
            "guarantees ■, triggers ▶ and ends ✚, in months from signature"
        ),
        how=f"The comply path of packages/{name}.yaml, signed {day_words(package.signed)}.",
        alt=f"{count_of(len(package.phases), 'phase')} over {package.horizon} months, "
        f"{count_of(len(package.events), 'clause')} beside them.",
    )
    key = tuple(
        (colour, "■", who)
        for colour, _, who in party_key((e.party for e in package.events), brief.case.parties)
    )
    return drawn(
        f"timeline-{name}", words, lambda w: _chart(brief, package, w), _table(package), key=key
    )


def _table(package: Package) -> Table:
    phases = tuple(
        (
            p.article,
            f"{plain(p.module)}, {plain(p.phase)}",
            f"{p.start}–{p.end}",
            month_words(package.signed, p.start),
            ", ".join(f"{plain(v)} {percent(x)}" for v, x in p.open.items()),
        )
        for p in package.phases
    )
    events = tuple(
        (e.article, f"{e.kind}: {plain(e.name)}", str(e.month), _when(package, e), e.words)
        for e in package.events
    )
    return Table(("Article", "What", "Months", "From", "Opening, or words"), phases + events)


def _when(package: Package, event: Event) -> str:
    return month_words(package.signed, event.month)


def _chart(brief: Brief, package: Package, width: int) -> Spec:
    label = 205 if is_wide(width) else 118
    valves = {f"{p.module} {v}": v for p in package.phases for v in p.open}
    events = sorted(package.events, key=lambda e: (_KINDS.index(e.kind), e.month, e.name))
    names = [*valves, *(f"{e.kind} {e.name}" for e in events)]
    places = row_places(dict.fromkeys(names))
    words = {row: upper_first(plain(valve)) for row, valve in valves.items()}
    words |= {
        f"{e.kind} {e.name}": f"{_who(brief, e, width)}{clause_words(e.name, e.party)}"
        for e in events
    }
    axis = {"places": places, "words": words, "label": label}
    x = months_axis("start", package.signed, package.horizon, width)
    layers = [*_valves(package, places, axis, x, width), *_events(brief, events, places, axis, x)]
    tall = row_height(words.values(), label, _ROW)
    size = {"width": width - label - 22, "height": tall * max(1, len(places))}
    return layered(*layers, **size)


def _who(brief: Brief, event: Event, width: int) -> str:
    if not event.party:
        return ""
    return f"{party_words(event.party, brief.case.parties) if is_wide(width) else event.party}: "


def _valves(
    package: Package, places: dict[str, float], axis: dict[str, Any], x: alt.X, width: int
) -> list[alt.Chart]:
    rows: Rows = [
        {
            "start": phase.start,
            "end": min(phase.end, package.horizon),
            "low": places[f"{phase.module} {valve}"] - 0.4,
            "high": places[f"{phase.module} {valve}"] - 0.4 + 0.8 * opening,
            "opening": opening,
            "label": percent(opening),
            "said": f"{phase.article}: {plain(phase.module)}, {plain(phase.phase)}, "
            f"{plain(valve)} {percent(opening)}",
        }
        for phase in package.phases
        for valve, opening in phase.open.items()
        if opening > 0
    ]
    base = chart(rows)
    y = rows_axis("low", **axis)
    bars = base.mark_rect(color=COLOURS["valve"], aria=True).encode(
        x=x, x2=alt.X2("end:Q"), y=y, y2=alt.Y2("high:Q"), description=alt.Description("said:N")
    )
    least = package.horizon * (0.075 if is_wide(width) else 0.15)  # room for the number
    roomy = [row for row in rows if row["end"] - row["start"] >= least]
    inside = chart([row for row in roomy if row["opening"] >= 0.7])
    above = chart([row for row in roomy if row["opening"] < 0.7])
    text: Spec = {"align": "left", "dx": 3, "fontSize": 11}
    return [
        bars,
        inside.mark_text(**text, baseline="top", dy=2, color=COLOURS["paper"]).encode(
            x=x, y=rows_axis("high", **axis), text=alt.Text("label:N")
        ),
        above.mark_text(**text, baseline="bottom", dy=-1, color=COLOURS["ink"]).encode(
            x=x, y=rows_axis("high", **axis), text=alt.Text("label:N")
        ),
    ]


def _events(
    brief: Brief, events: list[Event], places: dict[str, float], axis: dict[str, Any], x: alt.X
) -> list[alt.Chart]:
    rows: Rows = [
        {
            "start": e.month,
            "end": 10_000 if e.kind in ("guarantee", "trigger") else e.month,
            "low": places[f"{e.kind} {e.name}"],
            "kind": e.kind,
            "party": e.party,
            "said": f"{e.article} {plain(e.name)}: {e.words}".strip(),
        }
        for e in events
    ]
    names = list(dict.fromkeys([*brief.case.parties, *(e.party for e in events)]))
    styles = party_styles(names)
    scale = alt.Scale(domain=names, range=[styles[n].colour for n in names])
    colour = alt.Color("party:N", scale=scale, legend=None)
    dashes = alt.Scale(domain=names, range=[styles[n].dash for n in names])
    dash = alt.StrokeDash("party:N", scale=dashes, legend=None)
    shape = alt.Shape(
        "kind:N", scale=alt.Scale(domain=list(_SIGNS), range=list(_SIGNS.values())), legend=None
    )
    base = chart(rows).encode(x=x, y=rows_axis("low", **axis), color=colour)
    lasting = base.transform_filter("datum.end > datum.start")
    return [
        lasting.mark_rule(strokeWidth=2, opacity=0.6, clip=True).encode(
            x2=alt.X2("end:Q"), strokeDash=dash
        ),
        base.mark_point(filled=True, size=60, opacity=1, aria=True).encode(
            shape=shape, description=alt.Description("said:N")
        ),
    ]
