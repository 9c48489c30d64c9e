"""Would it hold."""

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
    only_one,
    opened,
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
    given: Annotated[
        list[str] | None,
        typer.Option(
            "--given",
            metavar="EVENT",
            help="what was seen since: alive@12, no-breach-detected@8, "
            "breach-detected:RU:grey-zone@3; repeat",
        ),
    ] = None,
    parts: Annotated[
        bool, typer.Option("--parts", help="what each part is worth, and to whom")
    ] = False,
    as_json: JsonOption = False,
    seed: SeedOption = 1,
    draws: DrawsOption = 2000,
) -> None:
    """Would it hold: slack by party and month, what breaks first, survival, windfall, reward."""
    from detente.answers.hold import (
        flips_answer,
        hold_answer,
        parts_answer,
        why_answer,
    )

    asked = {"--why": why, "--given": given, "--parts": parts, "--flips": flips}
    only_one(*(option for option, value in asked.items() if value))
    findings = opened(case, seed, draws)
    findings.take_out(without or [])
    if why:
        answer(why_answer(findings, package, why), as_json)
    elif given:
        from detente.answers.given import given_answer

        answer(given_answer(findings, package, given), as_json)
    elif parts:
        answer(parts_answer(findings, package), as_json)
    elif flips:
        answer(flips_answer(findings, package), as_json)
    else:
        answer(hold_answer(findings, package), as_json)
