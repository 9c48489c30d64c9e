"""What was said, and how firmly."""

from typing import Annotated

import typer

from detente.commands.door import JsonOption, answer, app, text


@app.command(epilog="Example: detente read speech.txt   or   echo 'We will not.' | detente read -")
def read(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="a text; - reads stdin")],
    as_json: JsonOption = False,
) -> None:
    """Who committed to what in a text, how firmly, on which words."""
    from detente.brief.answers.read import read_answer

    answer(read_answer(text(file)), as_json)
