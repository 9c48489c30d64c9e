"""What all commands share: how a case is opened, how an answer is given, what is said meanwhile."""

import re
import sys
from typing import TYPE_CHECKING, Any

from detente.errors import seen

if TYPE_CHECKING:
    from detente.answers.model import Answer
    from detente.case import Case
    from detente.findings import Findings

_STEERS = re.compile("[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def opened(case: str, seed: int = 1, draws: int = 2) -> "Findings":
    """Reads and checks the case; the rooms are entered as they are asked for."""
    from detente.findings import Findings
    from detente.law.from_case import open_with_law

    found = Findings(open_with_law(case), seed, draws, tell)
    tell_notes(found.case)
    return found


def tell_notes(case: "Case") -> None:
    """Says on stderr what would mislead in silence, each with its line."""
    for note in case.notes:
        tell(f"note: {note}")


def answer(found: "Answer", as_json: bool) -> None:
    """One answer, as JSON or as lines for a person."""
    if as_json:
        from detente.findings import as_text

        sys.stdout.write(escaped(as_text(found.data)))
    else:
        found.show(console())


def escaped(text: str) -> str:
    """JSON in which what would steer a terminal is written as an escape: the same values."""
    return _STEERS.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def console() -> Any:
    """Where answers for a person go; nothing in their words steers the terminal."""
    from detente.cli.screen import Screen

    return Screen(highlight=False, width=None if sys.stdout.isatty() else 160)


def tell(words: str) -> None:
    """Says on stderr what is being done."""
    sys.stderr.write(f"detente: {seen(words)}\n")
    sys.stderr.flush()
