"""Where a package stands on a day, in words: the nouns of the reference."""

from dataclasses import dataclass, replace
from typing import Any, Literal

from detente.machine.model import Kind

Act = Literal["awaited", "met", "withheld"]
Fund = Literal["none", "held", "put off", "released", "returned"]
NOT_BEGUN = -1


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one module stands."""

    phase: int = NOT_BEGUN
    left: int = 0  # months that the phase must still last
    shut: bool = False  # for good
    fund: Fund = "none"


@dataclass(frozen=True, slots=True)
class Position:
    """Where the whole package stands on a day."""

    month: int
    elapsed: int  # days of the month
    over: str = ""  # the trigger or end that ended it
    believed: bool = True
    raised: str = ""  # a trigger
    judged: bool = False  # it still lies with the adjudicator
    modules: tuple[Standing, ...] = ()
    acts: tuple[Act, ...] = ()
    notice: tuple[int, ...] = ()  # days left, by trigger
    pause: tuple[int, ...] = ()
    wind: tuple[int, ...] = ()  # days left, by end
    until: tuple[int, ...] = ()  # days to its date, by end


@dataclass(frozen=True, slots=True)
class Step:
    """One move: who, what kind, of which clause, and where it leads."""

    actor: str
    kind: Kind
    what: str
    to: Position


def changed(at: Position, field: str, index: int, value: object) -> Position:
    """The same position with one entry of one of its lists changed."""
    entries = list(getattr(at, field))
    entries[index] = value
    renewed: dict[str, Any] = {field: tuple(entries)}
    return replace(at, **renewed)
