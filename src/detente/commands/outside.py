"""What became of others like it, and of what was forecast of them."""

from pathlib import Path
from typing import Annotated, Any

import typer

from detente.commands.door import (
    DrawsOption,
    JsonOption,
    PackageOption,
    SeedOption,
    answer,
    app,
    only_one,
    opened,
    tell,
)
from detente.errors import DetenteError

# Words of `detente.durability.traits`, said again because that room is too heavy for the help;
# a test holds the two together.
_CLASS = (
    "full | partial | process peace agreement (UCDP); treaty | truce | victory ending a civil war "
    "(Fortna); relief from sanctions (our catalogue); or the id of a class"
)
_PEACEKEEPERS = "yes | no: provided for in the text (UCDP), or on the ground at the time (Fortna)"


def _trait(name: str, words: str) -> Any:
    return typer.Option(f"--{name}", metavar="VALUE", help=words, show_default=False)


@app.command(epilog="Example: detente history --class treaty --war civil --peacekeepers yes")
def history(
    name: Annotated[str, _trait("class", _CLASS)] = "",
    war: Annotated[str, _trait("war", "civil | between-states")] = "",
    over: Annotated[str, _trait("over", "government | territory | both (UCDP)")] = "",
    peacekeepers: Annotated[str, _trait("peacekeepers", _PEACEKEEPERS)] = "",
    third_party: Annotated[
        str, _trait("third-party", "yes | no: signed, brokered or guaranteed by one (UCDP)")
    ] = "",
    commission: Annotated[
        str, _trait("commission", "yes | no: a commission to oversee implementation (UCDP)")
    ] = "",
    ceasefire: Annotated[
        str, _trait("ceasefire", "yes | no: the text itself holds the ceasefire (UCDP)")
    ] = "",
    sender: Annotated[
        str, _trait("sender", "EU | UN | US | several: who opened the relief (our catalogue)")
    ] = "",
    case: Annotated[
        str, typer.Option("--case", metavar="CASE", help="pool this case's game with the class")
    ] = "",
    package: PackageOption = "",
    backtest: Annotated[
        bool, typer.Option("--backtest", help="what the game says of past packages, and its score")
    ] = False,
    fit: Annotated[
        Path | None,
        typer.Option("--fit", metavar="DATA", help="make the tables anew from a data folder"),
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="where --fit writes its tables")
    ] = Path("out/history"),
    as_json: JsonOption = False,
    seed: SeedOption = 1,
    draws: DrawsOption = 400,
) -> None:
    """What became of settlements elsewhere: the outside view, its size and its caveats."""
    asked = {"--fit": fit, "--backtest": backtest, "--case": case}
    only_one(*(option for option, value in asked.items() if value))
    if package and not case:
        raise DetenteError("--package is one of a case's; add --case CASE")
    if fit is not None:
        from tools.history.fit_history import fit_history

        fit_history(fit, out)
        tell(f"wrote the tables of history to {out}")
        return
    if backtest:
        from detente.answers.backtest import backtest_answer

        answer(backtest_answer(seed, draws, tell), as_json)
        return
    stated = {
        "war": war,
        "over": over,
        "peacekeepers": peacekeepers,
        "third-party": third_party,
        "commission": commission,
        "ceasefire": ceasefire,
        "sender": sender,
    }
    traits = {trait: value for trait, value in stated.items() if value}
    if case:
        from detente.answers.pooled import pooled_answer

        answer(pooled_answer(opened(case, seed, draws), package, name, traits), as_json)
        return
    from detente.answers.history import history_answer

    answer(history_answer(name, traits), as_json)
