"""Hedges and limits: words that move the level of the cue they hang on."""

from spacy.tokens import Span, Token

from detente.signals.cues import Hit, match
from detente.signals.lexicon import lexicon
from detente.signals.scope import clause, path

Modifier = tuple[tuple[int, ...], str]  # its tokens; hedge or limit


def modifiers(sentence: Span) -> list[Modifier]:
    """The hedges and limits of a sentence, in the order of their words."""
    known = lexicon()
    found: list[Modifier] = [
        (covered, kind)
        for token in sentence
        for pattern, kind in known.modifier_phrases.get(token.lower_, ())
        if (covered := match(sentence, token.i, pattern))
    ]
    taken = {i for covered, _ in found for i in covered}
    found += [
        ((token.i,), known.modifiers[token.lemma_.lower()])
        for token in sentence
        if token.i not in taken and token.lemma_.lower() in known.modifiers
    ]
    return sorted(found)


def modifies(covered: tuple[int, ...], hit: Hit) -> bool:
    """Whether a modifier hangs on the clause of a cue, or on the chain above it."""
    token: Token = hit.anchor.doc[covered[0]]
    if not {*covered}.isdisjoint(hit.tokens):
        return False
    return clause(token) in {clause(hit.anchor), *path(hit.anchor)}


def moved(level: int, kind: str) -> int:
    """The level a modifier moves to: a hedged promise may be kept, a limited denial may pass."""
    if level == -4:
        return -3
    return 1 if kind == "hedge" and level in {2, 3} else level
