"""A series from a source: out of the cache while it is fresh, else page by page from the source."""

import csv
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import httpx

from detente import __version__
from detente.live.asking import Patience, ask, unlogged
from detente.live.cache import Cache, Kept
from detente.live.model import LiveError, Page, Points, Series, SilentError, Source, Span

_MOST_PAGES = 1000
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/+=-]{0,199}")
# What reading an answer of another shape can come to; sources themselves raise LiveError.
_SHAPES = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


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
    _check(source, series, span)
    now = datetime.now(UTC)
    kept = chosen.cache.read(source.name, series, span) if chosen.cache else None
    address = f"{chosen.host or source.host}{source.request(series, span, 0, '').path}"
    if chosen.cache and kept and chosen.cache.fresh(kept, now):
        return Series(source.name, series, kept.points, address)
    key = _key(source, chosen.keys)
    try:
        points = _points(_pages(source, series, span, key, chosen), span)
    except SilentError:
        if kept is None:
            raise
        return Series(source.name, series, kept.points, address, stale=True)
    except LiveError as error:
        raise _without(error, key) from None
    if not points:
        remedy = f"widen the span, or check its name, such as {source.example}"
        raise LiveError(f"{source.name} has nothing for {series} on those days; {remedy}")
    if chosen.cache:
        chosen.cache.keep(source.name, series, span, Kept(points, now))
    return Series(source.name, series, points, address)


def cache_folder() -> Path:
    """Where fetched series are kept if no other place is named."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "detente"


def _check(source: Source, series: str, span: Span) -> None:
    """Refuses before anything is sent: a name goes into an address."""
    if not _NAME.fullmatch(series) or ".." in series.split("/"):
        raise LiveError(f'"{series}" is no name of a series; write it as {source.example}')
    if span.since and span.until and span.since > span.until:
        raise LiveError(f"{span.since} is after {span.until}; turn the days round")


def _key(source: Source, keys: Mapping[str, str]) -> str:
    if not source.key:
        return ""
    if not (key := keys.get(source.key, "").strip()):
        raise LiveError(f"{source.name} asks for a key; get one there and set {source.key}")
    return key


def _without(error: LiveError, key: str) -> LiveError:
    """The same error; a key that the source sent back is struck out."""
    return LiveError(str(error).replace(key, "[key]")) if key else error


def _points(pages: Iterator[Page], span: Span) -> Points:
    """One value a day: the last told, unless another counts for more."""
    found: dict[date, tuple[float, float]] = {}
    for page in pages:
        for day, number in page.points:
            counts = page.turnover.get(day, 0.0)
            if day not in found or counts >= found[day][0]:
                found[day] = counts, number
    return tuple((day, found[day][1]) for day in sorted(found) if span.holds(day))


def _pages(source: Source, series: str, span: Span, key: str, settings: Settings) -> Iterator[Page]:
    """Every page; raises LiveError where an answer is none, or leads back."""
    host, agent = settings.host or source.host, f"detente/{__version__}"
    with unlogged(), httpx.Client(base_url=host, headers={"User-Agent": agent}) as client:
        start = 0
        for _ in range(_MOST_PAGES):
            request = source.request(series, span, start, key)
            page = _read(source, ask(client, request, source.name, settings.patience), start)
            yield page
            if page.following is None:
                return
            if page.following <= start:
                raise LiveError(f"{source.name} sends the same page again; try again later")
            start = page.following
    raise LiveError(f"{source.name} has more than {_MOST_PAGES} pages; ask for fewer days")


def _read(source: Source, body: bytes, start: int) -> Page:
    try:
        return source.read(body, start)
    except (*_SHAPES, csv.Error) as error:
        reason = f"{source.name} answered in another format ({type(error).__name__})"
        raise LiveError(f"{reason}; it may have changed") from None
