"""`./run fit TABLE DATA`: makes the tables that ship from the data they came from."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli import main
from detente.cli.console import answer, tell
from detente.writing import write_whole
from tools.history.fit_history import fit_history
from tools.markets.fit_minerals import mineral_tables
from tools.markets.measured import tables
from tools.markets.two_factors import two_factors_answer
from tools.words.fitted import fitted

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Makes the tables that ship from the data they came from.",
)

Data = Annotated[
    Path, typer.Argument(metavar="DATA", envvar="DETENTE_DATA", help="the data folder")
]
Json = Annotated[bool, typer.Option("--json", help="the result as JSON on stdout")]


def _out(name: str) -> typer.models.OptionInfo:
    found: typer.models.OptionInfo = typer.Option(
        "--out", metavar="DIR", help=f"where the tables go, out/{name} if not given"
    )
    return found


@app.command(epilog="Example: ./run fit history DATA --out out/history")
def history(data: Data, out: Annotated[Path, _out("history")] = Path("out/history")) -> None:
    """What became of settlements: survival, ratios, reference classes."""
    fit_history(data, out)
    tell(f"wrote the tables of history to {out}")


@app.command(epilog="Example: ./run fit markets DATA")
def markets(data: Data, out: Annotated[Path, _out("markets")] = Path("out/markets")) -> None:
    """How far prices moved with peace."""
    write_whole({out / name: text for name, text in tables(data, tell).items()})
    tell(f"wrote the tables of sensitivities to {out}")


@app.command(epilog="Example: ./run fit minerals DATA")
def minerals(data: Data, out: Annotated[Path, _out("minerals")] = Path("out/minerals")) -> None:
    """Who mines and buys which minerals, from three databases."""
    write_whole({out / name: text for name, text in mineral_tables(data).items()})
    tell(f"wrote the tables of minerals to {out}")


@app.command(epilog="Example: ./run fit curve DATA --refit")
def curve(
    data: Data,
    refit: Annotated[
        bool, typer.Option("--refit", help="look for the parameters, not those of 1990-95")
    ] = False,
    as_json: Json = False,
) -> None:
    """Oil's short-lived and lasting part, as a history of futures prices shows them."""
    answer(two_factors_answer(data, refit), as_json)


@app.command(epilog="Example: DETENTE_DATA=FOLDER ./run fit words --out weights")
def words(out: Annotated[Path, _out("weights")] = Path(), as_json: Json = False) -> None:
    """The weights of the reader, from the labelled sentences and DETENTE_DATA."""
    answer(fitted(out, tell), as_json)


if __name__ == "__main__":
    main(app)
