"""What has been seen since signature: `alive@12`, `no-breach-detected@8`,
`breach-detected:RU:grey-zone@3`.

Months are from signature. `alive@t`: the package stands at month t. `no-breach-detected@t`: it
stands, and no trigger has been set off before month t. `breach-detected:PARTY:BREACH@t`: in month t
the trigger that covers this breach is set off, truly or by a false alarm: a report is a report.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

from detente.case.hints import nearest
from detente.errors import DetenteError

Kind = Literal["alive", "no-breach-detected", "breach-detected"]
_SHAPE: Final = re.compile(r"(?P<kind>[a-z-]+)(:(?P<party>[^:@]+):(?P<breach>[^:@]+))?@(?P<at>\d+)")
_HOW = "write alive@12, no-breach-detected@8 or breach-detected:RU:grey-zone@3"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing seen, in a month from signature."""

    kind: Kind
    month: int
    party: str = ""
    breach: str = ""
    cause: int = -1  # row of the breach in the game

    @property
    def words(self) -> str:
        """As it was written."""
        whose = f":{self.party}:{self.breach}" if self.party else ""
        return f"{self.kind}{whose}@{self.month}"


def parse_events(written: Sequence[str], breaches: Sequence[tuple[str, str]]) -> tuple[Event, ...]:
    """Events by month, of a game with these breaches; raises DetenteError."""
    found = [_placed(_parse(text), breaches) for text in written]
    events = sorted(found, key=lambda event: event.month)
    _agree(events)
    return tuple(events)


def _placed(event: Event, breaches: Sequence[tuple[str, str]]) -> Event:
    """The event with its row in the game."""
    if event.kind != "breach-detected":
        return event
    asked = event.party, event.breach
    if asked not in breaches:
        known = [f"{party}:{breach}" for party, breach in breaches]
        reason = f'"{event.words}": nobody is obliged not to do that'
        raise DetenteError(reason, nearest(":".join(asked), known), option="given")
    return replace(event, cause=list(breaches).index(asked))


def _parse(text: str) -> Event:
    found = _SHAPE.fullmatch(text.strip())
    if found is None:
        raise DetenteError(f'"{text}" is no event', _HOW, option="given")
    kind, party, breach = found["kind"], found["party"] or "", found["breach"] or ""
    if kind not in get_args(Kind):
        remedy = nearest(kind, get_args(Kind))
        raise DetenteError(f'"{text}": no event "{kind}"', remedy, option="given")
    if bool(party) != (kind == "breach-detected"):
        reason = f'"{text}": only a breach names its party and kind'
        raise DetenteError(reason, _HOW, option="given")
    return Event(kind, int(found["at"]), party, breach)  # type: ignore[arg-type]  # checked above


def _agree(events: Sequence[Event]) -> None:
    quiet = max((e.month for e in events if e.kind == "no-breach-detected"), default=0)
    for event in events:
        if event.kind == "breach-detected" and event.month < quiet:
            words = f'"{event.words}" and "no-breach-detected@{quiet}" contradict each other'
            raise DetenteError(words, "leave one out", option="given")
    seen = [event.month for event in events if event.kind == "breach-detected"]
    if len(set(seen)) < len(seen):
        raise DetenteError(
            "two breaches in one month",
            "only the first seen is acted upon: give one",
            option="given",
        )
