"""Whether a list is whole, and whether a file is what it was taken for.

A row that is missing from a list reads as a delisting, so a list that was cut off, is empty or is
another list would delist everybody. A list is refused that holds fewer entries than it declares, or
none, or a tenth fewer than the list it is compared with, or that has lost more than half of the
entries of the other; unless it is to be taken as it stands.
"""

from collections.abc import Sequence

from detente.errors import InputError, Place, Problem
from detente.record.importers.model import Imported, Listing
from detente.record.opening import Opened, refusal

LOST = 0.1  # share of its rows that a list may lose between two days
GONE = 0.5  # share of its entries that may leave, whatever comes in their place
_REMEDY = "fetch the file again; if it is right, accept the loss"
_BY = "accept-loss"
_NAME_IT = "name its format, or fetch it again"


def refuse_nothing(opened: Opened, found: Imported, looks: str) -> None:
    """Refuses a file of which nothing could be read, in one line instead of a line for each row."""
    entries = found.listing.entries if found.listing else {}
    if found.deeds or entries or (found.set_aside and not looks):
        return
    like = f"; it looks like {looks}" if looks else ""
    if found.problems:
        first = found.problems[0]
        number, line = len(found.problems), first.place.line
        rows = (
            f"its row cannot be read as {found.format}"
            if number == 1
            else (f"none of its {number:,} rows can be read as {found.format}")
        )
        reason = f"{rows} (the first {first.reason}){like}"
        raise refusal(opened.file, reason, _NAME_IT, line, by="as")
    if found.listing is None or looks:
        raise refusal(opened.file, f"holds nothing of {found.format}{like}", _NAME_IT, by="as")


def refuse_cut(opened: Opened, listing: Listing) -> None:
    """Refuses a list that is empty or holds less than it says."""
    if listing.declared is not None and listing.declared > listing.rows:
        reason = f"says it has {listing.declared:,} entries and holds {listing.rows:,}"
        raise refusal(opened.file, reason, _REMEDY, by=_BY)
    if not listing.rows:
        raise refusal(opened.file, "is a list of nobody", _REMEDY, by=_BY)


def refuse_loss(opened: Sequence[Opened], first: Listing, last: Listing) -> None:
    """Refuses two lists of which the later (the second of `opened`) has lost too much."""
    before, after = first.rows, last.rows
    gone = len({*first.entries} - {*last.entries} - last.unread)
    if after < (1 - LOST) * before:
        reason = f"holds {after:,} entries where {opened[0].file} holds {before:,}"
    elif gone > GONE * before:
        reason = f"lacks {gone:,} of the {before:,} entries of {opened[0].file}"
    else:
        return
    words = f"{reason}; a list that lost so much is more likely cut off than changed"
    raise InputError([Problem(Place(opened[1].file), words, _REMEDY, _BY)])
