"""OFAC's recent actions as text: what its page or its yearly file of changes says, day by day.

A line that holds a date and nothing else dates what follows. A line such as "The following
individuals have been added to OFAC's SDN List:" says what was done to the paragraphs below it:
added, deleted, or changed (`old -to- new`). A paragraph that stands under no such heading, or
before any date, is no deed and is set aside.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Literal

from detente.errors import Place
from detente.record.importers.dates import FORMS, day, day_in_name
from detente.record.importers.model import LISTINGS, Imported, Ledger, deed, in_order
from detente.record.importers.ofac_csv import ACTOR, PARTY
from detente.record.model import Deed, Rung
from detente.record.opening import Line, Opened

FORMAT = "ofac-actions"
MOST_WORDS = 8000  # characters of one paragraph
_LABEL = re.compile(r"^\W*(release date|date|published)\W*[:\s]\s*", re.IGNORECASE)
_DAYS = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}|\d{4}-\d\d-\d\d|[A-Z][a-z]+ \d{1,2}, \d{4}")
_HEADING = re.compile(
    r"^\W*(the|in addition|these)\b.{0,160}\b(added|additions?|deletions?|deleted|removed|"
    r"removals?|changes?|changed|updated)\b.{0,120}[:.]?\s*$",
    re.IGNORECASE,
)
_WORDS: tuple[tuple[str, "Done"], ...] = (
    (r"delet|remov", "delisted"),
    (r"chang|updat", "changed"),
    (r"add", "listed"),
)
_BEFORE = re.compile(r"[(;\[]")
_PROGRAMMES = re.compile(r"\[([A-Z][A-Z0-9 .-]*)\]")
_SEPARATOR = re.compile(r"^[\s*=_-]*$")

Done = Literal["listed", "delisted", "changed"]
RUNG: dict[Done, Rung] = {"listed": "in-force", "delisted": "reversed", "changed": "in-force"}


@dataclass(frozen=True, slots=True)
class _Paragraph:
    line: int
    words: str


def read_ofac_actions(opened: Opened) -> Imported:
    """A deed for each party added, deleted or changed."""
    ledger, deeds = Ledger(opened.file), list[Deed]()
    on, done = day_in_name(opened.path.name), None
    for paragraph in _paragraphs(opened):
        dated = _dated(paragraph.words)
        heading = _heading(paragraph.words)
        if dated:
            on, done = dated, None
        elif heading:
            done = heading
        elif done is None:
            ledger.skip("stands under no heading such as 'have been added'")
        elif on is None:
            ledger.broken(paragraph.line, "stands before any date")
        else:
            deeds += _deed(paragraph, on, done, len(deeds), opened, ledger)
    return Imported(FORMAT, in_order(deeds), None, tuple(ledger.problems), dict(ledger.aside))


def _paragraphs(opened: Opened) -> Iterator[_Paragraph]:
    """Lines put together until a blank one; a date or a heading stands by itself."""
    held: list[Line] = []
    for line in opened.lines():
        blank = bool(_SEPARATOR.match(line.text))
        alone = not blank and bool(_dated(line.text) or _heading(line.text))
        ended = held and held[-1].text.rstrip().endswith("].")
        if held and (blank or alone or ended or sum(len(part.text) for part in held) > MOST_WORDS):
            yield _joined(held)
            held = []
        if alone:
            yield _joined([line])
        elif not blank:
            held.append(line)
    if held:
        yield _joined(held)


def _joined(lines: list[Line]) -> _Paragraph:
    return _Paragraph(lines[0].number, " ".join(" ".join(line.text for line in lines).split()))


def _dated(words: str) -> date | None:
    bare = _LABEL.sub("", words.strip()).strip(" :.*#")
    if not _DAYS.fullmatch(bare):
        return None
    american = (form for form in FORMS if form != "%d/%m/%Y")
    return next(filter(None, (day(bare, form) for form in american)), None)


def _heading(words: str) -> Done | None:
    if len(words) > 400 or not _HEADING.match(words.strip()):
        return None
    if re.search(r"added or removed|removed or added", words, re.IGNORECASE):
        return None
    return next((done for cue, done in _WORDS if re.search(cue, words, re.IGNORECASE)), None)


def _deed(  # a paragraph, where it stands, and what was said above it
    paragraph: _Paragraph, on: date, done: Done, number: int, opened: Opened, ledger: Ledger
) -> list[Deed]:
    found = _PROGRAMMES.findall(paragraph.words)
    name = _name(paragraph.words)
    if not found or not name:
        ledger.skip("names no party with its programme in brackets")
        return []
    programmes = ", ".join(dict.fromkeys(found))
    key = f"{on:%Y%m%d}-{number + 1}-{done}"
    return [
        deed(
            "OFAC", key,
            on=on, actor=ACTOR, party=PARTY, instrument=LISTINGS,
            act=f"{done}: {name}", rung=RUNG[done],
            detail=f"{programmes}; {paragraph.words[:300]}",
            source=f"OFAC recent actions, {opened.path.name}", evidence="checked",
            place=Place(opened.file, paragraph.line),
        )
    ]  # fmt: skip


def _name(words: str) -> str:
    """SURNAME, Given of a person; of others what stands in capitals before the address."""
    parts = [part.strip() for part in _BEFORE.split(words, maxsplit=1)[0].split(",")]
    if "(individual)" in words:
        return ", ".join(filter(None, parts[:2]))
    capitals = list(takewhile(lambda part: part == part.upper() and not part.isdigit(), parts[1:]))
    return ", ".join(filter(None, [parts[0], *capitals]))
