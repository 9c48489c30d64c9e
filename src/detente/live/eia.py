"""US Energy Information Administration: `v2/seriesid`, JSON, newest first, 5,000 rows a page."""

from dataclasses import dataclass

from detente.live.model import Page, Request, Span
from detente.live.parse import day, from_json, part, value

_ROWS = 5000


@dataclass(frozen=True, slots=True)
class Eia:
    """Energy series by their name of the first interface, such as PET.RBRTE.D."""

    name: str = "eia"
    host: str = "https://api.eia.gov"
    key: str = "EIA_API_KEY"
    example: str = "PET.RBRTE.D"

    def request(self, series: str, span: Span, start: int, key: str) -> Request:
        """The rows from one on."""
        query = {"api_key": key, "offset": str(start), "length": str(_ROWS)}
        if span.since:
            query["start"] = span.since.isoformat()
        if span.until:
            query["end"] = span.until.isoformat()
        return Request(f"/v2/seriesid/{series}", query)

    def read(self, body: bytes, start: int) -> Page:
        """Values come as numbers or as text; the total too."""
        data = from_json(body, self.name)
        rows = part(data, self.name, "response", "data")
        points = tuple(
            (day(str(row["period"])), number)
            for row in rows
            if (number := value(row.get("value"))) is not None
        )
        reached = start + len(rows)
        total = int(part(data, self.name, "response", "total"))
        return Page(points, reached if rows and reached < total else None)
