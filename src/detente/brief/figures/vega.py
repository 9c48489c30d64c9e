"""Vega-Lite to SVG, with the letters measured in the same font wherever this runs.

vl-convert brings a font of its own, but takes the machine's where it finds the same; it then opens
that file anew for every letter, which is most of the time a chart takes. So it is loaded with no
font of the machine in sight. Where fonts are not found by fontconfig (macOS) it sees them all the
same.
"""

import json
import os
from functools import cache
from importlib import import_module
from typing import Any

import altair as alt

from detente.writing import scratch

_VERSION = alt.SCHEMA_VERSION.removeprefix("v").rpartition(".")[0]
_WHERE = "FONTCONFIG_FILE"
_A_WORD = '{"data": {"values": [{}]}, "mark": {"type": "text", "text": "word"}, "title": "word"}'
_NOWHERE = "<fontconfig><dir>/no/fonts/of/this/machine</dir></fontconfig>"


def to_svg(spec: dict[str, Any]) -> str:
    """A whole Vega-Lite specification drawn; nothing is fetched."""
    drawn = _converter().vegalite_to_svg(
        json.dumps(spec), vl_version=_VERSION, allowed_base_urls=[]
    )
    return str(drawn)


def to_png(svg: str, scale: float) -> bytes:
    """A drawing as pixels, `scale` of them to each of its own."""
    return bytes(_converter().svg_to_png(svg, scale=scale))


@cache
def _converter() -> Any:
    """vl-convert, which looks for fonts when it is loaded and when it first measures a word."""
    before = os.environ.get(_WHERE)
    with scratch() as folder:
        told = folder / "fonts.conf"
        told.write_text(_NOWHERE, encoding="utf-8")
        os.environ[_WHERE] = str(told)
        try:
            found = import_module("vl_convert")
            found.vegalite_to_svg(_A_WORD, vl_version=_VERSION)
        finally:
            if before is None:
                del os.environ[_WHERE]
            else:
                os.environ[_WHERE] = before
    return found
