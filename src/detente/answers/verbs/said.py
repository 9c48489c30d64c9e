"""What was said, what was done, and how far the two part."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from detente.answers.verb import Tell, Told, verb
from detente.errors import DetenteError

if TYPE_CHECKING:
    from detente.answers.model import Answer
    from detente.findings import Findings
    from detente.signals import Reading

Encoding = Annotated[
    str, Told("how the text is encoded; detected if not given", show="NAME", own=True)
]


@verb("Readings", "read speech.txt   or   detente read year/ --to year.parquet", draws=None)
def read(
    tell: Tell,
    file: Annotated[
        Path | None,
        Told(
            "a text; - for stdin; with --to also a folder",
            show="FILE|-",
            by_place=True,
            needed=True,
        ),
    ] = None,
    text: Annotated[str, Told("a statement, in English", spoken=False)] = "",
    to: Annotated[
        Path | None, Told("write a .parquet or .duckdb table, as it reads", show="OUT")
    ] = None,
    named: Annotated[
        str,
        Told(
            "text, markdown, html, jsonl or captions; by its content if not given",
            show="FORMAT",
            option="as",
            own=True,
        ),
    ] = "",
    encoding: Encoding = "",
    second: Annotated[
        str, Told("ask a second reader: llm or embed; none if not given", show="WHO", own=True)
    ] = "",
) -> "Answer":
    """Who committed to what in a text, how firmly, on which words."""
    from detente.answers.read import read_answer, seconded_answer
    from detente.answers.read_many import read_many_answer

    if to is not None and second:
        raise DetenteError("to and second are separate questions", "ask one at a time")
    if to is not None and file is not None:
        return read_many_answer(file, to, named, encoding, tell)
    if second:
        from detente.signals.second import annotator, second_reading

        by = annotator(second)  # refused before a word is read if he is not there
        found = _read(tell, file, text, named, encoding)
        return seconded_answer(second_reading(found, by, tell))
    return read_answer("", _read(tell, file, text, named, encoding))


def _read(tell: Tell, file: Path | None, text: str, named: str, encoding: str) -> "list[Reading]":
    from detente.answers.read_many import readings_of, readings_piped
    from detente.signals import read_text

    if file is None:
        return list(read_text(text))
    if str(file) == "-":
        if sys.stdin is None:
            raise DetenteError("stdin is closed", "name a file, or pipe a text in")
        return readings_piped(sys.stdin.buffer, named, encoding, tell)
    return readings_of(file, named, encoding, tell)


@verb("Deeds", "deeds sdn_2023-10-12.csv sdn_2024-05-02.csv --about RUSSIA", draws=None)
def deeds(
    tell: Tell,
    file: Annotated[
        Path, Told("a sanctions list, a gazette or a file of events", show="FILE", by_place=True)
    ],
    other: Annotated[
        Path | None, Told("the same list on another day", show="FILE2", by_place=True)
    ] = None,
    named: Annotated[
        str, Told("the file's format; by its content if not given", show="FORMAT", option="as")
    ] = "",
    on: Annotated[
        tuple[date, ...], Told("day of a list that does not name its own; repeat", show="DATE")
    ] = (),
    encoding: Encoding = "",
    about: Annotated[str, Told("only deeds with these words; all if not given", show="WORDS")] = "",
    instrument: Annotated[
        str, Told("instrument of the deeds; sanctions-general for lists if not given", show="NAME")
    ] = "",
    out: Annotated[Path | None, Told("write them as a case's deeds.csv", show="FILE")] = None,
    accept_loss: Annotated[bool, Told("accept a list that looks cut off")] = False,
) -> "Answer":
    """Deeds from sanctions lists, gazettes and event data; of two lists, what changed."""
    from detente.answers.deeds import Asked, deeds_answer

    asked = Asked(
        paths=[file, *([other] if other else [])],
        named=named,
        days=list(on),
        encoding=encoding,
        about=about,
        instrument=instrument,
        accept_loss=accept_loss,
    )
    return deeds_answer(asked, out, tell)


@verb("Said and done", "gap alaska-2025 --since 2025-08-01", draws=None)
def gap(
    findings: "Findings",
    party: Annotated[str, Told("one party; all if not given", show="PARTY")] = "",
    instrument: Annotated[str, Told("one instrument; all if not given", show="NAME")] = "",
    since: Annotated[
        date | None, Told("show what moved after this day, and by which line", show="DATE")
    ] = None,
    horizon: Annotated[int, Told("days within which a word may be kept", least=1, most=3650)] = 90,
) -> "Answer":
    """Said and done: how far they part, how long words wait for deeds, and what keeps returning.

    A gap is from -1, more done than said, to 1, more said than done; a wait is in days.
    """
    from detente.answers.gap import gap_answer

    return gap_answer(findings, party, instrument, since, horizon)
