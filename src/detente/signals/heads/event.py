"""Why an event named in a text did or did not happen: the features of the factuality head.

An event is a word (`lift` in "they refused to lift the ban"). Its features are its own form, the
auxiliaries and negations it stands under, the words around it, and what embeds it (`signature`).
"""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from detente.signals.heads.feature import Feature, lemma
from detente.signals.heads.grammar import VerbFacts, facts, opener
from detente.signals.heads.signature import embedded

_NEAR = 3  # words either side
_SIDE = frozenset({"advmod", "npadvmod", "prt", "det", "neg", "advcl", "dobj", "amod", "prep"})
_ARGUMENTS = frozenset({"dobj", "nsubj", "nsubjpass", "attr"})
_AMOUNTS = frozenset({"no", "any", "every", "all", "few"})
_BELOW = frozenset({"ccomp", "xcomp", "advcl", "conj"})
_SIGNS = frozenset(
    [
        "if",
        "when",
        "would",
        "will",
        "could",
        "can",
        "should",
        "may",
        "might",
        "must",
        "not",
        "n't",
        "never",
        "no",
        "to",
        "ever",
        "?",
        "whether",
        "unless",
        "until",
        "hope",
        "want",
        "please",
        "going",
    ]
)


def event_features(event: Token) -> list[Feature]:
    """The features of one event, in a fixed order."""
    form = facts(event)
    sentence = event.sent
    return [
        *_own(event, form),
        *_beside(event),
        *_around(event, sentence),
        *_sentence(event, form, sentence),
        *embedded(event, form),
    ]


def _own(event: Token, form: VerbFacts) -> Iterator[Feature]:
    at = form.tokens
    yield Feature(f"event {lemma(event)}", (event.i,))
    yield Feature(f"event {event.lower_} as written", (event.i,))
    yield Feature(f"event {lemma(event)} {form.mood}", at)
    yield Feature(f"tag {event.tag_}", at)
    yield Feature(f"role {event.dep_}", at)
    yield Feature(f"tag {event.tag_} {event.dep_}", at)
    yield Feature(f"mood {form.mood}", at)
    yield Feature(f"mood {form.mood} {event.dep_}", at)
    yield Feature(f"subject {form.person}", at)
    yield Feature(f"subject {form.person} {form.mood}", at)
    if form.negated:
        yield Feature(f"not {event.pos_}", at)
    if form.passive:
        yield Feature("passive", at)
    mark = opener(event)
    if mark is not None:
        yield Feature(f"opens {mark.lower_}", (mark.i,))
        yield Feature(f"opens {mark.lower_} {form.mood}", (mark.i, *at))


def _beside(event: Token) -> Iterator[Feature]:
    for child in event.children:
        if child.dep_ in _SIDE:
            yield Feature(f"with {child.dep_} {lemma(child)}", (child.i,))
        yield Feature(f"has {child.dep_}", (child.i,))
        if child.dep_ in _BELOW and child.pos_ in {"VERB", "AUX"}:
            yield Feature(f"below {child.dep_} {facts(child).mood}", (child.i,))
        if child.dep_ in _ARGUMENTS:
            yield Feature(f"{child.dep_} {lemma(child)}", (child.i,))
            yield Feature(f"{child.dep_} {child.tag_}", (child.i,))
            for word in child.children:
                if word.dep_ == "det" and word.lower_ in _AMOUNTS:
                    yield Feature(f"{child.dep_} {word.lower_}", (word.i,))


def _around(event: Token, sentence: Span) -> Iterator[Feature]:
    doc = event.doc
    for distance in range(1, _NEAR + 1):
        for side, name in ((-1, "before"), (1, "after")):
            i = event.i + side * distance
            if sentence.start <= i < sentence.end:
                yield Feature(f"{name} {lemma(doc[i])}", (i,))
    for first, last, name in ((-2, -1, "left"), (-1, 0, "at"), (0, 1, "at"), (1, 2, "right")):
        pair = (event.i + first, event.i + last)
        if sentence.start <= pair[0] and pair[1] < sentence.end:
            yield Feature(f"pair {name} {doc[pair[0]].lower_} {doc[pair[1]].lower_}", pair)


def _sentence(event: Token, form: VerbFacts, sentence: Span) -> Iterator[Feature]:
    yield Feature(f"first {sentence[0].lower_}", (sentence.start,))
    yield Feature(f"last {sentence[-1].text}", (sentence.end - 1,))
    for token in sentence:
        if token.lower_ in _SIGNS and token.i != event.i:
            side = "left" if token.i < event.i else "right"
            yield Feature(f"{side} {token.lower_}", (token.i,))
    root = sentence.root
    if root != event:
        main = facts(root)
        yield Feature(f"root {lemma(root)}", main.tokens)
        yield Feature(f"root {main.mood}", main.tokens)
        yield Feature(f"root {main.person}", main.tokens)
        yield Feature(f"root {main.mood} {event.dep_}", main.tokens)
    above = next((token for token in event.ancestors if token.pos_ in {"VERB", "AUX"}), None)
    if above is not None:
        verb = facts(above)
        yield Feature(f"verb above {lemma(above)}", verb.tokens)
        yield Feature(f"verb above {verb.mood}", verb.tokens)
        yield Feature(f"verb above {verb.mood} {form.mood}", verb.tokens)
