"""What a notebook gets back: the data, a table, a drawing."""

import html
import importlib.util
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import altair as alt
import narwhals as nw

from detente.brief.figures.vega import to_svg
from detente.errors import DetenteError

Cell = str | int | float | bool | None
Rows = Sequence[Mapping[str, Cell]]
Backend = Literal["pandas", "polars", "pyarrow"]
_SHOWN = 30  # rows of a table in a notebook


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart that shows itself without a script or a network; `chart` is Altair's, to change."""

    chart: alt.Chart | alt.LayerChart | alt.FacetChart

    def svg(self) -> str:
        """The chart drawn."""
        return to_svg(self.chart.to_dict())

    def _repr_svg_(self) -> str:
        return self.svg()


@dataclass(frozen=True, slots=True)
class Result:
    """One answer: `data` is what the command prints as JSON, `rows` the same as a long table."""

    title: str
    data: Mapping[str, Any]
    rows: Rows
    draw: Callable[[], Drawing] | None = field(default=None, repr=False)

    def to_frame(self, backend: Backend | None = None) -> Any:
        """The rows as a data frame of pandas or polars, whichever is there."""
        wanted: tuple[Backend, ...] = (backend,) if backend else get_args(Backend)
        chosen = next(filter(importlib.util.find_spec, wanted), None)
        if chosen is None:
            known = " or ".join(wanted)
            raise DetenteError(f"no data frames here: install {known}, or use .rows")
        heads = dict.fromkeys(name for row in self.rows for name in row)
        columns = {name: [row.get(name) for row in self.rows] for name in heads}
        return nw.from_dict(columns, backend=chosen).to_native()

    def figure(self) -> Drawing:
        """The picture of this answer."""
        if self.draw is None:
            raise DetenteError(f"{self.title}: a table says it better", "use .to_frame()")
        return self.draw()

    def _repr_html_(self) -> str:
        heads = list(dict.fromkeys(name for row in self.rows for name in row))
        head = "".join(f"<th>{html.escape(name)}</th>" for name in heads)
        body = "".join(
            "<tr>" + "".join(f"<td>{_spelled(row.get(name))}</td>" for name in heads) + "</tr>"
            for row in self.rows[:_SHOWN]
        )
        more = len(self.rows) - _SHOWN
        rest = f"<p>and {more} more rows: .to_frame() has them all</p>" if more > 0 else ""
        return (
            f"<table><caption>{html.escape(self.title)}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"
        )


def _spelled(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:.4g}" if isinstance(cell, float) else html.escape(str(cell))
