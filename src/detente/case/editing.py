"""The one editor of YAML files: a few edits carried out in a text, and everything else left alone.

An edit names a path: keys of mappings, places in lists. The same edits are carried out on plain
data by `changed`; `edited` proves, before it gives a text, that the text is read as that data.
Comments, order, quotes, brackets, indents and line ends stay, to the byte. What a file shares
(aliases, merges) is taken apart where an edit would otherwise change what nobody named. A comment
that an edit makes false goes with it: that of a clause taken out, that which names an old value.
"""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path as File
from typing import Any

from detente.case.document import parse_yaml, read_text
from detente.case.remarks import states_length
from detente.case.spelling import Manner, flat, inline
from detente.case.splices import Sheet, Splice, spliced
from detente.case.syntax import Entry, Node, Path, follow, given, own, plain, tree_of
from detente.case.unsharing import unshared
from detente.errors import DetenteError

END = -1  # as the last step of a path: past the last item of a list
_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|(?<=[^\r\n])$)")
_ROUNDS = 10_000  # more takings-apart than any file of a case has clauses


@dataclass(frozen=True, slots=True)
class Set:
    """A value that is to stand at a path, in place of another or as a new key of a mapping."""

    path: Path
    value: Any


@dataclass(frozen=True, slots=True)
class Insert:
    """One more item of a list, before the place that ends the path; the list may be missing.

    `once`: not if the list holds it already.
    """

    path: Path
    value: Any
    once: bool = False


@dataclass(frozen=True, slots=True)
class Remove:
    """What stands at a path goes; a list or mapping left empty goes with it."""

    path: Path


Edit = Set | Insert | Remove


def changed(data: Any, edits: Iterable[Edit]) -> Any:
    """Plain data after some edits; what is not changed is shared with the old."""
    for edit in edits:
        data = _changed(data, edit.path, edit)
    return data


def _changed(node: Any, path: Path, edit: Edit) -> Any:
    if isinstance(edit, Insert) and len(path) == 1:
        return _inserted(node, path[0], edit)
    if not path:
        return edit.value if isinstance(edit, Set) else {}
    step, rest = path[0], path[1:]
    copy: Any = dict(node) if isinstance(node, dict) else list(node)
    if isinstance(edit, Remove) and not rest:
        del copy[step]
        return copy
    below = copy.get(step) if isinstance(copy, dict) else copy[int(step)]
    after = _changed(below, rest, edit)
    if isinstance(edit, Remove) and after in ({}, []):
        del copy[step]
    else:
        copy[step] = after
    return copy


def _inserted(node: Any, at: str | int, edit: Insert) -> list[Any]:
    items = list(node or ())
    if edit.once and edit.value in items:
        return items
    place = len(items) if at == END else int(at)
    return [*items[:place], edit.value, *items[place:]]


def edited(text: str, edits: Sequence[Edit], file: str = "the file") -> str:
    """A text after some edits; DetenteError if it cannot be written so that it says just that."""
    if not edits:
        return text
    before = plain(text, tree_of(text))
    after = changed(before, edits)
    new, waiting = text, list(edits)
    try:
        while waiting:
            new, waiting = _round(new, waiting)
        good = parse_yaml(new, file).data == after
    except (DetenteError, LookupError, ValueError, AttributeError, TypeError):
        good = False
    if not good:
        raise DetenteError(
            f"{file} is written in a way in which this change cannot be made without changing more",
            "write its aliases and brackets out, or make the change by hand",
        )
    return new


def _round(text: str, edits: list[Edit]) -> tuple[str, list[Edit]]:
    """Carries out the first edit, and with it all that follow which move single values only."""
    first, *rest = edits
    root = tree_of(text)
    sheet = Sheet(text, _manner(text, root))
    now = plain(text, root)
    if repr(changed(now, [first])) == repr(now):  # it is so already
        return text, rest
    if not _moves_one(sheet, root, first):
        text, more = _carried_out(text, root, first)
        return text, [*more, *rest]
    splices, paths = _plan(sheet, root, first), {first.path}
    while rest and rest[0].path not in paths and _moves_one(sheet, root, rest[0]):
        splices += _plan(sheet, root, rest[0])
        paths.add(rest.pop(0).path)
    return spliced(text, set(splices)), rest


def _moves_one(sheet: Sheet, root: Node, edit: Edit) -> bool:
    """Whether an edit puts one value in the place of another, and nothing is shared there."""
    if not isinstance(edit, Set) or isinstance(edit.value, dict | list) or not edit.path:
        return False
    entry = _find(sheet.text, root, edit.path)
    written = entry is not None and entry.value.kind == "scalar" and entry.value.end > entry.mark
    return written and not unshared(sheet, root, edit.path, whole=True, gone=False)


def _carried_out(text: str, root: Node, edit: Edit) -> tuple[str, list[Edit]]:
    """The text with one edit made, and edits that are still to be made for it."""
    target, gone = edit.path, isinstance(edit, Remove)
    if isinstance(edit, Insert):
        target = edit.path[:-1]
    if isinstance(edit, Set) and (parts := _parts(text, root, edit)) is not None:
        return text, parts
    for _ in range(_ROUNDS):
        sheet = Sheet(text, _manner(text, root))
        if gone:
            target = _emptied(sheet.text, root, edit.path)
        whole = not isinstance(edit, Insert)
        splices = unshared(sheet, root, target, whole=whole, gone=gone)
        if not splices:
            return spliced(text, set(_plan(sheet, root, edit))), []
        text = spliced(text, splices)
        root = tree_of(text)
    raise ValueError("a file that shares itself")


def _parts(text: str, root: Node, edit: Set) -> list[Edit] | None:
    """The edits by which a list or mapping becomes another; None if it is written whole."""
    entry = _find(text, root, edit.path)
    if entry is None or not isinstance(edit.value, dict | list) or not edit.value:
        return None
    node, old = follow(entry.value), plain(text, entry.value)
    if not old or type(old) is not type(edit.value) or (node.flow and not flat(edit.value)):
        return None
    return list(between(old, edit.value, edit.path))


def between(old: Any, new: Any, path: Path = ()) -> Iterator[Edit]:
    """The fewest edits that lead from one value to another; items of a list go by their names."""
    if type(old) is not type(new) or not isinstance(new, dict | list) or not old or not new:
        if type(old) is not type(new) or old != new:
            yield Set(path, new)
    elif isinstance(new, dict):
        for key, value in new.items():
            if key in old:
                yield from between(old[key], value, (*path, key))
            else:
                yield Set((*path, key), value)
        yield from (Remove((*path, key)) for key in old if key not in new)
    else:
        yield from _between_lists(old, new, path)


def _between_lists(old: list[Any], new: list[Any], path: Path) -> Iterator[Edit]:
    matcher = difflib.SequenceMatcher(None, _names(old), _names(new), autojunk=False)
    shift = 0
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            for a, b in zip(range(i, j), range(k, m), strict=True):
                yield from between(old[a], new[b], (*path, a + shift))
            continue
        for b in range(k, m):
            yield Insert((*path, j + shift + b - k), new[b])
        for _ in range(i, j):
            yield Remove((*path, i + shift))
        shift += (m - k) - (j - i)


def _names(items: list[Any]) -> list[str]:
    """What tells items of a list apart: their name if they have one, else what they are."""
    counts: Counter[str] = Counter()
    names: list[str] = []
    for item in items:
        name = str(item["name"]) if isinstance(item, dict) and "name" in item else repr(item)
        counts[name] += 1
        names.append(f"{counts[name]} {name}")
    return names


def _plan(sheet: Sheet, root: Node, edit: Edit) -> list[Splice]:
    """The splices of an edit whose path is the clause's own by now."""
    if isinstance(edit, Remove):
        return _plan_remove(sheet, root, _emptied(sheet.text, root, edit.path))
    above = _above(sheet.text, root, edit.path)
    entry = _find(sheet.text, root, edit.path)
    if isinstance(edit, Insert):
        return _plan_insert(sheet, root, edit)
    if entry is not None:
        return sheet.replace(entry, edit.value, above)
    return _plan_key(sheet, root, edit.path, edit.value)


def _plan_key(sheet: Sheet, root: Node, path: Path, value: Any) -> list[Splice]:
    parent = _find(sheet.text, root, path[:-1])
    if parent is None:
        raise LookupError(path)
    key, node = str(path[-1]), parent.value
    above = _above(sheet.text, root, path[:-1])
    if node.kind != "map" or (not node.entries and not flat(value)) or _paired(sheet, node):
        return sheet.replace(parent, {**(plain(sheet.text, node) or {}), key: value}, above)
    merged = given(sheet.text, node, key)
    return sheet.add_key(node, sheet.key(merged) if merged else inline(key), value)


def _plan_insert(sheet: Sheet, root: Node, edit: Insert) -> list[Splice]:
    path, value = edit.path[:-1], edit.value
    entry = _find(sheet.text, root, path)
    if entry is None:
        return _plan_key(sheet, root, path, [value])
    node, items = entry.value, plain(sheet.text, entry.value) or []
    if edit.once and value in items:
        return []
    place = len(items) if edit.path[-1] == END else int(edit.path[-1])
    above = _above(sheet.text, root, path)
    if not items and (node.kind != "list" or not flat(value)):
        return sheet.replace(entry, [value], above)
    splices = sheet.add_item(node, place, value)
    end = max(splice.end for splice in splices)
    remark = sheet.remark(node, above)
    if remark and end <= remark.start and states_length(remark.text, len(items)):
        splices.append(Splice(remark.start, remark.end, ""))
    return splices


def _plan_remove(sheet: Sheet, root: Node, path: Path) -> list[Splice]:
    if not path:
        return [Splice(root.start, root.end, "{}")]
    parent, entry = _find(sheet.text, root, path[:-1]), _find(sheet.text, root, path)
    if parent is None or entry is None:
        raise LookupError(path)
    if _paired(sheet, parent.value):
        raise ValueError("a pair without brackets")
    return sheet.remove(parent.value, parent.value.entries.index(entry))


def _paired(sheet: Sheet, node: Node) -> bool:
    """Whether it is a key and a value in a list, without brackets of their own."""
    return node.kind == "map" and node.flow and sheet.text[node.body : node.body + 1] != "{"


def _emptied(text: str, root: Node, path: Path) -> Path:
    """The outermost thing that is empty once what stands at a path has gone."""
    while path and len(plain(text, _at(text, root, path[:-1]))) == 1:
        path = path[:-1]
    return path


def _at(text: str, root: Node, path: Path) -> Node:
    """What stands at a path, through aliases and merges."""
    node = follow(root)
    for step in path:
        entry = own(text, node, step) or given(text, node, step)
        if entry is None:
            raise LookupError(path)
        node = follow(entry.value)
    return node


def _find(text: str, root: Node, path: Path) -> Entry | None:
    """The entry at a path as far as it is written there."""
    entry: Entry | None = Entry(root.start, root.start, None, root)
    for step in path:
        if entry is None or entry.value.kind not in {"map", "list"}:
            return None
        entry = own(text, entry.value, step)
    return entry


def _above(text: str, root: Node, path: Path) -> list[Node]:
    """The lists and mappings around what stands at a path, the outermost first."""
    found, entry = list[Node](), Entry(root.start, root.start, None, root)
    for step in path:
        found.append(entry.value)
        below = own(text, entry.value, step) if entry.value.kind in {"map", "list"} else None
        if below is None:
            break
        entry = below
    return found


def _manner(text: str, root: Node) -> Manner:
    """How a file is indented, and how its lines end: as most of it does."""
    endings = Counter(re.findall(r"\r\n|\r|\n", text))
    steps, offsets, gaps = Counter[int](), Counter[int](), Counter[int]()

    def column(at: int) -> int:
        return at - max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) - 1

    for node in root.within():
        for entry in node.entries if node.block else ():
            value = entry.value
            if entry.key is None and value.kind == "map" and value.block:
                gaps[column(value.body) - column(entry.start)] += 1
            elif entry.key is not None and value.block:
                inner = column(value.body) - column(entry.start)
                (steps if value.kind == "map" else offsets)[inner] += 1

    def most(counts: Counter[int], least: int) -> int:
        return next((n for n, _ in counts.most_common() if n >= least), 2)

    ending = endings.most_common(1)[0][0] if endings else "\n"
    return Manner(ending, most(steps, 1), most(offsets, 0), most(gaps, 2))


def read_source(path: File, file: str) -> str:
    """The text of a file with the line ends and the byte order mark that it has."""
    read_text(path, file)  # refuses what is no text of a case, with its place
    return path.read_bytes().decode("utf-8")


def with_line_ends(source: str, text: str) -> str:
    """A text with plain line ends, as the file it came from has them; its new lines as most do."""
    if "\r" not in source and source[:1] != "\ufeff":
        return text
    old, new = (_LINE.findall(part) for part in (source.removeprefix("\ufeff"), text))
    endings = Counter(ending for _, ending in old if ending)
    usual = endings.most_common(1)[0][0] if endings else "\n"
    made = [f"{words}{usual if ending else ''}" for words, ending in new]
    there, here = ([words for words, _ in lines] for lines in (old, new))
    for i, k, size in difflib.SequenceMatcher(
        None, there, here, autojunk=False
    ).get_matching_blocks():
        for a, b in zip(range(i, i + size), range(k, k + size), strict=True):
            if new[b][1]:
                made[b] = f"{new[b][0]}{old[a][1] or usual}"
    return source[: source[:1] == "\ufeff"] + "".join(made)
