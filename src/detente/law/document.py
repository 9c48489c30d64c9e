"""A law file read fast, with the line of everything in it.

The round-trip reader of the case room keeps comments and takes three times as long; the law is
never written back, so plain nodes do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from detente.errors import InputError, Place, Problem

MOST_VALUES = 100_000
Path = tuple[str | int, ...]
_PREFIX = "tag:yaml.org,2002:"
_READERS: dict[str, Callable[[str], object]] = {
    "null": lambda _: None,
    "bool": lambda text: text.lower() == "true",
    "int": int,
    "float": float,
}


@dataclass(frozen=True, slots=True)
class Lines:
    """Plain values of a YAML file, and where each stands."""

    file: str
    data: Any
    lines: dict[Path, int] = field(repr=False)

    def place(self, path: Sequence[str | int]) -> Place:
        """The line of a path, or of the nearest thing above it."""
        here = tuple(path)
        while here and here not in self.lines:
            here = here[:-1]
        return Place(self.file, self.lines.get(here, 1))


def read_lines(path: FilePath, file: str) -> Lines:
    """The values and lines of one YAML 1.2 file; raises InputError with its place."""
    try:
        root = _tree(path.read_text(encoding="utf-8"))
        lines: dict[Path, int] = {}
        return Lines(file, _value(root, (), lines) if root else {}, lines)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        reason = f"is not readable YAML ({error.problem})"
        raise _refusal(Place(file, line), reason, "check indents and quotes") from None
    except (OSError, UnicodeDecodeError, RecursionError, YAMLError) as error:
        reason = f"cannot be read ({error})"
        raise _refusal(Place(file), reason, "give a UTF-8 YAML file") from None
    except _TwiceError as error:
        line, key = error.args
        raise _refusal(Place(file, line), f'"{key}" stands here twice', "keep one") from None


def _tree(text: str) -> Any:
    """What ruamel makes of a text; only read, so that whoever likes may keep it."""
    return YAML(typ="safe", pure=True).compose(text)


class _TwiceError(Exception):
    """A key that stands twice in one mapping: its line, and the key."""


def _value(node: Node, path: Path, lines: dict[Path, int]) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    if len(lines) > MOST_VALUES:  # a few aliases of aliases can stand for billions of values
        raise YAMLError(f"more than {MOST_VALUES} values")
    if isinstance(node, SequenceNode):
        return [_value(part, (*path, index), lines) for index, part in enumerate(node.value)]
    if isinstance(node, MappingNode):
        return _mapping(node, path, lines)
    return _scalar(node)


def _mapping(node: MappingNode, path: Path, lines: dict[Path, int]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, part in node.value:
        name = str(key.value)
        if name in values:
            raise _TwiceError(key.start_mark.line + 1, name)
        lines[*path, name] = key.start_mark.line + 1
        values[name] = _value(part, (*path, name), lines)
    return values


def _scalar(node: Node) -> object:
    """A value by its YAML 1.2 tag; dates, and what does not fit its tag, stay text for the form."""
    text = str(node.value)
    read = _READERS.get(str(node.tag).removeprefix(_PREFIX), str)
    try:
        return read(text)
    except ValueError:
        return text


def _refusal(place: Place, reason: str, remedy: str) -> InputError:
    return InputError([Problem(place, reason, remedy)])
