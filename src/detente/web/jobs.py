"""Long work, done by the same commands in a process of its own: told as it goes, and cancelled."""

import json
import secrets
import shutil
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread
from time import monotonic
from typing import IO, Any, Literal

from detente.errors import DetenteError
from detente.web.reading import file_of
from detente.web.session import Draft, Version
from detente.writing import scratch

MOST_RUNNING = 2
MOST_KEPT = 12
_PATIENCE = 3.0  # seconds between asking a process to end and ending it
State = Literal["running", "done", "failed", "cancelled"]


@dataclass(slots=True)
class Job:
    """One piece of long work for one draft."""

    id: str
    title: str
    draft: str
    package: str
    base: Version  # what it was looked for in
    process: "subprocess.Popen[str]"
    folder: Path
    room: ExitStack  # which holds the folder until it is closed
    begun: float = field(default_factory=monotonic)
    ended: float | None = None
    said: list[str] = field(default_factory=list)
    state: State = "running"
    answer: Any = None
    page: str = ""

    @property
    def seconds(self) -> int:
        """How long it took, or has taken so far."""
        return int((self.ended or monotonic()) - self.begun)


@dataclass(slots=True)
class Jobs:
    """All long work of a server."""

    _jobs: OrderedDict[str, Job] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def start(self, draft: Draft, folder: Path, title: str, command: Sequence[str]) -> Job:
        """Begins a command over a copy of the case; raises DetenteError if there are too many."""
        with self._lock:
            if sum(job.state == "running" for job in self._jobs.values()) >= MOST_RUNNING:
                raise DetenteError("two long jobs are under way already: cancel one, or wait")
            base, package = draft.now, draft.package
            room = ExitStack()
            copied = Copy(folder, package, base.yaml).write(room)
            parts = (part.format(case=copied) for part in command)
            line = [sys.executable, "-m", "detente", *parts]
            process = subprocess.Popen(  # noqa: S603  # our own program, arguments from our own list
                line,
                cwd=copied.parent,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
            )
            name = secrets.token_urlsafe(9)
            job = Job(name, title, draft.id, package, base, process, copied, room)
            self._jobs[job.id] = job
            while len(self._jobs) > MOST_KEPT:
                self._jobs.popitem(last=False)[1].process.kill()
        Thread(target=_follow, args=(job,), daemon=True).start()
        return job

    def get(self, name: str) -> Job:
        """A job by its id."""
        if name not in self._jobs:
            raise DetenteError("this work is no longer kept: start it again")
        return self._jobs[name]

    def cancel(self, name: str) -> Job:
        """Ends a job; what is done already stays done."""
        job = self.get(name)
        if job.state == "running":
            job.state = "cancelled"
            job.process.terminate()
        return job

    def close(self) -> None:
        """Ends all that still runs."""
        for job in list(self._jobs.values()):
            if job.process.poll() is None:
                job.process.terminate()
                try:
                    job.process.wait(_PATIENCE)
                except subprocess.TimeoutExpired:
                    job.process.kill()


@dataclass(frozen=True, slots=True)
class Copy:
    """A case as it would be if a draft were saved."""

    folder: Path
    package: str
    text: str

    def write(self, room: ExitStack) -> Path:
        """Writes it where nobody else looks, until the room is closed."""
        target = room.enter_context(scratch()) / self.folder.resolve().name
        try:
            shutil.copytree(self.folder, target, copy_function=shutil.copyfile)
            (target / file_of(self.package)).write_bytes(self.text.encode())
        except (OSError, shutil.Error) as error:
            room.close()
            told = getattr(error, "strerror", None) or "some files cannot be read"
            raise DetenteError(f"the case cannot be copied for this work ({told})") from None
        return target


def _follow(job: Job) -> None:
    """Listens to a job until it ends, and keeps what it answered."""
    listener = Thread(target=_listen, args=(job.process.stderr, job.said), daemon=True)
    listener.start()
    out = job.process.stdout.read() if job.process.stdout else ""
    code = job.process.wait()
    listener.join(_PATIENCE)
    try:
        if code == 0:
            job.page = _read(job.folder.parent / "out" / "brief.html")
            job.answer = json.loads(out) if out.lstrip().startswith("{") else None
    except (OSError, ValueError) as error:
        code = 1
        job.said.append(str(error))
    job.ended = monotonic()
    if job.state != "cancelled":
        job.state = "done" if code == 0 else "failed"
    job.room.close()


def _listen(stream: IO[str] | None, said: list[str]) -> None:
    said.extend(line.strip().removeprefix("detente: ") for line in stream or ())


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""
