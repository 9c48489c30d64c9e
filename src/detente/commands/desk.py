"""The desk: rotate or hold, minerals, and data fetched when asked for."""

from datetime import date
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
    tell,
)


@app.command(epilog="Example: detente allocate alaska-2025 --out out/allocation")
def allocate(
    case: CaseArgument,
    holdings: Annotated[
        Path | None,
        typer.Option(
            "--holdings", metavar="FILE", help="CSV or Parquet in place of the case's portfolio.csv"
        ),
    ] = None,
    returns: Annotated[
        Path | None,
        typer.Option(
            "--returns", metavar="FILE", help="own joint returns: days down, assets across"
        ),
    ] = None,
    prices: Annotated[
        Path | None,
        typer.Option(
            "--prices", metavar="FILE", help="the same as prices, from which returns are taken"
        ),
    ] = None,
    mandate: Annotated[
        Path | None,
        typer.Option(
            "--mandate", metavar="FILE", help="YAML: limits on groups, turnover, exposure"
        ),
    ] = None,
    believe: Annotated[
        list[str] | None,
        typer.Option(
            "--believe",
            metavar="FUTURE=P",
            help="own odds of a future; prices keep the outlook's; repeat",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR|FILE",
            help="write sheet.md, allocation.csv, stress.csv; or one page, by its name: "
            "sheet.pdf, .html, .docx or .md",
        ),
    ] = None,
    as_json: JsonOption = False,
    seed: SeedOption = 1,
    draws: DrawsOption = 2000,
) -> None:
    """Rotate or hold, and the probability at which the answer turns."""
    from detente.answers.desk import (
        OwnFiles,
        allocation_answer,
        allocation_files,
        allocation_of,
    )

    findings = opened(case, seed, draws)
    own = OwnFiles(holdings, returns, prices, mandate, tuple(believe or ()))
    found = allocation_of(findings, own)
    if out is not None:
        from detente.writing import write_whole

        write_whole(allocation_files(found, findings.case, out))
        tell(f"wrote the allocation to {out}")
    answer(allocation_answer(found), as_json)


@app.command(epilog="Example: detente minerals --supplier RU --mineral palladium")
def minerals(
    case: Annotated[
        str, typer.Argument(metavar="[CASE]", help="what its assets.yaml asks", show_default=False)
    ] = "",
    supplier: Annotated[
        str, typer.Option("--supplier", metavar="PARTY", help="who is let in or shut out")
    ] = "RU",
    importer: Annotated[
        list[str] | None,
        typer.Option("--importer", metavar="PARTY", help="who buys: US, EU or CN; repeat"),
    ] = None,
    mineral: Annotated[
        list[str] | None,
        typer.Option("--mineral", metavar="NAME", help="all it makes much of if none; repeat"),
    ] = None,
    fit: Annotated[
        Path | None,
        typer.Option("--fit", metavar="DATA", help="make the tables anew from three databases"),
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="where --fit writes its tables")
    ] = Path("out/minerals"),
    as_json: JsonOption = False,
    seed: SeedOption = 1,
) -> None:
    """What a supplier's coming or going does to supply risk, and whose consent is worth what."""
    if fit is not None:
        from tools.markets.fit_minerals import mineral_tables

        from detente.writing import write_whole

        write_whole({out / name: table for name, table in mineral_tables(fit).items()})
        tell(f"wrote the tables of minerals to {out}")
        return
    from detente.answers.minerals import case_minerals, minerals_answer

    if case:
        answer(case_minerals(opened(case, seed), seed), as_json)
        return
    answer(minerals_answer(supplier, importer or ["US", "EU"], mineral or [], seed), as_json)


@app.command(epilog="Example: detente fetch ecb EXR/D.USD.EUR.SP00.A --out out/usd.csv")
def fetch(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="fred, ecb, eia, polymarket or moex")
    ],
    series: Annotated[str, typer.Argument(metavar="SERIES", help="as the source calls it")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="CSV, or Parquet by its name")],
    since: Annotated[str, typer.Option("--since", metavar="DATE", help="first day")] = "",
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="last day")] = "",
    cache: Annotated[
        Path | None,
        typer.Option(
            "--cache", metavar="DIR", help="where answers are kept; 12 hours stand for new"
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="ask the source even if a fresh answer is kept")
    ] = False,
) -> None:
    """Live data to a file: the only command that uses the network."""
    from detente.case.hints import nearest
    from detente.errors import DetenteError
    from detente.live import SOURCES, Settings, Span, as_table
    from detente.live import fetch as fetched
    from detente.live.cache import Cache
    from detente.live.fetch import cache_folder
    from detente.writing import write_whole

    if source not in SOURCES:
        raise DetenteError(f'no source "{source}"; {nearest(source, SOURCES)}')
    span = Span(_day("--since", since), _day("--until", until))
    kept = Cache(cache or cache_folder(), hours=0.0 if again else 12.0)
    tell(f"asking {SOURCES[source].host} for {series}")
    found = fetched(SOURCES[source], series, span, Settings(cache=kept))
    if found.stale:
        tell(f"{source} gives no answer now: this was kept from earlier")
    write_whole({out: as_table(found, out)})
    first, last = found.points[0][0], found.points[-1][0]
    tell(f"wrote {len(found.points)} values, {first} to {last}, to {out}")


def _day(option: str, written: str) -> date | None:
    from detente.errors import DetenteError

    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise DetenteError(f'{option} "{written}" is no date; write it as 2025-08-16') from None
