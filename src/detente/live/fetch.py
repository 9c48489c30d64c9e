"""A series from a source: out of the cache while it is fresh, else page by page from the source."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import httpx

from detente.live.asking import Patience, ask
from detente.live.cache import Cache, Kept
from detente.live.model import LiveError, Points, Series, Source, Span

_MOST_PAGES = 1000


@dataclass(frozen=True, slots=True)
class Settings:
    """Where to ask, how patiently, and what is kept."""

    cache: Cache | None = None
    patience: Patience = field(default_factory=Patience)
    host: str = ""  # in place of the source's own
    keys: Mapping[str, str] = field(default_factory=lambda: os.environ)


def fetch(source: Source, series: str, span: Span, settings: Settings | None = None) -> Series:
    """The values of a series by day, oldest first.

    Raises LiveError without a key, without an answer and nothing kept, or where nothing is there.
    """
    chosen = settings or Settings()
    key = _key(source, chosen.keys)
    now = datetime.now(UTC)
    kept = chosen.cache.read(source.name, series, span) if chosen.cache else None
    address = f"{chosen.host or source.host}{source.request(series, span, 0, '').path}"
    if chosen.cache and kept and chosen.cache.fresh(kept, now):
        return Series(source.name, series, kept.points, address)
    try:
        points = _pages(source, series, span, key, chosen)
    except LiveError:
        if kept is None:
            raise
        return Series(source.name, series, kept.points, address, stale=True)
    if not points:
        raise LiveError(f"{source.name} has nothing for {series} on those days; widen the span")
    if chosen.cache:
        chosen.cache.keep(source.name, series, span, Kept(points, now))
    return Series(source.name, series, points, address)


def cache_folder() -> Path:
    """Where fetched series are kept if no other place is named."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "detente"


def _key(source: Source, keys: Mapping[str, str]) -> str:
    if not source.key:
        return ""
    if not (key := keys.get(source.key, "")):
        raise LiveError(f"{source.name} asks for a key; get one there and set {source.key}")
    return key


def _pages(source: Source, series: str, span: Span, key: str, settings: Settings) -> Points:
    found: dict[date, float] = {}
    start: int | None = 0
    with httpx.Client(base_url=settings.host or source.host, follow_redirects=True) as client:
        for _ in range(_MOST_PAGES):
            request = source.request(series, span, start or 0, key)
            body = ask(client, request, source.name, settings.patience)
            try:
                page = source.read(body, start or 0)
            except (KeyError, TypeError, ValueError) as error:
                reason = f"{source.name} answered in another format ({type(error).__name__})"
                raise LiveError(f"{reason}; it may have changed") from None
            found |= dict(page.points)
            if (start := page.following) is None:
                break
    return tuple((day, found[day]) for day in sorted(found) if span.holds(day))
