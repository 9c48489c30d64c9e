"""XML read one element at a time: no entities, no network, no document type, any size."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, TextIO, cast

from lxml import etree

from detente.record.opening import Opened, refusal


def elements(opened: Opened, names: Collection[str]) -> Iterator[etree._Element]:
    """Every element of these local names once it is whole; it is forgotten after its turn.

    A file that breaks off is refused whole: half a list would look like many delistings.
    """
    with _utf_8(opened) as stream:
        events = etree.iterparse(
            stream, events=("start", "end"), resolve_entities=False, no_network=True,
            load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
            encoding="utf-8",
        )  # fmt: skip
        try:
            yield from _wanted(opened, events, names)
        except etree.XMLSyntaxError as error:
            reason = f"is no whole XML ({(error.msg or 'unreadable').split(',')[0]})"
            raise refusal(opened.file, reason, "fetch the file again", error.lineno) from None


def _wanted(
    opened: Opened, events: Iterable[tuple[str, etree._Element]], names: Collection[str]
) -> Iterator[etree._Element]:
    """The root at its start, others at their end; nothing that was passed is kept."""
    inside = 0  # how many elements that are wanted stand open
    for event, element in events:
        _refuse_doctype(opened, element)
        root, named = element.getparent() is None, local(element) in names
        if event == "start":
            inside += named and not root
            if named and root:
                yield element
            continue
        if named and not root:
            yield element
            inside -= 1
        if not inside and not root:
            _forget(element)


@contextmanager
def _utf_8(opened: Opened) -> Iterator[BinaryIO]:
    """The bytes in UTF-8, whatever the file is in and whatever it declares."""
    if opened.encoding in {"utf-8", "utf-8-sig"} and opened.errors == "strict":
        with opened.raw() as stream:
            yield stream
    else:
        with opened.text() as text:
            yield cast(BinaryIO, _Recoded(text))


@dataclass(frozen=True, slots=True)
class _Recoded:
    text: TextIO

    def read(self, size: int = -1) -> bytes:
        """So many characters, as UTF-8."""
        return self.text.read(size).encode("utf-8", "replace")


def local(element: etree._Element) -> str:
    """The name without its namespace, which changed over the years."""
    return str(element.tag).rpartition("}")[2]


def child(element: etree._Element, name: str) -> str:
    """The text of the first child of this local name."""
    found = next((part for part in element if local(part) == name), None)
    return (found.text or "").strip() if found is not None else ""


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """Children of this local name."""
    return [part for part in element if local(part) == name]


def line_of(element: etree._Element) -> int | None:
    """The line on which an element begins."""
    line = element.sourceline
    return line if isinstance(line, int) else None


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _refuse_doctype(opened: Opened, element: etree._Element) -> None:
    if element.getparent() is None and str(getattr(element.getroottree().docinfo, "doctype", "")):
        raise refusal(opened.file, "holds a document type", "take the <!DOCTYPE> out", 1)
