"""The order of relief: each price with the modules as written, and in the order furthest off."""

import altair as alt

from detente.brief.figures.axes import (
    Rows,
    chart,
    columns,
    haloed,
    is_wide,
    months_axis,
    share_axis,
)
from detente.brief.figures.compose import Spec, layered, sized, tiled
from detente.brief.figures.frame import Figure, Table, Words, drawn
from detente.brief.figures.palette import COLOURS
from detente.findings.model import Brief
from detente.markets.sequencing import OrderedPath, Sequencing
from detente.wording.names import plain
from detente.wording.numbers import percent, signed_percent, upper_first

_LEAST = 0.005  # a gap that is worth a sentence


def sequence_title(found: Sequencing) -> str:
    """Whether, and where most, the order of the modules moves a price."""
    if found.widest < _LEAST:
        return "The order of relief hardly moves a price"
    return f"The order of relief moves {plain(found.asset)} most, by up to {percent(found.widest)}"


def sequence_figure(brief: Brief, found: Sequencing) -> Figure:
    """Price paths under a signed settlement, in two orders of the same relief."""
    written = ", ".join(map(plain, found.order))
    words = Words(
        title=sequence_title(found),
        measure="Change of the price under a settlement that holds, by month from signature. "
        "Line: modules in the order of the package; dashed: the order that differs most",
        how=f"Package {plain(found.package)}, written {written}. Modules change places as wholes; "
        "the relief in the end is the same. Which share arrives with a valve, and which at once "
        "as news, is stated in assets.yaml.",
        alt="Two paths for each price, the widest gap between them marked.",
    )
    rows = tuple(
        (
            plain(path.asset),
            "as written" if path.written else ", ".join(map(plain, path.order)),
            *(signed_percent(path.mean[n], 1) for n in _marks(path)),
            "" if path.written else f"{percent(path.gap)} in month {path.gap_month}",
        )
        for path in found.paths
    )
    head = ("Price", "Order", "Month 12", "Month 24", "Month 36", "Widest gap")
    return drawn("sequence", words, lambda w: _panels(brief, found, w), Table(head, rows))


def _marks(path: OrderedPath) -> list[int]:
    last = len(path.mean) - 1
    return [min(month, last) for month in (12, 24, 36)]


def _panels(brief: Brief, found: Sequencing, width: int) -> Spec:
    across = is_wide(width)
    each = (width - 60) // 2 - 30 if across else width - 70
    assets = list(dict.fromkeys(path.asset for path in found.paths))
    panels = [
        sized(
            _panel(brief, found, asset, width),
            width=each,
            height=130,
            title=upper_first(plain(asset)),
        )
        for asset in assets
    ]
    return tiled(panels, 2 if across else 1, 18)


def _panel(brief: Brief, found: Sequencing, asset: str, width: int) -> Spec:
    package = brief.packages[found.package]
    paths = [path for path in found.paths if path.asset == asset]
    rows: Rows = [
        {"month": month, "change": change, "written": path.written}
        for path in paths
        for month, change in enumerate(path.mean)
    ]
    x = months_axis("month", package.signed, package.horizon, min(width, 699))
    y = alt.Y("change:Q", axis=share_axis(signed=True, tickCount=4))
    base = chart(rows).encode(x=x, y=y)
    other = next((path for path in paths if not path.written), None)
    layers = [
        base.transform_filter("!datum.written").mark_line(
            color=COLOURS["soft"], strokeDash=[4, 3], interpolate="step-after"
        ),
        base.transform_filter("datum.written").mark_line(
            color=COLOURS["accent"], strokeWidth=2.5, interpolate="step-after"
        ),
    ]
    if other is not None:
        at = other.gap_month
        label = [{"month": at, "change": other.mean[at], "label": f"{plain(other.order[0])} first"}]
        text = chart(label).encode(x=x, y=y, text=alt.Text("label:N"))
        layers += haloed(text, align="left", dx=4, dy=-8, fontSize=11)
    said: Rows = [
        {"month": n, "said": f"{upper_first(plain(asset))}, month {n}: {_in_both(paths, n)}"}
        for n in range(package.horizon + 1)
    ]
    return layered(*layers, *([columns(said, x)] if is_wide(width) else []))


def _in_both(paths: list[OrderedPath], month: int) -> str:
    return ", ".join(
        f"{'as written' if path.written else plain(path.order[0]) + ' first'} "
        f"{signed_percent(path.mean[min(month, len(path.mean) - 1)], 1)}"
        for path in paths
    )
