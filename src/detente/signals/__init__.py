"""What was said, how firmly, and what was done: the public face of the room."""

from importlib import import_module
from typing import TYPE_CHECKING

from detente.signals.model import Gap, Reading, Recurrence, Signals

if TYPE_CHECKING:
    from detente.signals.from_record import read_record
    from detente.signals.from_text import read_text

__all__ = ["Gap", "Reading", "Recurrence", "Signals", "read_record", "read_text"]
PUBLIC = (
    "cheap_talk",
    "course",
    "formats",
    "formats.row",
    "formats.transcript",
    "gap",
    "model",
    "parser",
    "recurrence",
    "second",
    "second.model",
)  # modules that other rooms may import, beside this door

_READERS = {"read_record": "from_record", "read_text": "from_text"}


def __getattr__(name: str) -> object:
    """The readers, whose parser takes longer to load than most commands take to answer."""
    if name not in _READERS:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_READERS[name]}"), name)
