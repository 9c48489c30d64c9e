"""A file, or a folder of them, read as it comes: to the screen, or block by block into a table."""

import hashlib
import os
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from rich.console import Console
from rich.text import Text

from detente.answers.model import Answer
from detente.answers.table_parts import Parts, open_parts
from detente.errors import DetenteError, InputError
from detente.record.opening import UNREADABLE, Opened, open_file, unreadable
from detente.signals.formats import blocks, known_format, read_block, turns_of
from detente.signals.formats.row import COLUMNS, row_of
from detente.signals.formats.transcript import BLOCK
from detente.signals.model import Reading
from detente.signals.parser import model_name
from detente.writing import scratch

MOST_SHOWN = 3_000_000  # bytes; more than a screen is for, and minutes of reading
_STREAMS = "write the table to a file such as readings.parquet, which streams"
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
        raise DetenteError(f"{opened.file}: {length}", _STREAMS, by="to")
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
            while block := stream.read(1 << 16):
                if copy.tell() > MOST_SHOWN:
                    length = f"more than {MOST_SHOWN / 1e6:.0f} MB is too long for a screen"
                    raise DetenteError(
                        f"-: {length}", f"keep it in a file, and {_STREAMS}", by="to"
                    )
                copy.write(block)
        return readings_of(kept, named, encoding, tell, "-")


def read_many_answer(
    path: Path, to: Path, named: str, encoding: str, tell: Tell, size: int = BLOCK
) -> Answer:
    """Everything read into a Parquet file or a DuckDB table; what is done is not done again."""
    known_format(str(path), named)
    files, refused = _opened(path, encoding, tell)
    made_from = {
        "files": [[opened.file, opened.encoding, digest] for opened, digest in files.items()],
        "as": named,
        "block": size,
        "reader": [model_name(), version("detente")],
    }
    parts, again = open_parts(to, COLUMNS, made_from)
    if again:
        tell(f"{parts.folder} holds parts of this reading; they are not read again")
    tally = _Tally(sum(opened.size for opened in files), tell)
    work = _Work(parts, tally, named, size, again, path.is_dir(), refused)
    try:
        names = list(work.all(files))
        parts.together(names)
    except KeyboardInterrupt:
        tell(f"stopped; {parts.folder} holds what is read, and the same command goes on from there")
        raise
    except InputError:
        parts.remove()
        raise
    done = len(files) - work.left_out
    data = {
        "to": str(to), "files": done, "refused": refused, "readings": tally.rows,
        "parts": len(names), "taken_up_again": again,
        "rows_told": sum(opened.notes.count for opened in files),
    }  # fmt: skip
    words = f"{to}: {tally.rows:,} readings of {done} {'file' if done == 1 else 'files'}"
    return Answer(data, lambda console: _show(console, words, refused))


def _opened(path: Path, encoding: str, tell: Tell) -> tuple[dict[Opened, str], list[str]]:
    """The file, or all texts of a folder by name, each with what tells its bytes from others.

    A bad one of many is told and left out.
    """
    files: dict[Opened, str] = {}
    refused: list[str] = []
    if not path.is_dir():
        _take(files, path, encoding)
    else:
        for one in sorted(item for item in path.rglob("*") if os.path.isfile(item)):
            try:
                _take(files, one, encoding)
            except InputError as error:
                refused.append(str(error))
    for words in (*refused, *(words for opened in files for words in opened.warnings)):
        tell(words)
    if not files:
        raise DetenteError(f"{path}: no text in this folder", "give a file or a folder of texts")
    return files, refused


def _take(files: dict[Opened, str], path: Path, encoding: str) -> None:
    opened = open_file(path, encoding)
    try:
        files[opened] = _hash(opened)
    except UNREADABLE as error:
        raise unreadable(opened.file, error) from None


@dataclass(slots=True)
class _Work:
    """The reading of many files, part by part."""

    parts: Parts
    tally: _Tally
    named: str
    size: int
    again: bool  # some parts may be there already
    many: bool  # a folder, of which a bad file is left out
    refused: list[str]
    left_out: int = 0

    def all(self, files: Collection[Opened]) -> Iterator[str]:
        """Reads every file; the names of all parts, in order. A bad one of many is left out."""
        for number, opened in enumerate(files):
            before = self.tally.rows
            try:
                yield from list(self._read(opened, f"{number:06d}"))
            except (InputError, *UNREADABLE) as error:
                told = error if isinstance(error, InputError) else unreadable(opened.file, error)
                self._leave_out(told, before, last=self.left_out + 1 == len(files))
            self.tally.before += opened.size
            for words in opened.notes.told():
                self.tally.tell(words)

    def _leave_out(self, told: InputError, rows: int, *, last: bool) -> None:
        if not self.many or last:
            raise told from None
        self.tally.rows = rows
        self.left_out += 1
        self.refused.append(str(told))
        self.tally.tell(f"{told}; left out")

    def _read(self, opened: Opened, prefix: str) -> Iterator[str]:
        """Reads one file; the names of its parts."""
        tally = self.tally
        for number, block in enumerate(blocks(turns_of(opened, self.named), self.size)):
            name = f"{prefix}-{number:06d}"
            if self.again and self.parts.has(name):
                tally.rows += self.parts.rows(name)
                tally.skipped = tally.before + block.end
            else:
                rows = (row_of(found, opened.file) for found in read_block(block, opened.file))
                tally.rows += self.parts.write(name, rows)
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
        console.print(f"{len(refused)} files are no text and were left out; see above")
