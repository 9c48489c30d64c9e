"""The condition in a sentence, kept as an object: what must happen, what follows, by when."""

import re
from dataclasses import dataclass

from spacy.tokens import Span, Token

from detente.signals.lexicon import lexicon
from detente.signals.model import Condition
from detente.signals.scope import noun_phrase

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
)
_NUMBERS = {word: n for n, word in enumerate(_ONES.split())} | {
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "a": 1, "an": 1,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
}  # fmt: skip
_WORD = "|".join((*_TENS, *_NUMBERS))
_NUMBER = rf"(?:\d{{1,4}}|(?:{_WORD})(?:[- ](?:{_WORD}))?)"
_UNIT_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30, "year": 365}
_CLOCK = re.compile(
    r"\b(?:within|in|inside|no later than)\s+(?:the next\s+)?(?:about\s+)?"
    rf"(?:{_NUMBER}\s+(?:or|to)\s+)?(?P<n>{_NUMBER})[\s-]+(?:calendar |working |business )?"
    r"(?P<unit>hour|day|week|month|year)s?\b",
    re.IGNORECASE,
)
_DAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:\d{1,2}(?:st|nd|rd|th)? )?(?:january|february"
    r"|march|april|may|june|july|august|september|october|november|december)(?: \d{1,4})?"
    r"|easter|christmas|midnight|noon|tomorrow|tonight|spring|summer|autumn|winter|\d{4}"
)
_UNTIL = re.compile(
    r"\b(?:by|before|until|till|no later than|not later than)\s+(?:the\s+)?(?:end of\s+)?"
    rf"(?:next\s+|this\s+)?(?:{_DAY}|week|month|year)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A condition with the tokens it covers, its mark included."""

    condition: Condition
    first: int
    last: int

    def covers(self, token: int) -> bool:
        """Whether a token stands inside the condition."""
        return self.first <= token <= self.last


def clock_days(text: str) -> int | None:
    """The days a clock phrase grants ("within thirty days"), rounded up; None without one."""
    match = _CLOCK.search(text)
    if match is None:
        return None
    days = _number(match["n"].lower()) * _UNIT_DAYS[match["unit"].lower()]
    return max(1, round(days + 0.49))


def _number(word: str) -> int:
    if word.isdigit():
        return int(word)
    return sum(_TENS.get(part, 0) + _NUMBERS.get(part, 0) for part in re.split(r"[- ]", word))


def find_condition(sentence: Span) -> Found | None:
    """The first condition of a sentence, or None."""
    for token in sentence:
        found = _clause_condition(sentence, token) or _barter_condition(sentence, token)
        if found is not None:
            return found
    return _phrase_condition(sentence)


def _clause_condition(sentence: Span, mark: Token) -> Found | None:
    """If, unless, until, "should it": an adverbial clause opened by its mark."""
    verb = mark.head
    inverted = _inverted(sentence, mark)
    if mark.lower_ not in lexicon().condition_marks and not inverted:
        return None
    opens = mark.i == sentence.start and verb != mark
    if verb.dep_ != "advcl" and not opens and not inverted:
        return None
    if not inverted and mark.dep_ not in {"mark", "advmod"}:
        return None
    if _idle(sentence, mark):
        return None
    return _split(sentence, mark.i, mark.i + 1 - inverted, _comma_after(sentence, verb))


def _inverted(sentence: Span, mark: Token) -> bool:
    """Should they pull back: an "if" without the word, behind or before what it conditions."""
    if mark.lower_ != "should" or mark.i + 1 >= sentence.end or sentence[-1].text == "?":
        return False
    after = sentence.doc[mark.i + 1]
    return after.dep_[:5] == "nsubj" and after.head == mark.head


def _barter_condition(sentence: Span, token: Token) -> Found | None:
    deal = token.head
    if token.lower_ != "for" or deal.pos_ != "VERB" or deal.lemma_ not in lexicon().barters:
        return None
    return _split(sentence, token.i, token.i + 1, token.right_edge.i)


def _idle(sentence: Span, mark: Token) -> bool:
    around = sentence.doc[max(sentence.start, mark.i - 1) : mark.i + 3].text.lower()
    return any(idle in around for idle in lexicon().idle_conditions)


def _comma_after(sentence: Span, verb: Token) -> int:
    """The end of the clause: up to a comma near by, should the parser stop short of it."""
    last = verb.right_edge.i
    if verb.dep_ == "ROOT" and verb.left_edge.i == sentence.start:  # taken for the main clause
        commas = [token.i - 1 for token in sentence if token.i > verb.i and token.text == ","]
        return commas[0] if commas else last
    near = list(sentence.doc[last + 1 : min(last + 4, sentence.end)])
    comma = next((place for place, token in enumerate(near) if token.text == ","), None)
    if comma is None or any(token.pos_ in {"VERB", "AUX", "PRON"} for token in near[:comma]):
        return last
    return last + comma


def _phrase_condition(sentence: Span) -> Found | None:
    """Subject to, in exchange for, as long as: everything behind the phrase to the next comma."""
    text = sentence.text.lower()
    for phrase in lexicon().condition_phrases:
        match = re.search(rf"\b{re.escape(phrase)}\b", text)
        if match is None:
            continue
        tokens = [t for t in sentence if t.idx - sentence.start_char >= match.start()]
        after = [t for t in tokens if t.idx - sentence.start_char >= match.end()]
        if not after:
            continue
        end = next((t.i - 1 for t in after if t.text in {",", ";"} and t != after[0]), None)
        return _split(sentence, tokens[0].i, after[0].i, end or sentence.end - 1)
    return None


def _split(sentence: Span, mark: int, first: int, last: int) -> Found | None:
    doc = sentence.doc
    text = _trim(doc[first : last + 1].text)
    rest = (doc[sentence.start : mark].text, doc[last + 1 : sentence.end].text)
    consequence = _trim(" ".join(part for part in map(_trim, rest) if part))
    if not text or not consequence:
        return None
    clock = clock_days(consequence) or clock_days(text)
    until = _UNTIL.search(text) or _UNTIL.search(consequence)
    condition = Condition(
        text, consequence, clock, _who(sentence, first, last), until.group() if until else ""
    )
    return Found(condition, mark, last)


def _who(sentence: Span, first: int, last: int) -> str:
    """The subject of the first verb of a condition."""
    for token in sentence.doc[first : last + 1]:
        if token.dep_ in {"nsubj", "nsubjpass"}:
            return noun_phrase(token)
    return ""


def _trim(text: str) -> str:
    return re.sub(r"^then\b[\s,]*", "", text.strip(" \t,.;:!?-\"'"), flags=re.IGNORECASE)
