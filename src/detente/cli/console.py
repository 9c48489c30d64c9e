"""What all commands share: how a case is opened, how an answer is given, what is said meanwhile."""

import sys
from datetime import date
from typing import TYPE_CHECKING, Any

from detente.errors import DetenteError

if TYPE_CHECKING:
    from detente.answers.model import Answer
    from detente.findings import Findings


def opened(case: str, seed: int = 1, draws: int = 2) -> "Findings":
    """Reads and checks the case; the rooms are entered as they are asked for."""
    from detente.case import open_case
    from detente.findings import Findings

    return Findings(open_case(case), seed, draws, tell)


def answer(found: "Answer", as_json: bool) -> None:
    """One answer, as JSON or as lines for a person."""
    if as_json:
        from detente.findings import as_text

        sys.stdout.write(as_text(found.data))
    else:
        found.show(console())


def day(option: str, written: str) -> date:
    """The day as written."""
    from detente.case.quantity import LAST_YEAR

    try:
        given = date.fromisoformat(written)
    except ValueError:
        raise DetenteError(
            f'"{written}" is no date; write it as 2025-08-16', option=option
        ) from None
    if given.year > LAST_YEAR:
        raise DetenteError(f"{given} is too far off; give a day before {LAST_YEAR + 1}")
    return given


def console() -> Any:
    """Where answers for a person go."""
    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() else 160)


def tell(words: str) -> None:
    """Says on stderr what is being done."""
    sys.stderr.write(f"detente: {words}\n")
    sys.stderr.flush()
