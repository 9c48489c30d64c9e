"""What every answer owes: numbers that are numbers, chances in [0, 1], bands that add up."""

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

_NEAR = 1e-6
# Places whose values are chances or shares of one.
_SHARE = re.compile(
    r"(survival\.(mean|low|high|intact|eroded|collapsed|reduced)"
    r"|holds\.probability\.(mean|low|high)"
    r"|(at\.\d+|now|beliefs)\.[^.]+\.(mean|low|high)"
    r"|history\.(probabilities|regime|before)\.[^.]+|in_force)$"
)


def faults(data: Any, *, words: bool = True) -> Iterator[str]:
    """Everything in an answer that cannot be, as a place and a reason.

    `words`: whether `nan` in them is ours; it is not where somebody wrote it into the input.
    """
    for where, value in leaves(data):
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield from _of_number(where, float(value))
        elif (
            words
            and isinstance(value, str)
            and re.search(r"(?<![\w-])[-+]?(nan|inf)(?![\w-])", value)
        ):
            yield f"{where} says nan or inf"
    for where, node in mappings(data):
        yield from _of_sums(where, node)


def leaves(node: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Every value with its place; the place in a list is left out, so that faults group."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from leaves(value, f"{where}.{key}" if where else str(key))
    elif isinstance(node, list | tuple | np.ndarray):
        for value in node:
            yield from leaves(value, where)
    elif isinstance(node, np.generic):
        yield where, node.item()
    else:
        yield where, node


def mappings(node: Any, where: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every mapping with its place."""
    if isinstance(node, Mapping):
        yield where, node
        for key, value in node.items():
            yield from mappings(value, f"{where}.{key}" if where else str(key))
    elif isinstance(node, list | tuple):
        for value in node:
            yield from mappings(value, where)


def _of_number(where: str, value: float) -> Iterator[str]:
    if not math.isfinite(value):
        yield f"{where} is {value}"
    elif _SHARE.search(where) and not -_NEAR <= value <= 1 + _NEAR:
        yield f"{where} is {value!r}, no share"


def _of_sums(where: str, node: Mapping[str, Any]) -> Iterator[str]:
    if re.search(r"(^|\.)at\.\d+$", where) and all(isinstance(v, Mapping) for v in node.values()):
        total = sum(odds["mean"] for odds in node.values() if "mean" in odds)
        if abs(total - 1) > _NEAR:
            yield f"{where} adds to {total!r}"
    if re.search(r"weights_(now|best)$", where) and abs(sum(node.values()) - 1) > 1e-4:
        yield f"{where} adds to {sum(node.values())!r}"
    if re.search(r"survival$", where) and {"intact", "eroded", "mean"} <= node.keys():
        yield from _of_bands(where, node)
    if {"low", "high"} <= node.keys():
        ends = node["low"], node["high"]
        if all(isinstance(end, int | float) for end in ends) and ends[0] > ends[1] + _NEAR:
            yield f"{where} runs from {ends[0]!r} down to {ends[1]!r}"


def _of_bands(where: str, node: Mapping[str, Any]) -> Iterator[str]:
    for alive, intact, eroded in zip(node["mean"], node["intact"], node["eroded"], strict=True):
        if abs(alive - intact - eroded) > _NEAR:
            yield f"{where}: alive {alive!r} is not intact {intact!r} and eroded {eroded!r}"
            return
