"""The nouns of the product machine: variables, and questions that somebody answers.

A state gives every variable a whole number. What may happen is a list of questions; a question
that is *up* in a state has answers, each with what it changes. Three kinds, in this order:

    at once   before anything else, the first that is up: a trigger raised, a phase that may begin,
              an act that is owed, an escrow whose time has come
    in turn   at the beginning of a month: acts performed late, breaches, false alarms, ends
    in time   the next clock runs out, or the month is over

Two machines are read off the same questions. In the **free** machine anybody may do anything: every
answer is a move. In the machine **by chance** the questions in turn are asked one after another,
parties choose, and nature draws; that one goes to PRISM.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from detente.machine.logic import Term
from detente.machine.model import Kind

# Formulas that every package has.
FROZEN = "frozen"  # a clock of the whole package runs, and nothing else moves
REST = "rest"  # days that the month still has
DECIDING = "deciding"  # a month begins, and the package is in force
URGENT = "urgent"  # with a number: some question at once before that one is up
SETTLED = "settled"  # in force, and no question at once is up


@dataclass(frozen=True, slots=True)
class Variable:
    """A part of the state: whole numbers from 0 to `most`."""

    name: str
    most: int
    start: int
    meaning: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One way in which a question may be answered, and what follows."""

    label: str  # unlike that of any other answer
    actor: str
    kind: Kind
    what: str = ""
    article: str = ""
    change: Mapping[str, Term] = field(default_factory=dict)
    chance: float = 1.0  # that the change follows once this answer is given
    when: Term | None = None  # the answer is open only where this holds
    how: str = ""  # in which manner: "late", "with 30 days of notice"

    @property
    def told(self) -> str:
        """What is done, and how."""
        return f"{self.what}, {self.how}" if self.how else self.what


@dataclass(frozen=True, slots=True)
class Question:
    """Something to be decided, by a party or by nature, wherever `up` holds."""

    name: str
    up: Term
    answers: tuple[Answer, ...]
    by_nature: bool = False  # the chances of the answers add to at most 1; else nothing changes


@dataclass(frozen=True, slots=True)
class Rules:
    """A package as questions: all that its two machines are made of."""

    name: str
    signed: date
    horizon: int  # months
    variables: tuple[Variable, ...]
    formulas: Mapping[str, Term]
    at_once: tuple[Question, ...]
    in_turn: tuple[Question, ...]
    in_time: tuple[Question, ...]
    days: Mapping[str, Term]  # days that each move in time takes, by its label


@dataclass(frozen=True, slots=True)
class Command:
    """A guarded move: where it is open, and to which states it leads with which chance."""

    answer: Answer
    stage: str  # "at once", "in turn" or "in time"
    guard: Term
    branches: tuple[tuple[float, Mapping[str, Term]], ...]
