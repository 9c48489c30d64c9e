"""A chart as SVG that sits inside the page: its colours follow the page, its ids stay its own."""

import re
from typing import Any

from detente.brief.figures import vega
from detente.brief.figures.compose import Spec, complete
from detente.brief.figures.palette import COLOURS

_VARIABLES = {value: f"var(--{name})" for name, value in COLOURS.items()}
_COLOUR = re.compile(r'"(#[0-9a-f]{6})"')
_ID = re.compile(r'(\bid="|url\(#)([^")]+)')
_NOISE = re.compile(
    r'<path[^>]* display="none"/>|<path[^>]* d="M0,0h0v0h0Z"[^>]*/>'
    r'| (?:role|aria-roledescription|aria-hidden|pointer-events|class|stroke-miterlimit)="[^"]*"'
    r'| (?:opacity|stroke-width)="1"(?=[ />])'
)
_NAMED = re.compile(r'<(path|line)([^>]*?) aria-label="([^"]*)"([^>]*?)/>')
_LABEL = re.compile(r' aria-label="[^"]*"')
_TWO_LINES = re.compile(r'(text-anchor="end"[^>]*>)<tspan>([^<]*</tspan><tspan x="0" dy="12">)')
_HEAD = re.compile(r'^<svg[^>]*? width="([\d.]+)" height="([\d.]+)"[^>]*>')
_CONFIG: dict[str, Any] = {
    "background": None,
    "font": "sans-serif",
    "aria": False,
    "view": {"stroke": None},
    "axis": {
        "labelColor": COLOURS["soft"],
        "titleColor": COLOURS["soft"],
        "titleFontWeight": "normal",
        "titleFontSize": 12,
        "labelFontSize": 12,
        "gridColor": COLOURS["rule"],
        "domainColor": COLOURS["soft"],
        "tickColor": COLOURS["soft"],
        "domain": False,
        "ticks": False,
        "labelPadding": 4,
    },
    "axisY": {"labelPadding": 8},
    "text": {"fontSize": 12, "color": COLOURS["ink"]},
    "header": {
        "title": None,
        "labelColor": COLOURS["ink"],
        "labelFontSize": 13,
        "labelFontWeight": "bold",
        "labelAnchor": "start",
    },
    "title": {"anchor": "start", "fontSize": 13, "color": COLOURS["ink"], "offset": 6},
}


def to_svg(spec: Spec, name: str, alt: str, size: str) -> str:
    """The chart drawn; `name` marks its ids, `alt` is read out, `size` is its CSS class."""
    return _settled(vega.to_svg(complete(spec, _CONFIG)), f"{name}-{size}-", alt, size)


def _settled(drawn: str, prefix: str, alt: str, size: str) -> str:
    head = _HEAD.match(drawn)
    if head is None:
        raise ValueError("vl-convert returned no SVG")
    body = _NOISE.sub("", drawn[head.end() :])
    body = _NAMED.sub(r"<\1\2\4><title>\3</title></\1>", body)
    body = _LABEL.sub("", body)
    body = _TWO_LINES.sub(r'\1<tspan x="0" dy="-6">\2', body)  # Vega hangs them below their row
    body = _COLOUR.sub(lambda m: f'"{_VARIABLES.get(m[1], m[1])}"', body)
    ids = dict.fromkeys(found[1] for found in _ID.findall(body))  # numbered anew: Vega's go on
    numbers = {name: f"{prefix}{i}" for i, name in enumerate(ids)}  # counting from page to page
    body = _ID.sub(lambda m: m[1] + numbers[m[2]], body)
    width, height = head[1], head[2]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{size}" role="img" '
        f'viewBox="0 0 {width} {height}" width="{width}" aria-label="{_attribute(alt)}">{body}'
    )


def _attribute(text: str) -> str:
    for sign, entity in (("&", "&amp;"), ('"', "&quot;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(sign, entity)
    return text
