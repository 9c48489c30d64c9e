"""Flaws of a package, and the law behind its valves."""

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
    day,
    opened,
)


@app.command(epilog="Example: detente check alaska-2025 --package blanket")
def check(
    case: CaseArgument,
    package: PackageOption = "",
    apply: Annotated[
        bool,
        typer.Option(
            "--apply", help="write the package with its mechanical remedies beside the old one"
        ),
    ] = False,
    new_name: Annotated[
        str, typer.Option("--as", metavar="NAME", help="name of the new package, with --apply")
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="where --apply writes, if not in the case"),
    ] = None,
    as_json: JsonOption = False,
    seed: SeedOption = 1,
    draws: DrawsOption = 2,
) -> None:
    """Flaws of every package, each with the shortest story of how it goes wrong and a remedy.

    A check leaves nothing to chance: it gives the same with any seed and any draws.
    """
    from detente.answers.check import apply_answer, check_answer
    from detente.errors import DetenteError

    if apply:
        answer(apply_answer(opened(case, seed, draws), package, new_name, out), as_json)
    elif new_name or out:
        raise DetenteError("--as and --out say where --apply writes; add --apply")
    else:
        answer(check_answer(opened(case, seed, draws), package), as_json)


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
    from detente.answers.law import law_answer
    from detente.law import load_law

    answer(law_answer(load_law(), day(on), measure, veto), as_json)
