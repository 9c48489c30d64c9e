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
    LEAST_CROSSING = "least-crossing"
    REPAIR = "repair"
    FRONTIER = "frontier"


class Modules(StrEnum):
    """What may be done with the modules of a package."""

    KEEP = "keep"
    CHOOSE = "choose"


@app.command(
    epilog='Example: detente design alaska-2025 --drop "EU:no-normalisation-before-withdrawal"'
)
def design(
    case: CaseArgument,
    package: PackageOption = "",
    goal: Annotated[Goal, typer.Option("--goal", help="what to look for")] = Goal.LEAST_RELIEF,
    drop: Annotated[
        list[str] | None,
        typer.Option("--drop", metavar="PARTY:LINE", help="a red line given up; repeat"),
    ] = None,
    bound: Annotated[
        list[str] | None,
        typer.Option("--bound", metavar="VALVE=LOW..HIGH", help="final opening; repeat"),
    ] = None,
    robust: Annotated[
        float | None,
        typer.Option("--robust", metavar="SHARE", help="worst share of draws that is to hold"),
    ] = None,
    at: Annotated[int, typer.Option("--at", min=1, max=240, help="month of survival")] = 24,
    modules: Annotated[
        Modules, typer.Option("--modules", help="choose which to have, in which order")
    ] = Modules.KEEP,
    vary: Annotated[
        list[str] | None,
        typer.Option("--vary", metavar="NUMBER", help="set it along with the openings; repeat"),
    ] = None,
    parties: Annotated[
        str, typer.Option("--parties", metavar="A,B", help="fair points of two, with frontier")
    ] = "",
    seconds: Annotated[
        float, typer.Option("--seconds", min=1, max=3600, help="time limit of a search")
    ] = 60.0,
    save: Annotated[
        str, typer.Option("--save", metavar="NAME", help="write the package into the case")
    ] = "",
    point: Annotated[int, typer.Option("--point", help="of a frontier, to be saved")] = 0,
    as_json: JsonOption = False,
    seed: SeedOption = 1,
    draws: DrawsOption = 2000,
) -> None:
    """What would hold within the red lines, and what each red line costs."""
    from detente.answers.design import Ask, design_answer
    from detente.design.bounds import bound_of
    from detente.design.proposal import Question

    question = Question(
        drop=tuple(drop or ()),
        bounds=tuple(bound_of(words) for words in bound or ()),
        robust=robust,
        at=at,
        choose=modules is Modules.CHOOSE,
        seconds=seconds,
        vary=tuple(vary or ()),
    )
    ask = Ask(question, parties, save, point)
    answer(design_answer(opened(case, seed, draws), package, goal.value, ask), as_json)
