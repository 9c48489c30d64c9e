"""The figures and the tests of detente itself."""

from typing import Annotated

import typer

from detente.commands.door import JsonOption, answer, app, tell


@app.command(epilog="Example: detente bench   or   DETENTE_DATA=FOLDER detente bench words")
def bench(
    what: Annotated[
        str, typer.Argument(metavar="[words]", help="words: how well the reader reads")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """The figures: kernel against reference, the rooms' times; or how well words are read."""
    from detente.errors import DetenteError

    if what not in {"", "words"}:
        raise DetenteError(f'no bench "{what}"; leave it out, or write words')
    if what:
        from detente.brief.answers.bench_words import bench_words

        answer(bench_words(tell), as_json)
    else:
        from detente.brief.bench import figures

        answer(figures(tell), as_json)


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    epilog="Example: ./run test tests/incentives",
)
def test(context: typer.Context) -> None:
    """The tests of detente itself; what follows goes to pytest."""
    try:
        import pytest
    except ImportError:
        from detente.errors import DetenteError

        raise DetenteError("pytest is not here: run this through ./run in a checkout") from None
    raise typer.Exit(int(pytest.main(context.args)))
