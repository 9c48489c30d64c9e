"""Why a statement commits, denies or evades: the features of the level head.

Families of wordings with their polarity, single words and pairs, what each clause says of its verb,
conditions, questions, and what the rules heard (`candidates`, `level`): the rules are a witness
among others here, with weights like everything else.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from spacy.tokens import Span, Token

from detente.signals.candidates import Candidate
from detente.signals.conditions import find_condition
from detente.signals.heads.feature import Feature, lemma, worded
from detente.signals.heads.grammar import facts
from detente.signals.scope import negators

_NO = frozenset({"no", "not", "n't", "never", "nothing", "nobody", "none", "neither", "nor"})
_BARE = frozenset({"PUNCT", "SPACE"})
_SKIPPED = _BARE | {"NUM", "PROPN", "SYM", "X"}
_CLAUSES = {"ccomp": "that", "xcomp": "to", "advcl": "side", "relcl": "which", "acl": "which"}
_ANSWERS = frozenset({"yes", "no", "sure", "well", "certainly", "never"})
_SHORT, _LONG = 8, 30  # tokens


def statement_features(
    sentences: Sequence[Span], question: str, rules: int, candidates: Sequence[Candidate]
) -> list[Feature]:
    """The features of sentences that stand together; `rules` is the level the rules give them."""
    tokens = [token for sentence in sentences for token in sentence]
    denied = {token.i for token in tokens if token.pos_ not in _BARE and _negated(token)}
    found = [*_wordings(sentences, denied), *_words(tokens, denied)]
    for sentence in sentences:
        found += [*clauses(sentence), *_sentence(sentence, denied)]
    found += _heard(rules, candidates)
    if question and tokens:
        found.append(Feature("asked"))
        if tokens[0].lower_ in _ANSWERS:
            found.append(Feature(f"answers with {tokens[0].lower_}", (tokens[0].i,)))
    size = "short" if len(tokens) < _SHORT else "long" if len(tokens) > _LONG else "middling"
    found.append(Feature(size))
    return found


def _wordings(sentences: Sequence[Span], denied: set[int]) -> Iterator[Feature]:
    for family, covered in worded(sentences):
        doc = sentences[0].doc
        anchor = doc[covered[0] : covered[-1] + 1].root
        words = [doc[i].lower_ for i in covered]
        yield Feature(family, covered)
        yield Feature(f"{family}: {' '.join(words)}", covered)
        if anchor.pos_ == "VERB":
            yield Feature(f"{family}, {facts(anchor).mood}", covered)
        if anchor.i in denied and _NO.isdisjoint(words):
            yield Feature(f"not {family}", covered)


def _words(tokens: Sequence[Token], denied: set[int]) -> Iterator[Feature]:
    for token in tokens:
        if token.pos_ in _SKIPPED:
            continue
        yield Feature(f"word {lemma(token)}", (token.i,))
        if token.i in denied and token.pos_ in {"VERB", "ADJ", "NOUN"}:
            yield Feature(f"negated {token.pos_}", (token.i,))
    for one, two in pairwise(tokens):
        if {one.pos_, two.pos_}.isdisjoint({"PUNCT", "SPACE", "NUM"}):
            yield Feature(f"words {_written(one)} {_written(two)}", (one.i, two.i))


def _written(token: Token) -> str:
    return "NAME" if token.pos_ == "PROPN" else lemma(token)


def _negated(token: Token) -> bool:
    return len(negators(token, range(token.i, token.i + 1))) % 2 == 1


def clauses(sentence: Span) -> Iterator[Feature]:
    """What each clause says of its verb: time, polarity, voice, whose act it is."""
    for verb in sentence:
        if verb.pos_ not in {"VERB", "AUX"} or verb.dep_ in {"aux", "auxpass"}:
            continue
        form = facts(verb)
        main = verb.dep_ == "ROOT" or (verb.dep_ == "conj" and verb.head.dep_ == "ROOT")
        where = "main" if main else _CLAUSES.get(verb.dep_, "sub")
        yield Feature(f"{where} {form.mood}", form.tokens)
        yield Feature(f"{where} {form.person}", form.tokens)
        yield Feature(f"{where} {form.person} {form.mood}", form.tokens)
        if form.passive:
            yield Feature(f"{where} passive {form.mood}", form.tokens)
        if main:
            yield Feature(f"main verb {lemma(verb)}", (verb.i,))


def _sentence(sentence: Span, denied: set[int]) -> Iterator[Feature]:
    if sentence.text.rstrip(" \"'").endswith("?"):
        yield Feature("question", (sentence.end - 1,))
    condition = find_condition(sentence)
    if condition is not None:
        at = (condition.first,)
        yield Feature("condition", at)
        yield Feature(f"condition {sentence.doc[condition.first].lower_}", at)
        kept = "denied" if sentence.root.i in denied else "kept"
        yield Feature(f"condition, main clause {kept}", at)


def _heard(rules: int, candidates: Sequence[Candidate]) -> Iterator[Feature]:
    yield Feature(f"rules {rules:+d}")
    for found in candidates:
        yield Feature(f"cue {found.level:+d}", found.hit.tokens)
        yield Feature(f"cue {found.hit.name} {found.level:+d}", found.hit.tokens)
        if found.attributed_to:
            yield Feature(f"told {found.level:+d}", found.hit.tokens)
