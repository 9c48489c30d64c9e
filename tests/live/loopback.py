"""A server on this machine that answers as the sources document that they do."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

Reply = tuple[int, bytes, Mapping[str, str]]
Answering = Callable[[str, Mapping[str, str]], Reply]
FIRST = date(2025, 1, 1)
KEY = "0123456789abcdef0123456789abcdef"


@dataclass
class Loopback:
    """Where the server answers, and what it was asked."""

    host: str
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)


@contextmanager
def loopback(answering: Answering) -> Iterator[Loopback]:
    """The server, for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = dict(parse_qsl(parts.query))
            served.asked.append((parts.path, query))
            status, body, head = answering(parts.path, query)
            self.send_response(status)
            cut = "X-Cut" in head  # the line goes dead halfway
            for name, value in head.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(ConnectionError):  # a client may have heard enough
                self.wfile.write(body[: len(body) // 2] if cut else body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = Loopback(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def days(query: Mapping[str, str], since: str, until: str, count: int) -> list[date]:
    """The days a query asks for, of a series that has one value a day."""
    first = date.fromisoformat(query.get(since, FIRST.isoformat()))
    last = date.fromisoformat(query.get(until, (FIRST + timedelta(days=count - 1)).isoformat()))
    every = [FIRST + timedelta(days=n) for n in range(count)]
    return [day for day in every if first <= day <= last]


def as_json(data: object, status: int = 200) -> Reply:
    return status, json.dumps(data).encode(), {"Content-Type": "application/json"}


def fred(path: str, query: Mapping[str, str]) -> Reply:
    """A point for a missing value; 400 for a wrong key or name."""
    if path != "/fred/series/observations" or query.get("api_key") != KEY:
        said = "Bad Request.  The value for variable api_key is not registered."
        return as_json({"error_code": 400, "error_message": said}, 400)
    if query["series_id"] != "DCOILBRENTEU":
        said = "Bad Request.  The series does not exist."
        return as_json({"error_code": 400, "error_message": said}, 400)
    found = days(query, "observation_start", "observation_end", 5)
    rows = [
        {
            "realtime_start": "2025-08-16",
            "realtime_end": "2025-08-16",
            "date": day.isoformat(),
            "value": "." if day.day == 3 else f"{70 + day.day}.5",
        }
        for day in found
    ]
    start = int(query["offset"])
    page = rows[start : start + 2]  # the real limit is 100,000
    head = {"units": "lin", "output_type": 1, "file_type": "json", "order_by": "observation_date"}
    return as_json({**head, "count": len(rows), "offset": start, "limit": 2, "observations": page})


def ecb(path: str, query: Mapping[str, str]) -> Reply:
    """SDMX-CSV; 404 where nothing is found."""
    if path == "/service/data/EXR/D..EUR.SP00.A":
        keys = ["EXR.D.USD.EUR.SP00.A", "EXR.D.JPY.EUR.SP00.A"]
    elif path == "/service/data/EXR/D.USD.EUR.SP00.A":
        keys = ["EXR.D.USD.EUR.SP00.A"]
    else:
        return 404, b"No results found.", {"Content-Type": "text/plain"}
    assert query["format"] == "csvdata"
    lines = ["KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE"]
    for key in keys:
        for day in days(query, "startPeriod", "endPeriod", 3):
            value = "" if day.day == 2 else f"1.0{day.day}"
            lines.append(f"{key},D,USD,EUR,SP00,A,{day},{value}")
    head = {"Content-Type": "application/vnd.sdmx.data+csv;version=1.0.0"}
    return 200, ("\r\n".join(lines) + "\r\n").encode(), head


def eia(path: str, query: Mapping[str, str]) -> Reply:
    """Newest first; total as text, values as numbers or text; 403 without a key."""
    if query.get("api_key") != KEY:
        said = {"code": "API_KEY_INVALID", "message": "An invalid api_key was supplied."}
        return as_json({"error": said}, 403)
    if path != "/v2/seriesid/PET.RBRTE.D":
        return as_json({"error": "Not found.", "code": 404}, 404)
    found = days(query, "start", "end", 5)[::-1]
    rows = [
        {
            "period": d.isoformat(),
            "series": "RBRTE",
            "value": 60 + d.day if d.day % 2 else f"{60 + d.day}",
        }
        for d in found
    ]
    start = int(query["offset"])
    page = rows[start : start + 2]  # the real page has 5,000
    response = {"total": str(len(rows)), "dateFormat": "YYYY-MM-DD", "frequency": "daily"}
    return as_json({"response": {**response, "data": page}, "apiVersion": "2.1.9"})


def polymarket(path: str, query: Mapping[str, str]) -> Reply:
    """Seconds and prices; the last point of a day may be a second one."""
    if path != "/prices-history" or "market" not in query:
        return as_json({"error": "the query param 'market' is mandatory"}, 400)
    if query["market"] != "7132":
        return as_json({"history": []})
    if "startTs" in query:  # a span longer than some two weeks is refused
        return as_json({"error": "invalid filters"}, 400)
    midnight = [datetime(2025, 1, d, tzinfo=UTC) for d in range(1, 5)]
    points = [(int(m.timestamp()) + 3, 0.1 * m.day) for m in midnight]
    points.append((int(midnight[3].timestamp()) + 7200, 0.45))
    return as_json({"history": [{"t": t, "p": p} for t, p in points]})


def moex(path: str, query: Mapping[str, str]) -> Reply:
    """Pages of a hundred (here two); a share trades on several boards a day."""
    base = "/iss/history/engines/stock/markets"
    columns = ["BOARDID", "SECID", "TRADEDATE", "SHORTNAME", "CLOSE", "OPEN", "VALUE"]
    found = days(query, "from", "till", 5)
    if path == f"{base}/index/securities/IMOEX.json":
        rows: list[list[object]] = [
            ["SNDX", "IMOEX", str(day), "Индекс МосБиржи", 2900 + day.day, 2890, 1e9]
            for day in found
        ]
    elif path == f"{base}/shares/securities/SBER.json":
        rows = []
        for day in found:
            rows += [
                ["SPEQ", "SBER", str(day), "Сбербанк", None, None, 0],
                ["TQBR", "SBER", str(day), "Сбербанк", 300.0 + day.day, 299.0, 1e9],
                ["SMAL", "SBER", str(day), "Сбербанк", 1.0, 1.0, 10.0],
            ]
    else:
        rows = []
    start = int(query["start"])
    cursor = {"columns": ["INDEX", "TOTAL", "PAGESIZE"], "data": [[start, len(rows), 2]]}
    table = {"columns": columns, "data": rows[start : start + 2]}
    return as_json({"history": table, "history.cursor": cursor})
