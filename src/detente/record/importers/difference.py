"""Two lists of different days, and the deeds that lie between them.

    listed     in the later list only        in force
    delisted   in the earlier list only      reversed
    changed    in both, with other facts     in force; which facts, in the detail

A deed is dated by the later list, being known to lie in between; its evidence is `computed`. Only
facts that both files tell are compared. A party whose row could not be read in one of the lists is
left out, since a missing row is no delisting.
"""

from collections.abc import Iterator
from datetime import date

from detente.errors import InputError, Place, Problem
from detente.record.importers.model import LISTINGS, Entry, Imported, Listing, deed, in_order
from detente.record.importers.ofac_actions import RUNG, Done
from detente.record.model import Deed

_PREFIX = {"US": "OFAC", "EU": "EU", "UK": "UK", "CH": "SECO"}
MOST_SHOWN = 120


def difference(one: Imported, other: Imported, file: str, other_file: str) -> Imported:
    """What happened between two lists, whichever of them is given first; and their files' names."""
    dated = (_dated(one, file), _dated(other, other_file))
    first, last = sorted(dated, key=lambda found: found[0])
    if first[0] == last[0]:
        raise _no(
            other_file, f"is of the same day as the other list ({last[0]})", "give another list"
        )
    if first[1].title != last[1].title:
        words = f"is a list of another kind ({last[1].title}, not {first[1].title})"
        raise _no(other_file, words, "give two lists of one keeper")
    return Imported(
        format=f"{one.format} to {other.format}" if one.format != other.format else one.format,
        deeds=in_order(_deeds(first[1], last[1], first[0], last[0])),
        problems=(*one.problems, *other.problems),
    )


def entered(found: Imported) -> Imported:
    """A list by itself: a deed for every party of which it says since when."""
    if found.listing is None:
        return found
    deeds, silent = [], 0
    for entry in found.listing.entries.values():
        if entry.since is None:
            silent += 1
            continue
        deeds.append(_deed(entry, "listed", entry.since, entry.basis, "checked"))
        if entry.until:
            deeds.append(_deed(entry, "delisted", entry.until, entry.basis, "checked"))
    aside = dict(found.set_aside)
    if silent:
        aside["does not tell since when it stands on the list (give a second, dated list)"] = silent
    return Imported(found.format, in_order(deeds), None, found.problems, aside)


def _dated(found: Imported, file: str) -> tuple[date, Listing]:
    if found.listing is None:
        raise _no(file, "is no list of parties", "give two lists, or one file")
    if found.listing.on is None:
        words = "does not tell of which day it is"
        remedy = "put the day into its name, such as sdn_2024-05-02.csv, or give it"
        raise _no(file, words, remedy, by="on")
    return found.listing.on, found.listing


def _deeds(before: Listing, after: Listing, start: date, end: date) -> Iterator[Deed]:
    left_out = before.unread | after.unread
    for key in sorted(({*before.entries} | {*after.entries}) - left_out):
        old, new = before.entries.get(key), after.entries.get(key)
        between = f"between {start} and {end}"
        if old is None and new is not None:
            yield _deed(new, "listed", end, f"{new.basis}; {between}", "computed")
        elif new is None and old is not None:
            yield _deed(old, "delisted", end, f"{old.basis}; {between}", "computed")
        elif old is not None and new is not None:
            told = _changes(old, new)
            if told:
                yield _deed(new, "changed", end, f"{told}; {between}", "computed")


def _changes(old: Entry, new: Entry) -> str:
    both = [fact for fact in old.facts if fact in new.facts and old.facts[fact] != new.facts[fact]]
    return "; ".join(f"{fact}: {_moved(old.facts[fact], new.facts[fact])}" for fact in both)


def _moved(old: str, new: str) -> str:
    """From what to what; of long words only the end of what is common, and what follows."""
    apart = (at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b)
    same = next(apart, min(len(old), len(new)))
    start = 0 if max(len(old), len(new)) <= MOST_SHOWN else max(same - 20, 0)
    return " -> ".join(_cut(words, start) for words in (old, new))


def _cut(words: str, start: int) -> str:
    shown = ("…" if start else "") + words[start : start + MOST_SHOWN]
    return (shown + ("…" if len(words) > start + MOST_SHOWN else "")) or "nothing"


def _deed(entry: Entry, done: Done, on: date, detail: str, evidence: str) -> Deed:
    how = f"{done}-{on:%Y%m%d}"
    prefix = _PREFIX.get(entry.party, "LIST")
    return deed(
        prefix, f"{entry.id}-{how}",
        on=on, actor=entry.actor, party=entry.party, instrument=LISTINGS,
        act=f"{done}: {entry.name}", rung=RUNG[done], detail=detail,
        source=f"{entry.actor}, {entry.place.file.rsplit('/', 1)[-1]}",
        evidence="computed" if evidence == "computed" else "checked", place=entry.place,
    )  # fmt: skip


def _no(file: str, reason: str, remedy: str, by: str = "") -> InputError:
    return InputError([Problem(Place(file), reason, remedy, by)])
