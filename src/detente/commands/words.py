"""What was said, and how firmly."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.commands.door import JsonOption, answer, app, only_one, tell
from detente.errors import DetenteError

if TYPE_CHECKING:
    from detente.signals import Reading
    from detente.signals.second import SecondReading


@app.command(epilog="Example: detente read speech.txt   or   detente read year/ --to year.parquet")
def read(
    file: Annotated[
        str, typer.Argument(metavar="FILE|-", help="a text; - reads stdin; a folder with --to")
    ],
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="OUT", help="stream into a .parquet or .duckdb table"),
    ] = None,
    named: Annotated[
        str,
        typer.Option("--as", metavar="FORMAT", help="text, markdown, html, jsonl or captions"),
    ] = "",
    encoding: Annotated[
        str, typer.Option("--encoding", metavar="NAME", help="UTF-8 if not given")
    ] = "",
    second: Annotated[
        str, typer.Option("--second", metavar="WHO", help="a second opinion: llm or embed")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Who committed to what in a text, how firmly, on which words."""
    from detente.answers.read import read_answer, seconded_answer
    from detente.answers.read_many import read_many_answer, readings_of, readings_piped

    only_one(*(name for name, given in (("--to", to), ("--second", second)) if given))
    if to is not None:
        answer(read_many_answer(Path(file), to, named, encoding, tell), as_json)
        return
    seconded = _seconded(second) if second else None
    if file == "-":
        if sys.stdin is None:
            raise DetenteError("stdin is closed; name a file, or pipe a text in")
        found = readings_piped(sys.stdin.buffer, named, encoding, tell)
    else:
        found = readings_of(Path(file), named, encoding, tell)
    shown = read_answer("", found) if seconded is None else seconded_answer(seconded(found))
    answer(shown, as_json)


def _seconded(name: str) -> "Callable[[Sequence[Reading]], SecondReading]":
    """What puts readings to a second reader; refused before a word is read if he is not there."""
    from detente.signals.second import annotator, second_reading

    by = annotator(name)
    return lambda found: second_reading(found, by, tell)


@app.command(epilog="Example: DETENTE_DATA=FOLDER detente signals fit --out weights")
def signals(
    what: Annotated[str, typer.Argument(metavar="fit", help="fit: the reader's weights anew")],
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="where heads.json is written")
    ] = Path(),
    as_json: JsonOption = False,
) -> None:
    """The weights of the reader, fitted anew from the labelled sentences and DETENTE_DATA."""
    from tools.words.fitted import fitted

    if what != "fit":
        raise DetenteError(f'nothing to do with "{what}"; write fit')
    answer(fitted(out, tell), as_json)
