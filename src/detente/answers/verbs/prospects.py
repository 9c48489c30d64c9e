"""The futures, what they do to prices, and what an allocator should do."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from detente.answers.verb import Seed, Told, verb

if TYPE_CHECKING:
    from detente.answers.model import Answer
    from detente.findings import Findings


@verb("The futures", "outlook alaska-2025")
def outlook(findings: "Findings") -> "Answer":
    """How likely each future is, and which line of the record moved it."""
    from detente.answers.futures import outlook_answer

    return outlook_answer(findings)


@verb("Forecasts scored", "outlook alaska-2025 --score DATA", of="outlook", by="data")
def score(
    findings: "Findings",
    data: Annotated[
        Path,
        Told(
            "score it against a prediction market, from a data folder", show="DATA", option="score"
        ),
    ],
) -> "Answer":
    """How the outlook would have done on a prediction market's ladder."""
    from detente.answers.futures import score_answer

    return score_answer(findings, data)


@verb("Prices", "price alaska-2025 --json")
def price(findings: "Findings") -> "Answer":
    """What each future does to prices, and what a package's durability does to spreads.

    Prices move in per cent over the horizon; spreads are in basis points a year.
    """
    from detente.answers.futures import price_answer

    return price_answer(findings)


@verb("Claims", "claims alaska-2025")
def claims(findings: "Findings") -> "Answer":
    """The analyst's claims, each tested against the numbers."""
    from detente.answers.futures import claims_answer

    return claims_answer(findings)


@verb("Rotate or hold", "allocate alaska-2025 --out out/allocation")
def allocate(
    findings: "Findings",
    holdings: Annotated[
        Path | None,
        Told(
            "CSV or Parquet, weights as shares; the case's portfolio.csv if not given", show="FILE"
        ),
    ] = None,
    returns: Annotated[
        Path | None,
        Told("your own joint returns, as shares: days down, assets across", show="FILE"),
    ] = None,
    prices: Annotated[
        Path | None, Told("the same as prices; returns are taken from them", show="FILE")
    ] = None,
    mandate: Annotated[
        Path | None, Told("YAML: limits on groups, turnover and exposure, as shares", show="FILE")
    ] = None,
    believe: Annotated[
        tuple[str, ...],
        Told(
            "your probability of a future, in [0, 1]; prices keep the outlook's; repeat",
            show="FUTURE=P",
        ),
    ] = (),
    out: Annotated[
        Path | None,
        Told(
            "folder for sheet.md, allocation.csv and stress.csv; or one page, by its name: "
            "sheet.pdf, .html, .docx or .md",
            show="DIR|FILE",
        ),
    ] = None,
) -> "Answer":
    """Rotate or hold, and the probability at which the answer turns."""
    from detente.answers.desk import OwnFiles, allocation_answer, allocation_of, save_allocation

    found = allocation_of(findings, OwnFiles(holdings, returns, prices, mandate, believe))
    if out is not None:
        save_allocation(findings, found, out)
    return allocation_answer(found)


@verb("Supply risk", "minerals --supplier RU --mineral palladium", draws=None)
def minerals(
    supplier: Annotated[str, Told("supplier that is let in or shut out", show="PARTY")] = "RU",
    importer: Annotated[
        tuple[str, ...], Told("buyer: US, EU or CN; US and EU if not given; repeat", show="PARTY")
    ] = (),
    mineral: Annotated[
        tuple[str, ...], Told("one mineral; all it makes much of if not given; repeat", show="NAME")
    ] = (),
    seed: Seed = 1,
) -> "Answer":
    """What a supplier's coming or going does to supply risk, and whose consent is worth what."""
    from detente.answers.minerals import minerals_answer

    return minerals_answer(supplier, importer or ("US", "EU"), mineral, seed)


@verb(
    "Supply risk of the case",
    "minerals alaska-2025",
    of="minerals",
    by="case",
    draws=None,
    case=Told("a case; its assets.yaml names supplier and importers", show="[CASE]", by_place=True),
)
def case_minerals(findings: "Findings") -> "Answer":
    """The same for the supplier and the importers that a case names."""
    from detente.answers.minerals import case_minerals as answered

    return answered(findings, findings.seed)


@verb("Prices and peace", "markets --asset IMOEX", draws=None)
def markets(
    asset: Annotated[
        str, Told("one series; all that are significant if not given", show="NAME")
    ] = "",
) -> "Answer":
    """How far prices moved with peace, as measured and as believed.

    The last column names the unit.
    """
    from detente.answers.measured import sensitivities_answer

    return sensitivities_answer(asset)
