"""What every figure carries: a finding, a measure, the drawing in two sizes, words and numbers."""

from collections.abc import Callable
from dataclasses import dataclass

from altair.utils.schemapi import debug_mode

from detente.brief.figures.compose import Spec
from detente.brief.figures.svg import to_svg

Pairs = tuple[tuple[str, str], ...]
Key = tuple[tuple[str, str, str], ...]
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
    scale: Pairs = ()  # (colour, words) for a stepped scale
    key: Key = ()  # (colour, sign, words) for the parties shown


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a figure, before it is drawn."""

    title: str
    measure: str
    how: str
    alt: str


Drawing = Callable[[int], Spec]  # by width in pixels


def drawn(
    name: str,
    words: Words,
    drawing: Drawing,
    table: Table,
    scale: Pairs = (),
    key: Key = (),
) -> Figure:
    """The figure, with its drawing made in both sizes."""
    alt = f"{words.title}. {words.alt}"
    with debug_mode(False):  # the tests check every specification; that takes half the time
        wide, narrow = drawing(WIDE), drawing(NARROW)
    return Figure(
        name=name,
        title=words.title,
        measure=words.measure,
        how=words.how,
        alt=alt,
        wide=to_svg(wide, name, alt, "wide"),
        narrow=to_svg(narrow, name, alt, "narrow"),
        table=table,
        scale=scale,
        key=key,
    )
