"""How long it would live: kept, eroded or gone; how sure; and what ends it."""

from typing import Any

import altair as alt

from detente.brief.figures.axes import (
    Rows,
    chance_axis,
    chart,
    columns,
    haloed,
    is_wide,
    months_axis,
)
from detente.brief.figures.compose import Spec, layered, sized, tiled
from detente.brief.figures.frame import Figure, Table, Words, drawn
from detente.brief.figures.palette import COLOURS, party_styles
from detente.findings.model import Brief, Package
from detente.wording.figure_titles import alive_title, cause_title, outside_at, state_title
from detente.wording.names import cause_party, cause_words, plain
from detente.wording.numbers import percent, percent_range, upper_first

_MARKS = (6, 12, 24, 36, 60)


def state_figure(brief: Brief) -> Figure:
    """Intact, eroded and collapsed as shares that add to one."""
    words = Words(
        title=state_title(brief),
        measure="Chance of each state by month, adding up to 100 %",
        how=(
            f"Mean of {brief.run.draws:,} draws. Intact: in force and kept by all. Eroded: alive, "
            "while breaches go on that nothing punishes."
        ),
        alt="Three bands for each package: intact below, eroded above it, collapsed on top.",
    )
    rows = tuple(
        (plain(name), str(n), percent(s.intact[n]), percent(s.eroded[n]), percent(s.collapsed[n]))
        for name, package in brief.packages.items()
        for n in _MARKS
        if n < len((s := package.survival).intact)
    )
    table = Table(("Package", "Month", "Intact, %", "Eroded, %", "Collapsed, %"), rows)
    return drawn("states", words, lambda w: _side_by_side(brief, w, _states), table)


def alive_figure(brief: Brief) -> Figure:
    """Survival with its bands, beside what became of others like it."""
    outside = next((p.survival.outside for p in brief.packages.values()), None)
    how = "No package."
    if outside is not None:
        how = (
            f"Outside view: {outside.description}, n = {outside.n}, {outside.failures} failed "
            f"({outside.source}). The reasons to doubt it stand beside."
        )
    words = Words(
        title=alive_title(brief),
        measure="Chance of being alive (intact or eroded) by month; bands: 50 and 90 % of draws",
        how=how,
        alt="The inside view with bands, the outside view dashed, the two pooled dotted.",
    )
    rows = tuple(
        (
            plain(name),
            str(n),
            percent_range(s.mean[n], s.low[n], s.high[n]),
            percent(outside_at(package, n)),
            percent(s.pooled.mean[n]),
        )
        for name, package in brief.packages.items()
        for n in _MARKS
        if n < len((s := package.survival).mean)
    )
    head = ("Package", "Month", "Inside (90 %)", "Outside", "Pooled")
    return drawn("alive", words, lambda w: _side_by_side(brief, w, _bands), Table(head, rows))


def cause_figure(brief: Brief) -> Figure:
    """What ended the packages that ended."""
    words = Words(
        title=cause_title(brief),
        measure="Chance that the package has ended of each cause by the end of its horizon",
        how="Each draw is followed month by month; a package ends once, of the first cause.",
        alt="A bar for each cause, by package.",
    )
    parties = brief.case.parties
    rows = tuple(
        (plain(name), cause_words(cause, parties), *(percent(curve[n]) for n in _ends(curve)))
        for name, package in brief.packages.items()
        for cause, curve in package.survival.by_cause.items()
    )
    table = Table(("Package", "Cause", "By month 12", "By month 24", "By the horizon"), rows)
    return drawn("causes", words, lambda w: _causes_chart(brief, w), table)


def _ends(curve: tuple[float, ...]) -> tuple[int, int, int]:
    last = len(curve) - 1
    return min(12, last), min(24, last), last


def _side_by_side(brief: Brief, width: int, panel: Any) -> Spec:
    """One panel a package, beside each other on a desk and below each other on a phone."""
    across = is_wide(width)
    each = (width - 40) // max(1, min(2, len(brief.packages))) - 24 if across else width - 60
    panels = [
        sized(panel(package, width), width=each, height=210, title=upper_first(plain(name)))
        for name, package in brief.packages.items()
    ]
    return tiled(panels, 2 if across else 1, 22)


def _states(package: Package, width: int) -> Spec:
    survival, rows = package.survival, []
    labels: Rows = []
    for n in survival.months:
        below = 0.0
        for state in ("intact", "eroded", "collapsed"):
            share = getattr(survival, state)[n]
            rows.append({"month": n, "low": below, "high": below + share, "state": state})
            below += share
    for state in ("intact", "eroded", "collapsed"):
        labels += _widest(state, [row for row in rows if row["state"] == state])
    states = ["intact", "eroded", "collapsed"]
    scale = alt.Scale(domain=states, range=[COLOURS[s] for s in states])
    x = months_axis("month", package.signed, package.horizon, min(width, 699))
    areas = (
        chart(rows)
        .mark_area(stroke=COLOURS["paper"], strokeWidth=0.5)
        .encode(
            x=x,
            y=chance_axis("low"),
            y2=alt.Y2("high:Q"),
            color=alt.Color("state:N", scale=scale, legend=None),
        )
    )
    text = chart(labels).encode(x=x, y=chance_axis("middle"), text=alt.Text("state:N"))
    shown = [
        text.transform_filter(f"datum.state {'==' if light else '!='} 'intact'").mark_text(
            color=COLOURS[colour], fontSize=12
        )
        for light, colour in ((True, "paper"), (False, "on-state"))
    ]
    said: Rows = [
        {
            "month": n,
            "said": f"Month {n}: intact {percent(survival.intact[n])}, "
            f"eroded {percent(survival.eroded[n])}, collapsed {percent(survival.collapsed[n])}",
        }
        for n in survival.months
    ]
    return layered(areas, *shown, *([columns(said, x)] if is_wide(width) else []))


def _widest(state: str, rows: Rows) -> Rows:
    """A label where its band is broad enough to carry one."""
    last = rows[-1]["month"]
    inner = [row for row in rows if 0.16 * last <= row["month"] <= 0.84 * last] or rows
    best = max(inner, key=lambda row: row["high"] - row["low"])
    if best["high"] - best["low"] < 0.09:
        return []
    return [{"month": best["month"], "middle": (best["low"] + best["high"]) / 2, "state": state}]


def _bands(package: Package, width: int) -> Spec:
    s = package.survival
    curves = zip(s.months, s.low, s.high, s.low50, s.high50, s.mean, s.pooled.mean, strict=True)
    keys = ("month", "low", "high", "low50", "high50", "mean", "pooled")
    base = chart([dict(zip(keys, values, strict=True)) for values in curves])
    x = months_axis("month", package.signed, package.horizon, min(width, 699))
    outside: Rows = [
        {"month": m, "outside": p}
        for m, p in zip(s.outside.months, s.outside.survival, strict=True)
        if m <= package.horizon
    ]
    layers: list[Any] = [
        base.mark_area(color=COLOURS["band-90"]).encode(
            x=x, y=chance_axis("low"), y2=alt.Y2("high:Q")
        ),
        base.mark_area(color=COLOURS["band-50"]).encode(
            x=x, y=chance_axis("low50"), y2=alt.Y2("high50:Q")
        ),
        chart(outside)
        .mark_line(color=COLOURS["soft"], strokeDash=[6, 3], interpolate="step-after")
        .encode(x=x, y=chance_axis("outside")),
        base.mark_line(color=COLOURS["soft"], strokeDash=[1.5, 2.5], strokeWidth=2).encode(
            x=x, y=chance_axis("pooled")
        ),
        base.mark_line(color=COLOURS["accent"], strokeWidth=2.5).encode(x=x, y=chance_axis("mean")),
    ]
    text = chart(_line_labels(package)).encode(
        x=x, y=chance_axis("chance"), text=alt.Text("label:N")
    )
    layers += list(haloed(text, align="right", fontSize=12, dy=-8))
    said: Rows = [
        {
            "month": n,
            "said": f"Month {n}: inside {percent_range(s.mean[n], s.low[n], s.high[n])}, outside "
            f"{percent(outside_at(package, n))}, pooled {percent(s.pooled.mean[n])}",
        }
        for n in s.months
    ]
    return layered(*layers, *([columns(said, x)] if is_wide(width) else []))


def _line_labels(package: Package) -> Rows:
    """Names beside the ends of the lines, kept apart from each other."""
    s, last = package.survival, package.horizon
    ends = {
        "inside": s.mean[-1],
        "pooled": s.pooled.mean[-1],
        "outside": outside_at(package, last),
    }
    rows: Rows = []
    height = -1.0
    for label, chance in sorted(ends.items(), key=lambda item: item[1]):
        height = max(chance, height + 0.08)
        rows.append({"month": last, "chance": min(height, 0.97), "label": label})
    return rows


def _causes_chart(brief: Brief, width: int) -> Spec:
    parties = brief.case.parties
    styles = party_styles(parties)
    causes = sorted(
        {c for p in brief.packages.values() for c in p.survival.by_cause},
        key=lambda c: (-max(_last(p, c) for p in brief.packages.values()), c),
    )
    names = [cause_words(c, parties) for c in causes]
    colours = [
        styles[p].colour if (p := cause_party(c, parties)) else COLOURS["soft"] for c in causes
    ]
    label = 190 if is_wide(width) else 128
    across = is_wide(width)
    count = max(1, min(2, len(brief.packages)))
    each = (width - label - 40) // count - 40 if across else width - label - 60
    panels = []
    for i, (name, package) in enumerate(brief.packages.items()):
        first = not across or i % 2 == 0
        rows: Rows = [
            {
                "cause": n,
                "chance": _last(package, c),
                "label": percent(_last(package, c)),
                "said": f"{upper_first(plain(name))}, {n}: {percent(_last(package, c))}",
            }
            for c, n in zip(causes, names, strict=True)
        ]
        extent = label if first else 0
        axis = alt.Axis(
            title=None,
            labels=first,
            minExtent=extent,
            labelLimit=label,
            grid=False,
            labelColor=COLOURS["ink"],
        )
        y = alt.Y("cause:N", sort=names, axis=axis)
        x = alt.X("chance:Q", scale=alt.Scale(domain=[0, _top(brief)]), axis=None)
        scale = alt.Scale(domain=names, range=colours)
        base = chart(rows).encode(y=y, x=x)
        bars = base.mark_bar(height=13, aria=True).encode(
            color=alt.Color("cause:N", scale=scale, legend=None),
            description=alt.Description("said:N"),
        )
        text = base.mark_text(align="left", dx=4).encode(text=alt.Text("label:N"))
        size = {"width": each, "height": 24 * max(1, len(names))}
        panel = layered(bars, text, title=upper_first(plain(name)), **size)
        panels.append(panel)
    return tiled(panels, 2 if across else 1, 16)


def _last(package: Package, cause: str) -> float:
    curve = package.survival.by_cause.get(cause, (0.0,))
    return curve[-1]


def _top(brief: Brief) -> float:
    ends = [c[-1] for p in brief.packages.values() for c in p.survival.by_cause.values()]
    return max([*ends, 0.01])
