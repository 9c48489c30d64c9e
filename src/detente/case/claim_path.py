"""The way to a number in the result, as a claim writes it: taken apart into its steps.

    packages.modular.survival.at.12            keys, one after another
    packages.modular.slack.RU[0]               a place in a list, from 0; [-1] is the last; [1:]
    signals.readings[R108].level               the item that goes by this name
    signals.deeds[party=US,rung!=none].len     items for which all of it is true: = != < <= > >=

What the steps find is told in `claims.path`; here a path that cannot be read is refused, with its
line, before anything is computed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.case.hints import nearest
from detente.case.ledger import Claim

ROOTS = (
    "case",
    "as_of",
    "run",
    "signals",
    "packages",
    "design",
    "scenarios",
    "markets",
    "portfolio",
    "claims",
)
_STEP = re.compile(r"(?:^|\.)(?P<key>[A-Za-z0-9_-]+)|\[(?P<inside>[^\[\]]*)\]")
_CONDITION = re.compile(r"([A-Za-z0-9_-]+)\s*(!=|<=|>=|=|<|>)\s*([A-Za-z0-9._:+ -]+)")
_WORD = re.compile(r"[A-Za-z0-9._: -]+")


@dataclass(frozen=True, slots=True)
class Where:
    """Items of a list for which every condition is true."""

    conditions: tuple[tuple[str, str, str], ...]  # key, sign, value


@dataclass(frozen=True, slots=True)
class Item:
    """The item of a list that goes by this name."""

    name: str


Step = str | int | slice | Where | Item
Path = tuple[Step, ...]


class PathError(ValueError):
    """A path that cannot be read: `reason; remedy`."""


def parse(text: str) -> Path:
    """The steps of a path; raises PathError with a reason and a remedy."""
    steps: list[Step] = []
    at = 0
    while at < len(text):
        found = _STEP.match(text, at)
        if found is None:
            raise PathError(f'"{text}" breaks off at "{text[at:]}"; write keys.joined.by.dots[0]')
        key, inside = found.group("key"), found.group("inside")
        steps.append(_bracket(text, inside.strip()) if key is None else key)
        at = found.end()
    if not steps or steps[0] not in ROOTS:
        root = str(steps[0]) if steps and isinstance(steps[0], str) else text
        raise PathError(f'no part of the result is called "{root}"; {nearest(root, ROOTS)}')
    return tuple(steps)


def is_path(text: str) -> bool:
    """Whether a text on the right of a test is meant as a path rather than as a word."""
    return bool(re.search(r"[.\[\]]", text))


def _bracket(text: str, inside: str) -> Step:
    if re.fullmatch(r"-?\d{1,9}", inside):
        return int(inside)
    if found := re.fullmatch(r"(-?\d{0,9}):(-?\d{0,9})", inside):
        first, last = (int(end) if end else None for end in found.groups())
        return slice(first, last)
    conditions = [_CONDITION.fullmatch(part.strip()) for part in inside.split(",")]
    if all(conditions):
        return Where(tuple((c[1], c[2], c[3].strip()) for c in conditions if c))
    if _WORD.fullmatch(inside):
        return Item(inside)
    raise PathError(f'"{text}": cannot read [{inside}]; write [0], [1:], [R108] or [party=EU]')


def unreadable(claims: Sequence[Claim]) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Every path that cannot be read: where it stands among the claims, the reason, the remedy."""
    for at, claim in enumerate(claims):
        for where, text in _paths(claim):
            try:
                parse(text)
            except PathError as error:
                reason, _, remedy = str(error).partition("; ")
                yield ("claims", at, *where), reason, remedy


def _paths(claim: Claim) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for at, test in enumerate(claim.tests):
        yield ("tests", at, "left"), test.left
        if isinstance(test.right, str) and is_path(test.right):
            yield ("tests", at, "right"), test.right
    for at, text in enumerate(claim.show):
        yield ("show", at), text
