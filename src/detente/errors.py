"""What can go wrong, drawn as one tree.

DetenteError                    exit code 2, message for a person
├── InputError                  a list of problems, each with place, reason and remedy
├── NumberError                 a number that a formula cannot take; a ValueError too
└── MissingExtraError           an optional library that this command needs is not installed
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

_LONGEST = 200  # of the name of a file in a message
Spell = Callable[[str], str]  # how a door writes a parameter: `--why`, `?question=`, `why=`


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in the user's files something stands: `packages/modular.yaml:41`."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        file = shortened(self.file, _LONGEST)
        return file if self.line is None else f"{file}:{self.line}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with an input: where, what, and how to mend it."""

    place: Place
    reason: str
    remedy: str = ""
    by: str = ""  # the parameter that mends it

    def __str__(self) -> str:
        return self.said()

    def said(self, spell: Spell | None = None) -> str:
        """The problem as a door says it, which spells parameters in its own way."""
        return f"{self.place}: {self.reason}{_tail(self.mended(spell))}"

    def mended(self, spell: Spell | None = None) -> str:
        """The remedy, with the parameter that brings it."""
        return _remedy(self.remedy, self.by, spell)


def shortened(name: str, most: int = 80) -> str:
    """A name from outside as a message has it: whole, or its two ends."""
    return name if len(name) <= most else f"{name[: most // 2]}…{name[-most // 4 :]}"


class DetenteError(Exception):
    """Something a person can mend; the command line prints it and exits with 2.

    `option` names the parameter that is at fault, `by` the one that mends it; each door spells
    them in its own way: `--why`, `?question=`, `why=`.
    """

    def __init__(self, reason: str, remedy: str = "", *, option: str = "", by: str = "") -> None:
        self.reason, self.remedy, self.option, self.by = reason, remedy, option, by
        super().__init__(f"{reason}{_tail(remedy)}")

    def said(self, spell: Spell) -> str:
        """The error as a door says it."""
        head = f"{spell(self.option)} " if self.option else ""
        return f"{head}{self.reason}{_tail(self.mended(spell))}"

    def mended(self, spell: Spell) -> str:
        """The remedy, with the parameter that brings it."""
        return _remedy(self.remedy, self.by, spell)


class InputError(DetenteError):
    """Everything wrong with the input at once, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.place.file, p.place.line or 0)))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def said(self, spell: Spell) -> str:
        """All problems, a line each."""
        return "\n".join(problem.said(spell) for problem in self.problems)


class NumberError(DetenteError, ValueError):
    """A number outside of what a formula is made for: what it is, and what would do."""


class MissingExtraError(DetenteError):
    """A named command needs an optional library."""

    def __init__(self, library: str, extra: str) -> None:
        reason = f"this needs {library}, which is not installed"
        super().__init__(reason, f"add the extra: detente[{extra}]")


def _tail(remedy: str) -> str:
    return f"; {remedy}" if remedy else ""


def _remedy(remedy: str, by: str, spell: Spell | None) -> str:
    return f"{remedy} ({spell(by)})" if by and spell else remedy


def seen(words: str) -> str:
    """The words without what would steer a terminal; escapes and direction marks become blanks."""
    if words.isprintable():
        return words
    return "".join(sign if sign.isprintable() or sign in "\n\t" else " " for sign in words)
