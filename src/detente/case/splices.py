"""A change of a text as stretches of it that are written over; the rest stays to the byte."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from detente.case.remarks import states
from detente.case.spelling import (
    Manner,
    block_lines,
    block_words,
    entry_lines,
    flat,
    inline,
    item_lines,
    joined,
)
from detente.case.syntax import Entry, Node, plain

_BREAK = re.compile(r"\r\n|\r|\n")
_REMARK = re.compile(r"[ \t]*,?[ \t]+#[^\r\n]*")
_COMMENT_LINE = re.compile(r"([ \t]*)#[^\r\n]*(?:\r\n|\r|\n|$)")
_EMPTY_LINE = re.compile(r"[ \t]*(?:\r\n|\r|\n)")


@dataclass(frozen=True, slots=True, order=True)
class Splice:
    """What comes in place of a stretch of text."""

    start: int
    end: int
    text: str


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """The text with all of them made."""
    for splice in sorted(splices, reverse=True):
        text = text[: splice.start] + splice.text + text[splice.end :]
    return text


@dataclass(frozen=True, slots=True)
class Sheet:
    """A text, and how it is written."""

    text: str
    manner: Manner

    def column(self, at: int) -> int:
        """How far into its line a place is."""
        return at - self.line_start(at)

    def line_start(self, at: int) -> int:
        """Where the line of a place begins."""
        return max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1

    def line_end(self, at: int) -> int:
        """Where it ends, before its line break."""
        found = _BREAK.search(self.text, at)
        return found.start() if found else len(self.text)

    def replace(self, entry: Entry, value: Any, above: list[Node]) -> list[Splice]:
        """Another value in place of one that stands there; a comment that names the old one goes.

        `above` are the lists and mappings around it, the outermost first.
        """
        node = entry.value
        if any(parent.flow for parent in above):
            return [*self._inline(entry, value), *self._false(node, above)]
        if flat(value):
            if node.block:
                return self._folded(entry, value)
            return [*self._inline(entry, value), *self._false(node, above)]
        return self._unfolded(entry, value, above)

    def _inline(self, entry: Entry, value: Any) -> list[Splice]:
        node = entry.value
        column = self.column(entry.start) if entry.start != node.start else 0
        written = None
        if node.style in {"|", ">"}:
            written = block_words(value, node.style, column, self.manner)
        written = written or inline(value, node.style)
        if node.start == node.end:
            colon = "" if self.text[entry.mark - 1 : entry.mark] in {":", "-"} else ":"
            return [Splice(entry.mark, entry.mark, f"{colon} {written}")]
        return [Splice(node.start, node.end, written)]

    def _folded(self, entry: Entry, value: Any) -> list[Splice]:
        """A block that becomes one line; what stands behind its key stays."""
        remark = _REMARK.match(self.text, entry.mark)
        kept = remark[0] if remark and remark.end() <= entry.value.body else ""
        return [Splice(entry.mark, entry.value.end, f" {inline(value)}{kept}")]

    def _unfolded(self, entry: Entry, value: Any, above: list[Node]) -> list[Splice]:
        """One line, or a block of another kind, that becomes a block."""
        node, column = entry.value, self.column(entry.start)
        inner = self.manner.gap if entry.key is None else self.manner.step
        if entry.key is not None and isinstance(value, list):
            inner = self.manner.offset
        lines = joined(["", *block_lines(value, column + inner, self.manner)], self.manner)
        if node.block:
            remark = _REMARK.match(self.text, entry.mark)
            end = remark.end() if remark and remark.end() <= node.body else entry.mark
            return [Splice(end, node.end, lines)]
        gone, end = Splice(entry.mark, node.end, ""), self.line_end(node.end)
        return [gone, *self._false(node, above), Splice(end, end, lines)]

    def _false(self, node: Node, above: list[Node]) -> list[Splice]:
        """The comment at the end of a value's line, if it names the value that goes."""
        remark = self.remark(node, above) if node.kind == "scalar" else None
        if remark is None or not states(remark.text, plain(self.text, node)):
            return []
        return [Splice(remark.start, remark.end, "")]

    def remark(self, node: Node, above: list[Node]) -> Splice | None:
        """The comment at the end of the line on which a value ends, with the space before it."""
        around = next((parent for parent in above if parent.flow), node)
        end = self.line_end(node.end)
        places = [at for at in (node.end, around.end) if at <= end]
        found = next((m for at in places if (m := _REMARK.match(self.text, at))), None)
        if found is None:
            return None
        words = self.text.index("#", found.start())
        start = found.start() + len(self.text[found.start() : words].rstrip())
        return Splice(start, found.end(), self.text[words : found.end()])

    def add_key(self, node: Node, key: str, value: Any) -> list[Splice]:
        """One more key, as it is written, in a mapping that is not empty or stands in brackets."""
        if node.flow:
            return self._add_flow(node, len(node.entries), f"{key}: {inline(value)}")
        column = self.column(node.entries[0].start)
        return self._after(node.entries[-1], entry_lines(key, value, column, self.manner))

    def key(self, entry: Entry) -> str:
        """The key of an entry as it is written: 7 and "7" are two keys to YAML."""
        return self.text[entry.key.body : entry.key.end] if entry.key else ""

    def add_item(self, node: Node, index: int, value: Any) -> list[Splice]:
        """One more item of such a list, before the one at an index."""
        if node.flow:
            return self._add_flow(node, index, inline(value))
        column = self.column(node.entries[0].start)
        beside = node.entries[min(index, len(node.entries) - 1)].value
        manner = self.manner
        if isinstance(value, dict | list) and not flat(value):
            lines = item_lines(value, column, manner)
        else:
            lines = item_lines(value, column, manner, block=beside.kind == "map" and beside.block)
        if index >= len(node.entries):
            return self._after(node.entries[-1], lines)
        at = node.entries[index].start
        return [Splice(at, at, joined([*lines, " " * column], manner)[column:])]

    def _add_flow(self, node: Node, index: int, written: str) -> list[Splice]:
        if not node.entries:
            at = node.body + 1
            return [Splice(at, node.end - 1, written)]
        if index < len(node.entries):
            at = node.entries[index].start
            return [Splice(at, at, f"{written}, ")]
        at = max(node.entries[-1].value.end, node.entries[-1].mark)
        return [Splice(at, at, f", {written}")]

    def _after(self, entry: Entry, lines: list[str]) -> list[Splice]:
        at = self.line_end(entry.value.end)
        return [Splice(at, at, joined(["", *lines], self.manner))]

    def remove(self, node: Node, index: int) -> list[Splice]:
        """One entry less of a list or mapping that keeps others; its own comments go with it."""
        if node.flow:
            return [self._remove_flow(node, index)]
        entry, text = node.entries[index], self.text
        start, end = self.line_start(entry.start), self.line_end(entry.value.end)
        following = node.entries[index + 1] if index + 1 < len(node.entries) else None
        if text[start : entry.start].strip(" \t\ufeff"):  # it stands behind a dash
            if following and "#" not in text[end : following.start]:
                return [Splice(entry.start, following.start, "")]
            return [Splice(start + len(text[start : entry.start].rstrip()), end, "")]
        start += text[start : entry.start].count("\ufeff")
        end = self._with_comments(end, entry.start - start, following)
        bare = end == len(text) and not text.endswith(("\n", "\r"))
        if bare and not _counts_its_break(node.entries[index - 1].value):
            start = len(text[:start].removesuffix("\n").removesuffix("\r"))
        return [Splice(start, end, "")]

    def _with_comments(self, end: int, column: int, following: Entry | None) -> int:
        """Past the line break, and past comments that are indented as part of what goes."""
        found = _BREAK.match(self.text, end)
        end = at = found.end() if found else end
        stop = following.start if following else len(self.text)
        while at < stop:
            if empty := _EMPTY_LINE.match(self.text, at):
                at = empty.end()
                continue
            comment = _COMMENT_LINE.match(self.text, at)
            if not comment or len(comment[1]) <= column:
                break
            end = at = comment.end()
        return end

    def _remove_flow(self, node: Node, index: int) -> Splice:
        entry, text = node.entries[index], self.text
        last = max(entry.value.end, entry.mark)
        if index + 1 < len(node.entries):
            after = node.entries[index + 1].start
            line_start, line_end = self.line_start(entry.start), self.line_end(last)
            alone = not text[line_start : entry.start].strip() and after > line_end
            if alone:  # on a line of its own: its comment goes along
                return Splice(line_start, _BREAK.match(text, line_end).end(), "")  # type: ignore[union-attr]
            stop = after if "#" not in text[last:after] else last + text[last:after].index(",") + 1
            return Splice(entry.start, stop, "")
        if index == 0:
            return Splice(entry.start, last, "")
        before = node.entries[index - 1]
        start = max(before.value.end, before.mark)
        if "#" not in text[start : entry.start]:
            return Splice(start, last, "")
        return Splice(entry.start, last, "")


def _counts_its_break(node: Node) -> bool:
    """Whether a value ends in a block of text, of which the line break after it may be a part."""
    while node.entries:
        node = node.entries[-1].value
    return node.style in {"|", ">"}
