"""What each future does to prices, and what durability does to spreads."""

import altair as alt

from detente.brief.figures.axes import Rows, chart, columns, haloed, is_wide, share_axis
from detente.brief.figures.compose import Spec, layered, sized, tiled
from detente.brief.figures.frame import Figure, Table, Words, drawn
from detente.brief.figures.palette import COLOURS
from detente.findings.model import Brief
from detente.markets.model import SpreadCurve
from detente.wording.figure_titles import effects_title, spread_title
from detente.wording.names import plain, scenario_words
from detente.wording.numbers import basis, signed_percent_range, upper_first


def effects_figure(brief: Brief) -> Figure:
    """The change of every price under every future."""
    paths = brief.markets.paths
    assets = list(dict.fromkeys(path.asset for path in paths))
    scenarios = list(dict.fromkeys(path.scenario for path in paths))
    words = Words(
        title=effects_title(brief),
        measure=f"Change of the price over {brief.markets.horizon} months under each future, "
        "against today's; bars hold 90 %, hollow where nothing was measured",
        how="Measured sensitivities, shrunk towards zero, plus the case's own ranges; today's "
        "price is taken to hold today's odds.",
        alt=f"{len(assets)} assets under {len(scenarios)} futures.",
    )
    cells = {(p.asset, p.scenario): p for p in paths}
    rows = tuple(
        (
            upper_first(plain(asset)),
            *(
                signed_percent_range(p.effect, p.effect_low, p.effect_high)
                if (p := cells.get((asset, s)))
                else ""
                for s in scenarios
            ),
        )
        for asset in assets
    )
    head = ("Asset", *(upper_first(scenario_words(s)) for s in scenarios))
    return drawn("effects", words, lambda w: _effects_chart(brief, scenarios, w), Table(head, rows))


def _effects_chart(brief: Brief, scenarios: list[str], width: int) -> Spec:
    wide = is_wide(width)
    label, columns = (104, 3) if wide else (104, 1)
    each = (width - label - 24) // columns - 18 if wide else width - label - 30
    ends = [abs(e) for p in brief.markets.paths for e in (p.effect_low, p.effect_high)]
    limit = max([*ends, 0.05]) * 1.05
    panels = [
        sized(
            _effects_panel(brief, s, limit, label if not wide or i % columns == 0 else 0),
            width=each,
            title=upper_first(scenario_words(s)),
        )
        for i, s in enumerate(scenarios)
    ]
    return tiled(panels, columns, 18)


def _effects_panel(brief: Brief, scenario: str, limit: float, label: int) -> Spec:
    rows: Rows = [
        {
            "asset": upper_first(plain(p.asset)),
            "effect": p.effect,
            "low": p.effect_low,
            "high": p.effect_high,
            "measured": p.t_statistic is not None,
            "said": f"{upper_first(plain(p.asset))}, {scenario_words(scenario)}: "
            f"{signed_percent_range(p.effect, p.effect_low, p.effect_high)}",
        }
        for p in brief.markets.paths
        if p.scenario == scenario
    ]
    axis = alt.Axis(
        title=None,
        labels=label > 0,
        minExtent=label,
        labelLimit=label or 1,
        labelColor=COLOURS["ink"],
    )
    y = alt.Y("asset:N", sort=[row["asset"] for row in rows], axis=axis)
    scale = alt.Scale(domain=[-limit, limit], nice=False)
    step = next((s for s in (0.5, 0.25, 0.1, 0.05) if s < 0.75 * limit), 0.02)
    ticks = share_axis(signed=True, values=[-step, 0, step])
    x = alt.X("effect:Q", scale=scale, axis=ticks)
    base = chart(rows).encode(y=y)
    return layered(
        chart([{"effect": 0}]).mark_rule(color=COLOURS["soft"]).encode(x=x),
        base.mark_rule(strokeWidth=2, color=COLOURS["accent"], opacity=0.45).encode(
            x=alt.X("low:Q", scale=scale), x2=alt.X2("high:Q")
        ),
        base.mark_point(
            size=40, color=COLOURS["accent"], strokeWidth=1.5, opacity=1, aria=True
        ).encode(
            x=x,
            fill=alt.condition(
                "datum.measured", alt.value(COLOURS["accent"]), alt.value(COLOURS["paper"])
            ),
            description=alt.Description("said:N"),
        ),
        height=19 * max(1, len(rows)),
    )


def spread_figure(brief: Brief) -> Figure:
    """Spreads by maturity, from best to worst survival."""
    words = Words(
        title=spread_title(brief),
        measure="Basis points a year for protection against collapse, by maturity in months; "
        "the band runs from best to worst survival, the dashed line is without noise",
        how="From the survival curves, at the stated rate and recovery. Ambiguity is worst less "
        "expected; noise is what late and uncertain sight of compliance adds or takes.",
        alt="; ".join(_spread_alt(spread) for spread in brief.markets.spreads),
    )
    rows = tuple(
        (
            plain(s.package),
            str(month),
            *(basis(column[i]) for column in (s.expected, s.best, s.worst, s.ambiguity)),
            basis(s.noise[i]) if i < len(s.noise) else "unknown",
        )
        for s in brief.markets.spreads
        for i, month in enumerate(s.months)
    )
    head = ("Package", "Maturity, months", "Expected, bp", "Best", "Worst", "Ambiguity", "Noise")
    return drawn("spreads", words, lambda width: _spread_chart(brief, width), Table(head, rows))


def _spread_alt(spread: SpreadCurve) -> str:
    if not spread.months:
        return f"{plain(spread.package)}: no maturity"
    ends = f"{basis(spread.expected[0])} at {spread.months[0]} months to "
    ends += basis(spread.expected[-1])
    return f"{plain(spread.package)} {ends} at {spread.months[-1]}"


def _spread_chart(brief: Brief, width: int) -> Spec:
    across = is_wide(width)
    count = max(1, min(2, len(brief.markets.spreads)))
    each = (width - 60) // count - 30 if across else width - 70
    top = max([w for s in brief.markets.spreads for w in s.worst] + [1.0])
    panels = [
        sized(
            _spread_panel(spread, top),
            width=each,
            height=180,
            title=upper_first(plain(spread.package)),
        )
        for spread in brief.markets.spreads
    ]
    return tiled(panels, 2 if across else 1, 20)


def _spread_panel(spread: SpreadCurve, top: float) -> Spec:
    noise = dict(zip(spread.months, spread.noise, strict=False))
    rows: Rows = [
        {
            "month": month,
            "expected": spread.expected[i],
            "best": spread.best[i],
            "worst": spread.worst[i],
            "quiet": spread.expected[i] - noise[month] if month in noise else None,
        }
        for i, month in enumerate(spread.months)
    ]
    last = spread.months[-1] if spread.months else 1
    scale = alt.Scale(domain=[0, last], nice=False)
    ticks = [m for m in spread.months if m % 12 == 0]
    x = alt.X("month:Q", scale=scale, axis=alt.Axis(values=ticks, title=None, labelFlush=True))
    height = alt.Scale(domain=[0, top * 1.12], nice=False)
    axis = alt.Axis(tickCount=5, format=",.0f", title=None)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=height, axis=axis)

    base = chart(rows).encode(x=x)
    ends = chart(
        [
            {"month": last, "bp": rows[-1]["worst"], "label": "worst case"},
            {"month": last, "bp": rows[-1]["expected"], "label": "expected"},
        ]
        if rows
        else []
    )
    text = ends.encode(x=x, y=y("bp"), text=alt.Text("label:N"))
    return layered(
        base.mark_area(color=COLOURS["band-90"]).encode(y=y("best"), y2=alt.Y2("worst:Q")),
        base.mark_line(color=COLOURS["soft"], strokeDash=[3, 3]).encode(y=y("quiet")),
        base.mark_line(
            color=COLOURS["accent"], strokeWidth=2.5, point={"color": COLOURS["accent"]}
        ).encode(y=y("expected")),
        *haloed(text, align="right", dy=-9),
        columns(_said(spread), x),
    )


def _said(spread: SpreadCurve) -> Rows:
    return [
        {
            "month": month,
            "said": f"{month} months: expected {basis(spread.expected[i])} basis points, "
            f"from {basis(spread.best[i])} to {basis(spread.worst[i])}",
        }
        for i, month in enumerate(spread.months)
    ]
