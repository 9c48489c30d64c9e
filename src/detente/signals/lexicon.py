"""The cue lexicon, the instruments and the parties' names, as data read once from the package."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from ruamel.yaml import YAML


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that place a commitment on the scale, plain and negated."""

    name: str
    level: int
    negated: int | None = None
    own: bool = False  # counts only if the speaker's side is the subject
    done: bool = False  # counts only of something done


Pattern = tuple[str, ...]
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything `data/cues.yaml` says, ready for matching."""

    words: dict[str, Cue]
    phrases: dict[str, tuple[tuple[Pattern, Cue], ...]]  # by their first token, longest first
    modals: dict[str, Cue]
    modifiers: dict[str, str]  # lemma -> hedge | limit
    modifier_phrases: dict[str, tuple[tuple[Pattern, str], ...]]  # by their first token
    condition_marks: frozenset[str]
    condition_phrases: tuple[str, ...]
    barters: frozenset[str]
    idle_conditions: tuple[str, ...]
    says: frozenset[str]
    raises: frozenset[str]
    negators: frozenset[str]
    yes: frozenset[str]
    senses: tuple[tuple[int, re.Pattern[str]], ...]


@dataclass(frozen=True, slots=True)
class Party:
    """How a party names itself, and whose words are its own."""

    code: str
    names: frozenset[str]
    people: frozenset[str]


def _data(name: str) -> Any:
    text = (files("detente.signals") / "data" / name).read_text(encoding="utf-8")
    return YAML(typ="safe", pure=True).load(text)


@cache
def lexicon() -> Lexicon:
    """The cue lexicon as shipped."""
    raw = _data("cues.yaml")
    entries = [(entry, _cue(entry)) for entry in raw["cues"]]
    conditions = raw["conditions"]
    return Lexicon(
        words={word: cue for entry, cue in entries for word in entry.get("words", ())},
        phrases=_by_first_token(
            (tuple(phrase.split()), cue)
            for entry, cue in entries
            for phrase in entry.get("phrases", ())
        ),
        modals={word: _cue({**entry, "subject": "own"}) for word, entry in raw["modals"].items()},
        modifiers=dict(_modifiers(raw["modifiers"], "words")),
        modifier_phrases=_by_first_token(
            (tuple(phrase.split()), kind)
            for phrase, kind in _modifiers(raw["modifiers"], "phrases")
        ),
        condition_marks=frozenset(conditions["marks"]),
        condition_phrases=tuple(sorted(conditions["phrases"], key=len, reverse=True)),
        barters=frozenset(conditions["barters"]),
        idle_conditions=tuple(conditions["idle"]),
        says=frozenset(raw["says"]),
        raises=frozenset(raw["raises"]),
        negators=frozenset(raw["negators"]),
        yes=frozenset(raw["yes"]),
        senses=tuple(
            (sense["level"], re.compile(sense["pattern"], re.IGNORECASE)) for sense in raw["senses"]
        ),
    )


def _cue(entry: dict[str, Any]) -> Cue:
    return Cue(
        name=entry["cue"],
        level=entry["level"],
        negated=entry.get("negated"),
        own=entry.get("subject") == "own",
        done=entry.get("tense") == "done",
    )


def _by_first_token(
    phrases: Iterable[tuple[Pattern, _Value]],
) -> dict[str, tuple[tuple[Pattern, _Value], ...]]:
    table: dict[str, list[tuple[Pattern, _Value]]] = {}
    for pattern, cue in sorted(phrases, key=lambda item: (-len(item[0]), item[0])):
        table.setdefault(pattern[0], []).append((pattern, cue))
    return {first: tuple(items) for first, items in table.items()}


def _modifiers(raw: dict[str, dict[str, list[str]]], kind: str) -> Iterator[tuple[str, str]]:
    return ((words, effect) for effect, entry in raw.items() for words in entry.get(kind, ()))


@cache
def instruments() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Instrument names, each with the pattern of the words that mean it."""
    return tuple(
        (name, re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE))
        for name, words in _data("instruments.yaml").items()
    )


def instrument_of(text: str) -> str:
    """The instrument a text speaks of: the longest wording wins, then the earliest; else empty."""
    found = [
        (-len(match.group()), match.start(), name)
        for name, pattern in instruments()
        for match in pattern.finditer(text)
    ]
    return min(found)[2] if found else ""


@cache
def parties() -> dict[str, Party]:
    """The parties whose own names the reader knows, by code."""
    return {
        code: Party(code, frozenset(entry["names"]), frozenset(entry["people"]))
        for code, entry in _data("parties.yaml").items()
    }


def party_of(speaker: str) -> str:
    """The party a speaker's name belongs to, or empty if nobody here knows him."""
    name = re.sub(r"[^\w.]+", " ", f" {speaker} ").lower()
    for code, party in parties().items():
        if any(f" {known} " in name for known in party.people | party.names):
            return code
    return ""


def own_names(party: str) -> frozenset[str]:
    """The words by which a party speaks of itself."""
    known = parties().get(party)
    return known.names if known else frozenset()
