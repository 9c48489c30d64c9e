"""The act a sentence is about, stripped of who, whether and how firmly."""

import re

from spacy.tokens import Token

PERFORMED = 4
_EDGES = re.compile(r"^(?:to|of|for|about|that)\s+|\s+(?:and|or|but)$", re.IGNORECASE)
_ENDS = frozenset({"advcl", "conj", "cc", "parataxis"})


def proposition_of(anchor: Token, cue: tuple[int, ...], base: int, stop: int | None) -> str:
    """In words: "lift the ban" from "we will not lift the ban"; empty if no act is named.

    `cue`: the tokens of the cue; `base`: its plain level; `stop`: where a condition begins.
    """
    if base == 0 or anchor.pos_ not in {"VERB", "NOUN", "ADJ", "AUX", "ADP"}:
        return ""
    own_verb = anchor.i not in cue or base == PERFORMED
    first = anchor.i if own_verb else max(i for i in cue if i <= anchor.right_edge.i) + 1
    last = _right_edge(anchor, first)
    if stop is not None and first < stop <= last:
        last = stop - 1
    words = str(anchor.doc[first : last + 1].text).strip(" ,.;:!?-\"'")
    return _EDGES.sub("", words)


def _right_edge(anchor: Token, first: int) -> int:
    last = anchor.i
    for child in anchor.rights:
        if child.dep_ in _ENDS and child.i > first + 1:
            break
        if child.dep_ != "punct":
            last = child.right_edge.i
    return last
