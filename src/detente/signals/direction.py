"""Tighter or easier: which way a word and a deed on sanctions or tariffs point, as far as they say.

Elsewhere on the scale words and deeds carry no direction. On these instruments they do, where the
words show it: a threat to tighten is not kept by an act of easing, nor an offer to ease by a new
package. What shows neither, or both, may stand for either.
"""

import re
from typing import Literal

from detente.record.model import Deed
from detente.signals.model import Reading

Direction = Literal["ease", "tighten", ""]
_ABOUT = ("sanctions-", "secondary-tariffs")
_EASES = re.compile(
    r"\b(?:lift|eas(?:e[ds]?|ing)\b|remov|suspend|waiv|reliev|relief|unfreez|releas|drop|delist|"
    r"roll(?:ed|ing)? back|reconnect|loosen|down\b|disband|widens|licen[cs]e)",
    re.IGNORECASE,
)
_TIGHTENS = re.compile(
    r"\b(?:sanctions|tariffs?|dut(?:y|ies)|impos|tighten|increas|up\b|adopt|package|targets|"
    r"price cap|renew|expire)",
    re.IGNORECASE,
)
_HARDER = re.compile(r"\b(?:expire|renew|impos|tighten|increas|adopt)", re.IGNORECASE)


def of_word(reading: Reading) -> Direction:
    """Which way a word points."""
    return _direction(reading.instrument, reading.words or reading.proposition)


def of_deed(deed: Deed) -> Direction:
    """Which way a deed points."""
    return _direction(deed.instrument, deed.act)


def opposed(reading: Reading, deed: Deed) -> bool:
    """Whether the two point opposite ways, so that the deed says nothing about the word."""
    return {of_word(reading), of_deed(deed)} == {"ease", "tighten"}


def _direction(instrument: str, words: str) -> Direction:
    if not instrument.startswith(_ABOUT):
        return ""
    eases, tightens = bool(_EASES.search(words)), bool(_TIGHTENS.search(words))
    if eases and _HARDER.search(words):
        return "tighten" if "expire" in words else ""
    if eases:
        return "" if re.search(r"\bup\b", words) else "ease"
    return "tighten" if tightens else ""
