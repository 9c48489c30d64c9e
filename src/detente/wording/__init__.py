"""Findings in words: titles, sentences, names of the case, numbers and intervals."""

from detente.wording.worded import with_unpriced, worded_brief

__all__ = ["with_unpriced", "worded_brief"]
PUBLIC = (
    "design_words",
    "figure_titles",
    "glance",
    "minute",
    "names",
    "numbers",
    "sentences",
    "titles",
    "words",
)  # modules that other rooms may import, beside this door
