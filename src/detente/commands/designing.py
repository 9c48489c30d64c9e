"""What would hold."""

from enum import StrEnum
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
)


class Goal(StrEnum):
    """What `design` looks for."""

    LEAST_RELIEF = "least-relief"
    MOST_SLACK = "most-slack"
    MOST_SURVIVAL = "most-survival"
    LEAST_WINDFALL = "least-windfall"
    REPAIR = "repair"
    FRONTIER = "frontier"


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
    from detente.brief.answers.design import design_answer

    answer(design_answer(opened(case, seed, draws), package, goal.value), as_json)
