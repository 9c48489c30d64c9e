"""What all commands share: their options, how a case is opened and how an answer is given."""

import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from detente.brief.from_claims import Findings
    from detente.case import Case

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
    from detente.brief.from_claims import Findings
    from detente.case import open_case

    found = Findings(open_case(case), seed, draws, tell)
    tell_notes(found.case)
    if (found.case.folder / "law").is_dir():
        _ = found.law  # a broken law file is told by every command
    return found


def tell_notes(case: "Case") -> None:
    """Says on stderr what would mislead in silence, each with its line."""
    for note in case.notes:
        tell(f"note: {note}")


def answer(answer: Any, as_json: bool) -> None:
    """One answer, as JSON or as lines for a person."""
    if as_json:
        from detente.brief.writing import as_text

        sys.stdout.write(as_text(answer.data))
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


def console() -> Any:
    """Where answers for a person go."""
    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() else 160)


def tell(words: str) -> None:
    """Says on stderr what is being done."""
    sys.stderr.write(f"detente: {words}\n")
    sys.stderr.flush()
