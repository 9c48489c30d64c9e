"""A past episode run through the machine: its dates beside those that happened."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.answers.model import Answer
from detente.case.events import Event
from detente.machine.agreement import Agreement, Replayed, replayed
from detente.machine.closing import Dated

WORDS = {
    "agrees": "to the day",
    "within": "within the law's range",
    "no-clock": "the record only: no clock gives it",
}


def episodes_answer(folders: Mapping[str, Path]) -> Answer:
    """All episodes, each with how many of its dates the machine gives to the day."""
    found = [replayed(name, folder) for name, folder in folders.items()]

    def show(console: Console) -> None:
        table = Table("episode", "", "right to the day", "reckoned", "stood until", box=None)
        for each in found:
            agreed, outcome = each.agreement, each.told.outcome
            right = f"{agreed.right} of {agreed.both}"
            until = f"{outcome.day}, {outcome.how}"
            table.add_row(each.name, Text(each.told.title), right, f"{agreed.reckoned}", until)
        console.print(table)
        console.print(_score([each.agreement for each in found]))

    return Answer({"episodes": [_summary(each) for each in found]}, show)


def _score(agreed: Sequence[Agreement]) -> str:
    right, both, reckoned = (
        sum(getattr(each, count) for each in agreed) for count in ("right", "both", "reckoned")
    )
    return f"{right} of {both} right to the day, {reckoned} of them by a clock that had to run"


def replay_answer(name: str, folder: Path) -> Answer:
    """One episode, deed by deed, and every date of the machine beside that of the record."""
    found = replayed(name, folder)

    def show(console: Console) -> None:
        console.print(Text(f"{found.told.title} ({found.told.episode})", style="bold"))
        for line in _story(found.told.events, found.dates):
            console.print(Text(f"  {line}"))
        table = Table("", "machine", "happened", "", "by", box=None)
        for row in (row for row in found.agreement.rows if row.verdict != "not-recorded"):
            words = WORDS.get(row.verdict) or _apart(row.apart)
            table.add_row(
                Text(f"{row.of} {row.what}"), row.machine, row.happened, words, Text(row.by)
            )
        console.print(table)
        console.print(_score([found.agreement]))
        if silent := _unrecorded(found.agreement):
            console.print(Text(f"the record has no date for: {silent}", style="dim"))

    data = {
        **_summary(found),
        "events": [event.model_dump() for event in found.told.events],
        "dates": [asdict(dated) for dated in found.dates],
        "compared": [asdict(row) for row in found.agreement.rows],
    }
    return Answer(data, show)


def _story(events: Sequence[Event], dates: Sequence[Dated]) -> list[str]:
    """Deeds and the machine's dates as one timeline; a deed comes before what follows from it."""
    lines = [(str(event.on), 0, _deed(event)) for event in events if event.on]
    lines += [(str(d.first), 1, f"  -> {d.of} {d.what} ({d.by})") for d in dates if d.first]
    timeline = [f"{day}  {words}" for day, _, words in sorted(lines, key=lambda line: line[:2])]
    return [*timeline, *(f"no day      {_deed(event)}" for event in events if not event.on)]


def _deed(event: Event) -> str:
    note = f": {event.note}" if event.note else ""
    return f"{event.party} {event.does} {event.what}{note}"


def _unrecorded(agreed: Agreement) -> str:
    """What the machine dates and the record leaves out."""
    rows = [row for row in agreed.rows if row.verdict == "not-recorded"]
    return ", ".join(f"{row.of} {row.what} {row.machine}" for row in rows)


def _apart(days: int | None) -> str:
    if days is None:
        return "it never came"
    count = "a day" if abs(days) == 1 else f"{abs(days)} days"
    return f"{count} {'later' if days > 0 else 'sooner'}"


def _summary(found: Replayed) -> dict[str, object]:
    return {
        "name": found.name,
        "episode": found.told.episode,
        "title": found.told.title,
        "right": found.agreement.right,
        "both": found.agreement.both,
        "reckoned": found.agreement.reckoned,
        "outcome": found.told.outcome.model_dump(),
    }
