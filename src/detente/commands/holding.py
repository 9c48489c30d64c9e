"""Would it hold, and what became of others like it."""

from pathlib import Path
from typing import Annotated

import typer

from detente.commands.door import (
    CaseArgument,
    DrawsOption,
    JsonOption,
    PackageOption,
    SeedOption,
    answer,
    app,
    opened,
    tell,
)


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
    from detente.brief.answers.hold import flips_answer, hold_answer, why_answer

    findings = opened(case, seed, draws)
    findings.take_out(without or [])
    if why:
        answer(why_answer(findings, package, why), as_json)
    elif flips:
        answer(flips_answer(findings, package), as_json)
    else:
        answer(hold_answer(findings, package), as_json)


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
    from detente.brief.answers.history import history_answer

    if fit is not None:
        from detente.durability.fit_history import fit_history

        fit_history(fit, out)
        tell(f"wrote the tables of history to {out}")
        return
    answer(history_answer(name), as_json)
