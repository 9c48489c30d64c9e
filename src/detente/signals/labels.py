"""The name that stands before the words: who speaks, and whether he asks or answers.

PESKOV: ...   **Peskov (Kremlin):** ...   DONALD TRUMP, PRESIDENT OF THE UNITED STATES: ...
PRESIDENT ZELENSKYY [through interpreter]: ...   [00:14] Rubio: ...   Donald Trump (00:14):
Q    Mr. President, ...   Q. ...   REPORTER 2: ...   The President. ...
"""

import re
from dataclasses import dataclass

ASKS = frozenset({"q", "question", "reporter", "journalist", "moderator", "interviewer", "host"})
ANSWERS = frozenset({"a", "answer"})
_MOST_NAMES = 5  # words in a speaker's name
_MOST_TITLES = 12  # words in what he is
_SMALL = frozenset({
    "of", "the", "von", "der", "van", "de", "al", "bin", "and", "for", "to", "in",
})  # fmt: skip
_ROLES = frozenset({
    "adviser", "ambassador", "anchor", "chair", "chancellor", "chief", "commissioner",
    "correspondent", "deputy", "envoy", "foreign", "host", "minister", "moderator", "president",
    "prime", "reporter", "representative", "secretary", "spokesman", "spokesperson", "spokeswoman",
})  # fmt: skip
_HEADINGS = frozenset({
    "annex", "article", "background", "communique", "date", "draft", "note", "place", "questions",
    "readout", "remarks", "source", "statement", "subject", "summary", "topic", "transcript",
    "venue",
})  # fmt: skip
_MARKS = "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"  # direction marks before a name
_STAMP = r"(?:[\[(]?\d{1,2}(?::\d\d){1,2}(?:[.,]\d{1,3})?[\])]?[ \t]+)?"
_ASIDE = r"(?P<aside>(?:[ \t]*[(\[][^)\]\n]{0,60}[)\]]){0,2})"
_NAMED = re.compile(
    rf"[\s{_MARKS}]*(?:[*_#>-]+\s*|\d{{1,3}}[.)][ \t]+)?{_STAMP}[*_]*[\[@]?"
    r"(?P<name>[^\W\d_][\w.'’ -]{0,50}?)\]?"
    r"(?P<title>,[ \t][^:;?!()\[\]\n]{2,100}?)?" + _ASIDE + r"[*_]*:[*_]*(?:\s+|$)"
)
_ASKED = re.compile(rf"[\s{_MARKS}]*(?P<name>Q)(?:\.\s+|\s+(?=[A-Z(\"“—–-]))")
_ANSWERED = re.compile(r"\s*(?P<name>A)\.\s+")
_PAPERS = re.compile(  # as the Public Papers of the Presidents print it
    r"\s*(?P<name>The President|(?:Prime Minister|President|Secretary|Chancellor|Foreign Minister|"
    r"Special Envoy|Ambassador|Secretary General)(?: [A-Z][\w'’-]+){1,3})\.\s+(?=[A-Z(\"“])"
)
_LOOKED_AT = 260  # characters


@dataclass(frozen=True, slots=True)
class Label:
    """A speaker's name at the head of a line; his words begin at `end`."""

    name: str
    end: int
    asks: bool
    answers: bool  # `A:`, who is the one named last


def speaker_label(line: str, *, asked: bool = False) -> Label | None:
    """The name before the words, if there is one; not "Note that we agreed: ...".

    `A. We will not` is an answer only where somebody has `asked`; else A. may be an initial.
    """
    head = line[:_LOOKED_AT]
    bare = _ASKED.match(head) or _PAPERS.match(head) or (_ANSWERED.match(head) if asked else None)
    match = bare or _NAMED.match(head)
    if match is None:
        return None
    name = " ".join(match["name"].split())
    said = {word.strip(".").casefold().rstrip("0123456789") for word in name.split()}
    title = "" if bare else match["title"] or ""
    roles = {word.casefold() for word in re.findall(r"\w+", title)}
    asks = bool(said & ASKS) or bool(roles & ASKS)
    answers = len(said) == 1 and bool(said & ANSWERS)
    if not bare and not (asks or answers or _is_name(match, name)):
        return None
    alone = match.end() == len(line) or not line[match.end() :].strip()
    if alone and not (asks or answers or _stands_alone(name, match["aside"])):
        return None
    return Label(name, match.end(), asks, answers)


def _is_name(match: re.Match[str], name: str) -> bool:
    words, title = name.split(), re.findall(r"[^\s,.]+", match["title"] or "")
    if len(words) > _MOST_NAMES or len(title) > _MOST_TITLES or name[0].islower():
        return "@" in match[0]
    return all(not word[0].islower() or word in _SMALL for word in words) and all(
        not word[0].islower() or word in _SMALL | _ROLES for word in title
    )


def _stands_alone(name: str, aside: str) -> bool:
    """Whether a line that holds nothing else names a speaker, and is no heading."""
    words = name.split()
    heading = any(word.casefold() in _HEADINGS for word in words)
    return not heading and (bool(aside) or len(words) > 1 or name.isupper())
