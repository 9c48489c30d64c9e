"""Every file that is written: whole or not at all, and nothing left behind.

A file is written beside its place under a name of ours, then takes its place in one step. Several
files that belong together are all written before the first takes its place. What a run that was
killed left behind is known by its name and by the lock that the run held, and is removed by the
next run that writes to the same folder; nothing else ever is.
"""

import errno
import hashlib
import os
import re
import secrets
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from detente.errors import DetenteError

try:
    import fcntl
except ImportError:  # Windows: nothing can be proved to be left behind, and nothing is removed
    fcntl = None  # type: ignore[assignment]

PREFIX = ".detente-"
REMEDY, BY = "choose another place", "out"  # what helps, and the parameter that brings it
_YOUNG = 60.0  # seconds: a run that lives may not hold its lock yet
_OURS = re.compile(r"\.detente-(?P<pid>\d+)-[0-9a-f]{16}\.tmp")
_STREAM = re.compile(r"/dev/(?:stdout|stderr|fd/\d+)|/proc/(?:self|\d+)/fd/\d+")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def write_whole(files: Mapping[Path, str | bytes], remedy: str = REMEDY, by: str = BY) -> None:
    """Writes all files or none; one that is there is replaced, with its mode, in one step."""
    with ExitStack() as open_drafts:
        drafts: list[tuple[Path, _Draft]] = []
        for path, body in files.items():
            with said(path, remedy, by):
                data = body.encode() if isinstance(body, str) else body
                if _is_stream(path):
                    _pour(path, data)
                    continue
                made = open_drafts.enter_context(_draft_of(path))
                made.fill(data)
                drafts.append((path, made))
        for path, made in drafts:
            with said(path, remedy, by):
                made.place()


def write_new(path: Path, body: str | bytes, remedy: str = REMEDY, by: str = BY) -> None:
    """Writes a file that is not there yet; one that came meanwhile is not written over."""
    with said(path, remedy, by):
        put(path, body.encode() if isinstance(body, str) else body, new=True)


def put(path: Path, data: bytes, *, new: bool) -> None:
    """One file, whole; with `new`, only where none is. Raises OSError where it cannot be."""
    with _draft_of(path) as made:
        made.fill(data)
        if new:
            made.place_new()
        else:
            made.place()


@contextmanager
def whole_file(path: Path, remedy: str = REMEDY, by: str = BY) -> Iterator[Path]:
    """A name under which a library writes a file, which takes its place when all went well."""
    with said(path, remedy, by):
        target = _target_of(path)
        with _folder_beside(target) as beside:
            draft = beside / target.name
            yield draft
            mode = target.stat().st_mode if target.exists() else _usual_mode(0o666)
            draft.chmod(stat.S_IMODE(mode))
            _settle(draft)
            draft.replace(target)
        _settle(target.parent)


@contextmanager
def whole_folder(path: Path, remedy: str = REMEDY, by: str = BY) -> Iterator[Path]:
    """A folder to be filled, which takes its place when all went well; it must not be there yet."""
    with said(path, remedy, by), put_folder(path) as draft:
        yield draft


@contextmanager
def put_folder(path: Path) -> Iterator[Path]:
    """The same, for whoever tells in words of his own; raises OSError where it cannot be."""
    with _folder_beside(path, mode=0o777) as draft:
        yield draft
        if path.exists() or path.is_symlink():
            raise FileExistsError(errno.EEXIST, "it is there already", str(path))
        draft.rename(path)
    _settle(path.parent)


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for as long as it is worked in, where the system keeps such folders."""
    with _folder_beside(Path(tempfile.gettempdir()) / "scratch") as folder:
        yield folder


@contextmanager
def said(path: Path, remedy: str = REMEDY, by: str = BY) -> Iterator[None]:
    """What goes wrong with a file, as a person can mend it."""
    try:
        yield
    except UnicodeEncodeError:
        reason = "what is to be written holds a broken character"
        raise DetenteError(f"cannot write {shown(path)} ({reason})", remedy, by=by) from None
    except OSError as error:
        raise _refusal(path, error, remedy, by) from None
    except ValueError as error:
        if "null" not in str(error):
            raise
        reason = f"cannot write {shown(path)} (no file has such a name)"
        raise DetenteError(reason, remedy, by=by) from None


def shown(path: Path) -> str:
    """A path as it is told: one of endless length is cut, odd bytes are marked."""
    name = os.fsencode(path).decode("utf-8", "replace")
    return name if len(name) <= 300 else f"{name[:140]}…{name[-140:]}"


def sums(files: Mapping[str, str | bytes]) -> str:
    """What `sha256sum -c` checks: the hash of every file, by name."""
    bodies = {n: b.encode() if isinstance(b, str) else b for n, b in files.items()}
    return "".join(f"{hashlib.sha256(body).hexdigest()}  {n}\n" for n, body in bodies.items())


def strangers(record: Path) -> tuple[list[str], list[str]]:
    """Files named in such a record that are not as it says, and those that are."""
    other: list[str] = []
    same: list[str] = []
    with suppress(OSError, UnicodeDecodeError):
        for line in record.read_text("utf-8").splitlines():
            digest, _, name = line.partition("  ")
            path = record.parent / name
            if name and ".." not in Path(name).parts and path.is_file():
                now = hashlib.sha256(path.read_bytes()).hexdigest()
                (same if now == digest else other).append(name)
    return other, same


def _refusal(path: Path, error: OSError, remedy: str, by: str) -> DetenteError:
    reason = error.strerror or type(error).__name__
    if error.errno in _FULL:
        remedy = f"make room, or {remedy}"
    return DetenteError(f"cannot write {shown(path)} ({reason})", remedy, by=by)


@dataclass(slots=True)
class _Draft:
    """A file under a name of ours, beside the place that it is to take."""

    target: Path
    path: Path
    handle: int

    def fill(self, data: bytes) -> None:
        """All of the content, onto the disk, with the mode of what it replaces."""
        left = memoryview(data)
        while left:
            left = left[os.write(self.handle, left) :]
        with suppress(FileNotFoundError):
            now = self.target.stat()
            os.fchmod(self.handle, stat.S_IMODE(now.st_mode))
            if (now.st_uid, now.st_gid) != (os.geteuid(), os.getegid()):
                with suppress(OSError):
                    os.fchown(self.handle, now.st_uid, now.st_gid)
        os.fsync(self.handle)

    def place(self) -> None:
        """Its place, in one step."""
        self.path.replace(self.target)
        _settle(self.target.parent)

    def place_new(self) -> None:
        """Its place, if nothing stands there."""
        try:
            os.link(self.path, self.target)
        except OSError as error:
            if error.errno not in {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS}:
                raise
            if self.target.exists():  # a disk without links: the one way that is left
                raise FileExistsError(errno.EEXIST, "it is there already") from None
            self.path.rename(self.target)
        _settle(self.target.parent)


@contextmanager
def _draft_of(path: Path) -> Iterator[_Draft]:
    """A draft beside a file, or beside what a link leads to; gone when it is left."""
    target = _target_of(path)
    with _made(target.parent) as keep:
        clean(target.parent)
        draft = _named(target.parent)
        handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
        try:
            _lock(handle)
            yield _Draft(target, draft, handle)
            keep()
        finally:
            with suppress(OSError):
                draft.unlink()
            os.close(handle)


def _target_of(path: Path) -> Path:
    """The file itself, where a link leads to it; raises OSError if none can be there."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise OSError(errno.ELOOP, "a link that leads to itself")
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "the file may not be written over")
    return target


@contextmanager
def _folder_beside(path: Path, *, mode: int = 0o700) -> Iterator[Path]:
    """A folder of ours beside a place; it goes when it is left, unless it was moved there."""
    with _made(path.parent) as keep:
        clean(path.parent)
        draft = _named(path.parent)
        draft.mkdir(mode)
        handle = os.open(draft, os.O_RDONLY) if fcntl else -1
        try:
            _lock(handle)
            yield draft
            keep()
        finally:
            if draft.exists():  # it did not take its place
                shutil.rmtree(draft, ignore_errors=True)
            if handle >= 0:
                os.close(handle)


@contextmanager
def _made(folder: Path) -> Iterator[Callable[[], None]]:
    """The folder, made with those above it if need be; made in vain, they go again."""
    new = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    kept = False

    def keep() -> None:
        nonlocal kept
        kept = True

    try:
        yield keep
    finally:
        for one in new if not kept else ():
            with suppress(OSError):
                one.rmdir()


def discard(folder: Path) -> None:
    """Removes a folder of ours: in one step it is gone from its place, and then from the disk."""
    gone = _named(folder.parent)
    folder.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def clean(folder: Path) -> None:
    """Removes what killed runs of ours left in a folder; what a living run holds stays."""
    if fcntl is None:
        return
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in list(entries):
            if found := _OURS.fullmatch(entry.name):
                with suppress(OSError):
                    _remove(Path(entry.path), int(found["pid"]))


def _remove(path: Path, pid: int) -> None:
    """One left-over, if it is ours and nobody holds it."""
    about = path.lstat()
    if about.st_uid != os.geteuid() or stat.S_ISLNK(about.st_mode):
        return
    if time.time() - about.st_mtime < _YOUNG and _alive(pid):
        return
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if stat.S_ISDIR(about.st_mode):
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()
    finally:
        os.close(handle)


def _alive(pid: int) -> bool:
    """Whether a process of that number runs here; the lock tells whether it is the one."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _named(folder: Path) -> Path:
    return folder / f"{PREFIX}{os.getpid()}-{secrets.token_hex(8)}.tmp"


def _lock(handle: int) -> None:
    """Held as long as the run lives, whatever ends it."""
    if fcntl is not None:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_stream(path: Path) -> bool:
    """Whether what is written goes somewhere else than into a file with a name."""
    if _STREAM.fullmatch(str(path)):
        return True
    with suppress(FileNotFoundError, NotADirectoryError):
        mode = path.stat().st_mode
        return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
    return False


def _pour(path: Path, data: bytes) -> None:
    """Into a pipe, a terminal or a device, as it comes."""
    sys.stdout.flush()
    own = {"/dev/stdout": 1, "/dev/stderr": 2}.get(str(path))
    handle = os.dup(own) if own else os.open(path, os.O_WRONLY)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
    finally:
        os.close(handle)


def _usual_mode(mode: int) -> int:
    """The mode that an ordinary file gets here."""
    mask = os.umask(0)
    os.umask(mask)
    return mode & ~mask


def _settle(path: Path) -> None:
    """A file or a folder's names onto the disk, where the system can do that."""
    if os.name == "posix":
        with suppress(OSError):
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
