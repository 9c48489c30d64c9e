"""The last day of a truce that names it, such as "Victory Day truce 8-10 May".

A day without its year is in the year of the deed that tells of it. Only where that lies more than
half a year off is it taken for a day over the turn of the year: a truce told in December until
3 January, or in January of a truce at Christmas. A day that no calendar has is an error.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_HALF_YEAR, _QUARTER = 183, 92  # days
_LONGEST = 300  # days; a truce without years that seems to last longer runs backwards
_MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
_MONTH = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_KIND = r"(?:truces?|cease-?fires?|moratorium|armistice|cessation of hostilities)\b"
_CLOCK = r"(?:at\s+)?(?:\d{1,2}:\d\d|midnight|noon)"
_DASH = r"(?:\s*[/‐‑‒–—−-]+\s*|\s+(?:to|until|till|through|and)\s+)"
_UNTIL = (
    rf"(?:\b(?:until|till|through|up\s+to)|{_KIND},?\s+to"
    r"|\b(?:extend|prolong|renew)\w*\s+to)\s+(?P<whole>(?:the\s+)?end\s+of\s+)?"
)


def _side(end: str) -> str:
    """One day as people write it; groups are named with `end` behind."""
    return (
        rf"(?:{_CLOCK}\s*,?\s+(?:on\s+)?)?(?:the\s+)?(?:"
        rf"(?P<iso{end}>\d{{4}}-\d\d-\d\d)"
        rf"|(?<![\d:.])(?P<d{end}>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:]|\.\d)"
        rf"(?:\s+(?:of\s+)?(?P<m{end}>{_MONTH})(?:,?\s+(?P<y{end}>\d{{4}})\b)?)?"
        rf"|(?P<mm{end}>{_MONTH})\s+(?P<dd{end}>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])"
        rf"(?:,?\s+(?P<yy{end}>\d{{4}})\b)?)(?:,?\s+{_CLOCK})?"
    )


_LASTS = re.compile(rf"{_side('1')}{_DASH}{_side('2')}", re.IGNORECASE)
_ENDS = re.compile(rf"{_UNTIL}{_side('2')}", re.IGNORECASE)
_MONTH_ENDS = re.compile(
    rf"{_UNTIL}(?P<m2>{_MONTH})(?:\s+(?P<y2>\d{{4}})\b)?(?!\s*\d)", re.IGNORECASE
)
_EXTENDED = re.compile(r"\b(?:extend|prolong|renew)", re.IGNORECASE)
_TRUCE = re.compile(rf"\b{_KIND}", re.IGNORECASE)
_BEFORE = re.compile(  # "10-12 August: holiday truce", but not "10-12 August talks on a truce"
    rf"[\s,:]+(?:(?!(?:on|about|for|of|over|to|in)\b)[\w'’-]+\s+){{0,2}}{_KIND}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Named:
    """A day as far as it is named."""

    day: int  # 0: the last of its month
    month: int
    year: int | None

    def distance(self, on: date, year: int) -> int:
        """Days from `on`; near enough where no such day exists."""
        last = calendar.monthrange(year, self.month)[1]
        return (date(year, self.month, min(self.day or last, last)) - on).days

    def in_year(self, year: int) -> date:
        """The day of that year; one that does not exist raises ValueError."""
        try:
            return date(year, self.month, self.day or calendar.monthrange(year, self.month)[1])
        except ValueError:
            name = f"{self.day} {calendar.month_name[self.month]} {year}"
            raise ValueError(f"{name} does not exist") from None


def last_day(act: str, on: date) -> date | None:
    """The last day of the truce an act of that day tells of; None if it names none.

    A day that does not exist, or that comes before the first, raises ValueError.
    """
    days = [_dated(first, last, on) for first, last in _named(act)]
    if not days:
        return None
    return max(days) if _EXTENDED.search(act) else days[0]


def _named(act: str) -> Iterator[tuple[_Named | None, _Named]]:
    """First and last day of every stretch that an act gives a truce."""
    truce = _TRUCE.search(act)
    if truce is None:
        return
    for match in _LASTS.finditer(act):
        first, last = _day(match, "1"), _day(match, "2")
        if _of_truce(act, truce, match) and (first[1] or last[1]):
            months = (first[1] or last[1], last[1] or first[1])
            yield _Named(first[0], months[0], first[2]), _Named(last[0], months[1], last[2])
    for match in (*_ENDS.finditer(act), *_MONTH_ENDS.finditer(act)):
        if match["whole"] and match.re is _MONTH_ENDS:
            year = int(match["y2"]) if match["y2"] else None
            yield None, _Named(0, _month(match["m2"]), year)
        elif match.re is _ENDS and not match["whole"]:
            day, month, year = _day(match, "2")
            if month and (match.start() >= truce.start() or _of_truce(act, truce, match)):
                yield None, _Named(day, month, year)


def _of_truce(act: str, truce: re.Match[str], match: re.Match[str]) -> bool:
    return match.start() >= truce.start() or bool(_BEFORE.match(act, match.end()))


def _day(match: re.Match[str], end: str) -> tuple[int, int, int | None]:
    """Day, month or 0, and year or None."""
    if iso := match[f"iso{end}"]:
        year, month, day = map(int, iso.split("-"))
        if not 1 <= month <= 12:
            raise ValueError(f"{iso} does not exist")
        return day, month, year
    written = match[f"m{end}"] or match[f"mm{end}"]
    stated = match[f"y{end}"] or match[f"yy{end}"]
    day = int(match[f"d{end}"] or match[f"dd{end}"])
    return day, _month(written) if written else 0, int(stated) if stated else None


def _month(written: str) -> int:
    return _MONTHS[written.rstrip(".").lower()]


def _dated(first: _Named | None, last: _Named, on: date) -> date:
    start = first or last
    if last.year or start.year:
        year = last.year or start.year or on.year
        if not last.year and (last.month, last.day) < (start.month, start.day):
            year += 1
    else:
        year = _year(first, last, on)
    ends = last.in_year(year)
    if first is not None:
        turns = (first.month, first.day) > (last.month, last.day)
        begins = first.in_year(first.year or ends.year - turns)
        if begins > ends or (not first.year and (ends - begins).days > _LONGEST):
            raise ValueError(f"the truce of {begins} to {ends} ends before it begins")
    return ends


def _year(first: _Named | None, last: _Named, on: date) -> int:
    """The year of the last day, where none is named."""
    if first is not None and (first.month, first.day) > (last.month, last.day):
        return min((on.year, on.year + 1), key=lambda year: _off(first, last, on, year))
    off = last.distance(on, on.year)
    if off < -_HALF_YEAR:
        return on.year + 1
    before = last.distance(on, on.year - 1)
    return on.year - 1 if first and off > _HALF_YEAR and before >= -_QUARTER else on.year


def _off(first: _Named, last: _Named, on: date, year: int) -> int:
    """How many days a truce over the turn of the year lies off."""
    return max(first.distance(on, year - 1), -last.distance(on, year), 0)
