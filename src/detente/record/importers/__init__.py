"""Deeds from the files in which governments and scholars write them down."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from detente.case.rows import DeedRow
from detente.case.spreadsheet import as_csv
from detente.errors import DetenteError
from detente.record.importers.detect import FORMATS, format_of, look
from detente.record.importers.difference import difference, entered
from detente.record.importers.model import Imported
from detente.record.importers.whole import refuse_cut, refuse_loss, refuse_nothing
from detente.record.model import Deed
from detente.record.opening import Opened, open_file

__all__ = ["FORMATS", "Imported", "as_rows", "import_deeds"]


def import_deeds(
    paths: Sequence[Path],
    named: str = "",
    days: Sequence[date] = (),
    encoding: str = "",
    *,
    accept_loss: bool = False,
) -> tuple[Imported, tuple[str, ...]]:
    """The deeds of one file, or those between two lists; and what was assumed of the encodings.

    A list that looks cut off is refused, unless `accept_loss` takes it as it stands.
    """
    if not 1 <= len(paths) <= 2:
        raise DetenteError("deeds: give one file, or two lists of different days")
    opened = [open_file(path, encoding) for path in paths]
    read = [_read(one, named, accept_loss=accept_loss) for one in opened]
    if days and len(days) != len(paths):
        raise DetenteError(
            f"deeds: {len(paths)} files and {len(days)} days", "give one day for each", option="on"
        )
    for at, on in enumerate(days):
        listing = read[at].listing
        read[at] = replace(read[at], listing=replace(listing, on=on) if listing else None)
    warnings = tuple(words for one in opened for words in one.warnings)
    if len(read) == 1:
        return entered(read[0]), warnings
    found = difference(read[0], read[1], opened[0].file, opened[1].file)
    if not accept_loss:
        _refuse_loss(opened, read)
    return found, warnings


def _read(opened: Opened, named: str, *, accept_loss: bool) -> Imported:
    kind = format_of(opened, named)
    found = kind.read(opened)
    if not accept_loss and found.listing is not None:
        refuse_cut(opened, found.listing)
    refuse_nothing(opened, found, "" if kind.fits(opened.head()) else look(opened.head()))
    return found


def _refuse_loss(opened: Sequence[Opened], read: Sequence[Imported]) -> None:
    lists = [(found.listing, file) for found, file in zip(read, opened, strict=True)]
    dated = [(listing, file) for listing, file in lists if listing and listing.on]
    (first, before), (last, after) = sorted(dated, key=lambda one: str(one[0].on))
    refuse_loss((before, after), first, last)


def as_rows(deeds: Sequence[Deed]) -> str:
    """Deeds as the text of a case's `deeds.csv`."""
    rows = (
        (
            done.id, done.date.isoformat(), done.actor, done.party, done.instrument, done.act,
            done.rung, done.detail, done.source, done.evidence,
        )
        for done in deeds
    )  # fmt: skip
    return as_csv(DeedRow.model_fields, rows)
