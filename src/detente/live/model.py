"""A series as it comes from a source, and what a source must be able to say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from detente.errors import DetenteError

Points = tuple[tuple[date, float], ...]


class LiveError(DetenteError):
    """A source did not answer, or not with what was asked for."""


class SilentError(LiveError):
    """A source gave no answer: what was kept from earlier may stand in."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days asked for, ends included; None is as far as the source goes."""

    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a day is among those asked for."""
        return (self.since is None or day >= self.since) and (
            self.until is None or day <= self.until
        )


@dataclass(frozen=True, slots=True)
class Request:
    """One page to be asked for: path under the host, and what follows the question mark."""

    path: str
    query: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """What one answer holds, and from which row on the next would."""

    points: Points
    following: int | None = None
    turnover: Mapping[date, float] = field(default_factory=dict)  # which of a day's values counts


@dataclass(frozen=True, slots=True)
class Series:
    """Values by day, oldest first, and where they are from."""

    source: str
    name: str
    points: Points
    address: str  # without the key
    stale: bool = False  # from the cache, after the source gave no answer


class Source(Protocol):
    """A public service of time series."""

    @property
    def name(self) -> str:
        """What the command calls it."""

    @property
    def host(self) -> str:
        """Where it answers: scheme and host."""

    @property
    def key(self) -> str:
        """Environment variable of its key; empty where it asks for none."""

    @property
    def example(self) -> str:
        """A series that it has."""

    def request(self, series: str, span: Span, start: int, key: str) -> Request:
        """The page that begins at a row."""

    def read(self, body: bytes, start: int) -> Page:
        """What stands in an answer; raises LiveError where it is none."""
