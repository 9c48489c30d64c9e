"""The futures, their prices, the claims."""

from pathlib import Path
from typing import Annotated

import typer

from detente.commands.door import (
    CaseArgument,
    DrawsOption,
    JsonOption,
    SeedOption,
    answer,
    app,
    opened,
)


@app.command(epilog="Example: detente outlook alaska-2025")
def outlook(
    case: CaseArgument,
    data: Annotated[
        Path | None,
        typer.Option(
            "--score", metavar="DATA", help="score it on the market ladder in a data folder"
        ),
    ] = None,
    as_json: JsonOption = False,
    seed: SeedOption = 1,
    draws: DrawsOption = 2000,
) -> None:
    """How likely each future is, and which line of the record moved it."""
    from detente.answers.futures import outlook_answer, score_answer

    findings = opened(case, seed, draws)
    answer(score_answer(findings, data) if data else outlook_answer(findings), as_json)


@app.command(epilog="Example: detente price alaska-2025 --json")
def price(
    case: CaseArgument,
    as_json: JsonOption = False,
    seed: SeedOption = 1,
    draws: DrawsOption = 2000,
) -> None:
    """What each future does to prices, and what a package's durability does to spreads."""
    from detente.answers.futures import price_answer

    answer(price_answer(opened(case, seed, draws)), as_json)


@app.command(epilog="Example: detente claims alaska-2025")
def claims(
    case: CaseArgument,
    as_json: JsonOption = False,
    seed: SeedOption = 1,
    draws: DrawsOption = 2000,
) -> None:
    """The analyst's claims, each tested against the numbers."""
    from detente.answers.futures import claims_answer

    answer(claims_answer(opened(case, seed, draws)), as_json)
