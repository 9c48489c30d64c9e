"""A file, or a folder of them, read as it comes: to the screen, or block by block into a table."""

import hashlib
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from rich.console import Console
from rich.text import Text

from detente.brief.answers import Answer
from detente.brief.table_parts import Parts, open_parts
from detente.errors import DetenteError, InputError
from detente.record.opening import Opened, open_file
from detente.signals.formats import blocks, read_block, turns_of
from detente.signals.formats.row import COLUMNS, row_of
from detente.signals.formats.transcript import BLOCK
from detente.signals.model import Reading
from detente.signals.parser import model_name
from detente.writing import scratch

MOST_SHOWN = 3_000_000  # bytes; more than a screen is for, and minutes of reading
_SPEED = 20_000  # bytes a second, about
_EVERY = 2.0  # seconds between two words of progress

Tell = Callable[[str], None]


@dataclass(slots=True)
class _Tally:
    """How far the reading is."""

    size: int  # bytes to be read
    tell: Tell
    began: float = field(default_factory=time.monotonic)
    told: float = field(default_factory=time.monotonic)
    before: int = 0  # bytes of files that are done
    skipped: int = 0  # bytes of parts that were done before
    rows: int = 0

    def at(self, place: int) -> None:
        """Tells now and then how far it is."""
        now = time.monotonic()
        done = self.before + place
        if now - self.told < _EVERY or not self.size:
            return
        self.told = now
        speed = max(done - self.skipped, 1) / (now - self.began)
        left = max(self.size - done, 0) / speed
        share = min(done / self.size, 1)
        self.tell(f"{share:.0%} read, {self.rows:,} readings, about {_span(left)} left")


def readings_of(
    path: Path, named: str = "", encoding: str = "", tell: Tell = print, file: str = ""
) -> list[Reading]:
    """The readings of one file that fits on a screen; a longer one is refused with what to do."""
    opened = open_file(path, encoding, file)
    if opened.size > MOST_SHOWN:
        length = f"{opened.size / 1e6:.1f} MB is about {_span(opened.size / _SPEED)} of reading"
        remedy = "give --to readings.parquet, which streams"
        raise DetenteError(f"{opened.file}: {length}; {remedy}")
    for words in opened.warnings:
        tell(words)
    every = blocks(turns_of(opened, named))
    readings = [found for block in every for found in read_block(block, opened.file)]
    for words in opened.notes.told():
        tell(words)
    return readings


def readings_piped(stream: BinaryIO, named: str, encoding: str, tell: Tell) -> list[Reading]:
    """The readings of what is piped in; it is kept in a file for as long as it is read."""
    with scratch() as folder:
        kept = folder / "piped"
        with kept.open("wb") as copy:
            shutil.copyfileobj(stream, copy)
        return readings_of(kept, named, encoding, tell, "-")


def read_many_answer(
    path: Path, to: Path, named: str, encoding: str, tell: Tell, size: int = BLOCK
) -> Answer:
    """Everything read into a Parquet file or a DuckDB table; what is done is not done again."""
    files, refused = _opened(path, encoding, tell)
    made_from = {
        "files": [[opened.file, opened.encoding, _hash(opened)] for opened in files],
        "as": named,
        "block": size,
        "reader": [model_name(), version("detente")],
    }
    parts, again = open_parts(to, COLUMNS, made_from)
    if again:
        tell(f"{parts.folder} holds parts of this reading; they are not read again")
    tally = _Tally(sum(opened.size for opened in files), tell)
    try:
        names = list(_read_all(files, named, parts, tally, size, again=again))
        parts.together(names)
    except KeyboardInterrupt:
        tell(f"stopped; {parts.folder} holds what is read, and the same command goes on from there")
        raise
    data = {
        "to": str(to), "files": len(files), "refused": refused, "readings": tally.rows,
        "parts": len(names), "taken_up_again": again,
        "rows_told": sum(opened.notes.count for opened in files),
    }  # fmt: skip
    words = (
        f"{to}: {tally.rows:,} readings of {len(files)} {'file' if len(files) == 1 else 'files'}"
    )
    return Answer(data, lambda console: _show(console, words, refused))


def _opened(path: Path, encoding: str, tell: Tell) -> tuple[list[Opened], list[str]]:
    """The file, or all texts of a folder by name; a bad one of many is told and left out."""
    files: list[Opened] = []
    refused: list[str] = []
    if not path.is_dir():
        files.append(open_file(path, encoding))
    else:
        for one in sorted(item for item in path.rglob("*") if item.is_file()):
            try:
                files.append(open_file(one, encoding))
            except InputError as error:
                refused.append(str(error))
    for words in (*refused, *(words for opened in files for words in opened.warnings)):
        tell(words)
    if not files:
        raise DetenteError(f"{path}: no text in this folder; give a file or a folder of texts")
    return files, refused


def _read_all(
    files: Sequence[Opened], named: str, parts: Parts, tally: _Tally, size: int, *, again: bool
) -> Iterator[str]:
    """Reads every file; the names of all parts, in order."""
    for number, opened in enumerate(files):
        yield from _read(opened, f"{number:06d}", named, parts, tally, size, again=again)
        tally.before += opened.size
        for words in opened.notes.told():
            tally.tell(words)


def _read(  # a file, its parts, and how far all is
    opened: Opened,
    prefix: str,
    named: str,
    parts: Parts,
    tally: _Tally,
    size: int,
    *,
    again: bool,
) -> Iterator[str]:
    """Reads one file part by part; the names of its parts."""
    for number, block in enumerate(blocks(turns_of(opened, named), size)):
        name = f"{prefix}-{number:06d}"
        if again and parts.has(name):
            tally.rows += parts.rows(name)
            tally.skipped = tally.before + block.end
        else:
            rows = (row_of(found, opened.file) for found in read_block(block, opened.file))
            tally.rows += parts.write(name, rows)
        tally.at(block.end)
        yield name


def _hash(opened: Opened) -> str:
    digest = hashlib.blake2b(digest_size=16)
    with opened.path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def _show(console: Console, words: str, refused: list[str]) -> None:
    console.print(Text(words))
    if refused:
        console.print(f"{len(refused)} files are no text and were left out; they are told above")
