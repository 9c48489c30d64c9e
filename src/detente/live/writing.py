"""A fetched series as a file: CSV, or Parquet where its name says so."""

from datetime import UTC, datetime
from pathlib import Path

from detente.live.cache import write_parquet
from detente.live.model import Series
from detente.writing import scratch


def as_table(series: Series, path: Path) -> str | bytes:
    """The bytes to be written to `path`: columns day and value."""
    if path.suffix.lower() in {".parquet", ".pq"}:
        with scratch() as folder:
            draft = folder / "series.parquet"
            write_parquet(draft, series.points, datetime.now(UTC))
            return draft.read_bytes()
    lines = (f"{day},{value!r}" for day, value in series.points)
    return "\n".join(["day,value", *lines, ""])
