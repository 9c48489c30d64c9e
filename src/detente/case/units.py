"""What a written unit means: how much of what, and over how long.

Definitions. Money is counted in EUR bn, a flow of it in EUR bn a month, a share in parts of one, a
length of time in months. `parsed` reads the words that people write for these: "USD million a
year", "EUR bn/month", "%", "days". A unit that holds a word it does not know has no meaning here.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

MONTH, MONEY, FLOW = 1.0, "EUR bn", "EUR bn a month"
_YEAR_DAYS = 365.25
_SCALES: Mapping[str, float] = {
    **dict.fromkeys(("tn", "trn", "trillion", "trillions"), 1e3),
    **dict.fromkeys(("bn", "bln", "billion", "billions", "mrd", "milliard", "milliards"), 1.0),
    **dict.fromkeys(("m", "mn", "mln", "mio", "million", "millions"), 1e-3),
    **dict.fromkeys(("k", "thousand", "thousands"), 1e-6),
}
_PERIODS: Mapping[str, float] = {
    **dict.fromkeys(("year", "years", "yr", "yrs", "y", "annum", "annual", "yearly"), 12.0),
    **dict.fromkeys(("annually", "pa"), 12.0),
    **dict.fromkeys(("quarter", "quarters", "qtr", "q", "quarterly"), 3.0),
    **dict.fromkeys(("month", "months", "mo", "mth", "monthly", "pm"), 1.0),
    **dict.fromkeys(("week", "weeks", "wk", "w", "weekly"), 7 * 12 / _YEAR_DAYS),
    **dict.fromkeys(("day", "days", "d", "daily"), 12 / _YEAR_DAYS),
}
_CURRENCIES: Mapping[str, str] = {
    **dict.fromkeys(("euro", "euros"), "EUR"),
    **dict.fromkeys(("dollar", "dollars"), "USD"),
    **dict.fromkeys(("sterling", "pound", "pounds"), "GBP"),
    **dict.fromkeys(("rouble", "roubles", "ruble", "rubles"), "RUB"),
    **dict.fromkeys(("yuan", "renminbi", "rmb"), "CNY"),
    "yen": "JPY",
    **dict.fromkeys(("hryvnia", "hryvnias"), "UAH"),
}
_SIGNS = {"US$": " USD ", "€": " EUR ", "$": " USD ", "£": " GBP ", "₽": " RUB ", "₴": " UAH "}
_EVERY = ("per", "a", "an", "each", "every", "in", "the")
_ONCE = ("one-off", "once", "at once", "one off", "lump sum", "in total", "stock")
_SILENT = ("of", "us", "real", "nominal", "net", "gross", "flow")  # say nothing of the size
_SHARES = ("share", "probability", "shares", "fraction")
_PER_CENT = ("percent", "per cent", "pct", "percentage")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that is understood."""

    kind: Literal["money", "share", "time"]
    scale: float  # of money, billions; of a share, parts of one; of a time, months
    currency: str = ""
    period: float | None = None  # months over which it is counted; none: at once


def parsed(text: str) -> Unit | None:
    """The meaning of a unit, or None where it has none that is known."""
    words = _words(text)
    every, words = _period(words)
    found = _money(words) or _share(words) or _time(words)
    if found is None or (found.kind == "time" and every):
        return None
    return replace(found, period=every) if every else found


def _words(text: str) -> list[str]:
    plain = re.sub(r"\([^)]*\)", " ", text)
    for sign, code in _SIGNS.items():
        plain = plain.replace(sign, code)
    plain = re.sub(r"\bp\.\s*a\b\.?", " pa ", plain, flags=re.IGNORECASE)
    plain = re.sub(r"\bp\.\s*m\b\.?", " pm ", plain, flags=re.IGNORECASE)
    for phrase in sorted((*_ONCE, *_PER_CENT), key=len, reverse=True):
        mark = "%" if phrase in _PER_CENT else " "
        plain = re.sub(rf"\b{phrase}\b", mark, plain, flags=re.IGNORECASE)
    plain = plain.replace("%", " percent ").replace("/", " per ").replace("-", " ")
    joined = re.sub(r"\b([A-Z]{3})(bn|mn|m|k|tn)\b", r"\1 \2", plain)
    joined = re.sub(r"\b(bn|mn|m|k|tn)([A-Z]{3})\b", r"\1 \2", joined)
    return [w.rstrip(".,") for w in joined.split() if w.rstrip(".,").casefold() not in _SILENT]


def _period(words: Sequence[str]) -> tuple[float | None, list[str]]:
    """The months over which it is counted, and the words without them."""
    rest, found, at = [], None, 0
    while at < len(words):
        word = words[at].casefold()
        after = words[at + 1].casefold() if at + 1 < len(words) else ""
        if (word in _EVERY and after in _PERIODS) or (word in _EVERY and after == "m"):
            found, at = _PERIODS.get(after, MONTH), at + 2
        elif (word.endswith("ly") and word in _PERIODS) or word in {"annual", "pa", "pm"}:
            found, at = _PERIODS[word], at + 1
        else:
            rest.append(words[at])
            at += 1
    return found, rest


def _money(words: Sequence[str]) -> Unit | None:
    codes = [code for word in words if (code := _currency(word))]
    scales = [_SCALES[word.casefold()] for word in words if word.casefold() in _SCALES]
    if len(codes) > 1 or len(scales) > 1 or len(codes) + len(scales) < max(1, len(words)):
        return None
    return Unit("money", scales[0] if scales else 1e-9, codes[0] if codes else "")


def _currency(word: str) -> str:
    return word if re.fullmatch("[A-Z]{3}", word) else _CURRENCIES.get(word.casefold(), "")


def _share(words: Sequence[str]) -> Unit | None:
    known = [word.casefold() for word in words]
    if any(word != "percent" and word not in _SHARES for word in known):
        return None
    return Unit("share", 0.01 if "percent" in known else 1.0)


def _time(words: Sequence[str]) -> Unit | None:
    if len(words) == 1 and words[0].casefold() in _PERIODS:
        return Unit("time", _PERIODS[words[0].casefold()])
    return None
