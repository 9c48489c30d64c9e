"""What was said, how firmly, and what was done: the public face of the room."""

from detente.signals.from_record import read_record
from detente.signals.from_text import read_text
from detente.signals.model import Gap, Reading, Recurrence, Signals

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
