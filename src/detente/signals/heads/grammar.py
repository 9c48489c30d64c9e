"""What the parse says of a verb: its time, its modal, whose act it is, whether it is negated."""

from dataclasses import dataclass

from spacy.tokens import Token

from detente.signals.scope import DEPTH, SUBJECTS, negators

_SPELLED = {"'ll": "will", "wo": "will", "ca": "can", "'d": "would", "sha": "shall"}
_AUXILIARIES = frozenset({"aux", "auxpass"})
_FIRST = frozenset({"i", "we", "us", "me"})
_PLAIN = frozenset({"it", "that", "this", "there", "which", "what"})
_THIRD = frozenset({"he", "she", "they", "who"})
_NOBODY = frozenset({"no", "nothing", "nobody", "none", "neither"})
_MARKS = frozenset({"mark", "advmod", "prep"})


@dataclass(frozen=True, slots=True)
class VerbFacts:
    """Time, modal, voice, subject and polarity of a verb or of the noun that stands for one."""

    time: str  # past, pres, perf, prog, inf, or the modal itself
    passive: bool
    negated: bool
    person: str
    tokens: tuple[int, ...]  # the verb with its auxiliaries

    @property
    def mood(self) -> str:
        """Time and polarity in one word."""
        return f"{self.time}{' not' * self.negated}"


def facts(verb: Token) -> VerbFacts:
    """The facts of a verb, those a first conjunct shares with it included."""
    helpers = _helpers(verb)
    return VerbFacts(
        time=_time(verb, helpers),
        passive=any(token.dep_ == "auxpass" for token in helpers),
        negated=len(negators(verb, range(verb.i, verb.i + 1))) % 2 == 1,
        person=_person(verb),
        tokens=tuple(sorted({verb.i, *(token.i for token in helpers)})),
    )


def first_conjunct(token: Token) -> Token:
    """The word a chain of "and" begins with."""
    for _ in range(DEPTH):
        if token.dep_ != "conj" or token.head == token:
            break
        token = token.head
    return token


def _helpers(verb: Token) -> list[Token]:
    own = [child for child in verb.children if child.dep_ in _AUXILIARIES]
    if own or verb.dep_ != "conj" or verb.tag_ not in {"VB", "VBN", "VBG"}:
        return own
    return [child for child in first_conjunct(verb).children if child.dep_ in _AUXILIARIES]


def _time(verb: Token, helpers: list[Token]) -> str:
    modal = next((token for token in helpers if token.tag_ == "MD"), None)
    if modal is not None:
        return _SPELLED.get(modal.lower_, modal.lower_)
    lemmas = {token.lemma_.lower() for token in helpers}
    for sign, time in (("go", "going"), ("to", "inf"), ("have", "perf")):
        if sign in lemmas:
            return time
    if verb.tag_ == "VBD" or any(token.tag_ == "VBD" for token in helpers):
        return "past"
    if verb.tag_ == "VBG":
        return "prog" if "be" in lemmas else "ing"
    if verb.tag_ in {"VBZ", "VBP", "MD"} or lemmas:
        return "pres"
    return {"VBN": "participle", "VB": "bare"}.get(verb.tag_, "none")


def _person(verb: Token) -> str:
    found = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
    if found is None and verb.dep_ == "conj":
        first = first_conjunct(verb)
        found = next((child for child in first.children if child.dep_ in SUBJECTS), None)
    if found is None:
        return "none"
    word = found.lower_
    for words, name in ((_FIRST, "we"), (_PLAIN, "it"), (_THIRD, "they"), (_NOBODY, "nobody")):
        if word in words:
            return name
    if word == "you":
        return "you"
    children = {child.lower_ for child in found.children}
    if children & _NOBODY:
        return "nobody"
    return "ours" if children & {"our", "my"} else "name" if found.pos_ == "PROPN" else "thing"


def opener(verb: Token) -> Token | None:
    """The word that opens the clause: if, that, because, when."""
    return next((c for c in verb.lefts if c.dep_ in _MARKS and c.pos_ in {"SCONJ", "ADV"}), None)
