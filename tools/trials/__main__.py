"""`./run wheel`, `./run pythons`, `./run oracles`, `./run proofs`: what is not in `./run test`."""

import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from detente.cli import main
from detente.cli.console import tell
from tools.trials.environment import FailedError
from tools.trials.oracles import rows_marked, try_oracles
from tools.trials.page import ORACLES, PROOFS, PYTHONS, Row, Trial, record
from tools.trials.pythons import try_pythons
from tools.trials.wheel import try_wheel

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Trials that `./run test` leaves out.",
)


@app.command()
def wheel() -> None:
    """The wheel, installed in an empty environment and asked from another folder."""
    try:
        try_wheel(sys.executable)
    except FailedError as error:
        tell(f"{error}")
        raise typer.Exit(1) from None
    tell("the wheel works by itself")


@app.command()
def pythons() -> None:
    """Every Python from 3.11 to 3.14 that can be had; the result goes to docs/tested.md."""
    _recorded(PYTHONS, try_pythons())


@app.command()
def oracles() -> None:
    """The tests against tools that are not ours; the result goes to docs/tested.md."""
    _recorded(ORACLES, try_oracles(sys.executable))


@app.command()
def proofs() -> None:
    """The tests that take long; the result goes to docs/tested.md."""
    _recorded(PROOFS, rows_marked("proof", Path(sys.executable)))


def _recorded(trial: Trial, rows: Sequence[Row]) -> None:
    record(trial, rows)
    for row in rows:
        tell(" | ".join(row.cells))
    if any(row.passed is False for row in rows):
        raise typer.Exit(1)


if __name__ == "__main__":
    main(app)
