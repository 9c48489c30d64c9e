"""What was fetched before, as Parquet files in a folder, so that a source is not asked twice."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb

from detente.errors import DetenteError
from detente.live.model import LiveError, Points, Span
from detente.writing import whole_file


@dataclass(frozen=True, slots=True)
class Kept:
    """A series of the cache, and when it was fetched."""

    points: Points
    fetched: datetime


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of fetched series; one too old is kept for the day when the source is silent."""

    folder: Path
    hours: float = 12.0

    def fresh(self, kept: Kept, now: datetime) -> bool:
        """Whether a kept series may stand for the source's own answer."""
        return timedelta() <= now - kept.fetched <= timedelta(hours=self.hours)

    def read(self, source: str, series: str, span: Span) -> Kept | None:
        """What is kept; None if nothing is, or it cannot be read."""
        path = self._path(source, series, span)
        if not path.is_file():
            return None
        try:
            with duckdb.connect() as base:
                table = base.read_parquet(str(path)).select("day", "value", "fetched")
                rows = table.order("day").fetchall()
        except (duckdb.Error, OSError):
            return None
        if not rows:
            return None
        fetched = datetime.fromtimestamp(rows[0][2], UTC)
        return Kept(tuple((day, number) for day, number, _ in rows), fetched)

    def keep(self, source: str, series: str, span: Span, kept: Kept) -> None:
        """Keeps a series, whole or not at all; raises LiveError where the folder takes nothing."""
        path = self._path(source, series, span)
        try:
            with whole_file(path) as draft:
                write_parquet(draft, kept.points, kept.fetched)
        except (duckdb.Error, DetenteError):
            reason = f"the cache {self.folder} cannot be written"
            raise LiveError(f"{reason}; name another folder for the cache") from None

    def _path(self, source: str, series: str, span: Span) -> Path:
        asked = f"{series}|{span.since}|{span.until}"
        name = re.sub(r"[^A-Za-z0-9._-]+", "-", series)[:60]
        return (
            self.folder
            / source
            / f"{name}-{hashlib.sha256(asked.encode()).hexdigest()[:12]}.parquet"
        )


def write_parquet(path: Path, points: Points, fetched: datetime) -> None:
    """Columns day, value and fetched (seconds since 1970)."""
    with duckdb.connect() as base:
        base.execute("CREATE TABLE series (day DATE, value DOUBLE, fetched DOUBLE)")
        second = fetched.timestamp()
        rows = [(day, number, second) for day, number in points]
        if rows:
            base.executemany("INSERT INTO series VALUES (?, ?, ?)", rows)
        base.table("series").write_parquet(str(path))
