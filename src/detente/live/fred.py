"""FRED, of the Federal Reserve Bank of St. Louis: `fred/series/observations`, JSON."""

from dataclasses import dataclass

from detente.live.model import Page, Request, Span
from detente.live.parse import day, from_json, part, value

_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Fred:
    """American and world series by their FRED name."""

    name: str = "fred"
    host: str = "https://api.stlouisfed.org"
    key: str = "FRED_API_KEY"
    example: str = "DCOILBRENTEU"

    def request(self, series: str, span: Span, start: int, key: str) -> Request:
        """The observations from a row on."""
        query = {"series_id": series, "api_key": key, "file_type": "json", "limit": str(_ROWS)}
        query["offset"] = str(start)
        if span.since:
            query["observation_start"] = span.since.isoformat()
        if span.until:
            query["observation_end"] = span.until.isoformat()
        return Request("/fred/series/observations", query)

    def read(self, body: bytes, start: int) -> Page:
        """A missing value is written as a point."""
        data = from_json(body, self.name)
        rows = part(data, self.name, "observations")
        points = tuple(
            (day(row["date"]), number)
            for row in rows
            if (number := value(row["value"])) is not None
        )
        reached = start + len(rows)
        return Page(
            points, reached if rows and reached < int(part(data, self.name, "count")) else None
        )
