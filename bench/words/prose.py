"""Named features of any sentence, for the heads that are measured here and not shipped."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from spacy.tokens import Doc, Token

from bench.words.sets import Example
from detente.signals.heads.feature import lemma, worded
from detente.signals.heads.statement import clauses
from detente.signals.parser import parse
from tools.words.rows import Names

_SIZES = (4, 8, 12, 18, 25, 35, 50)
_SIGNS = frozenset({"$", "%", "€", "£"})
_LONG = ("words ", "tags ")  # not taken over from a neighbouring sentence


def prose(examples: Sequence[Example]) -> list[Names]:
    """The features of each text by itself."""
    return [frozenset(_features(doc)) for doc in parse(example.text for example in examples)]


def with_neighbours(examples: Sequence[Example], own: Sequence[Names]) -> list[Names]:
    """The features of each text, and of the texts before and after it in its document."""
    return [row | frozenset(_beside(examples, own, n)) for n, row in enumerate(own)]


def _features(doc: Doc) -> Iterator[str]:
    yield f"size {sum(len(doc) > size for size in _SIZES)}"
    for token in doc:
        if not token.is_space:
            yield f"word {_written(token)}"
        if token.like_num:
            yield "number"
        if token.text in _SIGNS:
            yield f"sign {token.text}"
    yield from _runs(doc)
    sentences = [*doc.sents]
    for family, covered in worded(sentences):
        yield f"{family}: {' '.join(doc[i].lower_ for i in covered)}"
        yield family
    for sentence in sentences:
        yield from (feature.name for feature in clauses(sentence))
    for token in doc:
        if token.dep_ in {"nsubj", "nsubjpass"} and token.head.dep_ == "ROOT":
            yield f"subject {lemma(token)} {lemma(token.head)}"
            yield f"subject {lemma(token)}"


def _runs(doc: Doc) -> Iterator[str]:
    for one, two in pairwise(doc):
        yield f"words {_written(one)} {_written(two)}"
    for one, two, three in zip(doc, doc[1:], doc[2:], strict=False):
        yield f"tags {one.tag_} {two.tag_} {three.tag_}"
        yield f"words {_written(one)} {_written(two)} {_written(three)}"


def _written(token: Token) -> str:
    return "NUMBER" if token.like_num else lemma(token)


def _beside(examples: Sequence[Example], own: Sequence[Names], number: int) -> Iterator[str]:
    place = examples[number].place
    yield f"place {min(place, 3)}"
    for step, name in ((-1, "before"), (1, "after")):
        other = number + step
        if 0 <= other < len(own) and examples[other].place == place + step:
            yield from (
                f"{name}, {feature}" for feature in own[other] if not feature.startswith(_LONG)
            )
        else:
            yield f"nothing {name}"
