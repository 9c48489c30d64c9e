"""The command line: the commands in the order of the help, and how a run ends."""

import sys
from collections.abc import Callable
from typing import Any

from detente.commands import (
    briefs,
    designing,
    desk,
    exporting,
    flaws,
    futures,
    holding,
    house,
    outside,
    pricing,
    record,
    replaying,
    serving,
    words,
)
from detente.commands.door import app
from detente.errors import DetenteError, seen

__all__ = ["app", "main"]

IN_ORDER = (
    briefs,
    flaws,
    replaying,
    exporting,
    holding,
    outside,
    designing,
    words,
    record,
    futures,
    desk,
    pricing,
    serving,
    house,
)
app.registered_commands.sort(
    key=lambda command: [room.__name__ for room in IN_ORDER].index(
        getattr(command.callback, "__module__", "")
    )
)


def main(run: Callable[..., Any] = app) -> None:
    """Runs a command; what a person can mend is told on stderr with exit code 2."""
    try:
        run()
    except DetenteError as error:
        sys.stderr.write(f"{seen(str(error))}\n")
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        sys.stderr.write("detente: stopped; nothing was left half-written\n")
        raise SystemExit(130) from None
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(141) from None
