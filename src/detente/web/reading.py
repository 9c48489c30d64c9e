"""A package's text read against its case, and written back with its comments where they stood."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from functools import lru_cache
from io import StringIO
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from detente.case import Case, Package
from detente.case.document import Document, parse_yaml
from detente.case.ground import Ground
from detente.case.hints import refused, show
from detente.case.links import unresolved
from detente.case.package import PACKAGE_FORMAT
from detente.errors import InputError, Place, Problem

Path = tuple[str | int, ...]
Value = str | int | float
_INDENTS = ((2, 4, 2), (2, 2, 0), (4, 4, 2), (4, 6, 4), (2, 3, 1))  # of mapping, list, dash
_WIDE = 100_000  # characters of a line: none is broken that was not


def file_of(name: str) -> str:
    """The file of a package, as it is named in messages."""
    return f"packages/{name}.yaml"


def checked(case: Case, name: str, document: Document, data: Any) -> Package:
    """The package that some data is, or InputError with every problem and the line it stands on."""
    if not isinstance(data, dict):
        reason = "is empty" if data is None else "is no mapping"
        raise _refusal(document, (), reason, f"begin it with format: {PACKAGE_FORMAT}")
    if data.get("format") != PACKAGE_FORMAT:
        given = data.get("format")
        reason = f"format is {show(given)}" if given is not None else 'lacks "format"'
        raise _refusal(document, ("format",), reason, f"this version reads {PACKAGE_FORMAT}")
    try:
        package = Package.model_validate(data, context=case.lexicon)
    except ValidationError as error:
        raise InputError(refused(replace(document, data=data), error, Package)) from None
    changed = replace(case, packages={name: package})  # the others were read before

    def place(file: str, path: Path) -> Place:
        return document.place(path) if file == document.file else Place(file)

    ground = Ground(place, frozenset(), {})
    desk = [Place("portfolio.csv")] * len(case.holdings)
    problems = [p for p in unresolved(changed, ground, desk) if p.place.file == document.file]
    if problems:
        raise InputError(problems)
    return package


def read_package(case: Case, name: str, text: str) -> tuple[Document, Package]:
    """A package from its text, with the lines of everything in it."""
    document = parse_yaml(text.replace("\r\n", "\n"), file_of(name))
    return document, checked(case, name, document, document.data)


def put_in(data: Any, changes: Mapping[Path, Value]) -> Any:
    """The same plain data with some values changed."""
    for path, value in changes.items():
        data = _with(data, path, value)
    return data


def _with(node: Any, path: Path, value: Value) -> Any:
    """A copy along the path alone: what is not changed is shared."""
    if not path:
        return value
    step, *rest = path
    copy = dict(node) if isinstance(node, dict) else list(node)
    below = copy.get(step) if isinstance(copy, dict) else copy[int(step)]
    copy[step] = _with(below, tuple(rest), value)  # type: ignore[index]
    return copy


def written(text: str, changes: Mapping[Path, Value]) -> str:
    """The text with some values changed, and everything else as it stands, comments included."""
    if not changes:
        return text
    yaml = _yaml(_indents_of(text))
    tree = yaml.load(text)
    for path, value in changes.items():
        _set(tree, path, value)
    return _dumped(yaml, tree)


@lru_cache(maxsize=64)
def _indents_of(text: str) -> tuple[int, int, int]:
    """The indents with which a text comes out again as it went in, or most nearly so."""
    moved = {}
    for indents in _INDENTS:
        yaml = _yaml(indents)
        after = _dumped(yaml, yaml.load(text))
        moved[indents] = len(set(text.splitlines()) ^ set(after.splitlines()))
        if not moved[indents]:
            break
    return min(moved, key=lambda indents: moved[indents])


def _dumped(yaml: YAML, tree: Any) -> str:
    stream = StringIO()
    yaml.dump(tree, stream)
    return stream.getvalue()


def _yaml(indents: tuple[int, int, int]) -> YAML:
    mapping, sequence, offset = indents
    yaml = YAML(typ="rt", pure=True)
    yaml.width = _WIDE
    yaml.preserve_quotes = True
    yaml.indent(mapping=mapping, sequence=sequence, offset=offset)
    return yaml


def _set(tree: Any, path: Sequence[str | int], value: Value) -> None:
    node = tree
    for step in path[:-1]:
        node = _own(tree, node, step)
    last = path[-1]
    if isinstance(node, CommentedMap) and last not in node:
        node.insert(max(0, len(node) - 1), last, value)  # a comment after the last key stays last
    else:
        node[last] = value


def _own(tree: Any, node: Any, step: str | int) -> Any:
    """The next node down; one that an alias shares with another clause becomes the clause's own."""
    below = node[step]
    if isinstance(below, CommentedMap | CommentedSeq) and _uses(tree, below) > 1:
        below = deepcopy(below)
        below.yaml_set_anchor(None)
        node[step] = below
    return below


def _uses(node: Any, sought: Any) -> int:
    parts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return sum((part is sought) + _uses(part, sought) for part in parts)


def _refusal(document: Document, path: Path, reason: str, remedy: str) -> InputError:
    return InputError([Problem(document.place(path), reason, remedy)])
