"""What every figure carries: a finding, a measure, the drawing in two sizes, words and numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from detente.brief.figures.svg import to_svg

WIDE, NARROW = 700, 340


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers behind a figure; units stand in the head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One idea, drawn wide and narrow."""

    name: str
    title: str  # the finding
    measure: str  # what is measured, in which unit
    how: str  # source, and how we got this
    alt: str
    wide: str  # SVG
    narrow: str  # SVG
    table: Table
    scale: tuple[tuple[str, str], ...] = ()  # (colour, words) for a stepped scale


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a figure, before it is drawn."""

    title: str
    measure: str
    how: str
    alt: str


Drawing = Callable[[int], Any]  # width in pixels -> an Altair chart


def drawn(
    name: str,
    words: Words,
    drawing: Drawing,
    table: Table,
    scale: tuple[tuple[str, str], ...] = (),
) -> Figure:
    """The figure, with its drawing made in both sizes."""
    alt = f"{words.title}. {words.alt}"
    return Figure(
        name=name,
        title=words.title,
        measure=words.measure,
        how=words.how,
        alt=alt,
        wide=to_svg(drawing(WIDE), name, alt, "wide"),
        narrow=to_svg(drawing(NARROW), name, alt, "narrow"),
        table=table,
        scale=scale,
    )
