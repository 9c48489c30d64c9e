"""What a cue governs: its clause, its negations, whose act it is, and who is said to say so."""

from collections.abc import Iterator
from typing import Literal, cast

from spacy.tokens import Doc, Span, Token

from detente.signals.lexicon import lexicon

Owner = Literal["own", "open", "other"]
CLAUSES = frozenset({"ROOT", "ccomp", "advcl", "relcl", "acl", "parataxis", "csubj", "pcomp"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
DEPTH = 16  # no human sentence nests deeper; a hostile one may
FIRST_PERSON = frozenset({"i", "we", "us", "my", "our"})
HE_SHE = frozenset({"he", "she"})
_DENIALS = "denials"

Denials = dict[int, list[tuple[Token, str]]]  # by head: a word, and the part of speech it sits in


def heads_clause(token: Token) -> bool:
    """Whether a token begins a clause of its own, with its own negations."""
    if token.dep_ == "conj":
        return token.pos_ in {"VERB", "AUX"}
    return token.dep_ in CLAUSES or token.head == token


def clause(token: Token) -> Token:
    """The verb (or bare word) that heads the clause a token stands in."""
    while not heads_clause(token):
        token = token.head
    return token


def path(token: Token) -> Iterator[Token]:
    """The token and all above it that share its polarity, through "I do not think we will"."""
    yield token
    for _ in range(DEPTH):
        if heads_clause(token) and not _raised(token):
            return
        token = token.head
        yield token


def _raised(token: Token) -> bool:
    thinks = token.dep_ == "ccomp" and token.head.lemma_.lower() in lexicon().raises
    return thinks and _person(token.head) in FIRST_PERSON | {""}


def negators(token: Token, outside: range) -> list[Token]:
    """The words that negate a token, leaving out those that belong to the cue itself."""
    found = {
        child.i: child
        for step in path(token)
        for child in _deniers(step, at_anchor=step == token)
        if child.i not in outside
    }
    return [found[i] for i in sorted(found)]


def _deniers(step: Token, *, at_anchor: bool) -> Iterator[Token]:
    for word, through in _denials(step.doc).get(step.i, ()):
        if through in SUBJECTS or not through or (at_anchor and through == "dobj"):
            yield word


def _denials(doc: Doc) -> Denials:
    """The negating words of a text by what each may negate: found once, as a text may be long."""
    if _DENIALS not in doc.user_data:
        found: Denials = {}
        for word in filter(_denies, doc):
            head = word.head
            if head != word:
                found.setdefault(head.i, []).append((word, ""))
            if word.dep_ == "det" and head.dep_ in SUBJECTS | {"dobj"} and not _denies(head):
                found.setdefault(head.head.i, []).append((word, head.dep_))
        doc.user_data[_DENIALS] = found
    return cast("Denials", doc.user_data[_DENIALS])


def _denies(token: Token) -> bool:
    if token.lower_ not in lexicon().negators or token.dep_ in {"intj", "pobj", "conj"}:
        return False
    following = token.doc[token.i + 1].lower_ if token.i + 1 < len(token.doc) else ""
    return following not in {"only", "just", "merely", "least"}


def subject(token: Token) -> Token | None:
    """The nearest subject of the clause, or of the clause that lends it one."""
    for _ in range(DEPTH):
        found = next((child for child in token.children if child.dep_ in SUBJECTS), None)
        if found is not None or token.head == token:
            return found
        if token.dep_ in {"ccomp", "advcl", "relcl", "acl", "parataxis"} and token.pos_ != "VERB":
            return None
        token = token.head
    return None


def owner(token: Token, own: frozenset[str]) -> Owner:
    """Whose act it is: the speaker's side, nobody's in particular, or somebody else's."""
    found = subject(token)
    if found is None or found.lower_ in FIRST_PERSON or found.dep_ == "expl":
        return "own"
    if found.lower_ in HE_SHE or clause(token).dep_ in {"relcl", "acl"}:
        return "other"
    words = f" {noun_phrase(found).lower()} "
    if any(f" {name} " in words for name in own | {"our", "my"}):
        return "own"
    return "other" if found.pos_ == "PROPN" else "open"


def noun_phrase(token: Token) -> str:
    """The words of a noun phrase without the clauses that hang on it."""
    doc, last = token.doc, token.i
    for child in token.rights:
        if child.dep_ in {"relcl", "acl", "punct", "appos", "cc"}:
            break
        last = child.right_edge.i
    return str(doc[token.left_edge.i : last + 1].text)


def sources(token: Token, own: frozenset[str]) -> tuple[str, ...]:
    """Who is said to say it, outermost first; empty if the words are the speaker's own."""
    found: list[str] = []
    while token.head != token:
        above = token.head
        if token.dep_ in {"ccomp", "xcomp", "parataxis"} and above.lemma_.lower() in lexicon().says:
            speaker = subject(above)
            if speaker is not None and speaker.lower_ != "you" and owner(above, own) != "own":
                found.append(noun_phrase(speaker))
        token = above
    return tuple(reversed(found))


def according_to(sentence: Span) -> tuple[str, ...]:
    """Whoever stands behind "according to"."""
    for token in sentence:
        if token.lower_ == "according":
            return tuple(noun_phrase(t) for t in token.subtree if t.dep_ == "pobj")[:1]
    return ()


def _person(verb: Token) -> str:
    found = subject(verb)
    return found.lower_ if found is not None else ""
