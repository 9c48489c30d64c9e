"""The command line: one thin door to every room."""

import sys
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from detente.brief.from_claims import Findings

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


class Goal(StrEnum):
    """What `design` looks for."""

    LEAST_RELIEF = "least-relief"
    MOST_SLACK = "most-slack"
    MOST_SURVIVAL = "most-survival"
    LEAST_WINDFALL = "least-windfall"
    REPAIR = "repair"
    FRONTIER = "frontier"


@app.command(epilog="Example: detente brief alaska-2025 --out out/alaska")
def brief(
    case: CaseArgument,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="default out/CASE")
    ] = None,
    as_json: JsonOption = False,
    seed: SeedOption = 1,
    draws: DrawsOption = 2000,
) -> None:
    """Everything about a case: a desk note here, brief.html and brief.json in a folder."""
    from detente.brief import written

    findings = _open(case, seed, draws)
    found = findings.brief()
    folder = out or Path("out") / findings.case.name
    findings.tell(f"writing {folder}/brief.html")
    text = written(found, folder)
    if as_json:
        sys.stdout.write(text)
        return
    from detente.brief.terminal import to_terminal

    to_terminal(found, _console())
    sys.stdout.write(f"\n{folder}/brief.html\n{folder}/brief.json\n")


@app.command(epilog="Example: detente check alaska-2025 --package blanket")
def check(
    case: CaseArgument,
    package: PackageOption = "",
    as_json: JsonOption = False,
    seed: SeedOption = 1,
    draws: DrawsOption = 2,
) -> None:
    """Flaws of every package, each with the shortest story of how it goes wrong and a remedy.

    A check leaves nothing to chance: it gives the same with any seed and any draws.
    """
    from detente.brief.answers import check_answer

    _answer(check_answer(_open(case, seed, draws), package), as_json)


@app.command(epilog="Example: detente hold alaska-2025 --package modular --why RU@14")
def hold(
    case: CaseArgument,
    package: PackageOption = "",
    why: Annotated[
        str, typer.Option("--why", metavar="PARTY@MONTH", help="the ledger of one decision")
    ] = "",
    without: Annotated[
        list[str] | None,
        typer.Option(
            "--without", metavar="PART", help="take a part out, such as guarantee:uk-force; repeat"
        ),
    ] = None,
    flips: Annotated[
        bool, typer.Option("--flips", help="the numbers that the answer hangs on")
    ] = False,
    as_json: JsonOption = False,
    seed: SeedOption = 1,
    draws: DrawsOption = 2000,
) -> None:
    """Would it hold: slack by party and month, what breaks first, survival, windfall, reward."""
    from detente.brief.answers import flips_answer, hold_answer, why_answer

    findings = _open(case, seed, draws)
    findings.take_out(without or [])
    if why:
        _answer(why_answer(findings, package, why), as_json)
    elif flips:
        _answer(flips_answer(findings, package), as_json)
    else:
        _answer(hold_answer(findings, package), as_json)


@app.command(epilog="Example: detente design alaska-2025 --package modular --goal least-relief")
def design(
    case: CaseArgument,
    package: PackageOption = "",
    goal: Annotated[Goal, typer.Option("--goal", help="what to look for")] = Goal.LEAST_RELIEF,
    as_json: JsonOption = False,
    seed: SeedOption = 1,
    draws: DrawsOption = 2000,
) -> None:
    """What would hold within the red lines, and what each red line costs."""
    from detente.brief.answers import design_answer

    _answer(design_answer(_open(case, seed, draws), package, goal.value), as_json)


@app.command(epilog="Example: detente read speech.txt   or   echo 'We will not.' | detente read -")
def read(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="a text; - reads stdin")],
    as_json: JsonOption = False,
) -> None:
    """Who committed to what in a text, how firmly, on which words."""
    from detente.brief.answers import read_answer

    _answer(read_answer(_text(file)), as_json)


@app.command(epilog="Example: detente outlook alaska-2025")
def outlook(
    case: CaseArgument,
    as_json: JsonOption = False,
    seed: SeedOption = 1,
    draws: DrawsOption = 2000,
) -> None:
    """How likely each future is, and which line of the record moved it."""
    from detente.brief.answers import outlook_answer

    _answer(outlook_answer(_open(case, seed, draws)), as_json)


@app.command(epilog="Example: detente price alaska-2025 --json")
def price(
    case: CaseArgument,
    as_json: JsonOption = False,
    seed: SeedOption = 1,
    draws: DrawsOption = 2000,
) -> None:
    """What each future does to prices, and what a package's durability does to spreads."""
    from detente.brief.answers import price_answer

    _answer(price_answer(_open(case, seed, draws)), as_json)


@app.command(epilog="Example: detente allocate alaska-2025")
def allocate(
    case: CaseArgument,
    as_json: JsonOption = False,
    seed: SeedOption = 1,
    draws: DrawsOption = 2000,
) -> None:
    """Rotate or hold, and the probability at which the answer turns."""
    from detente.brief.answers import allocate_answer

    _answer(allocate_answer(_open(case, seed, draws)), as_json)


@app.command(epilog="Example: detente claims alaska-2025")
def claims(
    case: CaseArgument,
    as_json: JsonOption = False,
    seed: SeedOption = 1,
    draws: DrawsOption = 2000,
) -> None:
    """The analyst's claims, each tested against the numbers."""
    from detente.brief.answers import claims_answer

    _answer(claims_answer(_open(case, seed, draws)), as_json)


@app.command(epilog="Example: detente law --on 2025-08-16 --measure eu-833")
def law(
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help="the day; today if not given")
    ] = "",
    measure: Annotated[
        str, typer.Option("--measure", metavar="NAME", help="one measure; all if not given")
    ] = "",
    veto: Annotated[
        str, typer.Option("--veto", metavar="MEMBER", help="only what EU:HU, say, can stop alone")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Who may ease, re-impose or renew a measure on a day, by which vote."""
    from detente.brief.law_answer import law_answer
    from detente.law import load_law

    _answer(law_answer(load_law(), _day(on), measure, veto), as_json)


@app.command(epilog="Example: detente history --class fortna-treaty")
def history(
    name: Annotated[
        str, typer.Option("--class", metavar="NAME", help="one reference class; all if not given")
    ] = "",
    fit: Annotated[
        Path | None,
        typer.Option("--fit", metavar="DATA", help="make the tables anew from a data folder"),
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="where --fit writes its tables")
    ] = Path("out/history"),
    as_json: JsonOption = False,
) -> None:
    """What became of settlements elsewhere: the outside view, its size and its caveats."""
    from detente.brief.history_answer import history_answer

    if fit is not None:
        from detente.durability.fit_history import fit_history

        fit_history(fit, out)
        _tell(f"wrote the tables of history to {out}")
        return
    _answer(history_answer(name), as_json)


@app.command(epilog="Example: detente new mycase")
def new(name: Annotated[str, typer.Argument(metavar="NAME", help="folder to make")]) -> None:
    """Writes a small commented case that runs."""
    from detente.case.starter import new_case

    path = Path(name)
    made = new_case(path.name, path.parent)
    sys.stdout.write(f"{made}\nnow: detente brief {made}\n")


@app.command(epilog="Example: detente schema --out schemas")
def schema(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="one file each; else to stdout")
    ] = None,
) -> None:
    """JSON Schemas of case files and of brief.json."""
    from detente.brief.from_claims import schema as brief_schema
    from detente.brief.writing import as_text, write_whole
    from detente.case.schema import schemas

    every = {**schemas(), "brief": brief_schema()}
    if out is None:
        sys.stdout.write(as_text(every))
        return
    write_whole({out / f"{name}.schema.json": as_text(body) for name, body in every.items()})


@app.command(epilog="Example: detente bench")
def bench() -> None:
    """The figures: kernel against reference, and the rooms' times, side by side."""
    from detente.brief.bench import figures

    _answer(figures(_tell), as_json=False)


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


def _open(case: str, seed: int = 1, draws: int = 2) -> "Findings":
    """Reads and checks the case; the rooms are entered as they are asked for."""
    from detente.brief.from_claims import Findings
    from detente.case import open_case

    return Findings(open_case(case), seed, draws, _tell)


def _answer(answer: Any, as_json: bool) -> None:
    """One answer, as JSON or as lines for a person."""
    if as_json:
        from detente.brief.writing import as_text

        sys.stdout.write(as_text(answer.data))
    else:
        answer.show(_console())


def _day(written: str) -> date:
    from detente.errors import DetenteError

    try:
        return date.fromisoformat(written) if written else date.today()
    except ValueError:
        raise DetenteError(f'--on "{written}" is no date; write it as 2025-08-16') from None


def _text(file: str) -> str:
    from detente.case.document import read_text

    if file == "-":
        return sys.stdin.buffer.read().decode("utf-8", errors="replace")
    return read_text(Path(file), file)


def _console() -> Any:
    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() else 160)


def _tell(words: str) -> None:
    sys.stderr.write(f"detente: {words}\n")
    sys.stderr.flush()


def main(run: Callable[..., Any] = app) -> None:
    """Runs a command; what a person can mend is told on stderr with exit code 2."""
    from detente.errors import DetenteError

    try:
        run()
    except DetenteError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        sys.stderr.write("detente: stopped; nothing was left half-written\n")
        raise SystemExit(130) from None
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(141) from None
