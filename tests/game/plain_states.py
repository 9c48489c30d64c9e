"""The nouns of a played game: states, moves, and what a state lets its players do."""

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from plain_package import Number

Counts: TypeAlias = tuple[tuple[str, int], ...]
Places: TypeAlias = tuple[int, ...]  # by track


class Force(NamedTuple):
    """In force: a month in which parties move."""

    month: int
    places: Places
    believed: frozenset[str]
    withheld: Counts = ()  # months, of gates that lapse
    levels: Counts = ()  # of breaches that remember
    free: Counts = ()  # months left of each release
    shut: frozenset[str] = frozenset()  # modules, for good
    missed: frozenset[str] = frozenset()  # gates, for good
    said: tuple[bool, ...] = ()  # what owners who move first have said: performs, or not


class Notice(NamedTuple):
    """Months between a decision and what it does; the place stays where it was breached."""

    then: Force
    at: Places
    trigger: str
    left: int


class Paused(NamedTuple):
    """Modules shut for some months; nobody moves."""

    then: Force
    trigger: str
    left: int


class Vote(NamedTuple):
    """A cause has been seen; deciders act or look away, which takes no time."""

    then: Force
    at: Places
    trigger: str


class Ended(NamedTuple):
    """Over, at these values."""

    values: tuple[Number, ...]


State: TypeAlias = Force | Notice | Paused | Vote | Ended


class Move(NamedTuple):
    """What a party does in a month: gates that it withholds, and at most one breach."""

    withholds: tuple[str, ...] = ()
    breach: str | None = None

    @property
    def odd(self) -> int:
        """How many things a party that keeps the package would not do."""
        return len(self.withholds) + (self.breach is not None)


Joint: TypeAlias = tuple[Move, ...]


class Outcome(NamedTuple):
    """A month's flows by party, and where it leads."""

    flow: tuple[Number, ...]
    chances: tuple[tuple[Number, State], ...]


@dataclass(frozen=True)
class Stage:
    """Players move at once. A timeless one is not discounted."""

    players: tuple[int, ...]
    menus: tuple[tuple[Move, ...], ...]  # the first of each keeps the package
    outcomes: dict[Joint, Outcome]
    timeless: bool = False


@dataclass(frozen=True)
class Ballot:
    """Deciders, how many must want to act, and the two ways on."""

    deciders: tuple[int, ...]
    needed: int
    ways: tuple[State, State]  # acting, looking away


Node: TypeAlias = Stage | Ballot | Ended


@dataclass(frozen=True)
class Game:
    """All states that can be reached, each with its node."""

    discounts: tuple[Number, ...]
    nodes: dict[State, Node]
    start: Force


def successors(node: Node) -> list[State]:
    """Where a node may lead, each once."""
    if isinstance(node, Ended):
        return []
    if isinstance(node, Ballot):
        return list(dict.fromkeys(node.ways))
    return list(dict.fromkeys(s for o in node.outcomes.values() for _, s in o.chances))
