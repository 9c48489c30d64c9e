"""The command line: a command for every verb, a few chores, and how a run ends."""

import os
import sys
from collections.abc import Callable
from errno import EPIPE
from typing import Any, NoReturn

import typer

from detente.cli.chores import add_chores
from detente.cli.from_verbs import add_verbs
from detente.errors import DetenteError, seen, shortened

__all__ = ["app", "main"]
SIGPIPE = 13  # of signal.h; Windows has none

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Design, test and price a settlement before anyone signs it.",
)
add_verbs(app)
add_chores(app)


def main(run: Callable[..., Any] = app) -> None:
    """Runs a command; what a person can mend is told on stderr with exit code 2."""
    _open_streams()
    try:
        run()
        sys.stdout.flush()
    except SystemExit as stop:
        _end(stop.code, stop.__context__)
    except DetenteError as error:
        sys.stderr.write(f"{seen(error.said('--{}'.format))}\n")
        _end(2)
    except KeyboardInterrupt:
        sys.stderr.write("detente: stopped; nothing was left half-written\n")
        _end(130)
    except OSError as error:
        _end(1, error)


def _open_streams() -> None:
    """Standard streams that the caller has closed: what is written to stdout then fails, as it does
    elsewhere, and what is written to stderr goes nowhere.
    """
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


def _end(code: str | int | None, cause: BaseException | None = None) -> NoReturn:
    """Ends the run; what stdout still holds is written, or it is said that it cannot be."""
    try:
        sys.stdout.flush()
    except OSError as error:
        cause = error
    if not isinstance(cause, OSError):
        raise SystemExit(code) from None
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains at exit
    if cause.errno == EPIPE:
        raise SystemExit(128 + SIGPIPE) from None  # whoever read had enough: nothing to tell
    where = shortened(str(cause.filename or "stdout"))
    sys.stderr.write(f"{where}: cannot be read or written ({cause.strerror or cause})\n")
    raise SystemExit(2) from None
