"""Small expressions over whole numbers: one text for the search, the exports and the rewards.

A term is a number, a variable, a named formula or an operation on terms. Truth is 0 or 1, so that
every term is a number. The builders fold what is known, so that no guard carries `true & ...`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Term:
    """A number, the name of a variable or formula, or an operation with its arguments."""

    op: str  # "number", "name", "table", or a sign
    args: tuple["Term", ...] = ()
    name: str = ""
    values: tuple[float, ...] = ()  # of a number one, of a table one for each index


def number(value: float) -> Term:
    """A number that is known."""
    return Term("number", values=(value,))


def name(word: str) -> Term:
    """A variable, or a formula, by its name."""
    return Term("name", name=word)


TRUE, FALSE = number(1), number(0)


def all_of(terms: Iterable[Term]) -> Term:
    """True if all terms are."""
    parts = [term for term in terms if term != TRUE]
    if FALSE in parts:
        return FALSE
    return _folded("&", parts, TRUE)


def any_of(terms: Iterable[Term]) -> Term:
    """True if one of the terms is."""
    parts = [term for term in terms if term != FALSE]
    if TRUE in parts:
        return TRUE
    return _folded("|", parts, FALSE)


def _folded(op: str, parts: list[Term], empty: Term) -> Term:
    if len(parts) > 1:
        return Term(op, tuple(dict.fromkeys(parts)))
    return parts[0] if parts else empty


def none_of(terms: Iterable[Term]) -> Term:
    """True if no term is."""
    inner = any_of(terms)
    if inner in (TRUE, FALSE):
        return TRUE if inner == FALSE else FALSE
    return Term("!", (inner,))


def compare(left: Term, sign: str, right: Term | int) -> Term:
    """`left = right`, or with one of `< <= > >= !=`."""
    return Term(sign, (left, number(right) if isinstance(right, int) else right))


def total(terms: Iterable[Term]) -> Term:
    """The sum."""
    parts = [term for term in terms if term != FALSE]
    if len(parts) > 1:
        return Term("+", tuple(parts))
    return parts[0] if parts else FALSE


def minus(left: Term, right: Term) -> Term:
    """The difference."""
    return Term("-", (left, right))


def product(left: Term, right: Term) -> Term:
    """The product."""
    return Term("*", (left, right))


def remainder(left: Term, right: int) -> Term:
    """What is left after division by a whole number."""
    return Term("mod", (left, number(right)))


def pick(condition: Term, one: Term, other: Term) -> Term:
    """One term where the condition holds, the other elsewhere."""
    if condition in (TRUE, FALSE) or one == other:
        return one if condition == TRUE or one == other else other
    return Term("?", (condition, one, other))


def table(index: Term, values: tuple[float, ...]) -> Term:
    """The entry of a list that an index points at."""
    return Term("table", (index,), values=values)


def names(term: Term) -> Iterator[str]:
    """Every variable and formula that a term speaks of."""
    if term.op == "name":
        yield term.name
    for part in term.args:
        yield from names(part)


class Columns:
    """Terms worked out for many states at once: one column a variable, one row a state."""

    def __init__(self, columns: Mapping[str, Column], formulas: Mapping[str, Term]) -> None:
        self.known: dict[str, Column] = dict(columns)
        self.formulas = formulas

    def of(self, term: Term) -> Column:
        """The value of a term in every row; a formula is worked out once."""
        match term.op:
            case "number":
                return np.asarray(term.values[0])
            case "name":
                if term.name not in self.known:
                    self.known[term.name] = self.of(self.formulas[term.name])
                return self.known[term.name]
            case "table":
                return np.asarray(term.values)[self.of(term.args[0])]
            case "?":
                condition, one, other = (self.of(part) for part in term.args)
                return np.where(condition != 0, one, other)
            case "!":
                return np.asarray(self.of(term.args[0]) == 0)
            case _:
                operation = _OPERATIONS[term.op]
                result = self.of(term.args[0])
                for part in term.args[1:]:
                    result = operation(result, self.of(part))
                return result


_OPERATIONS = {
    "&": np.logical_and,
    "|": np.logical_or,
    "=": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "mod": np.mod,
}
