"""Numbers as they stand in a sentence: never more digits than their interval justifies."""

import math
from collections.abc import Iterable
from datetime import date

from detente.findings.model import Interval

_NO_BREAK = "\u00a0"
_MINUS = "\u2212"
_NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def known(value: float | None) -> bool:
    """Whether there is a number at all."""
    return value is not None and math.isfinite(value)


def percent(value: float | None) -> str:
    """A probability or share as "31 %"; what rounds to nothing, or to all, says so."""
    return _bare_percent(value) + _NO_BREAK + "%" if known(value) else "unknown"


def percent_range(mean: float | None, low: float | None, high: float | None) -> str:
    """A probability with its interval, "31 % (12–55)"."""
    if not (known(low) and known(high)):
        return percent(mean)
    ends = (_bare_percent(low), _bare_percent(high))
    if ends[0] == ends[1] == _bare_percent(mean):
        return percent(mean)
    if ends[1] == "<1":
        return f"<1{_NO_BREAK}%"
    return f"{percent(mean)} ({ends[0]}–{ends[1]})"


def signed_percent(value: float, places: int = 0) -> str:
    """A change as "+8 %" or "−12 %"."""
    return f"{signed_hundredths(value, places)}{_NO_BREAK}%"


def signed_hundredths(value: float, places: int = 0) -> str:
    """A change in a column whose head says "%": "+8" or "−12"."""
    text = f"{100 * value:+.{places}f}"
    return "0" if float(text) == 0 else _with_minus(text)


def signed_percent_range(value: float, low: float, high: float) -> str:
    """A change with its interval, "−12 % (−18 to −5)"."""
    ends = [_with_minus(f"{round(100 * end):+}").replace("+0", "0") for end in (low, high)]
    return f"{signed_percent(value)} ({ends[0]} to {ends[1]})"


def money(value: float | None, low: float | None = None, high: float | None = None) -> str:
    """EUR bn without the unit, rounded to a tenth of the interval's width or to two figures."""
    if value is None or not math.isfinite(value):
        return "unknown"
    width = high - low if low is not None and high is not None else abs(value)
    places = _places(width if math.isfinite(width) else abs(value))
    text = f"{value:,.{places}f}"
    return _with_minus("0" if float(text.replace(",", "")) == 0 else text)


def money_range(interval: Interval) -> str:
    """An amount with its interval, "14 (8 to 21)"."""
    centre = interval.mean if known(interval.mean) else interval.mode
    if not (known(interval.low) and known(interval.high)):
        return money(centre)
    shown = [money(x, interval.low, interval.high) for x in (centre, interval.low, interval.high)]
    return f"{shown[0]} ({shown[1]} to {shown[2]})"


def basis(points: float) -> str:
    """Basis points in two figures, "2,300": a spread is known no better."""
    if not math.isfinite(points):
        return "unknown"
    places = 1 - math.floor(math.log10(abs(points))) if points else 0
    return _with_minus(f"{round(points, min(0, places)):,.0f}")


def count_of(number: int, noun: str, several: str = "") -> str:
    """A number of things, "one flaw", "12 flaws"."""
    word = _NUMBER_WORDS[number] if number < len(_NUMBER_WORDS) else f"{number}"
    return f"{word} {noun if number == 1 else several or noun + 's'}"


def day_words(day: date) -> str:
    """A date as "14 August 2025"."""
    return f"{day.day} {day:%B %Y}"


def month_words(start: date, months: int) -> str:
    """The month so many months after a date, "Sep 2026"."""
    return f"{month_after(start, months):%b %Y}"


def short_month(start: date, months: int) -> str:
    """The same where there is little room, "Sep ’26"."""
    return f"{month_after(start, months):%b ’%y}"


def month_after(start: date, months: int) -> date:
    """The first day of the month that many months after a date."""
    whole = start.year * 12 + start.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)


def listed(words: Iterable[str]) -> str:
    """Words in a row, "energy, banking and debt"."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def upper_first(text: str) -> str:
    """The same words at the head of a sentence."""
    return text[:1].upper() + text[1:]


def _bare_percent(value: float | None) -> str:
    if value is None or not math.isfinite(value):
        return "unknown"
    if 0 < value < 0.005:
        return "<1"
    if 0.995 < value < 1:
        return ">99"
    return f"{100 * value:.0f}"


def _places(width: float) -> int:
    if width <= 0:
        return 1
    return min(3, max(0, 1 - math.floor(math.log10(width))))


def _with_minus(text: str) -> str:
    return text.replace("-", _MINUS)
