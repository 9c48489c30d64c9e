"""Deeds from the files in which governments and scholars write them down."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from detente.case.rows import DeedRow
from detente.errors import DetenteError
from detente.record.importers.detect import FORMATS, format_of
from detente.record.importers.difference import difference, entered
from detente.record.importers.model import Imported
from detente.record.model import Deed
from detente.record.opening import open_file

__all__ = ["FORMATS", "Imported", "as_rows", "import_deeds"]


def import_deeds(
    paths: Sequence[Path],
    named: str = "",
    days: Sequence[date] = (),
    encoding: str = "",
) -> tuple[Imported, tuple[str, ...]]:
    """The deeds of one file, or those between two lists; and what was assumed of the encodings."""
    if not 1 <= len(paths) <= 2:
        raise DetenteError("deeds: give one file, or two lists of different days")
    opened = [open_file(path, encoding) for path in paths]
    read = [format_of(one, named).read(one) for one in opened]
    if days and len(days) != len(paths):
        raise DetenteError(
            f"deeds: {len(paths)} files and {len(days)} days; give one --on for each"
        )
    for at, on in enumerate(days):
        listing = read[at].listing
        read[at] = replace(read[at], listing=replace(listing, on=on) if listing else None)
    warnings = tuple(words for one in opened for words in one.warnings)
    return (entered(read[0]) if len(read) == 1 else difference(*read)), warnings


def as_rows(deeds: Sequence[Deed]) -> str:
    """Deeds as the text of a case's `deeds.csv`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(DeedRow.model_fields)
    for done in deeds:
        writer.writerow([
            done.id, done.date.isoformat(), done.actor, done.party, done.instrument, done.act,
            done.rung, done.detail, done.source, done.evidence,
        ])  # fmt: skip
    return out.getvalue()
