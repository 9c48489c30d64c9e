"""A text as the numbers of its word pieces: the way of BERT, uncased.

A word is the longest known piece it begins with, then the longest that goes on from there, and so
on; a word with no such parts is unknown. `word_pieces.txt` is the vocabulary of BERT base, uncased
(Google, Apache-2.0): the number of a piece is its line, from 0.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

LONGEST = 256  # pieces, the two marks included; what the encoder was trained on
_LONGEST_WORD = 100
_START, _END, _UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
_BLANK = frozenset("\t\n\r")
_ASCII_SIGNS = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_IDEOGRAPHS = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip


@cache
def vocabulary() -> dict[str, int]:
    """The number of every piece."""
    text = (files("detente.signals.embed") / "word_pieces.txt").read_text(encoding="utf-8")
    return {piece: number for number, piece in enumerate(text.split("\n")[:-1])}


def numbered(text: str) -> list[int]:
    """The numbers of a text's pieces between the marks of its beginning and end, cut if long."""
    known = vocabulary()
    found = [known[piece] for word in _words(text) for piece in _pieces(word, known)]
    return [known[_START], *found[: LONGEST - 2], known[_END]]


def _words(text: str) -> list[str]:
    cleaned = "".join(_cleaned(text))
    bare = "".join(c for c in unicodedata.normalize("NFD", cleaned) if _kind(c) != "Mn").lower()
    return "".join(f" {c} " if _is_sign(c) else c for c in bare).split()


def _cleaned(text: str) -> Iterator[str]:
    for character in text:
        kind = _kind(character)
        if character in _BLANK or kind == "Zs":
            yield " "
        elif any(low <= ord(character) <= high for low, high in _IDEOGRAPHS):
            yield f" {character} "
        elif kind[0] != "C" and character != "\ufffd":
            yield character


def _pieces(word: str, known: dict[str, int]) -> list[str]:
    if len(word) > _LONGEST_WORD:
        return [_UNKNOWN]
    found, start = [], 0
    while start < len(word):
        mark = "##" if start else ""
        ends = range(len(word), start, -1)
        end = next((end for end in ends if mark + word[start:end] in known), None)
        if end is None:
            return [_UNKNOWN]
        found.append(mark + word[start:end])
        start = end
    return found


def _is_sign(character: str) -> bool:
    return character in _ASCII_SIGNS or _kind(character)[0] == "P"


def _kind(character: str) -> str:
    return unicodedata.category(character)
