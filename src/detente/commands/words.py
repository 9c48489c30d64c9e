"""What was said, and how firmly."""

from pathlib import Path
from typing import Annotated

import typer

from detente.commands.door import JsonOption, answer, app, tell, text


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
    as_json: JsonOption = False,
) -> None:
    """Who committed to what in a text, how firmly, on which words."""
    from detente.brief.answers.read import read_answer
    from detente.brief.answers.read_many import read_many_answer, readings_of

    if to is not None:
        answer(read_many_answer(Path(file), to, named, encoding, tell), as_json)
    elif file == "-":
        answer(read_answer(text(file)), as_json)
    else:
        answer(read_answer("", readings_of(Path(file), named, encoding, tell)), as_json)


@app.command(epilog="Example: DETENTE_DATA=FOLDER detente signals fit --out weights")
def signals(
    what: Annotated[str, typer.Argument(metavar="fit", help="fit: the reader's weights anew")],
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="where heads.json is written")
    ] = Path(),
    as_json: JsonOption = False,
) -> None:
    """The weights of the reader, fitted anew from the labelled sentences and DETENTE_DATA."""
    from detente.brief.answers.fitted import fitted
    from detente.errors import DetenteError

    if what != "fit":
        raise DetenteError(f'nothing to do with "{what}"; write fit')
    answer(fitted(out, tell), as_json)
