"""Would it hold: what complying pays over cheating, party by party and month by month."""

import math

import altair as alt

from detente.brief.figures.axes import Rows, chart, is_wide, months_axis, names_axis
from detente.brief.figures.compose import Spec, layered, stacked
from detente.brief.figures.frame import Figure, Table, Words, drawn
from detente.brief.figures.palette import COLOURS
from detente.findings.model import Brief, Package
from detente.wording.figure_titles import slack_title
from detente.wording.names import party_words, plain
from detente.wording.numbers import money, upper_first

_ROW = 26
_STEPS = ("cheat-4", "cheat-3", "cheat-2", "cheat-1", "hold-1", "hold-2", "hold-3", "hold-4")


def slack_figure(brief: Brief) -> Figure:
    """Slack by party and month, the packages one above the other, on one scale."""
    edges = _edges(brief)
    words = Words(
        title=slack_title(brief),
        measure=(
            "Slack: value of complying less value of the best breach, EUR bn, others complying. "
            "Blue holds, orange with a dot cheats; outlined, the first to break"
        ),
        how="The game at the mode of every input, solved backwards; the scale steps tenfold.",
        alt=_alt(brief),
    )
    return drawn(
        "slack", words, lambda width: _chart(brief, edges, width), _table(brief), _scale(edges)
    )


def _edges(brief: Brief) -> tuple[float, float, float]:
    """Where the colour steps: three powers of ten under the largest slack."""
    largest = max((abs(x) for _, _, _, x in _cells(brief)), default=1.0)
    top = 10.0 ** math.floor(math.log10(largest)) if largest > 0 else 1.0
    return (top / 100, top / 10, top)


def _scale(edges: tuple[float, float, float]) -> tuple[tuple[str, str], ...]:
    low, middle, top = (f"{edge:g}" for edge in edges)
    hold = (f"0 to {low}", f"to {middle}", f"to {top}", f"over {top}")
    cheat = (f"over −{top}", f"to −{top}", f"to −{middle}", f"0 to −{low}")
    return tuple(zip(_STEPS, (*cheat, *hold), strict=True))


def _step(slack: float, edges: tuple[float, float, float]) -> str:
    size = 1 + sum(abs(slack) > edge for edge in edges)
    return f"{'hold' if slack >= 0 else 'cheat'}-{size}"


def _cells(brief: Brief) -> list[tuple[str, str, int, float]]:
    return [
        (name, party, month, value)
        for name, package in brief.packages.items()
        for party, curve in package.slack.items()
        for month, value in enumerate(curve)
        if value is not None and math.isfinite(value)
    ]


def _alt(brief: Brief) -> str:
    told = []
    for name, package in brief.packages.items():
        cheats = {
            party_words(party, brief.case.parties): sum(x < 0 for x in curve)
            for party, curve in package.slack.items()
        }
        said = ", ".join(f"{party} {months}" for party, months in cheats.items())
        told.append(f"Months in which cheating pays under {plain(name)}: {said}.")
    return " ".join(told)


def _table(brief: Brief) -> Table:
    marks = (0, 6, 12, 24, 36, 48, 60)
    rows = tuple(
        (
            plain(name),
            party_words(party, brief.case.parties),
            *(money(curve[n]) if n < len(curve) else "" for n in marks),
        )
        for name, package in brief.packages.items()
        for party, curve in package.slack.items()
    )
    return Table(("Package", "Party", *(f"Month {n}, EUR bn" for n in marks)), rows)


def _chart(brief: Brief, edges: tuple[float, float, float], width: int) -> Spec:
    names = list(brief.packages)
    panels = [_panel(brief, name, edges, width, name == names[-1]) for name in names]
    return stacked(*panels, spacing=14)


def _panel(
    brief: Brief, name: str, edges: tuple[float, float, float], width: int, last: bool
) -> Spec:
    package = brief.packages[name]
    label = 124 if is_wide(width) else 34
    parties = list(package.slack)
    words = {p: party_words(p, brief.case.parties) if is_wide(width) else p for p in parties}
    rows = _rows(package, words, edges)
    drawn_rows = rows if is_wide(width) else _merged(rows)
    axis = names_axis(words.values(), label, maxExtent=label)
    y = alt.Y("party:N", sort=list(words.values()), axis=axis, scale=alt.Scale(padding=0.12))
    x = months_axis("month", package.signed, package.horizon + 1, width, labels=last)
    colours = alt.Scale(domain=list(_STEPS), range=[COLOURS[step] for step in _STEPS])
    cells = (
        chart(drawn_rows)
        .mark_rect(aria=is_wide(width))
        .encode(
            x=x,
            x2=alt.X2("next:Q"),
            y=y,
            description=alt.Description("said:N"),
            color=alt.Color("step:N", scale=colours, legend=None),
        )
    )
    dots = (
        chart([row for row in rows if row["cheats"]])
        .mark_point(filled=True, size=5, color=COLOURS["ink"], opacity=1)
        .encode(x=alt.X("middle:Q"), y=y)
    )
    size = {"width": width - label - 18, "height": _ROW * max(1, len(parties))}
    title = _panel_title(brief, name, package, width)
    return layered(cells, dots, *_outline(package, words, y), title=title, **size)


def _rows(package: Package, words: dict[str, str], edges: tuple[float, float, float]) -> Rows:
    return [
        {
            "party": words[party],
            "month": n,
            "middle": n + 0.5,
            "next": n + 1.06,  # a little over, or hairlines show between the cells
            "step": _step(value, edges),
            "cheats": value < 0,
            "said": f"{words[party]}, month {n}: {money(value)} EUR bn",
        }
        for party, curve in package.slack.items()
        for n, value in enumerate(curve)
        if value is not None and math.isfinite(value)
    ]


def _merged(rows: Rows) -> Rows:
    """Neighbouring months of one colour as one cell: a phone shows no values on hover."""
    merged: Rows = []
    for row in rows:
        last = merged[-1] if merged else None
        if last and last["party"] == row["party"] and last["step"] == row["step"]:
            last["next"] = row["next"]
        else:
            merged.append(dict(row))
    return merged


def _outline(package: Package, words: dict[str, str], y: alt.Y) -> list[alt.Chart]:
    binding = package.holds.first_binding
    if binding is None or binding.party not in words:
        return []
    row = {
        "party": words[binding.party],
        "month": binding.month - 0.25,
        "next": binding.month + 1.25,
    }
    frame = chart([row]).mark_rect(
        fillOpacity=0, fill=COLOURS["paper"], stroke=COLOURS["ink"], strokeWidth=2.5
    )
    return [frame.encode(x=alt.X("month:Q"), x2=alt.X2("next:Q"), y=y)]


def _panel_title(brief: Brief, name: str, package: Package, width: int) -> str:
    binding = package.holds.first_binding
    label = upper_first(plain(name))
    if binding is None:
        return f"{label}: nobody gains by it"
    if not is_wide(width):
        return f"{label}: {binding.party}, month {binding.month}, {plain(binding.breach)}"
    who = party_words(binding.party, brief.case.parties)
    return (
        f"{label}: first to break {who}, month {binding.month}, {plain(binding.breach)}, "
        f"EUR {money(binding.slack)} bn"
    )
