"""Statements and deeds as one timeline, each line with its source."""

from detente.record.from_case import read_record
from detente.record.model import Deed, Record, Statement

__all__ = ["Deed", "Record", "Statement", "read_record"]
PUBLIC = (
    "importers",
    "importers.dates",
    "model",
    "opening",
)  # modules that other rooms may import, beside this door
