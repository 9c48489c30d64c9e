"""What was done, from the files in which it is written down; and how far words and deeds part."""

from pathlib import Path
from typing import Annotated

import typer

from detente.commands.door import (
    CaseArgument,
    JsonOption,
    SeedOption,
    answer,
    app,
    day,
    opened,
    tell,
)


@app.command(epilog="Example: detente deeds sdn_2023-10-12.csv sdn_2024-05-02.csv --about RUSSIA")
def deeds(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="a list, or a file of events")],
    other: Annotated[
        Path | None, typer.Argument(metavar="FILE2", help="the same list of another day")
    ] = None,
    named: Annotated[
        str, typer.Option("--as", metavar="FORMAT", help="told by the content if not given")
    ] = "",
    on: Annotated[
        list[str] | None,
        typer.Option("--on", metavar="DATE", help="day of a list that does not tell it; repeat"),
    ] = None,
    encoding: Annotated[
        str, typer.Option("--encoding", metavar="NAME", help="UTF-8 if not given")
    ] = "",
    about: Annotated[
        str, typer.Option("--about", metavar="WORDS", help="only deeds that hold these words")
    ] = "",
    instrument: Annotated[
        str, typer.Option("--instrument", metavar="NAME", help="what the deeds are about")
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="deeds.csv", help="write them for a case")
    ] = None,
    accept_loss: Annotated[
        bool,
        typer.Option("--accept-loss", help="take a list as it is, though it looks cut off"),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Deeds from sanctions lists, gazettes and event data; of two lists, what changed."""
    from detente.answers.deeds import Asked, deeds_answer

    asked = Asked(
        paths=[file, *([other] if other else [])],
        named=named,
        days=[day(written) for written in on or ()],
        encoding=encoding,
        about=about,
        instrument=instrument,
        accept_loss=accept_loss,
    )
    answer(deeds_answer(asked, out, tell), as_json)


@app.command(epilog="Example: detente gap alaska-2025 --since 2025-08-01")
def gap(
    case: CaseArgument,
    party: Annotated[
        str, typer.Option("--party", metavar="PARTY", help="one party; all if not given")
    ] = "",
    instrument: Annotated[
        str, typer.Option("--instrument", metavar="NAME", help="one instrument; all if not given")
    ] = "",
    since: Annotated[
        str, typer.Option("--since", metavar="DATE", help="what moved after it, by which line")
    ] = "",
    horizon: Annotated[
        int, typer.Option("--horizon", min=1, max=3650, help="days in which a word may be kept")
    ] = 90,
    as_json: JsonOption = False,
    seed: SeedOption = 1,
) -> None:
    """Said and done: how far they part, how long words wait for deeds, and what keeps returning."""
    from detente.answers.gap import gap_answer

    moved_after = day(since) if since else None
    found = gap_answer(opened(case, seed), party, instrument, moved_after, horizon)
    answer(found, as_json)
