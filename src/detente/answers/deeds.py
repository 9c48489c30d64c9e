"""Deeds read from official files: for a program, for a person, and as a case's `deeds.csv`."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from detente.answers.model import Answer
from detente.record.importers import Imported, as_rows, import_deeds
from detente.record.model import Deed
from detente.record.opening import Notes
from detente.writing import write_whole

_MOST = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be read, as what, and which of it is wanted."""

    paths: Sequence[Path]
    named: str = ""
    days: Sequence[date] = ()
    encoding: str = ""
    about: str = ""
    instrument: str = ""
    accept_loss: bool = False  # a list that looks cut off is taken as it is


def deeds_answer(asked: Asked, out: Path | None, tell: Callable[[str], None]) -> Answer:
    """The deeds of one file or between two lists; every broken row is told on stderr."""
    found, warnings = import_deeds(
        asked.paths, asked.named, asked.days, asked.encoding, accept_loss=asked.accept_loss
    )
    deeds = tuple(_kept(found.deeds, asked.about, asked.instrument))
    notes = Notes()
    for problem in found.problems:
        notes.add(problem)
    for words in (*warnings, *notes.told()):
        tell(words)
    if out is not None:
        write_whole({out: as_rows(deeds)})
        tell(f"wrote {len(deeds)} deeds to {out}")
    data = {
        "format": found.format,
        "deeds": [asdict(done) for done in deeds],
        "problems": [str(problem) for problem in found.problems],
        "set_aside": dict(found.set_aside),
        "warnings": list(warnings),
    }
    return Answer(data, lambda console: _show(console, found, deeds))


def _kept(deeds: Sequence[Deed], about: str, instrument: str) -> list[Deed]:
    wanted = about.casefold()
    kept = [
        done
        for done in deeds
        if wanted in f"{done.actor} {done.act} {done.detail} {done.instrument}".casefold()
    ]
    return [replace(done, instrument=instrument) for done in kept] if instrument else kept


def _show(console: Console, found: Imported, deeds: Sequence[Deed]) -> None:
    console.print(Text(f"{found.format}: {len(deeds)} deeds", style="bold"))
    kinds = Counter(done.act.split(":")[0] for done in deeds if ":" in done.act)
    if kinds.keys() <= {"listed", "delisted", "changed"} and kinds:
        console.print(", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items())))
    table = Table("date", "actor", "rung", "act", "detail", box=None)
    for done in deeds[:_MOST]:
        cells = (done.actor, done.rung, done.act, done.detail)
        table.add_row(done.date.isoformat(), *(Text(_cut(cell)) for cell in cells))
    if deeds:
        console.print(table)
    if len(deeds) > _MOST:
        console.print(f"and {len(deeds) - _MOST} more; JSON, or a file, gives all")
    for reason, number in found.set_aside.items():
        console.print(Text(f"set aside: {number}, each of which {reason}"))
    if found.problems:
        console.print(f"{len(found.problems)} broken rows were skipped; see above")


def _cut(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59]}…"
