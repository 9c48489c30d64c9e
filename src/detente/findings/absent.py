"""What a case has no file for: which parts of the result are empty, and why."""

from collections.abc import Iterator

from detente.case import Case
from detente.errors import InputError, Place, Problem

READINGS = ("signals.readings", "signals.gaps", "signals.recurrence")
PRICES = ("markets.paths", "markets.curves", "markets.sequencing")


def absent(case: Case) -> dict[str, str]:
    """By part of the result, as a claim writes it: what the case lacks and what is left out."""
    return {part: words for parts, words in _absent(case) for part in parts}


def _absent(case: Case) -> Iterator[tuple[tuple[str, ...], str]]:
    if not case.remarks and not case.deeds:
        yield ("signals",), "the record is empty, so there is nothing said or done to read"
    elif not case.remarks:
        yield READINGS, "the record holds no statement, so no words are read"
    if not case.world.red_lines:
        yield ("design.red_lines",), "case.yaml draws no red line, so none has a price"
    if not case.assets:
        yield PRICES, "assets.yaml lists no asset, so nothing is priced"
    if not case.assets or not case.holdings:
        file, what = ("portfolio.csv", "holding") if case.assets else ("assets.yaml", "asset")
        yield ("portfolio",), f"{file} lists no {what}, so there is nothing to allocate"
    if not case.claims:
        yield ("claims",), "claims.yaml makes no claim, so none is tested"


def require_holdings(case: Case, *, book: bool = False) -> None:
    """Refuses a case that has nothing to allocate, before any work; `book`: another is brought."""
    if not case.assets:
        remedy = "list assets, as `detente new` shows; every other question can do without"
        raise InputError([Problem(Place("assets.yaml"), "no asset to allocate", remedy)])
    if not case.holdings and not book:
        remedy = "list holdings, as `detente new` shows, or bring a book"
        place = Place("portfolio.csv")
        raise InputError([Problem(place, "no portfolio to allocate", remedy, "holdings")])
