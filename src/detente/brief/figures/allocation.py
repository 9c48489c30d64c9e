"""Rotate or hold: what the portfolio gains or loses in each future, and what would move it."""

import altair as alt

from detente.brief.figures.axes import Rows, chart, is_wide, names_axis, share_axis
from detente.brief.figures.compose import Spec, layered
from detente.brief.figures.frame import Figure, Table, Words, drawn
from detente.brief.figures.palette import COLOURS
from detente.portfolio import Allocation
from detente.wording.figure_titles import gain_title, weights_title
from detente.wording.names import plain, scenario_words
from detente.wording.numbers import percent, signed_percent, upper_first


def weights_figure(portfolio: Allocation) -> Figure:
    """Weights held now, and the best ones."""
    words = Words(
        title=weights_title(portfolio),
        measure="Weight of each asset, % of the portfolio: hollow now, filled best",
        how="Mean–CVaR over scenario probabilities with an interval on each; a move must pay in "
        "the worst of them, after costs and the error of the effects.",
        alt=f"Verdict: {portfolio.verdict}.",
    )
    rows = tuple(
        (upper_first(plain(asset)), percent(now), percent(portfolio.weights_best.get(asset, now)))
        for asset, now in portfolio.weights_now.items()
    )
    table = Table(("Asset", "Now, %", "Best, %"), rows)
    return drawn("weights", words, lambda width: _weights_chart(portfolio, width), table)


def _weights_chart(portfolio: Allocation, width: int) -> Spec:
    rows: Rows = [
        {
            "name": upper_first(plain(asset)),
            "now": now,
            "best": portfolio.weights_best.get(asset, now),
            "label": _change(now, portfolio.weights_best.get(asset, now)),
            "said": f"{upper_first(plain(asset))}: now {percent(now)}, best "
            f"{percent(portfolio.weights_best.get(asset, now))}",
        }
        for asset, now in portfolio.weights_now.items()
    ]
    return _dumbbell(rows, width, floor=0.0)


def _change(now: float, best: float) -> str:
    return percent(now) if abs(best - now) < 5e-4 else f"{percent(now)} → {percent(best)}"


def gain_figure(portfolio: Allocation) -> Figure:
    """Profit and loss of the portfolio in every future."""
    gains = portfolio.pnl_by_scenario
    words = Words(
        title=gain_title(portfolio),
        measure=f"Mean profit or loss over {portfolio.horizon} months, % of the portfolio: "
        "hollow as held, filled with the best weights, before costs",
        how="Effects of each future on each asset, weighted; tails are the worst 5 % of outcomes.",
        alt="; ".join(f"{scenario_words(g.scenario)} {signed_percent(g.now, 1)}" for g in gains),
    )
    rows = tuple(
        (
            upper_first(scenario_words(g.scenario)),
            *(signed_percent(x, 1) for x in (g.now, g.best, g.tail_now, g.tail_best)),
        )
        for g in gains
    )
    head = ("Future", "As held, %", "Best, %", "Tail as held, %", "Tail best, %")
    return drawn("gains", words, lambda width: _gain_chart(portfolio, width), Table(head, rows))


def _gain_chart(portfolio: Allocation, width: int) -> Spec:
    rows: Rows = [
        {
            "name": upper_first(scenario_words(g.scenario)),
            "now": g.now,
            "best": g.best,
            "label": signed_percent(g.best, 1),
            "said": f"{upper_first(scenario_words(g.scenario))}: as held "
            f"{signed_percent(g.now, 1)}, best {signed_percent(g.best, 1)}; worst tail as held "
            f"{signed_percent(g.tail_now, 1)}",
        }
        for g in portfolio.pnl_by_scenario
    ]
    return _dumbbell(rows, width, floor=None)


def _dumbbell(rows: Rows, width: int, floor: float | None) -> Spec:
    """From now, hollow, to best, filled, with zero where it means something."""
    label = 190 if is_wide(width) else 140
    values = [0.0, *(row["now"] for row in rows), *(row["best"] for row in rows)]
    least, most = min(values), max(values)
    room = 0.22 * max(most - least, 0.01)
    low = floor if floor is not None else least - room / 2
    names = [row["name"] for row in rows]
    y = alt.Y("name:N", sort=names, axis=names_axis(names, label))
    scale = alt.Scale(domain=[low, most + room], nice=False)
    ticks = share_axis(signed=floor is None, tickCount=4)
    x = alt.X("best:Q", scale=scale, axis=ticks)
    base = chart(rows).encode(y=y)
    layers = [
        chart([{"best": 0}]).mark_rule(color=COLOURS["soft"]).encode(x=x),
        base.mark_rule(color=COLOURS["soft"], strokeWidth=1.4).encode(x=x, x2=alt.X2("now:Q")),
        base.mark_point(size=62, filled=True, color=COLOURS["accent"], opacity=1).encode(x=x),
        base.mark_point(
            size=62, color=COLOURS["ink"], strokeWidth=1.4, opacity=1, aria=True
        ).encode(x=alt.X("now:Q", scale=scale), description=alt.Description("said:N")),
        base.mark_text(align="left", dx=9).encode(x=x, text=alt.Text("label:N")),
    ]
    size = {"width": width - label - 30, "height": 23 * max(1, len(rows))}
    return layered(*layers, **size)
