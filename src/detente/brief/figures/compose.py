"""Altair's charts put over and beside each other.

Altair's own `layer` and `concat` copy every chart deeply, many times over; on a whole page that
costs more than drawing it. The charts stay Altair's, only the nesting is ours.
"""

from collections.abc import Sequence
from typing import Any

import altair as alt

Spec = dict[str, Any]


def layered(*charts: alt.Chart, **size: Any) -> Spec:
    """Charts over each other, the last on top, with a width, height or title."""
    return {"layer": [_plain(chart) for chart in charts], **size}


def sized(spec: Spec, **size: Any) -> Spec:
    """The same with a width, height or title."""
    return {**spec, **size}


def stacked(*specs: Spec, spacing: int) -> Spec:
    """Charts under each other."""
    return {"vconcat": list(specs), "spacing": spacing}


def tiled(specs: Sequence[Spec], columns: int, spacing: int) -> Spec:
    """Charts as tiles, row by row."""
    return {"concat": list(specs), "columns": columns, "spacing": spacing}


def complete(spec: Spec, config: Spec | None = None) -> Spec:
    """A whole Vega-Lite specification."""
    return {"$schema": alt.SCHEMA_URL, "config": config or {}, **spec}


def _plain(chart: alt.Chart) -> Spec:
    """The chart as plain data, its rows left where they are used."""
    rows: Spec = {}
    found: Spec = chart.to_dict(validate=False, context={"top_level": False, "datasets": rows})
    name = found["data"].pop("name", None)
    return found if name is None else found | {"data": {**found["data"], "values": rows[name]}}
