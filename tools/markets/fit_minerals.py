"""The three shipped tables of minerals made again, byte for byte, from a folder of databases.

The folder holds `world_mining_data.db` (output by country, World Mining Data), `wgi.db` (political
stability, World Bank) and `baci.db` (trade between countries, CEPII), in the layout in which the
GeoPolRisk authors publish them. Only shares and scores leave the data.

    output.csv    share of each country in the world's mine output
    sources.csv   share of each source in what an importer gets; its own mines stand under its name
    stability.csv political instability of a country in [0, 1], and its standard error

Trade is by customs heading: ores where a mineral travels as ore, so that quantities of output and
trade need not be of the same purity; metal that is refined before it crosses a border is not seen.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from detente.errors import InputError, Place, Problem
from detente.markets.minerals import MINERALS, member_of

YEAR = 2024
IMPORTERS = ("US", "EU", "CN")
_FILES = ("world_mining_data.db", "wgi.db", "baci.db")
_TONNES = {"metr. t": 1.0, "kg": 1e-3}
_LEAST = 5e-7  # a share below this is written as none


def mineral_tables(folder: Path, year: int = YEAR) -> dict[str, str]:
    """The tables as CSV, by file name; raises InputError where a database is missing."""
    _require(folder)
    with (
        closing(_opened(folder / "world_mining_data.db")) as mines,
        closing(_opened(folder / "baci.db")) as trade,
        closing(_opened(folder / "wgi.db")) as governance,
    ):
        countries = country_codes(trade)
        output = {name: produced(mines, sheet, year) for name, sheet in MINERALS.items()}
        sources = {
            (name, importer): sourced(
                importer, output[name], bought(trade, headings(mines, sheet), year, countries)
            )
            for name, sheet in MINERALS.items()
            for importer in IMPORTERS
        }
        stable = instability(governance, year)
    named = {country for parts in (*output.values(), *sources.values()) for country in parts}
    return {
        "output.csv": _csv(
            "mineral,year,country,share",
            (f"{n},{year},{c},{s}" for n, made in output.items() for c, s in _shares(made)),
        ),
        "sources.csv": _csv(
            "mineral,year,importer,source,share",
            (f"{n},{year},{i},{c},{s}" for (n, i), got in sources.items() for c, s in _shares(got)),
        ),
        "stability.csv": _csv(
            "country,year,risk,error",
            (f"{c},{year},{r:.4f},{e:.4f}" for c, (r, e) in sorted(stable.items()) if c in named),
        ),
    }


def produced(mines: sqlite3.Connection, sheet: str, year: int) -> dict[str, float]:
    """Tonnes mined by country, by its three letters."""
    rows = mines.execute(f'SELECT Country_ISO, "{year}", unit FROM "{sheet}"')  # noqa: S608
    return {
        country: float(amount or 0) * _TONNES[unit]
        for country, amount, unit in rows
        if country != "DELETE"
    }


def headings(mines: sqlite3.Connection, sheet: str) -> tuple[str, ...]:
    """Customs headings under which a mineral is traded; none where it shares one with others."""
    row = mines.execute(
        'SELECT "HS Code", "HS Code - Complementary" FROM "HS Code Map" WHERE Sheet_name = ?',
        (sheet,),
    ).fetchone()
    codes = (code for cell in row or () if cell for code in str(cell).split(";"))
    return tuple(code for code in codes if code.isdigit())


def bought(
    trade: sqlite3.Connection, codes: Iterable[str], year: int, countries: Mapping[str, str]
) -> dict[tuple[str, str], float]:
    """Tonnes by (importer, source), by their three letters, of all headings together."""
    found: defaultdict[tuple[str, str], float] = defaultdict(float)
    for code in codes:
        rows = trade.execute(
            "SELECT j, i, CAST(TRIM(q) AS REAL) FROM baci_trade "
            "WHERE k = ? AND t = ? AND q IS NOT NULL",  # some flows have a value, no tonnage
            (int(code), str(year)),
        )
        for importer, source, tonnes in rows:
            found[countries[importer], countries[source]] += tonnes
    return found


def sourced(
    importer: str, output: Mapping[str, float], trade: Mapping[tuple[str, str], float]
) -> dict[str, float]:
    """Tonnes an importer gets by source; a union's trade within itself is left out."""
    found: defaultdict[str, float] = defaultdict(float)
    for (buyer, source), tonnes in trade.items():
        if member_of(buyer) == importer and member_of(source) != importer:
            found[source] += tonnes
    if found:
        found[importer] += sum(t for country, t in output.items() if member_of(country) == importer)
    return dict(found)


def country_codes(trade: sqlite3.Connection) -> dict[str, str]:
    """Three letters of each country by its number; the table's name carries the edition."""
    tables = trade.execute("SELECT name FROM sqlite_master WHERE name LIKE 'country_codes%'")
    name = tables.fetchone()[0]
    return dict(trade.execute(f'SELECT country_code, country_iso3 FROM "{name}"'))  # noqa: S608


def instability(governance: sqlite3.Connection, year: int) -> dict[str, tuple[float, float]]:
    """Political instability in [0, 1] by country, and its standard error on the same scale."""
    rows = governance.execute(
        f'SELECT n.Code, CAST(n."{year}" AS REAL), CAST(s."{year}" AS REAL) '  # noqa: S608
        "FROM Normalized n JOIN StdErr s ON n.Code = s.Code "
        f"""WHERE s."{year}" NOT IN ('nan', 'None', 'NA', '')"""
    )
    # The estimate runs from -2.5 to 2.5, so that its error is a fifth on the scale used here.
    return {country: (risk, error / 5) for country, risk, error in rows}


def _shares(parts: Mapping[str, float]) -> Iterator[tuple[str, str]]:
    """Largest first; what rounds to nothing is left out."""
    total = sum(parts.values())
    for name, amount in sorted(parts.items(), key=lambda part: (-part[1], part[0])):
        if total > 0 and amount / total >= _LEAST:
            yield name, f"{amount / total:.6f}"


def _require(folder: Path) -> None:
    missing = [
        Problem(Place(name), "no such file", "give the folder that holds the three databases")
        for name in _FILES
        if not (folder / name).is_file()
    ]
    if missing:
        raise InputError(missing)


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _csv(head: str, lines: Iterable[str]) -> str:
    return "\n".join([head, *lines, ""])
