"""A feature: a name a person can read, and the words it stands on."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from spacy.tokens import Span, Token

from detente.signals.cues import match
from detente.signals.lexicon import Pattern


@dataclass(frozen=True, slots=True)
class Feature:
    """One reason to read a text in some way; `tokens` is empty where no single word carries it."""

    name: str
    tokens: tuple[int, ...] = ()


def _lists(name: str) -> dict[str, list[str]]:
    """The families of a data file: a name with a colon, then indented lines parted by commas."""
    text = (files("detente.signals") / "data" / name).read_text(encoding="utf-8")
    lists: dict[str, str] = {}
    family = ""
    for line in text.splitlines():
        if line.startswith(" "):
            lists[family] += line
        elif line and not line.startswith("#"):
            family = line.rstrip(":")
            lists[family] = ""
    return {
        family: [" ".join(entry.split()) for entry in words.split(",") if entry.strip()]
        for family, words in lists.items()
    }


@cache
def wordings() -> dict[str, tuple[tuple[Pattern, str], ...]]:
    """The families of `data/wordings.txt`, by the first token of each wording."""
    table: dict[str, list[tuple[Pattern, str]]] = {}
    for family, words in _lists("wordings.txt").items():
        for entry in words:
            pattern = tuple(entry.split())
            table.setdefault(pattern[0], []).append((pattern, family))
    return {first: tuple(found) for first, found in table.items()}


@cache
def classes() -> dict[str, tuple[str, ...]]:
    """The classes of `data/embedding.txt` that each lemma belongs to."""
    table: dict[str, list[str]] = {}
    for family, words in _lists("embedding.txt").items():
        for lemma in dict.fromkeys(words):
            table.setdefault(lemma, []).append(family)
    return {lemma: tuple(found) for lemma, found in table.items()}


def worded(sentences: Iterable[Span]) -> list[tuple[str, tuple[int, ...]]]:
    """The families heard in a text, each with the longest wording at its place.

    A wording inside a longer one is not heard: "the question" in "out of the question".
    """
    table = wordings()
    found: dict[tuple[str, int], tuple[int, ...]] = {}
    for sentence in sentences:
        for token in sentence:
            for start in (token.lower_, f"~{lemma(token)}"):
                for pattern, family in table.get(start, ()):
                    covered = match(sentence, token.i, pattern)
                    if len(covered) > len(found.get((family, token.i), ())):
                        found[family, token.i] = covered
    longer = {frozenset(covered) for covered in found.values() if len(covered) > 1}
    return [
        (family, covered)
        for (family, _), covered in found.items()
        if not any(longest.issuperset(covered) for longest in longer - {frozenset(covered)})
    ]


def lemma(token: Token) -> str:
    """The lemma in lower case."""
    return str(token.lemma_).lower()
