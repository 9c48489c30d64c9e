"""Named features of an answer to a question: how it begins, takes it up, or turns away."""

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from bench.words.sets import Example
from detente.signals.candidates import Voice
from detente.signals.heads.feature import worded
from detente.signals.heads.weigh import judge_weighed
from detente.signals.level import Original
from detente.signals.parser import parse
from tools.words.rows import Names

_SENTENCES = 12  # looked at, from the beginning
_MOST = 1500  # characters of an answer
_LENGTHS = (5, 10, 20, 40, 70, 100, 150, 200, 300, 400, 600)
_SPEAKER = re.compile(r"^\s*(?:The President|President \w+|Mr\. \w+)\.\s*")
_WORDS = re.compile(r"[\w'’]+|[?.,—]")
_TURNS = {
    "does not know": r"don.t know|do not know|no idea|not aware|not familiar"
    r"|have(?:n.t| not) (?:seen|read)",
    "will not say": r"comment|(?:not going to|won.t|can.t) (?:discuss|talk|get into|say|answer)"
    r"|rather not|ask (?:him|them|her)",
    "yes or no first": r"^(?:yes|no|yeah|absolutely|sure|of course|right|certainly|never)\b",
    "yes or no": r"\b(?:yes|no)\b",
    "asks back": r"^(?:say|what|who|which|i.m sorry|excuse)\b",
    "we will see": r"we.ll see|we will see",
    "stalls": r"^(?:well|look|listen|you know|let me)\b",
}


def answers(examples: Sequence[Example]) -> list[Names]:
    """The features of each answer in the light of its question."""
    texts = [_SPEAKER.sub("", example.text) for example in examples]
    docs = parse(text[:_MOST] for text in texts)
    return [
        frozenset([*_read(doc, example.question), *_shape(text, example.question)])
        for example, text, doc in zip(examples, texts, docs, strict=True)
    ]


def worded_plainly(examples: Sequence[Example]) -> list[Names]:
    """The words of each question and its answer and nothing else: what a simple head goes by."""
    return [
        frozenset(f"word {word}" for word in _WORDS.findall(f"{e.question} {e.text}".lower()))
        for e in examples
    ]


def _read(doc: Doc, question: str) -> Iterator[str]:
    sentences = [*doc.sents]
    for number, sentence in enumerate(sentences[:_SENTENCES]):
        voice = Voice(named=True, asked=number == 0)
        verdict = judge_weighed([sentence], voice, Original(doc.text), question)
        if verdict.heard:
            yield f"level {verdict.level}"
            yield f"level {verdict.level} at {min(number, 2)}"
        if verdict.weighed:
            yield f"head {verdict.weighed.level}"
            yield f"head {verdict.weighed.level} at {min(number, 2)}"
    yield from (family for family, _ in worded(sentences))


def _shape(text: str, question: str) -> Iterator[str]:
    words = _WORDS.findall(text.lower())
    yield from (f"begins {word}" for word in words[:8])
    yield f"first {' '.join(words[:1])}"
    yield f"first {' '.join(words[:2])}"
    yield from (f"longer than {size}" for size in _LENGTHS if len(words) > size)
    start = text.lower()[:400]
    yield from (name for name, pattern in _TURNS.items() if re.search(pattern, start))
    asked = {word[:6] for word in re.findall(r"\w{4,}", question.lower())}
    taken = {word[:6] for word in re.findall(r"\w{4,}", text.lower())}
    early = {word[:6] for word in re.findall(r"\w{4,}", text.lower()[:300])}
    for name, found in (("takes up", taken), ("takes up early", early)):
        yield f"{name} {round(4 * len(asked & found) / max(1, len(asked)))}/4"
    yield from (f"question begins {word}" for word in question.lower().split()[:3])
    yield f"question size {min(len(question.split()) // 5, 5)}"
    yield f"asks back at the end {'?' in text[-200:]}"
