"""What a file looks like that is in none of the formats read: its name, and what can be done."""

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_BY_HAND = "write the deeds that matter into the case's deeds.csv, each with its day"
_MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of file that is known and not read, and why."""

    what: str
    remedy: str
    fits: Callable[[str], bool]


def columns(head: str) -> frozenset[str]:
    """The names in the first line of a table, in small letters."""
    line = head.lstrip("\ufeff").split("\n", 1)[0].strip()
    mark = max(",;\t", key=line.count)
    try:
        names = next(csv.reader([line], delimiter=mark), [])
    except csv.Error:
        return frozenset()
    return frozenset(name.strip().casefold() for name in names)


def _table(*needed: str) -> Callable[[str], bool]:
    return lambda head: {*needed} <= columns(head)


def _root(name: str) -> Callable[[str], bool]:
    return lambda head: bool(re.search(rf"<(?:\w+:)?{name}[\s/>]", head[:4000]))


UNREAD = (
    Kind(
        "UCDP GED, events of violence, none of which is a deed about a settlement",
        _BY_HAND, _table("relid", "type_of_violence", "date_start"),
    ),
    Kind(
        "the Global Sanctions Data Base, which tells years and no days",
        _BY_HAND, _table("sanctioned_state", "sanctioning_state", "begin"),
    ),
    Kind(
        "the UCDP Peace Agreement Dataset",
        f"take the PA-X collection, or {_BY_HAND}", _table("pa_name", "pa_date"),
    ),
    Kind(
        "the UN Security Council's consolidated list",
        f"take the list of OpenSanctions (ftm-json), or {_BY_HAND}", _root("CONSOLIDATED_LIST"),
    ),
)  # fmt: skip


def known(head: str) -> Kind | None:
    """The sort of file that is known and not read."""
    return next((kind for kind in UNREAD if kind.fits(head)), None)


def shape(head: str) -> str:
    """What a file that nothing knows looks like; empty where it looks like nothing."""
    start = head.lstrip("\ufeff \t\r\n")
    if root := re.search(r"<([A-Za-z][\w:.-]{0,60})[\s/>]", start[:4000]):
        if not start.startswith("<"):
            return "plain text"
        return "a web page" if root[1].lower() == "html" else f"XML of <{root[1]}>"
    if start[:1] in {"{", "["}:
        return "JSON"
    names = [*_named(start)]
    if len(names) > 1:
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        return f"a table with the columns {', '.join(names[:_MOST_NAMED])}{more}"
    return "plain text" if start else ""


def _named(start: str) -> Mapping[str, None]:
    line = start.split("\n", 1)[0].strip()
    mark = max(",;\t", key=line.count)
    if line.count(mark) < 2:
        return {}
    try:
        row = next(csv.reader([line], delimiter=mark), [])
    except csv.Error:
        return {}
    return dict.fromkeys(name.strip()[:30] for name in row if name.strip())
