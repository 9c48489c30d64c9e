"""One try: a seed, a file broken by it, the product's questions, and what went wrong."""

import random
import re
import signal
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from types import FrameType
from typing import Any

from demands import faults
from folders import NAMES, STARTER, Files, Table, files_of
from moves import MOVES
from questions import Asking, questions
from texts import text_try

import detente
from detente.case import document, open_case
from detente.errors import DetenteError

HOUSE = str(Path(detente.__file__).parent)
_NO_NUMBER = re.compile(rb"nan|inf", re.IGNORECASE)
MOST_SECONDS = 40  # of work for one question, and ten times that by the clock: a hang is a fault


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong in one try, and where; `site` groups those of one cause."""

    seed: int
    done: str  # to what, and how it was broken
    asked: str
    site: str
    what: str
    trace: str = ""


class TooLongError(Exception):
    """A question was not answered in time."""


@contextmanager
def remembered() -> Iterator[None]:
    """Files that were not touched are parsed once."""
    plain = document._tree
    document._tree = lru_cache(maxsize=300)(plain)
    try:
        yield
    finally:
        document._tree = plain


@contextmanager
def strict() -> Iterator[None]:
    """A warning is a fault, whoever gives it."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        yield


@contextmanager
def in_time(seconds: int = MOST_SECONDS) -> Iterator[None]:
    """Ends what takes too long, where the system can do that."""

    def late(_: int, __: FrameType | None) -> None:
        raise TooLongError(f"more than {seconds} s")

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    clocks = {signal.SIGPROF: signal.ITIMER_PROF, signal.SIGALRM: signal.ITIMER_REAL}
    before = {sign: signal.signal(sign, late) for sign in clocks}
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, 10 * seconds)
    try:
        yield
    finally:
        for sign, clock in clocks.items():
            signal.setitimer(clock, 0)
            signal.signal(sign, before[sign])


def broken(seed: int) -> tuple[Files, str, random.Random, bool]:
    """The case of a seed: its files, what was done to them, and the chance that is left."""
    rng = random.Random(seed)  # noqa: S311  # no secret
    name = STARTER if rng.random() < 0.75 else rng.choice(NAMES)
    files = dict(files_of(name))
    told = []
    for _ in range(rng.choice((1, 1, 1, 1, 2, 3))):
        kind = rng.choice(("numbers",) * 6 + ("structure",) * 3 + ("bytes",))
        file = rng.choice([file for file, body in files.items() if body])
        try:
            files[file], how = MOVES[kind](files[file], file, rng)
        except (UnicodeDecodeError, ValueError):  # spoilt by the move before
            continue
        told.append(f"{name}/{file}: {kind}: {how}")
    if rng.random() < 0.03:
        gone = rng.choice(list(files))
        del files[gone]
        told.append(f"{name}/{gone}: gone")
    return files, " + ".join(told), rng, name == STARTER


def attempt(seed: int, table: Table) -> list[Failure]:
    """Everything that goes wrong with the case, or the text, of a seed."""
    if seed % 8 == 7:
        done, ask = text_try(random.Random(seed), table.folder.parent)  # noqa: S311
        ours = not _NO_NUMBER.search(done.encode())
        return list(_asked(seed, done, ask.__name__, ask, ours=ours))
    files, done, rng, small = broken(seed)
    folder = table.lay(files)
    failures: list[Failure] = []
    opened: list[Any] = []
    ours = not any(_NO_NUMBER.search(body) for body in files.values())
    failures += _asked(seed, done, "open", lambda: opened.append(open_case(str(folder))), ours=ours)
    if not opened:
        return failures
    asking = Asking(opened[0], rng, rng.choice((2, 7, 23, 101, 300)) if small else 7)
    for question in questions(rng, small=small):
        ask = partial(question, asking)
        failures += _asked(seed, done, question.__name__, ask, ours=ours)
    return failures


def _asked(
    seed: int, done: str, asked: str, ask: Callable[[], Any], *, ours: bool
) -> Iterator[Failure]:
    """What goes wrong with a question; `ours`: nobody wrote `nan` into the case."""
    try:
        with strict(), in_time():
            found = ask()
    except DetenteError as error:
        if not str(error).strip():
            yield Failure(seed, done, asked, "an error without a word", type(error).__name__)
        return
    except Exception as error:  # what is sought
        what = f"{type(error).__name__}: {str(error)[:300]}"
        yield Failure(seed, done, asked, _site(error), what, traceback.format_exc())
        return
    for fault in sorted(set(faults(found, words=ours and asked != "deeds")))[:3]:
        yield Failure(seed, done, asked, f"{asked}: {fault.partition(' is ')[0][:80]}", fault)


def _site(error: BaseException) -> str:
    """The last line of our own that it came through."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(HOUSE)] or list(frames)
    last = ours[-1]
    file = Path(last.filename)
    short = file.relative_to(HOUSE) if file.is_relative_to(HOUSE) else file.name
    return f"{short}:{last.lineno} {last.name}: {type(error).__name__}"
