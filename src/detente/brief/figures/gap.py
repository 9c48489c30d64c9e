"""How far words stand above deeds, party by party and instrument by instrument."""

import altair as alt

from detente.brief.figures.axes import Rows, chart, is_wide, names_axis, row_height
from detente.brief.figures.compose import Spec, layered
from detente.brief.figures.frame import Figure, Table, Words, drawn
from detente.brief.figures.palette import COLOURS
from detente.findings.model import Brief, Gap
from detente.wording.figure_titles import gap_title
from detente.wording.names import instrument_words, party_words, plain
from detente.wording.numbers import count_of


def gap_figure(brief: Brief) -> Figure:
    """How far words stand above deeds, by party and instrument."""
    gaps = sorted(brief.signals.gaps, key=lambda gap: -gap.gap)[:14]
    words = Words(
        title=gap_title(brief),
        measure=(
            "Gap from −1 (more done than said) to +1 (more said than done); "
            "bars hold 90 % of the readings"
        ),
        how="Level of the strongest words less the rung of the furthest deed, both on [0, 1]; "
        "n counts statements and deeds. No deed yet: the gap is still open.",
        alt=f"{count_of(len(gaps), 'gap')}, from {gaps[0].gap:+.2f} to {gaps[-1].gap:+.2f}."
        if gaps
        else "No gaps.",
    )
    rows = tuple(
        (
            _gap_name(brief, gap),
            _signed(gap.gap),
            f"{_signed(gap.low)} to {_signed(gap.high)}",
            plain(gap.deeds_rung),
            "open" if gap.lag_days is None else str(gap.lag_days),
            f"{gap.n_words} + {gap.n_deeds}",
        )
        for gap in gaps
    )
    head = ("Party and instrument", "Gap", "90 %", "Furthest deed", "Lag, days", "n words + deeds")
    return drawn("gap", words, lambda width: _gap_chart(brief, gaps, width), Table(head, rows))


def _gap_chart(brief: Brief, gaps: list[Gap], width: int) -> Spec:
    label = 230 if is_wide(width) else 140
    rows: Rows = [
        {
            "name": _gap_name(brief, gap, short=not is_wide(width)),
            "gap": gap.gap,
            "low": gap.low,
            "high": gap.high,
            "said": f"{_gap_name(brief, gap)}: {_signed(gap.gap)} ({_signed(gap.low)} to "
            f"{_signed(gap.high)}), n = {gap.n_words} + {gap.n_deeds}",
            "done": gap.n_deeds > 0,
        }
        for gap in gaps
    ]
    names = [row["name"] for row in rows]
    y = alt.Y("name:N", sort=names, axis=names_axis(names, label))
    x = alt.X(
        "gap:Q",
        scale=alt.Scale(domain=[-1, 1]),
        axis=alt.Axis(
            values=[-1, -0.5, 0, 0.5, 1],
            labelExpr="{'-1':'more done','0':'even','1':'more said'}[datum.value] || ''",
            title=None,
            labelFlush=True,
        ),
    )
    base = chart(rows).encode(y=y)
    zero = chart([{"gap": 0}]).mark_rule(color=COLOURS["soft"]).encode(x=x)
    bars = base.mark_rule(strokeWidth=2, color=COLOURS["accent"], opacity=0.5).encode(
        x=alt.X("low:Q", scale=alt.Scale(domain=[-1, 1])), x2=alt.X2("high:Q")
    )
    dots = base.mark_point(
        size=54, opacity=1, color=COLOURS["accent"], strokeWidth=1.6, aria=True
    ).encode(
        x=x,
        description=alt.Description("said:N"),
        fill=alt.condition("datum.done", alt.value(COLOURS["accent"]), alt.value(COLOURS["paper"])),
    )
    inner = width - label - 20
    return layered(
        zero, bars, dots, width=inner, height=row_height(names, label, 22) * max(1, len(rows))
    )


def _signed(gap: float) -> str:
    return f"{gap:+.2f}".replace("-", "−")


def _gap_name(brief: Brief, gap: Gap, short: bool = False) -> str:
    who = gap.actor if short else party_words(gap.actor, brief.case.parties)
    return f"{who}: {instrument_words(gap.instrument)}"
