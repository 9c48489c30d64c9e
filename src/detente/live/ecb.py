"""European Central Bank: its SDMX web service, answering with SDMX-CSV.

A series is a flow and a key, such as `EXR/D.USD.EUR.SP00.A`; `EXR.D.USD.EUR.SP00.A` is the same.
"""

import csv
from dataclasses import dataclass
from io import StringIO

from detente.live.model import LiveError, Page, Request, Span
from detente.live.parse import day, value


@dataclass(frozen=True, slots=True)
class Ecb:
    """Euro-area series by flow and key."""

    name: str = "ecb"
    host: str = "https://data-api.ecb.europa.eu"
    key: str = ""
    example: str = "EXR/D.USD.EUR.SP00.A"

    def request(self, series: str, span: Span, start: int, key: str) -> Request:  # noqa: ARG002
        """The whole series: the service has no pages."""
        flow, _, rest = series.partition("/" if "/" in series else ".")
        query = {"format": "csvdata", "detail": "dataonly"}
        if span.since:
            query["startPeriod"] = span.since.isoformat()
        if span.until:
            query["endPeriod"] = span.until.isoformat()
        return Request(f"/service/data/{flow}/{rest}", query)

    def read(self, body: bytes, start: int) -> Page:  # noqa: ARG002
        """One series only: a key with wildcards answers with several, which would be mixed up."""
        table = csv.DictReader(StringIO(body.decode("utf-8-sig")))
        rows = list(table)
        if not body.strip():
            return Page(())
        if not {"KEY", "TIME_PERIOD", "OBS_VALUE"} <= set(table.fieldnames or ()):
            raise LiveError("ecb answered with no SDMX-CSV; its format may have changed")
        if any(None in row.values() for row in rows):
            raise LiveError("ecb answered with a row cut short; try again")
        keys = sorted({row["KEY"] for row in rows})
        if len(keys) > 1:
            raise LiveError(f"ecb answered with {len(keys)} series; ask for one, such as {keys[0]}")
        points = tuple(
            (day(row["TIME_PERIOD"]), number)
            for row in rows
            if (number := value(row["OBS_VALUE"])) is not None
        )
        return Page(points)
