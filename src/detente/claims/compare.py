"""One comparison of a claim: true, false, or too close or too little known to say."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from detente.case.claim_path import is_path, parse
from detente.case.ledger import Relation, Test
from detente.claims.model import Scalar
from detente.claims.path import follow, lacking, scalar, single

Truth = Literal["true", "false", "undecided"]
_BEATS: Mapping[Relation, Callable[[float, float], bool]] = {
    "above": operator.gt,
    "at-least": operator.ge,
    "below": operator.lt,
    "at-most": operator.le,
}
_SAME: tuple[Relation, ...] = ("equal", "not-equal")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A comparison with its numbers and how close it was."""

    truth: Truth
    numbers: Mapping[str, Scalar]  # by path
    words: str
    closeness: float  # difference as a share of the larger number; infinite where there is no near


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a comparison: how it is called, and what it is."""

    name: str
    value: Scalar
    known: bool
    path: bool
    why: str = ""  # it is not known: what the case lacks

    @property
    def words(self) -> str:
        return f"{self.name} ({number(self.value)})" if self.path else number(self.value)

    @property
    def doubt(self) -> str:
        """Why it cannot be compared."""
        if self.why or self.value is None:
            return f"is not in the result{self.why and f': {self.why}'}"
        return "is more than one number"


def compare(test: Test, result: object) -> Outcome:
    """A test put to the result."""
    left, right = _side(test.left, result, path=True), _side(test.right, result, path=None)
    numbers = {side.name: side.value for side in (left, right) if side.path}
    for side in (left, right):
        if not side.known:
            return Outcome("undecided", numbers, f"{side.name} {side.doubt}", float("inf"))
    truth, words = _judge(test, left, right)
    closeness = float("inf") if test.relation in _SAME else _closeness(left.value, right.value)
    return Outcome(truth, numbers, words, closeness)


def number(value: Scalar) -> str:
    """A number with no more digits than anybody reads; a word as it is."""
    if isinstance(value, float):
        return f"{value:.0f}" if 1000 <= abs(value) < 1e15 else f"{value:.3g}"
    return f'"{value}"'


def _side(given: float | str, result: object, *, path: bool | None) -> _Side:
    if not isinstance(given, str):
        return _Side(number(float(given)), float(given), known=True, path=False)
    if path is None and not is_path(given):
        return _Side(given, given, known=True, path=False)
    steps = parse(given)
    if why := lacking(result, steps):
        return _Side(given, None, known=False, path=True, why=why)
    found = follow(result, steps)
    value = scalar(found)
    return _Side(given, value, known=value is not None and single(found), path=True)


def _judge(test: Test, left: _Side, right: _Side) -> tuple[Truth, str]:
    is_now = f"{left.name} is {number(left.value)}"
    if isinstance(left.value, float) and isinstance(right.value, float):
        truth, words = _judge_numbers(test, left.value - right.value, right.words)
        return truth, is_now + words
    same = left.value == right.value
    if isinstance(left.value, str) and isinstance(right.value, str) and test.relation in _SAME:
        truth = _truth(same == (test.relation == "equal"))
        return truth, is_now if same else f"{is_now}, not {right.words}"
    return "undecided", f"{is_now}, which cannot be set against {right.words}"


def _judge_numbers(test: Test, by: float, right: str) -> tuple[Truth, str]:
    apart, relation = number(abs(by)), test.relation.replace("-", " ")
    if test.relation in _SAME:  # here the margin is a tolerance
        same = abs(by) <= test.margin
        words = f", {'equal' if same else 'not equal'} to {right}: {apart} apart"
        return _truth(same == (test.relation == "equal")), words
    if test.margin and abs(by) <= test.margin:
        return "undecided", f" against {right}: {apart} apart, within the margin {test.margin:g}"
    if _BEATS[test.relation](by, 0.0):
        return "true", f", {relation} {right}" + (f" by {apart}" if by else ", at the very limit")
    return "false", f", not {relation} {right}: it misses by {apart}"


def _truth(fact: bool) -> Truth:
    return "true" if fact else "false"


def _closeness(left: Scalar, right: Scalar) -> float:
    if not isinstance(left, float) or not isinstance(right, float):
        return float("inf")
    scale = max(abs(left), abs(right))
    return abs(left - right) / scale if scale else 0.0
