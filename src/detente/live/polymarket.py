"""Polymarket's order book service: the price history of one outcome, JSON, a point a day.

A series is the long number of an outcome's token. Prices are in [0, 1]; they carry fees, a bias
against long shots and thin trading, and are no probabilities until those are allowed for.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from detente.live.model import Page, Request, Span
from detente.live.parse import from_json, part

_DAILY = "1440"  # minutes between two points


@dataclass(frozen=True, slots=True)
class Polymarket:
    """Prices of an outcome by the number of its token."""

    name: str = "polymarket"
    host: str = "https://clob.polymarket.com"
    key: str = ""
    example: str = "7132104567925230259477439116225960"

    def request(self, series: str, span: Span, start: int, key: str) -> Request:  # noqa: ARG002
        """The whole history: a point a day is little, and a long span of seconds is refused."""
        return Request("/prices-history", {"market": series, "interval": "max", "fidelity": _DAILY})

    def read(self, body: bytes, start: int) -> Page:  # noqa: ARG002
        """The last price of each day, by Greenwich."""
        rows = part(from_json(body, self.name), self.name, "history")
        ordered = sorted((int(row["t"]), float(row["p"])) for row in rows)
        daily = {datetime.fromtimestamp(second, UTC).date(): price for second, price in ordered}
        return Page(tuple(daily.items()))
