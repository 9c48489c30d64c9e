"""A file as it comes: how its bytes become text, and what was assumed on the way.

A byte order mark decides; else the encoding given; else UTF-8 if the whole file is UTF-8; else the
encoding that an HTML or XML file declares, if it can be true; else UTF-8 with its damaged letters
left out, if they are few; else Windows-1252. What was assumed is told. Places are counted in
characters of that text (after a byte order mark), lines from 1. A gzipped file is read through, but
not one that grows out of all proportion. What is no text is refused by name.
"""

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TextIO

from detente.errors import InputError, Place, Problem
from detente.record import encodings

LONGEST = 1 << 16  # characters; a line beyond it is handed out in pieces
MOST_PIECES = 256
MOST_BYTES = 4_000_000_000
MOST_TIMES = 200  # a gzipped text is seldom a twentieth of itself; past this it is a trap
FREE = 16_000_000  # bytes that any gzipped file may come to
MOST_NOTES = 20
HEAD = 1 << 16
_BLOCK = 1 << 20
_NO_TEXT = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip or an Office file",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"ID3": "a sound recording",
    b"RIFF": "a recording",
    b"\x1f\x8b": "a gzip inside a gzip",
    b"SQLite format": "a database",
    b"PAR1": "a Parquet file",
}
UNREADABLE = (OSError, EOFError, UnicodeError, zlib.error)  # what reading a file may end with
_ODD = bytes(set(range(32)) - {*b"\t\n\r\f\x1a\x1b"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line, or one piece of a very long one, with its end; `start` in the file's text."""

    number: int
    start: int
    text: str


@dataclass(slots=True)
class Notes:
    """What was wrong with single rows while a file was read: the first of it, and how much."""

    first: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(self, problem: Problem) -> None:
        """Notes one row; all are counted, the first are kept."""
        self.count += 1
        if len(self.first) < MOST_NOTES:
            self.first.append(problem)

    def told(self) -> Iterator[str]:
        """What a person is told."""
        yield from map(str, self.first)
        if self.count > len(self.first):
            yield f"{self.first[0].place.file}: and {self.count - len(self.first)} more such rows"


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that is text, and how it is to be read."""

    path: Path
    file: str  # its name in messages
    encoding: str
    zipped: bool
    size: int  # bytes, unzipped
    warnings: tuple[str, ...] = ()
    errors: str = "strict"  # or what becomes of bytes that are no letter
    notes: Notes = field(default_factory=Notes, compare=False)  # filled while it is read

    def raw(self) -> BinaryIO:
        """The bytes, unzipped."""
        return _raw(self.path, self.zipped)

    def text(self) -> TextIO:
        """The text, with its line ends as they are."""
        stream = self.raw()
        return io.TextIOWrapper(stream, encoding=self.encoding, errors=self.errors, newline="")

    def lines(self) -> Iterator[Line]:
        """Every line in turn; never more than one in memory."""
        number, start = 1, 0
        with self.text() as stream:
            while piece := stream.readline(LONGEST):
                yield Line(number, start, piece)
                start += len(piece)
                number += piece.endswith(("\n", "\r"))

    def whole_lines(self) -> Iterator[Line]:
        """Every line in turn, never in pieces; one of more than 16 MB is refused."""
        held: list[Line] = []
        for line in self.lines():
            held.append(line)
            if len(held) > MOST_PIECES:
                remedy = "write one record a line"
                raise refusal(self.file, "is a line of more than 16 MB", remedy, line.number)
            if line.text.endswith(("\n", "\r")):
                yield _together(held)
                held = []
        if held:
            yield _together(held)

    def head(self, length: int = HEAD) -> str:
        """The beginning of the text, to tell the format by."""
        with self.text() as stream:
            return stream.read(length)


def open_file(path: Path, encoding: str = "", file: str = "") -> Opened:
    """A file ready to be read as text; one that is none is refused with its place."""
    shown = file or str(path).encode("utf-8", "replace").decode()
    try:
        if path.exists() and not path.is_file():
            raise refusal(shown, "is no file", "give a file")
        with path.open("rb") as stream:
            zipped = stream.read(2) == b"\x1f\x8b"
        with _raw(path, zipped) as stream:
            head = stream.read(HEAD)
        _refuse_binary(shown, head)
        return _decided(_Bytes(path, shown, zipped), head, encoding)
    except UNREADABLE as error:
        raise unreadable(shown, error) from None


def unreadable(file: str, error: Exception) -> InputError:
    """A file that cannot be read to its end: it is gone, locked, cut off or damaged."""
    reason = getattr(error, "strerror", None) or str(error) or "it ends too early"
    remedy = "check that it is there, whole, and may be read"
    return refusal(file, f"cannot be read ({reason})", remedy)


def refusal(
    file: str, reason: str, remedy: str, line: int | None = None, by: str = ""
) -> InputError:
    """One problem, ready to be raised."""
    return InputError([Problem(Place(file, line), reason, remedy, by)])


def _together(pieces: list[Line]) -> Line:
    first = pieces[0]
    return Line(first.number, first.start, "".join(piece.text for piece in pieces))


def _raw(path: Path, zipped: bool) -> BinaryIO:
    return gzip.open(path, "rb") if zipped else path.open("rb")  # type: ignore[return-value]


def _refuse_binary(file: str, head: bytes) -> None:
    for magic, kind in _NO_TEXT.items():
        if head.startswith(magic):
            raise refusal(file, f"is {kind}, no text", "save its words as plain text")
    if encodings.marked(head) or encodings.halves(head):
        return
    odd = len(head) - len(head.translate(None, _ODD))
    if b"\0" in head or odd * 10 > len(head):
        raise refusal(file, "is no text (it holds control bytes)", "save its words as plain text")


@dataclass(frozen=True, slots=True)
class _Bytes:
    """A file before its encoding is known."""

    path: Path
    file: str
    zipped: bool

    def scan(self, encoding: str, errors: str = "strict") -> tuple[int, tuple[int, int] | None]:
        """Bytes in the file, and line and byte of the first that does not fit the encoding."""
        decoder, size, lines = codecs.getincrementaldecoder(encoding)(errors), 0, 1
        with _raw(self.path, self.zipped) as stream:
            while block := stream.read(_BLOCK):
                kept = len(decoder.getstate()[0])
                try:
                    decoder.decode(block)
                except UnicodeError as error:
                    at = max(getattr(error, "start", 0) - kept, 0)
                    return size, (lines + block.count(b"\n", 0, at), size + at)
                lines += block.count(b"\n")
                size += len(block)
                self._refuse_long(size)
        try:
            decoder.decode(b"", final=True)
        except UnicodeError:
            return size, (lines, max(size - 1, 0))
        return size, None

    def opened(self, encoding: str, size: int, *told: str, errors: str = "strict") -> Opened:
        """The file, to be read in this encoding."""
        return Opened(self.path, self.file, encoding, self.zipped, size, told, errors)

    def _refuse_long(self, size: int) -> None:
        if size > MOST_BYTES:
            raise refusal(self.file, "is longer than 4 GB", "split it")
        if self.zipped and size > max(FREE, MOST_TIMES * self.path.stat().st_size):
            reason = f"unzips to more than {MOST_TIMES} times its size"
            raise refusal(self.file, reason, "if it is a text after all, give it unzipped")


def _decided(raw: _Bytes, head: bytes, given: str) -> Opened:
    mark = encodings.marked(head)
    if given:
        _known(raw.file, given)
        given = encodings.ordered(given, head)
    for encoding in filter(None, (mark, given, encodings.halves(head), "utf-8")):
        size, bad = raw.scan(encoding)
        if bad is None:
            return raw.opened(encoding, size)
        if encoding in {mark, given}:
            reason = f"byte {bad[1] + 1} is not {encoding} text"
            raise refusal(raw.file, reason, "name its encoding", bad[0], by="encoding")
    return _assumed(raw, head, bad or (1, 0))


def _assumed(raw: _Bytes, head: bytes, bad: tuple[int, int]) -> Opened:
    """Not UTF-8: read as it declares, as damaged UTF-8 or as Windows-1252, and told so."""
    line, byte = bad
    where = f"{raw.file}:{line}: byte {byte + 1} is not UTF-8; "
    named = encodings.declared(head)
    believed = encodings.believable(named)
    for encoding in believed:
        size, failed = raw.scan(encoding)
        if failed is None:
            words = f"read as {encoding} (as it declares); name another encoding if not"
            return raw.opened(encoding, size, where + words)
    if encodings.mostly_utf_8(_around(raw, byte)):
        size, _ = raw.scan("utf-8", "replace")
        words = "it is damaged there; read as UTF-8 without what is broken"
        return raw.opened("utf-8", size, where + words, errors="replace")
    size, failed = raw.scan(encodings.FALLBACK)
    if failed is None:
        lie = f'; it declares "{named[:40]}", which it is not' if named else ""
        words = f"read as {encodings.FALLBACK} (an assumption{lie}); name another encoding if not"
        return raw.opened(encodings.FALLBACK, size, where + words)
    reason = f"byte {byte + 1} is neither UTF-8 nor Windows-1252 text"
    raise refusal(raw.file, reason, "name its encoding", line, by="encoding")


def _around(raw: _Bytes, byte: int) -> bytes:
    """A stretch of the file about a byte of it."""
    with _raw(raw.path, raw.zipped) as stream:
        stream.seek(max(byte - HEAD, 0))
        return stream.read(4 * HEAD)


def _known(file: str, encoding: str) -> None:
    if not encodings.exists(encoding):
        raise refusal(file, f'"{encoding}" is no encoding', "write it as utf-8, cp1252 or latin-1")
