"""Figures of the workbench as shapes: cheap enough to be drawn anew at every move of a handle.

Sizes are in the units of the drawing's own view box. Colours are names of the page's CSS variables,
the same as in the brief.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from detente.findings.model import Package
from detente.wording.numbers import money, month_words, percent

DESK, PHONE = 640, 330
_EVERY = (3, 6, 12, 24, 48, 120)


@dataclass(frozen=True, slots=True)
class Box:
    """A coloured rectangle with what it says on hover."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    said: str = ""
    cheats: bool = False  # at the likeliest numbers


@dataclass(frozen=True, slots=True)
class Mark:
    """Words at a point."""

    x: float
    y: float
    words: str
    anchor: str = "start"
    colour: str = "soft"


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve or a filled band: the `d` of a path."""

    d: str
    colour: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """One figure at one width."""

    size: str  # its CSS class, "wide" or "narrow"
    width: float
    height: float
    boxes: tuple[Box, ...] = ()
    doubts: tuple[Box, ...] = ()  # where it holds at the likeliest numbers, but not in every draw
    bands: tuple[Curve, ...] = ()
    lines: tuple[Curve, ...] = ()
    marks: tuple[Mark, ...] = ()
    outline: Box | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    """Months from signature along the foot of a figure."""

    signed: date
    horizon: int
    left: float
    month: float  # width of one

    def x(self, month: float) -> float:
        """Where a month begins."""
        return self.left + month * self.month

    def ticks(self, y: float, most: int) -> Iterator[Mark]:
        """Months with the dates under them."""
        step = next(s for s in _EVERY if self.horizon / s <= most)
        for n in range(0, self.horizon + 1, step):
            anchor = "start" if n == 0 else "end" if n + step > self.horizon else "middle"
            yield Mark(self.x(n), y, str(n) if n else "signed", anchor)
            yield Mark(self.x(n), y + 14, month_words(self.signed, n), anchor)


def axis(package: Package, left: float, width: float, months: int) -> Axis:
    """An axis as wide as a figure leaves room for."""
    return Axis(package.signed, package.horizon, left, (width - left - 8) / months)


def slack_drawings(package: Package, names: Mapping[str, str]) -> list[Drawing]:
    """Slack by party and month, for a desk and for a phone."""
    return [_slack(package, names, width) for width in (DESK, PHONE)]


def _slack(package: Package, names: Mapping[str, str], width: int) -> Drawing:
    desk, row = width == DESK, 26.0
    across = axis(package, 112 if desk else 34, width, package.horizon + 1)
    boxes: list[Box] = []
    doubts: list[Box] = []
    marks: list[Mark] = []
    for at, party in enumerate(package.slack):
        who = names.get(party, party)
        marks.append(Mark(across.left - 8, at * row + 17, who if desk else party, "end", "ink"))
        boxes += _cells(package, party, who, across, at * row + 2)
        doubts += _doubts(package, party, across, at * row + 2)
    foot = max(1, len(package.slack)) * row
    marks += across.ticks(foot + 14, 6 if desk else 3)
    return Drawing(
        size="wide" if desk else "narrow",
        width=width,
        height=foot + 34,
        boxes=tuple(boxes),
        doubts=tuple(doubts),
        marks=tuple(marks),
        outline=_outline(package, across, row),
    )


def _cells(package: Package, party: str, who: str, across: Axis, y: float) -> Iterator[Box]:
    """Months of a party; neighbours of one colour as one on a phone, where nobody can hover."""
    curve, least, edges = package.slack[party], package.slack_low[party], scale_edges(package)
    apart = across.month * package.horizon > PHONE
    for start, end in _runs([_step(now, edges) for now in curve], apart=apart):
        when = f"month {start}" if end == start + 1 else f"months {start} to {end - 1}"
        wide = (end - start) * across.month + 0.35  # or hairlines show between the cells
        said = f"{who}, {when}: {money(curve[start])} EUR bn"
        said += f", in one draw of twenty {money(least[start])} or less"
        colour = _step(curve[start], edges)
        yield Box(across.x(start), y, wide, 22.0, colour, said, curve[start] < 0)


def _doubts(package: Package, party: str, across: Axis, y: float) -> Iterator[Box]:
    """Months in which a party complies at the likeliest numbers, and cheats in many draws."""
    both = zip(package.slack[party], package.slack_low[party], strict=True)
    doubtful = [low < 0 <= now for now, low in both]
    for start, end in _runs(doubtful, apart=False):
        if doubtful[start]:
            yield Box(across.x(start), y, (end - start) * across.month, 22.0, "paper")


def _outline(package: Package, across: Axis, row: float) -> Box | None:
    """The first cell to break."""
    binding = package.holds.first_binding
    if binding is None or binding.party not in package.slack:
        return None
    y = list(package.slack).index(binding.party) * row + 1
    x, width = across.x(binding.month - 0.25), 1.5 * across.month
    return Box(x, y, width, row - 2, "ink", binding.words)


def scale_edges(package: Package) -> tuple[float, float, float]:
    """Where the colour steps: three powers of ten under the largest slack."""
    sizes = [abs(x) for curve in package.slack.values() for x in curve if math.isfinite(x)]
    largest = max(sizes, default=1.0)
    top = 10.0 ** math.floor(math.log10(largest)) if largest > 0 else 1.0
    return top / 100, top / 10, top


def _step(slack: float, edges: Sequence[float]) -> str:
    size = 1 + sum(abs(slack) > edge for edge in edges)
    return f"{'hold' if slack >= 0 else 'cheat'}-{size}"


def _runs(looks: Sequence[object], *, apart: bool) -> Iterator[tuple[int, int]]:
    """Months as cells; neighbours that look alike as one where nobody can hover."""
    start = 0
    for n in range(len(looks)):
        if apart or n + 1 == len(looks) or looks[n] != looks[n + 1]:
            yield start, n + 1
            start = n + 1


def survival_drawings(package: Package, before: Package | None) -> list[Drawing]:
    """Intact, eroded and ended as bands that add up; dashed, survival when last saved."""
    return [_survival(package, before, width) for width in (DESK, PHONE)]


def _survival(package: Package, before: Package | None, width: int) -> Drawing:
    top, height = 8.0, 180.0
    across, survival = axis(package, 40, width, package.horizon), package.survival
    alive, intact = survival.mean, survival.intact
    nothing, all_of_it = [0.0] * len(alive), [1.0] * len(alive)

    def points(curve: Sequence[float]) -> list[str]:
        return [f"{across.x(n):.1f},{top + (1 - c) * height:.1f}" for n, c in enumerate(curve)]

    def band(low: Sequence[float], high: Sequence[float], colour: str, said: str) -> Curve:
        return Curve(f"M{' '.join(points(low))} {' '.join(points(high)[::-1])}Z", colour, said)

    bands = (
        band(nothing, intact, "intact", "Kept by all"),
        band(intact, alive, "eroded", "Alive, while breaches go on that nothing punishes"),
        band(alive, all_of_it, "collapsed", "Ended"),
    )
    lines = []
    if before is not None and before.survival != survival:
        for curve, said in ((before.survival.mean, "alive"), (before.survival.intact, "kept")):
            shown = curve[: package.horizon + 1]
            lines.append(Curve(f"M{' '.join(points(shown))}", "accent", f"{said} when last saved"))
    marks = [
        Mark(across.left - 6, top + (1 - c) * height + 4, percent(c), "end") for c in (0, 0.5, 1)
    ]
    for name, low, high, colour in (
        ("intact", nothing, intact, "paper"),
        ("eroded", intact, alive, "on-state"),
        ("ended", alive, all_of_it, "on-state"),
    ):
        best = max(range(5, max(6, len(low) - 8)), key=lambda n: high[n] - low[n])
        if high[best] - low[best] >= 0.09:
            y = top + (1 - (low[best] + high[best]) / 2) * height + 4
            marks.append(Mark(across.x(best), y, name, "middle", colour))
    marks += across.ticks(top + height + 16, 6 if width == DESK else 3)
    size = "wide" if width == DESK else "narrow"
    foot = top + height + 36
    return Drawing(size, width, foot, bands=bands, lines=tuple(lines), marks=tuple(marks))
