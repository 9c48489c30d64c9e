"""Tables written as CSV, with no cell that a spreadsheet would take for a formula.

Words that begin with a sign of a formula get an apostrophe before them, which a spreadsheet reads
as "text"; numbers stay as they are.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

_FORMULA = re.compile(r"[\s\x00-\x1f]*[=+\-@＝＋－＠]|[\t\r\n]")
_HARMLESS = re.compile(r"[-+]?(?:\d[\d,.]*(?:[eE][-+]?\d+)?%?)?")


def as_csv(head: Iterable[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as text: the head, then a line for every row."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(map(cell, head))
    writer.writerows([cell(value) for value in row] for row in rows)
    return text.getvalue()


def cell(value: object) -> object:
    """A value as it may stand in a cell; a bare carriage return would end its row."""
    if not isinstance(value, str):
        return value
    words = value.replace("\r\n", "\n").replace("\r", "\n")
    formula = _FORMULA.match(words) and not _HARMLESS.fullmatch(words)
    return f"'{words}" if formula else words
