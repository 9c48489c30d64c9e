"""A file as it comes: how its bytes become text, and what was assumed on the way.

A byte order mark decides; else the encoding given; else UTF-8 if the whole file is UTF-8; else the
encoding that an HTML or XML file declares; else Windows-1252, with a warning that says so. Places
are counted in characters of that text (after a byte order mark), lines from 1. A gzipped file is
read through. What is no text is refused by name.
"""

import codecs
import gzip
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TextIO

from detente.errors import InputError, Place, Problem

LONGEST = 1 << 16  # characters; a line beyond it is handed out in pieces
MOST_PIECES = 256
MOST_BYTES = 4_000_000_000
MOST_NOTES = 20
HEAD = 1 << 16
_BLOCK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
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
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}encoding=[\"']([\w.-]+)|charset=[\"']?([\w.-]+)", re.IGNORECASE
)
_ODD = bytes(set(range(32)) - {*b"\t\n\r\f\x1a\x1b"})
FALLBACK = "cp1252"


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
    notes: Notes = field(default_factory=Notes, compare=False)  # filled while it is read

    def raw(self) -> BinaryIO:
        """The bytes, unzipped."""
        return _raw(self.path, self.zipped)

    def text(self) -> TextIO:
        """The text, with its line ends as they are."""
        return io.TextIOWrapper(self.raw(), encoding=self.encoding, newline="")

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
    shown = file or str(path)
    if path.exists() and not path.is_file():
        raise refusal(shown, "is no file", "give a file")
    try:
        with path.open("rb") as stream:
            zipped = stream.read(2) == b"\x1f\x8b"
        with _raw(path, zipped) as stream:
            head = stream.read(HEAD)
        _refuse_binary(shown, head)
        return _decided(path, shown, zipped, head, encoding)
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise refusal(
            shown, f"cannot be read ({reason})", "check that it is there, whole, and may be read"
        ) from None


def refusal(file: str, reason: str, remedy: str, line: int | None = None) -> InputError:
    """One problem, ready to be raised."""
    return InputError([Problem(Place(file, line), reason, remedy)])


def _together(pieces: list[Line]) -> Line:
    first = pieces[0]
    return Line(first.number, first.start, "".join(piece.text for piece in pieces))


def _raw(path: Path, zipped: bool) -> BinaryIO:
    return gzip.open(path, "rb") if zipped else path.open("rb")  # type: ignore[return-value]


def _refuse_binary(file: str, head: bytes) -> None:
    for magic, kind in _NO_TEXT.items():
        if head.startswith(magic):
            raise refusal(file, f"is {kind}, no text", "save its words as plain text")
    if any(head.startswith(mark) for mark, _ in _MARKS) or _halves(head):
        return
    odd = len(head) - len(head.translate(None, _ODD))
    if b"\0" in head or odd * 10 > len(head):
        raise refusal(file, "is no text (it holds control bytes)", "save its words as plain text")


def _decided(path: Path, file: str, zipped: bool, head: bytes, given: str) -> Opened:
    mark = next((name for mark, name in _MARKS if head.startswith(mark)), "")
    if given:
        _known(file, given)
    for encoding in filter(None, (mark, given, _halves(head), "utf-8")):
        size, bad = _scan(path, file, zipped, encoding)
        if bad is None:
            return Opened(path, file, encoding, zipped, size)
        if encoding in {mark, given}:
            reason = f"byte {bad[1] + 1} is not {encoding} text"
            raise refusal(file, reason, "name its encoding with --encoding", bad[0])
    return _assumed(path, file, zipped, head, bad or (1, 0))


def _assumed(path: Path, file: str, zipped: bool, head: bytes, bad: tuple[int, int]) -> Opened:
    """Not UTF-8: read as declared, else as Windows-1252, and told so."""
    found = _DECLARED.search(head)
    declared = (found[1] or found[2]).decode("ascii") if found else ""
    for encoding in dict.fromkeys(filter(_exists, (declared, FALLBACK))):
        size, failed = _scan(path, file, zipped, encoding)
        if failed is None:
            why = "as it declares" if encoding == declared else "an assumption"
            words = (
                f"{file}:{bad[0]}: byte {bad[1] + 1} is not UTF-8; read as {encoding} ({why}); "
                "name another with --encoding"
            )
            return Opened(path, file, encoding, zipped, size, (words,))
    reason = f"byte {bad[1] + 1} is neither UTF-8 nor Windows-1252 text"
    raise refusal(file, reason, "name its encoding with --encoding", bad[0])


def _scan(path: Path, file: str, zipped: bool, encoding: str) -> tuple[int, tuple[int, int] | None]:
    """Bytes in the file, and line and byte of the first that does not fit the encoding."""
    decoder, size, lines = codecs.getincrementaldecoder(encoding)(), 0, 1
    with _raw(path, zipped) as stream:
        while block := stream.read(_BLOCK):
            kept = len(decoder.getstate()[0])
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                at = max(error.start - kept, 0)
                return size, (lines + block.count(b"\n", 0, at), size + at)
            lines += block.count(b"\n")
            size += len(block)
            if size > MOST_BYTES:
                raise refusal(file, "is longer than 4 GB", "split it")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return size, (lines, max(size - 1, 0))
    return size, None


def _halves(head: bytes) -> str:
    """UTF-16 without its mark: every second byte of plain English is 0."""
    sample = head[:1000]
    if len(sample) < 8:
        return ""
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    if high > 0.4 * len(sample) and not low:
        return "utf-16-le"
    return "utf-16-be" if low > 0.4 * len(sample) and not high else ""


def _exists(encoding: str) -> bool:
    try:
        return bool(encoding) and codecs.lookup(encoding)._is_text_encoding
    except (LookupError, ValueError):
        return False


def _known(file: str, encoding: str) -> None:
    if not _exists(encoding):
        raise refusal(file, f'"{encoding}" is no encoding', "write it as utf-8, cp1252 or latin-1")
