"""Drafts: what somebody did to a package in one tab, step by step, with the way back."""

import hashlib
import json
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Any

from detente.case.document import Document
from detente.case.syntax import Path
from detente.errors import DetenteError
from detente.web.reading import Value, put_in, written

MOST_STEPS = 300  # of one draft; the oldest are forgotten
MOST_TEXTS = 30  # of these: each is kept with the lines of everything in it
MOST_DRAFTS = 400  # of one server; the longest untouched is forgotten
GONE = "this draft is no longer kept: open the package again from its file"


@dataclass(frozen=True)
class Version:
    """One state of a package: a text, and the numbers moved since it was written."""

    text: str
    document: Document = field(repr=False, compare=False)
    changes: Mapping[Path, Value] = field(default_factory=dict)

    @cached_property
    def data(self) -> Any:
        """The package as plain data."""
        return put_in(self.document.data, self.changes)

    @cached_property
    def digest(self) -> str:
        """What tells two packages apart, however they are written."""
        told = json.dumps(self.data, sort_keys=True, default=str)
        return hashlib.sha256(told.encode()).hexdigest()

    @cached_property
    def yaml(self) -> str:
        """The package as its file would be."""
        return written(self.text, self.changes)

    def bare(self) -> "Version":
        """The same without what was worked out from it: a step that is not on the page."""
        return Version(self.text, self.document, self.changes)

    def moved(self, changes: Mapping[Path, Value]) -> "Version":
        """The same with more numbers moved."""
        moved = {**self.changes, **changes}
        kept = {path: new for path, new in moved.items() if not self._has(path, new)}
        return Version(self.text, self.document, kept)

    def _has(self, path: Path, value: Value) -> bool:
        """Whether the text says so already."""
        node = self.document.data
        try:
            for step in path:
                node = node[step]
        except (KeyError, IndexError, TypeError):
            return False
        return type(node) is type(value) and bool(node == value)


State = tuple[tuple[Version, ...], int]


@dataclass(slots=True)
class Draft:
    """A package in one tab, from the file as it was opened to the last step made."""

    id: str
    package: str
    stamp: str  # sha256 of the file that `saved` was read from
    saved: Version
    steps: list[Version]
    at: int = 0
    lock: Lock = field(default_factory=Lock, repr=False)

    @property
    def now(self) -> Version:
        """The state on the page."""
        return self.steps[self.at]

    @property
    def state(self) -> State:
        """Where this draft stands, to come back to."""
        return tuple(self.steps), self.at

    def back_to(self, state: State) -> None:
        """As it stood before something went wrong."""
        steps, self.at = state
        self.steps = list(steps)

    @property
    def dirty(self) -> bool:
        """Whether there is anything to save."""
        return self.now != self.saved

    def push(self, version: Version) -> None:
        """A further step; what had been undone is forgotten."""
        if version != self.now:
            self.steps = _recent([*self.steps[: self.at], self.now.bare(), version])
            self.at = len(self.steps) - 1

    def move(self, by: int) -> None:
        """Undo or redo."""
        self.steps[self.at] = self.now.bare()
        self.at = min(max(0, self.at + by), len(self.steps) - 1)

    def kept(self, version: Version, stamp: str) -> None:
        """The file now is as this draft stands; the way back stays."""
        self.saved, self.stamp = version, stamp
        self.steps[self.at] = version


def _recent(steps: list[Version]) -> list[Version]:
    """The last steps, with no more texts among them than a server can keep for every tab."""
    texts: set[int] = set()
    for back, step in enumerate(reversed(steps)):
        texts.add(id(step.document))
        if back == MOST_STEPS or len(texts) > MOST_TEXTS:
            return steps[-back:]
    return steps


@dataclass(slots=True)
class Drafts:
    """All drafts of a server."""

    _drafts: OrderedDict[str, Draft] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def new(self, package: str, version: Version, stamp: str) -> Draft:
        """A draft of a package as it stands in its file."""
        draft = Draft(secrets.token_urlsafe(12), package, stamp, version, [version])
        with self._lock:
            self._drafts[draft.id] = draft
            while len(self._drafts) > MOST_DRAFTS:
                self._drafts.popitem(last=False)
        return draft

    def get(self, name: str) -> Draft:
        """A draft by its id; raises DetenteError if it is not kept."""
        with self._lock:
            if name not in self._drafts:
                raise DetenteError(GONE)
            self._drafts.move_to_end(name)
            return self._drafts[name]
