"""How much of a piece of evidence still counts, by its age on the case's date.

    a line of the record    in full for a year; then half every `LINES` days beyond it
    a market's quote        half every `QUOTES` days

A share k of a likelihood ratio r is r^k, so that what has faded away says nothing (r^0 = 1). Within
the year the regimes turn by themselves, which is a fading of its own (`from_durability`); what was
said about a signature would stay for ever without this one. Both lengths are judgement.
"""

from collections.abc import Iterable
from datetime import date

YEAR = 365  # days for which a line counts in full
LINES = 182.5  # days
QUOTES = 30.0  # days
_SAID = 7  # days of a quote that pass unsaid


def line_kept(said: date, as_of: date) -> float:
    """The share of a line's weight that is left."""
    return float(0.5 ** (max(0, (as_of - said).days - YEAR) / LINES))


def quote_kept(quoted: date, as_of: date) -> float:
    """The share of a quote's weight that is left."""
    return float(0.5 ** (max(0, (as_of - quoted).days) / QUOTES))


def line_words(said: date, as_of: date) -> str:
    """What to say of a line that has faded; nothing of one that has not."""
    age = (as_of - said).days
    if age <= YEAR:
        return ""
    return f"{age} days old, faded to {line_kept(said, as_of):.0%} of its weight"


def quote_words(quoted: date, as_of: date) -> str:
    """What to say of a quote that has aged; nothing of a fresh one."""
    age = (as_of - quoted).days
    if age <= _SAID:
        return ""
    kept = quote_kept(quoted, as_of)
    return f"quoted {age} days before {as_of}, faded to {kept:.1%} of its weight"


def faded_lines(lines: Iterable[tuple[str, date]], as_of: date) -> str:
    """One sentence on the lines that are older than a year; empty where there are none."""
    old = [f"{name} ({words})" for name, day in lines if (words := line_words(day, as_of))]
    if not old:
        return ""
    half = f"a line older than a year loses half its weight every {LINES:g} days"
    return f"stale evidence, {half}: {'; '.join(old)}"
