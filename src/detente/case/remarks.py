"""Which comments a change makes false: those that state what stood there before.

A comment at the end of a line explains the value before it. It may stay when the value changes,
unless it names the old value: as a number, per cent, a fraction or a number in words, or as a word.
"""

import re
from typing import Any

_NUMBER = re.compile(
    r"(?<![\w.,/-])(?P<sign>[-−]?)(?P<digits>\d[\d,]*(?:\.\d+)?|\.\d+)"
    r"(?P<unit>\s?(?:%|per\s?cent))?(?![\w/]|-\d|[.,]\d)"
)
_LABEL = re.compile(
    r"(?:article|articles|art\.|annex|section|paragraph|clause|item|note|point|no\.|page|§)\s*$",
    re.IGNORECASE,
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_IN_WORDS = {  # but "one", which is said of everything
    "zero": 0,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "eighteen": 18,
    "twenty": 20,
    "thirty": 30,
    "sixty": 60,
    "ninety": 90,
    "hundred": 100,
    "half": 0.5,
    "third": 1 / 3,
    "thirds": 2 / 3,
    "quarter": 0.25,
    "quarters": 0.75,
    "fifth": 0.2,
    "tenth": 0.1,
    "fully": 1,
    "twice": 2,
}
_ALONE = re.compile(r"\b(?:only|alone|sole|solely|nobody else|no one else|nothing else)\b")
_CLOSE = 0.006  # "a third" is said of 0.33


def states(comment: str, old: Any) -> bool:
    """Whether a comment names a value, so that it is false once another stands there."""
    words = comment.lstrip("# \t").strip()
    if isinstance(old, bool):
        return bool(re.search(rf"\b{str(old).lower()}\b", words.lower()))
    if isinstance(old, int | float):
        return any(_same(found, float(old)) for found in _numbers(words))
    if isinstance(old, str) and old.strip():
        return bool(re.search(rf"(?<![\w-]){re.escape(old)}(?![\w-])", words, re.IGNORECASE))
    return False


def states_length(comment: str, old: int) -> bool:
    """Whether a comment says how many a list held, or that it held no others."""
    words = comment.lower()
    said = any(_same(found, float(old)) for found in _numbers(words))
    return said or bool(_ALONE.search(words)) or (old == 2 and "both" in words.split())


def _same(said: float, old: float) -> bool:
    exact = abs(said - old) <= 1e-9 * max(1.0, abs(old))
    return exact or (said in {1 / 3, 2 / 3} and abs(said - old) <= _CLOSE)


def _numbers(words: str) -> list[float]:
    found: list[float] = []
    for match in _NUMBER.finditer(words):
        after = words[match.end() :].lstrip().lower()[:3]
        if _LABEL.search(words[: match.start()]) or after in _MONTHS:
            continue
        number = float(match["digits"].replace(",", "")) * (-1 if match["sign"] else 1)
        found += [number / 100, number] if match["unit"] else [number]
    spelled = re.findall(r"[a-z]+", words.lower())
    return found + [float(_IN_WORDS[word]) for word in spelled if word in _IN_WORDS]
