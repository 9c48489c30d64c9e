"""The figures and the tests of detente itself."""

import typer

from detente.commands.door import answer, app, tell


@app.command(epilog="Example: detente bench")
def bench() -> None:
    """The figures: kernel against reference, and the rooms' times, side by side."""
    from detente.brief.bench import figures

    answer(figures(tell), as_json=False)


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
