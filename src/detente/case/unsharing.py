"""Takes apart what a file shares, where an edit would change more than was named.

An alias on the way becomes a copy of its own. An anchor on the way moves to the first alias of it,
with what it named, so that all others keep what they had. A key that a mapping takes from a merge
is written into the mapping itself.
"""

from collections.abc import Iterator
from typing import Any

from detente.case.spelling import block_lines, entry_lines, flat, inline, joined
from detente.case.splices import Sheet, Splice
from detente.case.syntax import Entry, Node, Path, follow, given, is_merge, named, own, plain


def unshared(sheet: Sheet, root: Node, path: Path, *, whole: bool, gone: bool) -> list[Splice]:
    """The first thing to be taken apart on a path; nothing where the path is the clause's own.

    `whole`: what stands at the path is replaced, and need not be taken apart itself. `gone`: it
    goes, so that nothing may come in its place from a merge.
    """
    aliases = _aliases(root)
    entry = Entry(root.start, root.start, None, root)
    inside = False  # of brackets
    for at, step in enumerate(path):
        node = entry.value
        if splices := _freed(sheet, entry, aliases, inside):
            return splices
        if follow(node).kind not in {"map", "list"}:
            return []
        inside = inside or node.flow
        found, last = own(sheet.text, node, step), at == len(path) - 1
        if node.kind == "map" and not (last and whole and not gone):
            taken = given(sheet.text, node, step)
            if taken is not None and last and gone:
                return _spread(sheet, root, node, inside)
            if taken is not None and found is None:
                return sheet.add_key(node, sheet.key(taken), plain(sheet.text, taken.value))
        if found is None:
            return []
        entry = found
    if not whole and (splices := _freed(sheet, entry, aliases, inside)):
        return splices
    return _handed_on(sheet, entry, aliases) if whole else []


def _aliases(root: Node) -> list[tuple[Entry | None, Node, bool, Entry]]:
    """Every alias with the entry around it, and whether it stands in brackets, as in the text."""

    def under(entry: Entry, inside: bool) -> Iterator[tuple[Entry | None, Node, bool, Entry]]:
        for key_or_value in (entry.key, entry.value):
            if key_or_value is None:
                continue
            if key_or_value.kind == "alias":
                owner = entry if key_or_value is entry.value else None
                yield owner, key_or_value, inside, entry
            for below in key_or_value.entries:
                yield from under(below, inside or key_or_value.flow)

    return list(under(Entry(root.start, root.start, None, root), False))


Aliases = list[tuple[Entry | None, Node, bool, Entry]]


def _freed(sheet: Sheet, entry: Entry, aliases: Aliases, inside: bool) -> list[Splice]:
    """An alias replaced by what it stands for; an anchor handed to the first alias of it."""
    node = entry.value
    if node.kind == "alias":
        return [_copied(sheet, entry, node, inside)]
    return _moved(sheet, node, aliases)


def _moved(sheet: Sheet, node: Node, aliases: Aliases) -> list[Splice]:
    users = [found for found in aliases if found[1].target is node]
    if not node.anchor or not users:
        return []
    owner, alias, inside, entry = users[0]
    name = f"&{node.anchor}" if len(users) > 1 else ""  # nobody else needs it
    copy = _copied(sheet, owner or entry, alias, inside, name)
    return [copy, _unnamed(sheet, node)]


def _unnamed(sheet: Sheet, node: Node) -> Splice:
    """Takes the name off, and leaves what else stands before the value."""
    start = sheet.text.index(f"&{node.anchor}", node.start)
    end = start + len(node.anchor) + 1
    while end < node.body and sheet.text[end] in " \t":
        end += 1
    if node.block and sheet.text[end : end + 1] in {"\r", "\n", "#"}:
        start = len(sheet.text[:start].rstrip(" \t"))
        end -= sheet.text[end] == "#"
    return Splice(start, end, "")


def _handed_on(sheet: Sheet, entry: Entry, aliases: Aliases) -> list[Splice]:
    """What others share of something that goes: the first of them takes it over."""
    lost = list(entry.value.within())
    if entry.key is not None:
        lost += entry.key.within()
    inside = set(map(id, lost))
    outside = [found for found in aliases if id(found[1]) not in inside]
    return [splice for node in lost for splice in _moved(sheet, node, outside)]


def _copied(sheet: Sheet, entry: Entry, alias: Node, inside: bool, name: str = "") -> Splice:
    """What an alias stands for in its place, under a name of its own if it gets one."""
    source = follow(alias)
    lead = f"{name} " if name else ""
    written = _source(sheet, source, inside)
    if written is not None:
        return Splice(alias.start, alias.end, f"{lead}{written}")
    value = plain(sheet.text, source)
    line_by_line = source.block or not flat(value)
    if inside or alias is entry.key or not line_by_line or not value:
        return Splice(alias.start, alias.end, f"{lead}{inline(value, source.style)}")
    manner, column = sheet.manner, sheet.column(entry.start)
    inner = manner.gap if entry.key is None else manner.step
    if entry.key is not None and isinstance(value, list):
        inner = manner.offset
    lines = joined(["", *block_lines(value, column + inner, manner)], manner)
    end = sheet.line_end(alias.end)
    remark = sheet.text[alias.end : end].rstrip()
    start = alias.start if name else len(sheet.text[: alias.start].rstrip(" "))
    return Splice(start, alias.end + len(remark), f"{name}{remark}{lines}")


def _source(sheet: Sheet, node: Node, inside: bool) -> str | None:
    """The text of a node, without names of its own; None where it would not mean the same."""
    written = sheet.text[node.body : node.end]
    parts = list(node.within())
    if node.block or "\n" in written or "\r" in written or _tied(parts):
        return None
    if inside and node.kind == "scalar" and not node.style and set(written) & set(",[]{}:?"):
        return None
    for part in sorted(parts, key=lambda part: -part.start):
        if part.kind != "alias" and part.anchor and part is not node:
            start, end = part.start - node.body, part.body - node.body
            written = written[:start] + written[end:]
    return written


def _tied(parts: list[Node]) -> bool:
    """Whether some of it means what it does by something that stands elsewhere."""
    return any(part.tagged or part.kind == "alias" for part in parts)


def _spread(sheet: Sheet, root: Node, node: Node, inside: bool) -> list[Splice]:
    """All keys that came from merges, as the mapping's own; the merges go."""
    merges = [entry for entry in node.entries if is_merge(entry)]
    for entry in merges:
        if handed := _handed_on(sheet, entry, _aliases(root)):
            return handed
    first, *others = merges
    mine = {named(sheet.text, e.key) for e in node.entries if e.key and not is_merge(e)}
    given_keys = {k: v for k, v in plain(sheet.text, node).items() if k not in mine}
    splices = [
        splice for entry in others for splice in sheet.remove(node, node.entries.index(entry))
    ]
    if not given_keys:
        return [*splices, *sheet.remove(node, node.entries.index(first))]
    if inside:
        written = inline(given_keys)[1:-1]
    else:
        written = _lines(sheet, given_keys, sheet.column(first.start))
    return [*splices, Splice(first.start, first.value.end, written)]


def _lines(sheet: Sheet, values: dict[str, Any], column: int) -> str:
    lines: list[str] = []
    for key, value in values.items():
        lines += entry_lines(inline(key), value, column, sheet.manner)
    return joined(lines, sheet.manner)[column:]
