"""A YAML text as a tree that knows where each thing stands in it, to the character.

The reader of cases gives values; an editor needs the text between them. Offsets count characters.
A block ends with the last character of its last value: comments and empty lines after it are
nobody's. An alias is a node of its own, that points to what it stands for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from ruamel.yaml import YAML
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from detente.case.document import parse_yaml

MERGE = "<<"
_BLANK = re.compile(r"(?:[ \t\r\n\ufeff]|#[^\r\n]*)*")
_PROPERTIES = re.compile(
    r"(?:(?:&[^\s,\[\]{}]+|!\S*)(?:[ \t\r\n]+(?:#[^\r\n]*[\r\n]+[ \t]*)*|$)?)+"
)
_COLON = re.compile(r"\s*:")
_KEPT = re.compile(r"[|>][0-9]*\+")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,15})")
_DECIMAL = re.compile(r"-?[0-9]{1,15}\.[0-9]{1,15}")
_NO_WORDS = {"true", "false", "null"}

Path = tuple[str | int, ...]  # keys of mappings, places in lists
Kind = Literal["scalar", "map", "list", "alias"]


@dataclass(slots=True, eq=False)
class Node:
    """One value, list, mapping or alias, and the stretch of text that it takes."""

    kind: Kind
    start: int  # of its anchor or tag, where it has one
    body: int  # of what comes after them
    end: int
    anchor: str = ""  # its own; of an alias, the one that it names
    tagged: bool = False
    flow: bool = False  # in brackets; of a scalar, always
    style: str = ""  # of a scalar: '"', "'", "|", ">" or nothing
    value: str = ""
    entries: "list[Entry]" = field(default_factory=list)
    target: "Node | None" = None

    @property
    def block(self) -> bool:
        """Whether it is a list or mapping written line by line."""
        return self.kind in {"map", "list"} and not self.flow

    def within(self) -> "Iterator[Node]":
        """The node and everything under it, keys too, in the order of the text."""
        yield self
        for entry in self.entries:
            if entry.key is not None:
                yield from entry.key.within()
            yield from entry.value.within()


@dataclass(slots=True, eq=False)
class Entry:
    """One item of a list, or one key of a mapping with its value."""

    start: int  # of its dash or key
    mark: int  # just past its dash or colon; of what has none, where it would stand
    key: Node | None
    value: Node


def tree_of(text: str) -> Node:
    """The tree of a text that has been read and found good."""
    events = iter(YAML(typ="safe", pure=True).parse(text))
    anchors: dict[str, Node] = {}
    for event in events:
        if isinstance(event, NodeEvent):
            return _node(text, event, events, anchors)
    return Node("scalar", len(text), len(text), len(text))


def _node(text: str, event: Any, events: Iterator[Any], anchors: dict[str, Node]) -> Node:
    start, end = event.start_mark.index, event.end_mark.index
    if isinstance(event, AliasEvent):
        return Node("alias", start, start, end, event.anchor, target=anchors.get(event.anchor))
    tagged = getattr(event, "tag", None) is not None
    found = _PROPERTIES.match(text, start) if event.anchor or tagged else None
    body = found.end() if found else start
    node = Node("scalar", start, body, end, event.anchor or "", tagged)
    if event.anchor:
        anchors[event.anchor] = node
    if isinstance(event, ScalarEvent):
        node.flow, node.style, node.value = True, event.style or "", event.value
        if node.style in {"|", ">"}:
            node.end = _scalar_end(text, node)
        elif not text[body:end].strip():  # nothing is written: a lone anchor ends with its name
            node.body = node.end = start + len(text[start:body].rstrip())
        return node
    node.flow = bool(event.flow_style)
    node.kind = "map" if isinstance(event, MappingStartEvent) else "list"
    end = _fill(text, node, events, anchors)
    bracketed = node.flow and text[body : body + 1] in {"{", "["}
    node.end = end if bracketed else node.entries[-1].value.end
    return node


def _fill(text: str, node: Node, events: Iterator[Any], anchors: dict[str, Node]) -> int:
    """Reads the entries of a list or mapping; where the text of it ends."""
    at = node.body + (node.flow and text[node.body : node.body + 1] in {"{", "["})
    for event in events:
        if isinstance(event, CollectionEndEvent):
            return int(event.end_mark.index)
        key = _node(text, event, events, anchors) if node.kind == "map" else None
        value = _node(text, next(events) if key else event, events, anchors)
        node.entries.append(_entry(text, node, at, key, value))
        at = value.end
    return len(text)


def _entry(text: str, node: Node, at: int, key: Node | None, value: Node) -> Entry:
    first = _past(text, at)
    if key is None:
        start = value.start if node.flow else first
        mark = start if node.flow else start + 1
        return Entry(start, mark, None, value)
    start = first if text[first : first + 1] == "?" and first < key.start else key.start
    colon = _COLON.match(text, key.end)
    mark = colon.end() if colon else key.end
    if value.start == value.end:  # nothing is written
        value.start = value.body = value.end = mark
    return Entry(start, mark, key, value)


def _past(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _scalar_end(text: str, node: Node) -> int:
    """Where a block of text ends: before its last line break, and before empty lines not kept."""
    written = text[node.body : node.end]
    if _KEPT.match(written):
        return node.body + len(re.sub(r"(?:\r\n|\r|\n)[ \t]*$", "", written))
    return node.body + len(written.rstrip())


def named(text: str, key: Node) -> str:
    """A key as a path names it."""
    return str(plain(text, key))


def merged(node: Node) -> list[Node]:
    """The mappings that a mapping takes keys from, the strongest first, through aliases."""
    found: list[Node] = []
    for entry in node.entries:
        if is_merge(entry):
            value = follow(entry.value)
            found += [follow(e.value) for e in value.entries] if value.kind == "list" else [value]
    return found


def is_merge(entry: Entry) -> bool:
    """Whether an entry is `<<`."""
    return entry.key is not None and entry.key.value == MERGE and not entry.key.style


def follow(node: Node) -> Node:
    """What a node stands for."""
    while node.kind == "alias" and node.target is not None:
        node = node.target
    return node


def own(text: str, node: Node, step: str | int) -> Entry | None:
    """The entry of a list or mapping at a step of a path, if it is written there."""
    if node.kind == "list":
        there = isinstance(step, int) and 0 <= step < len(node.entries)
        return node.entries[int(step)] if there else None
    for entry in node.entries:
        if entry.key and not is_merge(entry) and named(text, entry.key) == str(step):
            return entry
    return None


def given(text: str, node: Node, step: str | int) -> Entry | None:
    """The entry that a mapping takes for a key from those merged into it."""
    found = (own(text, source, step) or given(text, source, step) for source in merged(node))
    return next(filter(None, found), None)


def plain(text: str, node: Node) -> Any:
    """The plain value of a node, as the reader of cases gives it."""
    node = follow(node)
    if node.kind == "list":
        return [plain(text, entry.value) for entry in node.entries]
    if node.kind == "map":
        made: dict[str, Any] = {}
        for source in reversed(merged(node)):
            made |= plain(text, source)
        return made | {
            named(text, entry.key): plain(text, entry.value)
            for entry in node.entries
            if entry.key and not is_merge(entry)
        }
    if node.tagged or not node.style:
        return _scalar(text, node)
    return node.value


def _scalar(text: str, node: Node) -> Any:
    simple = _WORD.fullmatch(node.value) and node.value.lower() not in _NO_WORDS
    if simple and not node.tagged:
        return node.value
    if _WHOLE.fullmatch(node.value) and not node.tagged:
        return int(node.value)
    if _DECIMAL.fullmatch(node.value) and not node.tagged:
        return float(node.value)
    written = text[node.start : node.end] if node.tagged else node.value
    return _read(written.replace(f"&{node.anchor}", "", 1) if node.anchor else written)


@lru_cache(maxsize=4096)
def _read(written: str) -> Any:
    return parse_yaml(f"- {written}\n", "value").data[0]
