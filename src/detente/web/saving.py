"""A package file written whole, and never over somebody else's change."""

import errno
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from detente.case.document import read_text
from detente.case.editing import read_source, with_line_ends
from detente.errors import DetenteError
from detente.web.reading import file_of
from detente.writing import put, whole_folder

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_SAVING = Lock()


class Conflict(Exception):  # noqa: N818  # not an error: two people worked
    """The file is no longer what the draft began from."""

    def __init__(self, text: str, stamp: str) -> None:
        self.text, self.stamp = text, stamp
        super().__init__("the file was changed by somebody else")


class ReadOnlyError(DetenteError):
    """The folder may not be written to; a copy of the case may be."""


def stamp_of(text: str) -> str:
    """What tells two versions of a file apart."""
    return hashlib.sha256(text.encode()).hexdigest()


def load(folder: Path, name: str) -> tuple[str, str]:
    """The text of a package file as it is now, and its stamp."""
    text = read_text(folder / file_of(name), file_of(name))
    return text, stamp_of(text)


def save(folder: Path, name: str, text: str, seen: str | None) -> str:
    """Writes a package in one step and returns its stamp.

    `seen` is the stamp of the file that the text began from; None for a file that is to be new.
    Raises Conflict where the file is another by now, ReadOnlyError where nothing may be written,
    and DetenteError with the reason where it cannot be.
    """
    if not _WORD.fullmatch(name):
        raise DetenteError(f'"{name[:60]}" is no name for a package: letters, digits, dash')
    path = folder / file_of(name)
    with _SAVING, _alone(path.parent):
        if seen is None and path.exists():
            raise DetenteError(f"{file_of(name)} is there already: choose another name")
        if seen is not None:
            no_conflict(folder, name, seen)
        try:
            put(path, _as_written(path, name, text), new=seen is None)
        except OSError as error:
            raise _unwritten(name, error) from None
    return stamp_of(text)


def copy_case(folder: Path, target: Path) -> Path:
    """A copy of a case beside the one that may not be written to; whole or not at all."""
    if target.exists() or target.is_symlink():
        raise DetenteError(f"{target} is there already: move it away, or serve it instead")
    with whole_folder(target, "start the server where you may write") as draft:
        for part in sorted(folder.rglob("*")):
            copy = draft / part.relative_to(folder)
            if part.is_dir():
                copy.mkdir()
            else:
                shutil.copyfile(part, copy)
    return target


def _as_written(path: Path, name: str, text: str) -> bytes:
    """The text with the line ends that the file has."""
    there = read_source(path, file_of(name)) if path.exists() else ""
    return with_line_ends(there, text).encode()


def no_conflict(folder: Path, name: str, seen: str) -> None:
    """Raises Conflict unless the file still is what a text began from."""
    path = folder / file_of(name)
    if not path.resolve().is_relative_to(folder.resolve()):
        raise DetenteError(f"{file_of(name)} leads out of the case: nothing was written")
    if not path.is_file():
        gone = f"{file_of(name)} is gone: nothing was written; download the package as a file"
        raise DetenteError(gone)
    text, stamp = load(folder, name)
    if stamp != seen:
        raise Conflict(text, stamp)


def _unwritten(name: str, error: OSError) -> DetenteError:
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return ReadOnlyError(f"{file_of(name)} may not be written ({error.strerror})")
    remedy = "the file is as it was; make room, or download the package as a file"
    if isinstance(error, FileNotFoundError):
        remedy = "the case folder is gone; download the package as a file"
    return DetenteError(f"{file_of(name)} cannot be written ({error.strerror})", remedy)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """No other server writes to this folder meanwhile, where the system can promise that."""
    try:
        import fcntl  # noqa: PLC0415  # not on Windows

        handle = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
