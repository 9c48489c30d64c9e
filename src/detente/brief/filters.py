"""How the templates say things: the same words as everywhere else, by name."""

from collections.abc import Callable
from datetime import date
from typing import Any

from detente.durability.flips import Flip
from detente.durability.precedents import Precedents
from detente.findings.model import Brief, Chance, Reading
from detente.wording.names import (
    instrument_words,
    level_words,
    number_words,
    party_words,
    plain,
    scenario_words,
)
from detente.wording.numbers import (
    count_of,
    day_words,
    listed,
    money,
    percent,
    percent_range,
    upper_first,
)
from detente.wording.sentences import wording
from detente.wording.words import binding_words, why_words

Filter = Callable[..., Any]
_LEVERS = {"great-power": "a great power for a target"}


def filters(brief: Brief) -> dict[str, Filter]:
    """Filters by the names that the templates use."""
    parties = brief.case.parties
    return {
        "basis": lambda share: f"{100 * share:.1f}\u00a0%".replace("-", "−"),
        "binding": lambda binding: binding_words(binding, parties),
        "chance": _chance,
        "day": day_words,
        "instrument": instrument_words,
        "level": level,
        "level_words": level_words,
        "listed": listed,
        "marked": marked,
        "party": lambda party: party_words(party, parties),
        "percent": percent,
        "plain": plain,
        "precedent": precedent,
        "scenario": scenario_words,
        "short_day": _short,
        "signed": lambda x, low, high: ("+" if x > 0 else "") + money(x, low, high),
        "turns": turns,
        "upper_first": upper_first,
        "why": why_words,
        "worded": wording(brief),
    }


def level(value: int) -> str:
    """A level of commitment with its sign, "−1" or "+2"."""
    return f"{value:+d}".replace("+0", "0").replace("-", "−")


def marked(reading: Reading) -> list[tuple[str, str]]:
    """The words of a reading in pieces: (words, cue), the cue empty where nothing was heard.

    The spans point into the quote, or into our paraphrase where the quote was silent.
    """
    for text in (reading.quote, reading.sense):
        spans = sorted(
            {(s.start, s.end, s.cue) for s in reading.spans if text[s.start : s.end] == s.text}
        )
        if spans:
            return _pieces(text, spans)
    return [(reading.quote or reading.sense, "")]


def _pieces(text: str, spans: list[tuple[int, int, str]]) -> list[tuple[str, str]]:
    pieces, at = [], 0
    for start, end, cue in spans:
        if start < at or end <= start:
            continue  # overlapping spans: the first stands for both
        pieces += [(text[at:start], ""), (text[start:end], cue)]
        at = end
    return [piece for piece in [*pieces, (text[at:], "")] if piece[0]]


def turns(flip: Flip) -> str:
    """Where one number turns the answer, with no more digits than its range bears."""
    unit = f" {flip.unit}" if flip.unit else ""
    name = "" if "." in flip.name else f" ({flip.name})"
    words = number_words(flip.words)
    return (
        f"{upper_first(words)}{name}: the answer turns {flip.direction} {flip.breakeven:.2g}"
        f"{unit}. It is put at {flip.mode:.3g}; the chance that it lies {flip.direction} is "
        f"{percent(flip.chance)}."
    )


def _chance(chance: Chance) -> str:
    return percent_range(chance.mean, chance.low, chance.high)


def _short(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _episode(name: str) -> str:
    """An episode by its place or people, "Sierra Leone 1998"."""
    return " ".join(upper_first(word) for word in plain(name).split(" "))


def precedent(found: Precedents) -> str:
    """What comes nearest in the past, and whether anything pulled the same levers together."""
    near = found.closest[0]
    told = (
        f"Of {found.n} episodes of relief the nearest is {_episode(near.episode)}, "
        f"{round(near.distance * len(found.features))} of {len(found.features)} kinds of clause "
        "apart."
    )
    if not found.levers:
        return told
    levers = listed([_LEVERS.get(lever, plain(lever)) for lever in found.levers])
    many = count_of(found.with_all_levers, "episode") if found.with_all_levers else "None of them"
    return f"{told} {upper_first(many)} had {levers}{' together' if found.levers[1:] else ''}."
