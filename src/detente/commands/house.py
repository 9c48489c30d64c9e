"""The figures and the tests of detente itself."""

from typing import Annotated

import typer

from detente.commands.door import JsonOption, answer, app, tell


@app.command(epilog="Example: detente bench machine   or   detente bench words")
def bench(
    section: Annotated[
        str,
        typer.Argument(
            metavar="[SECTION]",
            help="machine, checks, incentives, design, markets, portfolio, brief, web or words; "
            "a quick set if not given",
        ),
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """The figures: ours beside a peer's, and how well words are read (DETENTE_DATA names data)."""
    from bench import QUICK, SECTIONS, figures

    from detente.case.hints import nearest
    from detente.errors import DetenteError

    if section == "words":
        from bench.words.answer import bench_words

        answer(bench_words(tell), as_json)
    elif section and section not in SECTIONS:
        known = [*SECTIONS, "words"]
        raise DetenteError(f'no section "{section}" of the bench; {nearest(section, known)}')
    else:
        answer(figures(tell, [section] if section else QUICK), as_json)


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
