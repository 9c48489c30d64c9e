"""Who mines what, who buys it where, and how stable those countries are: the shipped tables.

Shares are of 2024. Made by `tools/markets/fit_minerals.py` from World Mining Data
(Austrian Federal Ministry of Finance), the Worldwide Governance Indicators (World Bank, CC BY 4.0)
and BACI (CEPII, Etalab licence 2.0).
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

SOURCE = (
    "own shares from World Mining Data (Austrian Ministry of Finance), BACI (CEPII) and the "
    "Worldwide Governance Indicators (World Bank), 2024"
)
# Name here -> sheet of World Mining Data.
MINERALS: Mapping[str, str] = {
    "aluminium": "Aluminium",
    "antimony": "Antimony",
    "cobalt": "Cobalt",
    "copper": "Copper",
    "gallium": "Gallium",
    "germanium": "Germanium",
    "graphite": "Graphite",
    "lithium": "Lithium (Li2O)",
    "manganese": "Manganese",
    "nickel": "Nickel",
    "palladium": "Palladium",
    "platinum": "Platinum",
    "rare-earths": "Rare Earths (REO)",
    "titanium": "Titanium (TiO2)",
    "tungsten": "Tungsten (W)",
    "vanadium": "Vanadium (V)",
}
MIDDLE = 0.5  # instability of a country that nobody rated
_WIDEST = 0.15  # and its standard error: the scale from 0 to 1 lies within some three of them
_UNION = frozenset(
    (
        *("AUT", "BEL", "BGR", "HRV", "CYP", "CZE", "DNK", "EST", "FIN", "FRA", "DEU", "GRC"),
        *("HUN", "IRL", "ITA", "LVA", "LTU", "LUX", "MLT", "NLD", "POL", "PRT", "ROU", "SVK"),
        *("SVN", "ESP", "SWE"),
    )
)
_LETTERS = {"USA": "US", "RUS": "RU", "UKR": "UA", "CHN": "CN"}
PARTIES = ("US", "EU", "RU", "UA", "CN", "others")


@dataclass(frozen=True, slots=True)
class Stability:
    """Political instability of a country in [0, 1], and its standard error."""

    risk: float
    error: float


@dataclass(frozen=True, slots=True)
class Mineral:
    """Shares of output by country, and of supply by importer and source."""

    name: str
    year: int
    output: Mapping[str, float]  # country -> share of the world
    sources: Mapping[str, Mapping[str, float]]  # importer -> source -> share; own mines: itself

    def produced_by(self, party: str) -> float:
        """Share of a party, or of a country by its three letters, in the world's output."""
        return sum(
            share
            for country, share in self.output.items()
            if party in {country, member_of(country)}
        )


def member_of(country: str) -> str:
    """The party that a country, by its three letters, belongs to; itself where to none."""
    return "EU" if country in _UNION else _LETTERS.get(country, country)


@cache
def minerals() -> Mapping[str, Mineral]:
    """The shipped tables, by mineral."""
    output: dict[str, dict[str, float]] = {name: {} for name in MINERALS}
    sources: dict[str, dict[str, dict[str, float]]] = {name: {} for name in MINERALS}
    for row in _rows("output.csv"):
        output[row["mineral"]][row["country"]] = float(row["share"])
        year = int(row["year"])
    for row in _rows("sources.csv"):
        supply = sources[row["mineral"]].setdefault(row["importer"], {})
        supply[row["source"]] = float(row["share"])
    return {
        name: Mineral(
            name,
            year,
            _whole(output[name]),
            {importer: _whole(supply) for importer, supply in sources[name].items()},
        )
        for name in MINERALS
    }


def _whole(shares: Mapping[str, float]) -> dict[str, float]:
    """Shares that add to one again after they were rounded."""
    total = sum(shares.values())
    return {name: share / total for name, share in shares.items()}


@cache
def stability() -> Mapping[str, Stability]:
    """The shipped table of political instability, by country."""
    return {
        row["country"]: Stability(float(row["risk"]), float(row["error"]))
        for row in _rows("stability.csv")
    }


def rated(country: str) -> Stability:
    """A country's instability; one that nobody rated stands in the middle, with a wide error."""
    return stability().get(country, Stability(MIDDLE, _WIDEST))


def _rows(name: str) -> list[dict[str, str]]:
    table = files("detente.markets").joinpath("data", "minerals", name)
    return list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
