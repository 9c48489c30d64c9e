"""Commands that do something on this computer, and are no question about a case."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from detente.answers.signature import day
from detente.cli.console import tell, tell_notes

KEPT_HOURS = 12.0  # an answer of a source stands for new as long


def add_chores(app: typer.Typer) -> None:
    """Puts them into an app, after the verbs."""
    for chore, example in CHORES:
        app.command(epilog=f"Example: detente {example}")(chore)


def new(name: Annotated[str, typer.Argument(metavar="NAME", help="folder to create")]) -> None:
    """Writes a small commented case that runs."""
    from detente.case.starter import new_case

    path = Path(name)
    made = new_case(path.name, path.parent)
    sys.stdout.write(f"{made}\nnow: detente brief {made}\n")


def schema(
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="folder, one file per schema; stdout if not given"
        ),
    ] = None,
) -> None:
    """JSON Schemas of case files and of brief.json."""
    from detente.case.schema import schemas
    from detente.findings import as_text
    from detente.findings import schema as brief_schema
    from detente.writing import write_whole

    every = {**schemas(), "brief": brief_schema()}
    if out is None:
        sys.stdout.write(as_text(every))
        return
    write_whole({out / f"{name}.schema.json": as_text(body) for name, body in every.items()})


def fetch(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="fred, ecb, eia, polymarket or moex")
    ],
    series: Annotated[str, typer.Argument(metavar="SERIES", help="the source's own name for it")],
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="file to write: .csv or .parquet")
    ],
    since: Annotated[
        str,
        typer.Option("--since", metavar="DATE", help="first day, as 2025-01-31; all if not given"),
    ] = "",
    until: Annotated[
        str, typer.Option("--until", metavar="DATE", help="last day; the newest if not given")
    ] = "",
    cache: Annotated[
        Path | None,
        typer.Option(
            "--cache",
            metavar="DIR",
            help="where answers are kept for 12 hours; the user's own cache if not given",
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="ask the source, even if a kept answer is fresh")
    ] = False,
) -> None:
    """Live data from a public service to a file; needs the network."""
    from detente.case.hints import nearest
    from detente.errors import DetenteError
    from detente.live import SOURCES, Settings, Span, as_table
    from detente.live import fetch as fetched
    from detente.live.cache import Cache
    from detente.live.fetch import cache_folder
    from detente.writing import write_whole

    if source not in SOURCES:
        raise DetenteError(f'no source "{source}"', nearest(source, SOURCES))
    span = Span(_day("since", since), _day("until", until))
    kept = Cache(cache or cache_folder(), hours=0.0 if again else KEPT_HOURS)
    tell(f"asking {SOURCES[source].host} for {series}")
    found = fetched(SOURCES[source], series, span, Settings(cache=kept))
    if found.stale:
        tell(f"{source} gives no answer now: this was kept from earlier")
    write_whole({out: as_table(found, out)})
    first, last = found.points[0][0], found.points[-1][0]
    tell(f"wrote {len(found.points)} values, {first} to {last}, to {out}")


def _day(option: str, written: str) -> date | None:
    return day(written, option) if written else None


def serve(
    case: Annotated[
        str, typer.Argument(metavar="CASE", help="a case folder, or the name of one that ships")
    ],
    port: Annotated[
        int,
        typer.Option(
            "--port", min=1, max=65_535, help="port of 127.0.0.1; the next free one if taken"
        ),
    ] = 8620,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="do not open a browser")] = False,
    seed: Annotated[int, typer.Option("--seed", min=0, help="same seed, same bytes")] = 1,
    draws: Annotated[
        int,
        typer.Option("--draws", min=2, max=100_000, help="draws of the uncertain numbers"),
    ] = 2000,
) -> None:
    """The workbench in a browser: read a package like a treaty, move its numbers; local only."""
    from detente.web.app import serve as run
    from detente.web.desk import open_desk

    desk = open_desk(case, draws, seed)
    tell_notes(desk.case)
    run(desk, port, browser=not no_browser, tell=tell)


def mcp() -> None:
    """The same questions for an analyst's assistant, over stdio (needs the extra mcp)."""
    from detente.mcp import serve as run

    run()


CHORES: tuple[tuple[Callable[..., None], str], ...] = (
    (new, "new mycase"),
    (schema, "schema --out schemas"),
    (fetch, "fetch ecb EXR/D.USD.EUR.SP00.A --out out/usd.csv"),
    (serve, "serve alaska-2025 --no-browser"),
    (mcp, "mcp"),
)
