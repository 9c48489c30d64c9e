"""What the answer hangs on: how far each number is from the value that turns it."""

import altair as alt

from detente.brief.figures.axes import Rows, chart, is_wide, names_axis, row_height
from detente.brief.figures.compose import Spec, layered
from detente.brief.figures.frame import Figure, Table, Words, drawn
from detente.brief.figures.palette import COLOURS
from detente.durability.flips import Flip
from detente.findings.model import Brief, Package
from detente.wording.figure_titles import bare, hanging
from detente.wording.names import plain
from detente.wording.numbers import percent, upper_first

_SHOWN = 10


def flips_figure(brief: Brief) -> Figure:
    """Each number between its ends, with its mode and the value that turns the answer."""
    name, turning = hanging(brief)
    package = brief.packages[name]
    many = "one number" if len(turning) == 1 else f"{len(turning)} numbers"
    words = Words(
        title=f"{upper_first(many)} can turn the answer on {plain(name)}, each by itself",
        measure="Each number from its least to its greatest believed value; dot: likeliest; bar: "
        "the value at which the answer turns. At right: the chance that it lies beyond",
        how="Every other number stays at its mode. Shares of the variance of survival are in the "
        "table; a number may turn the answer and yet leave survival alone, since what is eroded "
        "is still alive.",
        alt="One line for each number, with its mode and its break-even.",
    )
    return drawn("flips", words, lambda width: _chart(turning, width), _table(package))


def _table(package: Package) -> Table:
    head = ("Number", "Mode", "Turns at", "Chance", "Share at 12 m", "Share at 60 m", "Known")
    rows = tuple(
        (
            f.words,
            f"{f.mode:.3g}",
            "-" if f.breakeven is None else f"{f.direction} {f.breakeven:.3g}",
            percent(f.chance),
            f"{f.share_12:.2f} ± {f.share_12_error:.2f}",
            f"{f.share_60:.2f} ± {f.share_60_error:.2f}",
            f.evidence,
        )
        for f in package.flips
    )
    return Table(head, rows)


def _row(flip: Flip) -> dict[str, str | float]:
    turn = flip.breakeven if flip.breakeven is not None else flip.mode
    least, most = min(flip.low, turn), max(flip.high, turn)
    width = (most - least) or 1.0
    return {
        "words": bare(flip),
        "low": (flip.low - least) / width,
        "high": (flip.high - least) / width,
        "mode": (flip.mode - least) / width,
        "turn": (turn - least) / width,
        "label": f"{flip.direction} {turn:.2g}: {percent(flip.chance)}",
        "said": flip.sentence,
    }


def _chart(turning: tuple[Flip, ...], width: int) -> Spec:
    label, right = (250, 110) if is_wide(width) else (140, 84)
    rows: Rows = [_row(flip) for flip in turning[:_SHOWN]]
    names = [str(row["words"]) for row in rows]
    y = alt.Y("words:N", sort=names, axis=names_axis(names, label))
    scale = alt.Scale(domain=[0, 1])
    none = alt.Axis(labels=False, ticks=False, grid=False, domain=False, title=None)
    base = chart(rows).encode(y=y)
    layers = [
        base.mark_rule(color=COLOURS["soft"], strokeWidth=3).encode(
            x=alt.X("low:Q", scale=scale, axis=none), x2=alt.X2("high:Q")
        ),
        base.mark_point(size=58, filled=True, color=COLOURS["ink"], opacity=1, aria=True).encode(
            x=alt.X("mode:Q", scale=scale), description=alt.Description("said:N")
        ),
        base.mark_tick(color=COLOURS["accent"], thickness=3, size=15).encode(
            x=alt.X("turn:Q", scale=scale)
        ),
        base.mark_text(align="left", dx=8, color=COLOURS["ink"]).encode(
            x=alt.value(width - label - right), text=alt.Text("label:N")
        ),
    ]
    height = row_height(names, label, 23) * max(1, len(rows))
    return layered(*layers, width=width - label - right, height=height)
