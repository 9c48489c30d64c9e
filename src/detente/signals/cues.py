"""Cues heard in a sentence: which words place it on the commitment scale, and where.

Order of hearing: phrases, longest first; then words; then auxiliaries that no other cue governs;
then bare negations. A token is heard once. An odd number of negations turns a cue to its
`negated` level, so that "not unwilling" is a possibility and "will never refuse" no promise.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Span, Token

from detente.signals.lexicon import Cue, Pattern, lexicon
from detente.signals.scope import (
    DEPTH,
    clause,
    heads_clause,
    negators,
    owner,
    sources,
    subject,
)

GAP = 3  # words that "..." may bridge
PREDICTION = "prediction"
_SPELLED = {"'ll": "will", "wo": "will", "ca": "can", "'d": "would", "sha": "shall"}
_LINKS = frozenset({"xcomp", "acomp", "attr", "prt", "prep", "dobj", "pobj", "oprd", "conj"})
_KNOWING = frozenset({"think", "believe", "know", "see", "understand", "hear", "recall", "learn"})
_THINGS = frozenset({"offer", "support", "demand", "doubt", "block", "veto"})
_FORESEEN = Cue(PREDICTION, 0)  # "then we will know"


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue in its place: the tokens that carry it, the negations it takes, the level it gives."""

    anchor: Token
    tokens: tuple[int, ...]  # ascending; negations and degree words included
    name: str
    base: int  # level of the plain cue
    level: int
    soft: bool = False  # the subject is not plainly the speaker's side

    @property
    def momentum(self) -> bool:
        """Whether the words bind nobody to anything."""
        return self.level == 0


def hear(sentence: Span, own: frozenset[str], *, named: bool) -> list[Hit]:
    """All cues of a sentence that stand, in the order of their words.

    `own`: names of the speaker's side. `named`: whether we know who speaks; if not, a named
    subject is taken at its word instead of being predicted about.
    """
    used: set[int] = set()
    hits = [*_phrases(sentence, used), *_words(sentence, used)]
    hits += _existentials(sentence, used)
    hits += _modals(sentence, used)
    hits += _plain_refusals(sentence, used, own)
    owned = [_owned(hit, own, named=named) for hit in _settle(hits)]
    return _merge(sorted(owned, key=lambda hit: hit.tokens))


def _phrases(sentence: Span, used: set[int]) -> Iterator[Hit]:
    table = lexicon().phrases
    for token in sentence:
        starts = (token.lower_, f"~{token.lemma_.lower()}")
        options = [item for start in starts for item in table.get(start, ())]
        for pattern, cue in sorted(options, key=lambda item: -len(item[0])):
            covered = match(sentence, token.i, pattern)
            if covered and used.isdisjoint(covered) and _verbal(sentence, pattern, covered):
                used.update(covered)
                yield _hit(cue, sentence.doc[covered[0] : covered[-1] + 1].root, covered)
                break


def _verbal(sentence: Span, pattern: Pattern, covered: tuple[int, ...]) -> bool:
    """ "Going to lift", not "going to Alaska"."""
    return pattern[-1] != "to" or pattern[0] != "going" or sentence.doc[covered[-1]].tag_ == "TO"


def match(sentence: Span, first: int, pattern: Pattern) -> tuple[int, ...]:
    """The tokens of a phrase that begins at a token; empty if it does not."""
    covered, at, gap = [first], first + 1, 0
    for part in pattern[1:]:
        if part == "...":
            gap = GAP
            continue
        while at < sentence.end and gap and not _same(sentence.doc[at], part):
            at, gap = at + 1, gap - 1
        if at >= sentence.end or not _same(sentence.doc[at], part):
            return ()
        covered.append(at)
        at, gap = at + 1, 0
    return tuple(covered)


def _same(token: Token, part: str) -> bool:
    return token.lemma_.lower() == part[1:] if part.startswith("~") else token.lower_ == part


def _words(sentence: Span, used: set[int]) -> Iterator[Hit]:
    words = lexicon().words
    for token in sentence:
        cue = words.get(token.lemma_.lower()) or words.get(token.lower_)
        if cue is None or token.i in used or token.dep_ in {"aux", "compound", "prep", "mark"}:
            continue
        if (cue.done and not _done(token)) or _decorative(token, cue):
            continue
        used.add(token.i)
        yield _hit(cue, token, (token.i,))


def _decorative(token: Token, cue: Cue) -> bool:
    """Security guarantees are a thing, possible cooperation a topic: nobody acts or judges."""
    if token.pos_ in {"NOUN", "PROPN"}:
        return cue.name in {"categorical", "performative"} or token.lemma_.lower() in _THINGS
    return cue.name == "possibility" and token.dep_ == "amod" and token.head.dep_ != "attr"


def _done(verb: Token) -> bool:
    """Past or perfect, not in somebody's future."""
    if verb.tag_ == "VBD":
        return True
    auxiliaries = {child.lemma_.lower() for child in verb.children if child.dep_[:3] == "aux"}
    modal = any(child.tag_ in {"MD", "TO"} for child in verb.children)
    return verb.tag_ == "VBN" and bool(auxiliaries & {"have", "be"}) and not modal


def _modals(sentence: Span, used: set[int]) -> Iterator[Hit]:
    modals = lexicon().modals
    for token in sentence:
        cue = modals.get(_SPELLED.get(token.lower_, token.lower_))
        if cue is not None and token.i not in used and token.tag_ == "MD":
            used.add(token.i)
            verb = token.head if token.dep_ == "aux" else token
            chosen = modals["will"] if _backshifted(token, verb) else cue
            chosen = _FORESEEN if verb.lemma_.lower() in _KNOWING else chosen
            yield _hit(chosen, verb, (token.i,))


def _backshifted(modal: Token, verb: Token) -> bool:
    """He said he would: his word was "will"."""
    said = verb.dep_ == "ccomp" and verb.head.lemma_.lower() in lexicon().says
    return modal.lower_ == "would" and said and verb.head.tag_ == "VBD"


def _existentials(sentence: Span, used: set[int]) -> Iterator[Hit]:
    """There is no X: denied; there was no X: not so far."""
    for token in sentence:
        if token.dep_ != "expl" or token.head.lemma_ != "be" or token.head.i in used:
            continue
        verb = token.head
        denied = [
            t for t in verb.subtree if t.lower_ in {"no", "not", "n't"} and t.i - verb.i in {1, 2}
        ]
        if denied and denied[0].i not in used and verb.tag_ in {"VBZ", "VBP", "VBD", "VB"}:
            used.add(verb.i)
            level = -3 if verb.tag_ == "VBD" else -4
            yield Hit(verb, (verb.i, denied[0].i), "denial", level, level)


def _plain_refusals(sentence: Span, used: set[int], own: frozenset[str]) -> Iterator[Hit]:
    """We do not recognise; we are not buying."""
    for token in sentence:
        if token.dep_ != "neg" or token.head.pos_ != "VERB" or token.i in used:
            continue
        verb = token.head
        helper = next((t for t in verb.children if t.dep_ == "aux" and t.tag_ != "MD"), None)
        if helper is None or verb.i in used or verb.lemma_.lower() in _KNOWING:
            continue
        found = subject(verb)
        if helper.tag_ not in {"VBP", "VBZ"} or found is None or owner(verb, own) != "own":
            continue
        level = -4 if helper.lemma_ == "do" else -3
        yield Hit(verb, (helper.i, token.i), "refusal to act", level, level)


def _hit(cue: Cue, anchor: Token, covered: tuple[int, ...]) -> Hit:
    if cue.negated is None:
        return Hit(anchor, _with_degree(anchor, covered), cue.name, cue.level, cue.level, cue.own)
    outside = range(covered[0], covered[-1] + 1)
    denials = {token.i for token in negators(anchor, outside)} | _on_modal(anchor, covered)
    odd = len(denials) % 2 == 1
    name = f"{cue.name}, negated" if odd else cue.name
    level = cue.negated if odd else cue.level
    tokens = _with_degree(anchor, tuple(sorted({*covered, *denials})))
    return Hit(anchor, tokens, name, cue.level, level, cue.own)


def _on_modal(anchor: Token, covered: tuple[int, ...]) -> set[int]:
    """A "not" that a garbled parse hangs on the auxiliary instead of its verb."""
    modals = (anchor.doc[i] for i in covered if anchor.doc[i].tag_ == "MD")
    return {child.i for modal in modals for child in modal.children if child.dep_ == "neg"}


def _with_degree(anchor: Token, covered: tuple[int, ...]) -> tuple[int, ...]:
    """The cue with the adverbs that grade it: "very unimportant, relatively"."""
    grades = [t.i for t in anchor.children if t.dep_ == "advmod" and t.tag_ == "RB"]
    near = [i for i in grades if min(abs(i - c) for c in covered) <= 2]
    return tuple(sorted({*covered, *near})) if anchor.pos_ in {"ADJ", "ADV"} else covered


def _settle(hits: list[Hit]) -> list[Hit]:
    """One voice to a verb chain: "will consider" considers, "refuse to consider" refuses."""
    standing = dict(enumerate(hits))
    at: dict[int, list[int]] = {}
    for number, hit in enumerate(hits):
        at.setdefault(hit.anchor.i, []).append(number)
    for number in range(len(hits)):
        for above in _above(hits[number].anchor):
            for other in at.get(above, ()):
                if number != other and number in standing and other in standing:
                    _settle_pair(standing, high=other, low=number)
    return [hit for hit in standing.values() if not _doubted(hit, standing.values())]


def _doubted(hit: Hit, others: Iterable[Hit]) -> bool:
    """I doubt that we will: what is doubted, denied or not known is not promised."""
    verb = clause(hit.anchor)
    return verb.dep_ in {"ccomp", "csubj"} and any(
        other.anchor == verb.head and other.base < 0 and other.level < 0 for other in others
    )


def _settle_pair(standing: dict[int, Hit], *, high: int, low: int) -> None:
    if all(max(hit.level, hit.base) < 0 for hit in (standing[high], standing[low])):
        standing[low] = _undone(standing.pop(high), standing[low])
        return
    loser, winner = standing[high], standing[low]
    if _governor_wins(high=standing[high], low=standing[low]):
        loser, winner, high, low = winner, loser, low, high
    standing[low] = _joined(winner, loser)
    del standing[high]


def _undone(high: Hit, low: Hit) -> Hit:
    """A denial denied: "refuse to rule out", "counterproductive to continue blocking"."""
    tokens = tuple(sorted({*high.tokens, *low.tokens}))
    return replace(low, tokens=tokens, name=f"{low.name}, undone", level=1, soft=False)


def _above(token: Token) -> Iterator[int]:
    """The token and those it is a complement of."""
    yield token.i
    for _ in range(DEPTH):
        if token.dep_ not in _LINKS or heads_clause(token):
            return
        token = token.head
        yield token.i


def _governor_wins(*, high: Hit, low: Hit) -> bool:
    """Of two cues on one chain, whether the governing one speaks."""
    if low.base < 0 and (high.base >= 0 or high.level > 0):
        return False
    if (low.momentum and high.level >= 0) or high.momentum:
        return high.momentum and high.level < low.level
    return high.level < low.level


def _joined(winner: Hit, loser: Hit) -> Hit:
    """A negated promise stays categorical whatever verb it governs: "will never be ready"."""
    if winner.base > 0 and winner.level < 0:
        return replace(winner, level=min(winner.level, loser.level))
    return winner


def _owned(hit: Hit, own: frozenset[str], *, named: bool) -> Hit:
    if not hit.soft:  # `soft` carries the cue's wish to be owned until here
        return hit
    whose = owner(hit.anchor, own)
    if whose == "own" or sources(clause(hit.anchor), own) or (whose == "other" and not named):
        return replace(hit, soft=False)
    if whose == "open":
        return replace(hit, soft=hit.level != 0)
    return replace(hit, name=PREDICTION, level=0, base=0, soft=False)


def _merge(hits: list[Hit]) -> list[Hit]:
    """Neighbours of one kind become one hit, so that a phrase is quoted whole."""
    merged: list[Hit] = []
    for hit in hits:
        last = merged[-1] if merged else None
        if last and (last.name, last.level) == (hit.name, hit.level):
            between = hit.anchor.doc[last.tokens[-1] + 1 : hit.tokens[0]]
            if all(token.is_punct for token in between):
                merged[-1] = replace(last, tokens=tuple(sorted({*last.tokens, *hit.tokens})))
                continue
        merged.append(hit)
    return merged
