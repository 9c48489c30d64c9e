"""Moscow Exchange: the history of a security from its ISS service, JSON, a hundred days a page.

A series is a security, such as `IMOEX`, taken to be an index; of other markets write engine and
market before it: `stock/shares/SBER`, `currency/selt/USD000UTSTOM`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.live.model import LiveError, Page, Request, Span
from detente.live.parse import day, from_json, part, value

_INDEX = "stock/index"


@dataclass(frozen=True, slots=True)
class Moex:
    """Closing prices of a security, of the board that traded most that day."""

    name: str = "moex"
    host: str = "https://iss.moex.com"
    key: str = ""
    example: str = "IMOEX"

    def request(self, series: str, span: Span, start: int, key: str) -> Request:  # noqa: ARG002
        """The page of history that begins at a row."""
        where, _, security = series.rpartition("/")
        engine, _, market = (where or _INDEX).partition("/")
        path = f"/iss/history/engines/{engine}/markets/{market}/securities/{security}.json"
        query = {"iss.meta": "off", "start": str(start)}
        if span.since:
            query["from"] = span.since.isoformat()
        if span.until:
            query["till"] = span.until.isoformat()
        return Request(path, query)

    def read(self, body: bytes, start: int) -> Page:  # noqa: ARG002
        """A table of columns and rows; the cursor says where the page begins and what there is."""
        data = from_json(body, self.name)
        closes: dict[date, tuple[float, float]] = {}
        for row in self._rows(data, "history"):
            close, turnover = value(row.get("CLOSE")), value(row.get("VALUE")) or 0.0
            on = day(row["TRADEDATE"])
            if close is not None and turnover >= closes.get(on, (-1.0, 0.0))[0]:
                closes[on] = turnover, close
        points = tuple((on, close) for on, (_, close) in closes.items())
        turnovers = {on: turnover for on, (turnover, _) in closes.items()}  # a day may span pages
        cursor = self._rows(data, "history.cursor")
        if not cursor:
            return Page(points, turnover=turnovers)
        index, total, size = (int(cursor[0][name]) for name in ("INDEX", "TOTAL", "PAGESIZE"))
        return Page(points, index + size if index + size < total else None, turnovers)

    def _rows(self, data: Any, table: str) -> list[dict[str, Any]]:
        columns = part(data, self.name, table, "columns")
        if table == "history" and not {"TRADEDATE", "CLOSE"} <= set(columns):
            raise LiveError("moex answered without TRADEDATE and CLOSE; is it the right market?")
        return [
            dict(zip(columns, row, strict=True)) for row in part(data, self.name, table, "data")
        ]
