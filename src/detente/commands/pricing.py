"""What prices were seen to do, and the tables of that made again."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from detente.commands.door import JsonOption, answer, app, tell


class Action(StrEnum):
    """What to do with the measured sensitivities."""

    show = "show"
    fit = "fit"
    curve = "curve"


@app.command(epilog="Example: detente markets show --asset IMOEX")
def markets(
    action: Annotated[
        Action,
        typer.Argument(
            help="show what was measured; fit its tables anew; curve: oil's two factors"
        ),
    ] = Action.show,
    asset: Annotated[
        str, typer.Option("--asset", metavar="NAME", help="one series; those that stand if none")
    ] = "",
    data: Annotated[
        Path | None,
        typer.Option(
            "--data",
            metavar="DATA",
            envvar="DETENTE_DATA",
            help="the data folder that holds markets/, for fit and curve",
        ),
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="where fit writes its tables")
    ] = Path("out/markets"),
    refit: Annotated[
        bool, typer.Option("--refit", help="look for curve's parameters, not those of 1990-95")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """How far prices moved with peace, as measured and as believed."""
    if action is not Action.show:
        folder = _given(data, action)
        if action is Action.fit:
            _fit(folder, out)
        else:
            from tools.markets.two_factors import two_factors_answer

            answer(two_factors_answer(folder, refit), as_json)
        return
    from detente.answers.measured import sensitivities_answer

    answer(sensitivities_answer(asset), as_json)


def _given(data: Path | None, action: Action) -> Path:
    from detente.errors import DetenteError

    if data is None:
        raise DetenteError(f"markets {action}: no data folder; give --data, or set DETENTE_DATA")
    return data


def _fit(data: Path, out: Path) -> None:
    from tools.markets.measured import tables

    from detente.writing import write_whole

    write_whole({out / name: text for name, text in tables(data, tell).items()})
    tell(f"wrote the tables of sensitivities to {out}")
