"""`./run bench [SECTION]`: the figures, ours beside a peer's, in one run."""

from typing import Annotated

import typer

from bench.figures import QUICK, SECTIONS, figures
from bench.words.answer import bench_words
from detente.case.hints import nearest
from detente.cli import main
from detente.cli.console import answer, tell
from detente.errors import DetenteError

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.command(epilog="Example: ./run bench machine   or   ./run bench words")
def bench(
    section: Annotated[
        str,
        typer.Argument(
            metavar="[SECTION]",
            help=f"{', '.join(SECTIONS)} or words; a quick set if not given",
            show_default=False,
        ),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="the result as JSON on stdout")] = False,
) -> None:
    """The figures: ours beside a peer's, and how well words are read (DETENTE_DATA names data)."""
    if section == "words":
        answer(bench_words(tell), as_json)
    elif section and section not in SECTIONS:
        known = [*SECTIONS, "words"]
        raise DetenteError(f'no section "{section}" of the bench; {nearest(section, known)}')
    else:
        answer(figures(tell, [section] if section else QUICK), as_json)


if __name__ == "__main__":
    main(app)
