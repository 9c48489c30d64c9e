"""A file read with the line of everything in it, so that an error can point."""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import ConstructorError, DuplicateKeyError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode
from ruamel.yaml.reader import ReaderError

from detente.case.characters import gap, strange
from detente.errors import InputError, Place, Problem

MOST_BYTES = 1_000_000
MOST_NODES = 100_000
MOST_DEPTH = 40
# How files begin that are no UTF-8 text; the longer marks first.
_OTHER_KINDS = {
    b"\xff\xfe\0\0": "UTF-32 text",
    b"\0\0\xfe\xff": "UTF-32 text",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
    b"\x1f\x8b": "compressed (gzip)",
    b"PK\x03\x04": "a workbook or an archive",
}
_CORE = "tag:yaml.org,2002:"
_KINDS = ("null", "bool", "int", "float", "str", "timestamp", "seq", "map", "merge")


class _PlainValues(RoundTripConstructor):
    """Builds text, numbers, lists and mappings; refuses every other tag.

    Dates are left as they are written, so that an impossible one is reported like the rest.
    """

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        kind = node.tag.removeprefix(_CORE)
        if kind not in _KINDS:
            raise _no(f"the tag {kind} is not allowed in a case", node)
        if isinstance(node, MappingNode):
            for key, _ in node.value:
                if not isinstance(key, ScalarNode):
                    raise _no("a list or mapping is no key", key)
        try:
            return super().construct_object(node, deep)
        except (ValueError, IndexError):  # !!int of no number, or of too many digits
            raise _no(f"no {kind} can be made of this", node) from None


def _no(reason: str, node: Node) -> ConstructorError:
    return ConstructorError(problem=reason, problem_mark=node.start_mark)


_PlainValues.add_constructor(f"{_CORE}timestamp", _PlainValues.construct_scalar)


@dataclass(frozen=True, slots=True)
class Document:
    """Plain values of a YAML file, and the lines they stand on."""

    file: str
    data: Any
    marks: Any  # the same tree as ruamel gives it
    first_line: int = 1
    names: Mapping[str, str] = field(default_factory=dict)  # a key as it is written, by what it is

    def place(self, path: Sequence[str | int]) -> Place:
        """The line of a path, or of the nearest thing above it that is written down."""
        node, line = self.marks, self.first_line
        for step in path:
            if not isinstance(node, CommentedMap | CommentedSeq):
                break
            if isinstance(node, CommentedMap) and step not in node:
                step = self.names.get(str(step), step)  # noqa: PLW2901
            try:
                mark = node.lc.key(step) if isinstance(node, CommentedMap) else node.lc.item(step)
                node, line = node[step], mark[0] + self.first_line
            except (KeyError, IndexError, TypeError):
                break
        return Place(self.file, line)


def read_text(path: Path, file: str) -> str:
    """A file as text; what is no text, or far too long, is refused with its place."""
    if path.exists() and not path.is_file():
        raise _refusal(file, "is no file", "put a plain text file in its place")
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            reason = f"{size / 1e6:.1f} MB is too long for a case file"
            raise _refusal(file, reason, "keep it under 1 MB")
        raw = path.read_bytes()
    except OSError as error:
        reason = f"cannot be read ({error.strerror})"
        raise _refusal(file, reason, "check that it is there and may be read") from None
    for mark, kind in _OTHER_KINDS.items():
        if raw.startswith(mark):
            raise _refusal(file, f"is {kind}, not UTF-8 text", "save it as UTF-8")
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        reason = f"byte {error.start + 1} is not UTF-8 text"
        raise _refusal(file, reason, "save it as UTF-8", line) from None
    if found := strange(text):
        line = text.count("\n", 0, found[0]) + 1
        raise _refusal(file, f"holds {found[1]}", "save it as plain text", line)
    return text


def read_yaml(path: Path, file: str) -> Document:
    """A YAML 1.2 file, safely: no tags that build objects, no bombs."""
    return parse_yaml(read_text(path, file), file)


def parse_yaml(text: str, file: str, first_line: int = 1) -> Document:
    """The same from text; `first_line` is where it starts in its file."""
    if (at := gap(text)) is not None:
        line = text.count("\n", 0, at) + first_line
        raise _refusal(file, "has a no-break space for a space", "type a plain space", line)
    try:
        marks = _tree(text)
    except DuplicateKeyError as error:
        raise _duplicate(error, file, first_line) from None
    except MarkedYAMLError as error:
        raise _unreadable(error, file, first_line, text) from None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + first_line
        reason = f"holds the control character {error.character:#04x}"
        raise _refusal(file, reason, "save it as plain text", line) from None
    except (YAMLError, ValueError, RecursionError, AttributeError) as error:
        reason = (str(error) or type(error).__name__).splitlines()[0].split(":")[0]
        remedy = "take out deep nests and huge numbers"
        raise _refusal(file, f"is not readable YAML ({reason})", remedy) from None
    found = Document(file, _plain(marks, file), marks, first_line)
    for path, words in _texts(found.data, ()):
        if hidden := strange(words):
            place = found.place(path)
            raise InputError([Problem(place, f"holds {hidden[1]}", "save it as plain text")])
    return found


def _tree(text: str) -> Any:
    """What ruamel makes of a text; only read, so that whoever likes may keep it."""
    yaml = YAML(typ="rt", pure=True)
    yaml.Constructor = _PlainValues
    yaml.max_depth = MOST_DEPTH
    yaml.composer.warn_double_anchors = False  # YAML lets an anchor's name be used anew
    return yaml.load(text)


def _texts(node: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text under a node; an escape in it may stand for a character that no file may hold."""
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, dict):
        for key, part in node.items():
            yield path, key
            yield from _texts(part, (*path, key))
    elif isinstance(node, list):
        for index, part in enumerate(node):
            yield from _texts(part, (*path, index))


def read_rows(
    path: Path, file: str, check_head: Callable[[Sequence[str]], None]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a CSV with their line numbers, once its head passed; empty cells are left out."""
    text = read_text(path, file)
    reader = csv.DictReader(StringIO(text), strict=True)
    try:
        reader.fieldnames = [name.strip() for name in reader.fieldnames or ()]
        check_head(reader.fieldnames)
        for row in reader:
            extra = row.pop(None, None)
            if extra:
                cells = "1 more cell" if len(extra) == 1 else f"{len(extra)} more cells"
                reason = f"has {cells} than the head of the table"
                raise _refusal(file, reason, "quote cells that hold a comma", reader.line_num)
            yield reader.line_num, {key: cell.strip() for key, cell in row.items() if cell}
    except csv.Error as error:
        reason = f"is no CSV ({error})"
        raise _refusal(file, reason, "check the quotes", max(reader.reader.line_num, 1)) from None


def _plain(node: Any, file: str) -> Any:
    budget = iter(range(MOST_NODES))

    def strip(part: Any, depth: int) -> Any:
        if next(budget, None) is None or depth > MOST_DEPTH:
            reason = f"holds more than {MOST_NODES:,} values, or nests deeper than {MOST_DEPTH}"
            raise _refusal(file, reason, "take aliases and nests out")
        if isinstance(part, dict):
            return {str(key): strip(value, depth + 1) for key, value in part.items()}
        if isinstance(part, list):
            return [strip(value, depth + 1) for value in part]
        if isinstance(part, bool) or part is None:
            return part
        return next(kind(part) for kind in (int, float, str) if isinstance(part, kind))

    return strip(node, 0)


def _refusal(file: str, reason: str, remedy: str, line: int | None = None) -> InputError:
    return InputError([Problem(Place(file, line), reason, remedy)])


def _duplicate(error: DuplicateKeyError, file: str, first_line: int) -> InputError:
    found = re.search(r'duplicate key "(.*?)" with', error.problem or "")
    key = f'"{found[1]}"' if found else "a key"
    line = error.problem_mark.line + first_line if error.problem_mark else first_line
    return _refusal(file, f"{key} is written twice in one mapping", "keep one of them", line)


def _unreadable(error: MarkedYAMLError, file: str, first_line: int, text: str) -> InputError:
    mark = error.problem_mark or error.context_mark
    line = mark.line + first_line if mark else first_line
    found = " ".join((error.problem or "is not readable").split())
    written = text.split("\n")[mark.line] if mark else ""
    if "'\\t'" in found and not written.lstrip(" ").startswith("\t"):
        return _refusal(file, "has a tab for a space", "type a plain space", line)
    for words, reason, remedy in _PLAINLY:
        if words in found:
            return _refusal(file, reason or found, remedy, line)
    return _refusal(file, f"YAML: {found}", "check indents and quotes", line)


# What ruamel says, what we say instead (nothing: the same), and the remedy.
_PLAINLY = (
    (r"'\t' that cannot start", "begins with a tab", "indent with spaces"),
    ("maximum depth", f"nests deeper than {MOST_DEPTH}", "take nests out"),
    ("is no key", "", "use words as keys"),
    ("can be made of this", "", "write the number out, or take the tag away"),
    ("another document", "holds a second document", "keep one to a file"),
    ("is not allowed in a case", "", "use text, numbers, lists and mappings only"),
    ("mapping values are not allowed", "has a second colon", "put text with a colon in quotes"),
    ("undefined alias", "", "put text that begins with * in quotes"),
)
