"""Colours, in one place: drawn by their light values, shown through CSS variables.

Every colour here has a variable of the same name in `style.css`, so that one drawing serves the
light page, the dark page and paper. No two may be equal, for the drawing is translated by value.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

COLOURS = {
    "ink": "#1b1b1f",
    "soft": "#6a6862",
    "rule": "#d9d5ca",
    "paper": "#fbf9f4",
    "accent": "#8a1c3b",
    "band-50": "#aebfd0",
    "band-90": "#d8e0e8",
    "intact": "#23486b",
    "eroded": "#7fa0bf",
    "collapsed": "#dde5ec",
    "on-state": "#17181b",
    "valve": "#4f7a6b",
    "hold-4": "#084a8a",
    "hold-3": "#3b7ab5",
    "hold-2": "#85b0d6",
    "hold-1": "#cfe0ef",
    "cheat-1": "#fbdcc0",
    "cheat-2": "#f0a868",
    "cheat-3": "#d87420",
    "cheat-4": "#9c4a06",
    "party-1": "#0072b2",
    "party-2": "#56b4e9",
    "party-3": "#d55e00",
    "party-4": "#e69f00",
    "party-5": "#009e73",
    "party-6": "#cc79a7",
    "party-7": "#8c8c88",
}
# Okabe and Ito's colours; the parties of the shipped cases keep theirs from page to page.
_FIXED = {"US": 1, "EU": 2, "RU": 3, "UA": 4, "TR": 5}
_DASHES = ([1, 0], [8, 3], [4, 2], [2, 2], [10, 3, 2, 3], [6, 2, 2, 2], [1, 3])
_SIGNS = "●■▲◆✚▼◀"
_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-left")


@dataclass(frozen=True, slots=True)
class Style:
    """How one party looks in every figure: a colour, a dash and a shape, for print and grey."""

    colour: str
    dash: list[int]
    shape: str
    sign: str  # the shape, in text
    variable: str  # the colour, in CSS


def party_styles(parties: Iterable[str]) -> dict[str, Style]:
    """A look for every party, the same on every page that names it."""
    names = list(parties)
    numbers = {name: _FIXED[name] for name in names if name in _FIXED}
    free = [n for n in range(1, 8) if n not in numbers.values()] or [7]
    others = [name for name in names if name not in numbers]
    numbers |= {name: free[min(i, len(free) - 1)] for i, name in enumerate(others)}
    return {name: _style(numbers[name]) for name in names}


def _style(number: int) -> Style:
    name = f"party-{number}"
    at = number - 1
    return Style(COLOURS[name], _DASHES[at], _SHAPES[at], _SIGNS[at], name)


def party_key(
    present: Iterable[str], parties: Mapping[str, str]
) -> tuple[tuple[str, str, str], ...]:
    """The parties that a figure shows: CSS colour, sign and name of each."""
    styles = party_styles(dict.fromkeys([*parties, *(shown := list(present))]))
    names = [name for name in styles if name in set(shown)]
    return tuple((styles[n].variable, styles[n].sign, parties.get(n, n)) for n in names)
