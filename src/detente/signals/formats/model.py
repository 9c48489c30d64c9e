"""What every format is turned into: turns of speech whose words know where in the file they stand.

`Line.words` are the words as a person would see them, without tags and with entities read. Each
`Run` tells where a stretch of them stands in the file, in characters, so that a quoted span can be
found there again; a run longer or shorter in the file than in the words is one entity or escape.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Run:
    """Where the words from `at` on stand in the file; `clock` is when they were spoken."""

    at: int
    start: int
    length: int  # in the file
    line: int
    clock: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand together, and what the format says of them.

    `speaker` is None where the format does not tell him: a name may then stand before the words.
    `fresh` begins a new turn even where the speaker stays the same. `on` holds from here on;
    `undated` ends what held before: a date stands here that cannot be read, or none.
    """

    words: str
    runs: tuple[Run, ...]
    speaker: str | None = None
    asks: bool = False
    fresh: bool = False
    on: date | None = None
    undated: bool = False

    def run_at(self, at: int) -> Run:
        """The run in which a character of the words stands."""
        return self.runs[max(bisect_right(self.runs, at, key=lambda run: run.at) - 1, 0)]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where in the file the words from start to end begin and end."""
        return self._in_file(start, last=False), self._in_file(end - 1, last=True)

    def after(self, at: int) -> "Line":
        """The same line without its first characters."""
        kept = [run for run in self.runs if run.at > at]
        first = self.run_at(at)
        cut = first.at + first.length - at if self._verbatim(first) else first.length
        start = first.start + (at - first.at if self._verbatim(first) else 0)
        runs = [Run(0, start, cut, first.line, first.clock)]
        runs += [Run(run.at - at, run.start, run.length, run.line, run.clock) for run in kept]
        return replace(self, words=self.words[at:], runs=tuple(runs))

    def without(self, unseen: re.Pattern[str]) -> "Line":
        """The same line without what nobody sees in it; the rest keeps its place in the file."""
        words, runs, at = "", list[Run](), 0
        for cut in (*unseen.finditer(self.words), None):
            end = cut.start() if cut else len(self.words)
            runs += self._between(at, end, len(words))
            words += self.words[at:end]
            at = cut.end() if cut else end
        return replace(self, words=words, runs=tuple(runs) or self.runs[:1])

    def _between(self, start: int, end: int, new: int) -> Iterator[Run]:
        """The runs of the words from start to end, as if those began at `new`."""
        ends = [*(run.at for run in self.runs[1:]), len(self.words)]
        for run, last in zip(self.runs, ends, strict=True):
            first, until = max(run.at, start), min(last, end)
            if first < until:
                verbatim = last - run.at == run.length
                place = run.start + (first - run.at if verbatim else 0)
                length = until - first if verbatim else run.length
                yield Run(new + first - start, place, length, run.line, run.clock)

    def _in_file(self, at: int, *, last: bool) -> int:
        run = self.run_at(at)
        if self._verbatim(run):
            return run.start + at - run.at + last
        return run.start + (run.length if last else 0)

    def _verbatim(self, run: Run) -> bool:
        following = [other.at for other in self.runs if other.at > run.at]
        return (following[0] if following else len(self.words)) - run.at == run.length


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says before another does; `speaker` is empty where nobody is named."""

    speaker: str
    asks: bool
    lines: tuple[Line, ...]
    on: date | None = None
