"""Cues weighed one by one: what each would make of its sentence if it decided."""

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Span

from detente.signals.conditions import Found, find_condition
from detente.signals.cues import PREDICTION, Hit, hear
from detente.signals.lexicon import lexicon
from detente.signals.model import Condition
from detente.signals.modifiers import Modifier, modifiers, modifies, moved
from detente.signals.scope import according_to, clause, noun_phrase, owner, sources, subject

RANKS = {4: 0, -4: 1, 3: 1, -3: 2, 2: 2, -1: 3, 1: 4, 0: 7, -2: 6}
_RANK_OF_NAME = {PREDICTION: 5, "wish": 6, "answer": 0}
_SUBORDINATE = 2  # how much a relative clause or a thought is put back
_TOLD = 3  # and what is only told of somebody
DEPENDS = "depends"  # a cue that is itself half of a condition
CONDITIONAL = 2

Piece = tuple[tuple[int, ...], str, int]  # tokens, cue, weight


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cue with the level it would give, what that level is made of, and how firm it is."""

    hit: Hit
    rank: int
    level: int
    pieces: tuple[Piece, ...]
    stretch: tuple[int, int]
    condition: Condition | None
    attributed_to: str | None
    stop: int | None  # the token where the condition begins


@dataclass(frozen=True, slots=True)
class Voice:
    """Who is speaking: the names of his side, whether that is known, whether he was asked."""

    own: frozenset[str] = frozenset()
    named: bool = False
    asked: bool = False


def candidates_in(sentence: Span, voice: Voice) -> list[Candidate]:
    """Every cue of a sentence that may decide, in the order of their words.

    Left out: cues inside a condition, cues in a question but for refusals ("why ask me?"), and
    cues that are part of a longer hedge ("if we can").
    """
    condition = find_condition(sentence)
    modifying = modifiers(sentence)
    asks = sentence.text.rstrip(" \"'").endswith("?")
    idle = {i for covered, _ in modifying if len(covered) > 1 for i in covered}
    hits = [
        hit
        for hit in [*_answer(sentence, voice), *hear(sentence, voice.own, named=voice.named)]
        if not (condition and condition.covers(hit.anchor.i) and hit.name != DEPENDS)
        and not (asks and hit.level != -2)
        and idle.isdisjoint(hit.tokens)
    ]
    told = according_to(sentence)
    return [_candidate(hit, condition, modifying, told, voice) for hit in hits]


def _answer(sentence: Span, voice: Voice) -> list[Hit]:
    """A yes or no that opens an answer."""
    first = sentence[0]
    if voice.asked and sentence[-1].lower_ in lexicon().yes:
        return [Hit(sentence[-1], (sentence[-1].i,), "answer", 3, 3)]
    alone = voice.asked and (len(sentence) == 1 or sentence[1].is_punct)
    if alone and first.lower_ in lexicon().yes:
        return [Hit(first, (first.i,), "answer", 3, 3)]
    if alone and first.lower_ in {"no", "nope", "never"}:
        return [Hit(first, (first.i,), "answer", -4, -4)]
    return []


def _candidate(
    hit: Hit,
    condition: Found | None,
    modifying: Sequence[Modifier],
    told: tuple[str, ...],
    voice: Voice,
) -> Candidate:
    pieces, stretch = _weigh(hit, condition, modifying)
    level = sum(weight for _, _, weight in pieces)
    who = sources(clause(hit.anchor), voice.own) or told
    return Candidate(
        hit=hit,
        rank=_rank(hit, level) + _SUBORDINATE * hit.soft + _TOLD * bool(who),
        level=level,
        pieces=pieces,
        stretch=stretch,
        condition=condition.condition if condition else None,
        attributed_to=" > ".join(who) or (None if voice.named else _named_subject(hit)),
        stop=condition.first if condition else None,
    )


def _weigh(
    hit: Hit, condition: Found | None, modifying: Sequence[Modifier]
) -> tuple[tuple[Piece, ...], tuple[int, int]]:
    """The weights that add up to the level, and how far the interval reaches below and above."""
    level, low, high = hit.level, 0, 0
    pieces = [(hit.tokens, hit.name, hit.level)]
    if condition:
        step = _conditioned(hit) - level
        high = int(level == 1 and not step)  # a possibility with a condition may be an offer
        level += step
        if step:
            pieces.append((tuple(range(condition.first, condition.last + 1)), "condition", step))
    for covered, kind in modifying:
        step = moved(level, kind) - level if modifies(covered, hit) else 0
        if step:
            low, high = (low, 1) if level > 0 else (-1, high)
            level += step
            pieces.append((covered, kind, step))
    if hit.soft:
        low, high = (min(low, -2), high) if level > 0 else (low, max(high, 2))
    return tuple(pieces), (low, high)


def _named_subject(hit: Hit) -> str | None:
    """In prose without a speaker the named subject is whose word it is."""
    found = subject(hit.anchor)
    other = owner(hit.anchor, frozenset()) == "other"
    return noun_phrase(found) if found is not None and other else None


def _conditioned(hit: Hit) -> int:
    """The level under a condition: a promise or an offer with one is +2, a denial limited."""
    if hit.level == 3 or (hit.level == 1 and hit.name == "offer"):
        return CONDITIONAL
    return -3 if hit.level == -4 else hit.level


def _rank(hit: Hit, level: int) -> int:
    rank = _RANK_OF_NAME.get(hit.name, min(RANKS[hit.level], RANKS[level]))
    return rank + _SUBORDINATE * (clause(hit.anchor).dep_ in {"relcl", "acl"})
