"""What a case may not say of a line of its record: weights of nothing there, or out of bounds.

A ratio says how much likelier a line is under one future than on average. Talk is cheap, so words
are held to a narrow range and deeds to a wider one; a future that is not named has 1.
"""

from collections.abc import Callable, Container, Iterator, Mapping
from typing import Literal

from detente.case.futures import futures_of
from detente.case.hints import nearest, spell
from detente.case.quantity import Path
from detente.case.world import Outlook
from detente.errors import Place, Problem

Kind = Literal["deed", "statement"]
BOUNDS: Mapping[Kind, tuple[float, float]] = {"deed": (0.33, 3.0), "statement": (0.8, 1.25)}


def misweighed(
    stated: Outlook,
    kinds: Mapping[str, Kind],
    place: Callable[[Path], Place],
    refused: Container[str] = (),
) -> list[Problem]:
    """Everything wrong with the evidence of an outlook; `kinds` are the lines of the record.

    Lines in `refused` are there, but could not be read: nothing is said of them.
    """
    return [
        Problem(place(path), f"{spell(path)}: {reason}", remedy)
        for path, reason, remedy in _complaints(stated, kinds, refused)
    ]


def _complaints(
    stated: Outlook, kinds: Mapping[str, Kind], refused: Container[str]
) -> Iterator[tuple[Path, str, str]]:
    seen: set[str] = set()
    for index, item in enumerate(stated.evidence):
        path = ("outlook", "evidence", index)
        if item.line not in kinds and item.line in refused:
            continue
        if item.line not in kinds:
            reason = f'no line of the record "{item.line}"'
            yield (*path, "line"), reason, nearest(item.line, kinds)
            continue
        if item.line in seen:
            reason = f'"{item.line}" is weighed twice'
            yield (*path, "line"), reason, "a line counts once; join its ratios"
        seen.add(item.line)
        for name, ratio in item.ratios.items():
            yield from _ratio((*path, "ratios", name), ratio, kinds[item.line], stated)


def _ratio(
    path: Path, ratio: float, kind: Kind, stated: Outlook
) -> Iterator[tuple[Path, str, str]]:
    holds, collapses, *unsigned = futures_of(stated)
    low, high = BOUNDS[kind]
    name = str(path[-1])
    if name == collapses:
        remedy = f"durability is computed from the package; weigh {holds}, which is signing"
        yield path, "no line of the record speaks for it", remedy
    elif name not in {holds, *unsigned}:
        yield path, f'no scenario "{name}"', nearest(name, (holds, *unsigned))
    elif not low <= ratio <= high:
        yield path, f"{ratio:g} is out of bounds", f"a {kind} may weigh {low:g} to {high:g}"
