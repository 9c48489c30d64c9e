"""What all commands share: their options, how a case is opened and how an answer is given."""

import re
import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.errors import seen

if TYPE_CHECKING:
    from detente.findings.from_claims import Findings

_STEERS = re.compile("[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Design, test and price a settlement before anyone signs it.",
)

CaseArgument = Annotated[
    str, typer.Argument(metavar="CASE", help="a case folder, or the name of one that ships")
]
PackageOption = Annotated[
    str, typer.Option("--package", "-p", metavar="NAME", help="one package; all if not given")
]
JsonOption = Annotated[bool, typer.Option("--json", help="the result as JSON on stdout")]
SeedOption = Annotated[int, typer.Option("--seed", min=0, help="same seed, same bytes")]
DrawsOption = Annotated[
    int,
    typer.Option("--draws", min=2, max=100_000, help="draws of the uncertain numbers"),
]


def opened(case: str, seed: int = 1, draws: int = 2) -> "Findings":
    """Reads and checks the case; the rooms are entered as they are asked for."""
    from detente.findings.from_claims import Findings
    from detente.law.from_case import open_with_law

    found = Findings(open_with_law(case), seed, draws, tell)
    for note in found.case.notes:
        tell(f"note: {note}")
    return found


def answer(answer: Any, as_json: bool) -> None:
    """One answer, as JSON or as lines for a person."""
    if as_json:
        from detente.findings.as_text import as_text

        sys.stdout.write(escaped(as_text(answer.data)))
    else:
        answer.show(console())


def day(written: str) -> date:
    """The day as written; today if nothing was."""
    from detente.case.quantity import LAST_YEAR
    from detente.errors import DetenteError

    try:
        given = date.fromisoformat(written) if written else date.today()
    except ValueError:
        raise DetenteError(f'--on "{written}" is no date; write it as 2025-08-16') from None
    if given.year > LAST_YEAR:
        raise DetenteError(f"{given} is too far off; give a day before {LAST_YEAR + 1}")
    return given


def only_one(*asked: str) -> None:
    """Refuses questions that are answered one at a time, instead of dropping all but the first."""
    from detente.errors import DetenteError

    if len(asked) > 1:
        raise DetenteError(f"{' and '.join(asked)} are separate questions; ask one at a time")


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
