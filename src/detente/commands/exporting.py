"""The machine handed on to other tools."""

from typing import Annotated

import typer

from detente.commands.door import CaseArgument, JsonOption, PackageOption, answer, app, opened


@app.command(epilog="Example: detente export alaska-2025 --package blanket --to dot")
def export(
    case: CaseArgument,
    package: PackageOption = "",
    to: Annotated[
        str, typer.Option("--to", metavar="FORMAT", help="prism, json, efg or dot")
    ] = "prism",
    months: Annotated[
        int | None,
        typer.Option("--months", metavar="N", help="stop after so many; all if not given, efg 1"),
    ] = None,
    out: Annotated[
        str, typer.Option("--out", metavar="FILE", help="where to; on stdout if not given")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """The machine of one package for Storm and PRISM, as JSON, for Gambit, or as a picture."""
    from detente.answers.export import export_answer

    answer(export_answer(opened(case), package, to, months, out), as_json)
