"""A page of the documentation as something that can be done: files written, edited, commands run.

A fenced block is a step if it is one of these; all others are only read.

    ```console                      `$ ./run ...` lines, each with the output that follows it
    ```diff title="mycase/a.yaml"   that file changes: lines with - go, lines with + come
    ```yaml title="mycase/a.yaml"   that file is written (any language, any title)

In expected output a line `...` stands for any number of lines, and `...` inside a line for any
words. Progress on stderr (`detente: ...`) is left out; what is told on stderr otherwise counts.
"""

import io
import re
import shlex
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from detente.cli import app, main

_FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TITLE = re.compile(r'title="([^"]+)"')
ANY = "..."


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, the file it is about, its lines, where they start."""

    language: str
    title: str
    lines: tuple[str, ...]
    first: int  # line number in the page of the first line inside the fence


@dataclass(frozen=True, slots=True)
class Command:
    """A command with the output that the page shows for it."""

    words: tuple[str, ...]
    expected: tuple[str, ...]
    first: int  # line number in the page of the first line of output


def blocks(page: str) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    for found in _FENCE.finditer(page):
        title = _TITLE.search(found[2])
        first = page.count("\n", 0, found.start(3)) + 1
        yield Block(found[1], title[1] if title else "", tuple(found[3].splitlines()), first)


def commands(block: Block) -> Iterator[Command]:
    """The commands of a console block, each with the lines below it."""
    starts = [at for at, line in enumerate(block.lines) if line.startswith("$ ")]
    for start, stop in zip(starts, [*starts[1:], len(block.lines)], strict=True):
        words = shlex.split(block.lines[start][2:])
        if words[0] not in {"./run", "detente"}:
            raise ValueError(f"line {block.first + start}: a page runs nothing but ./run")
        shown = block.lines[start + 1 : stop]
        yield Command(tuple(words[1:]), shown, block.first + start + 1)


def played(page: str, folder: Path) -> Iterator[tuple[Command, tuple[str, ...]]]:
    """Does what a page says in a folder; yields each command with the output it really gave."""
    for block in blocks(page):
        if block.language == "console":
            yield from ((command, run(command.words, folder)) for command in commands(block))
        elif block.language == "diff" and block.title:
            edit(folder / block.title, block)
        elif block.title:
            target = folder / block.title
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text("\n".join(block.lines) + "\n", encoding="utf-8")


def edit(file: Path, block: Block) -> None:
    """Changes a file as a diff block says; what the block takes for granted must stand there."""
    old = "".join(f"{line[1:]}\n" for line in block.lines if line[:1] != "+")
    new = "".join(f"{line[1:]}\n" for line in block.lines if line[:1] != "-")
    text = file.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise ValueError(f"line {block.first}: {text.count(old)} places in {file.name} to change")
    file.write_text(text.replace(old, new), encoding="utf-8")


def run(words: tuple[str, ...], folder: Path) -> tuple[str, ...]:
    """What a command tells a person, line by line, without its progress."""
    out, err = io.StringIO(), io.StringIO()
    with chdir(folder), redirect_stdout(out), redirect_stderr(err), suppress(SystemExit):
        main(lambda: app(list(words), prog_name="detente"))
    told = [line for line in err.getvalue().splitlines() if not line.startswith("detente: ")]
    lines = [line.rstrip() for line in [*out.getvalue().splitlines(), *told]]
    while lines and not lines[-1]:
        lines.pop()
    return tuple(lines)


def same(expected: tuple[str, ...], given: tuple[str, ...]) -> bool:
    """Whether output is as the page shows it, ellipses allowed."""
    pattern = "".join(
        r"(?:[^\n]*\n)*?" if line.strip() == ANY else f"{_loose(line.rstrip())}\n"
        for line in expected
    )
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in given)) is not None


def _loose(line: str) -> str:
    return ".*".join(re.escape(part) for part in line.split(ANY))


def renewed(expected: tuple[str, ...], given: tuple[str, ...]) -> tuple[str, ...]:
    """What the page should show: the same stretches of the output as before, as they now are.

    Each run of lines between two `...` is looked for where it fits best below the run before.
    """
    if same(expected, given):
        return expected
    if ANY not in (line.strip() for line in expected):
        return given
    lines: list[str] = []
    at = 0
    for stretch in _stretches(expected):
        if stretch == [ANY]:
            lines.append(ANY)
            continue
        places = range(at, max(at, len(given) - len(stretch)) + 1)
        alike = [_likeness(stretch, given[place : place + len(stretch)]) for place in places]
        at += alike.index(max(alike))
        lines += given[at : at + len(stretch)]
        at += len(stretch)
    return tuple(lines)


def _stretches(lines: tuple[str, ...]) -> Iterator[list[str]]:
    stretch: list[str] = []
    for line in lines:
        if line.strip() != ANY:
            stretch.append(line)
            continue
        if stretch:
            yield stretch
        yield [ANY]
        stretch = []
    if stretch:
        yield stretch


def _likeness(some: list[str], others: tuple[str, ...]) -> float:
    pairs = zip(some, others, strict=False)
    return sum(SequenceMatcher(None, one, other).ratio() for one, other in pairs)
