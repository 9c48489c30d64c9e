"""Live data, fetched only when a command asks for it: no room of the house needs a network."""

from detente.live.fetch import Settings, fetch
from detente.live.model import Series, Span
from detente.live.sources import SOURCES
from detente.live.writing import as_table

__all__ = ["SOURCES", "Series", "Settings", "Span", "as_table", "fetch"]
