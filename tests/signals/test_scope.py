"""What negates a word, and what it costs to know it."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from spacy.tokens import Token

from detente.signals import scope
from detente.signals.parser import parse


def _denied(text: str, word: str) -> list[str]:
    (doc,) = parse([text])
    token = next(token for token in doc if token.lower_ == word)
    return [found.lower_ for found in scope.negators(token, range(token.i, token.i + 1))]


@pytest.mark.parametrize(
    ("text", "word", "by"),
    [
        ("We will not lift the ban.", "lift", ["not"]),
        ("No party will sign the text.", "sign", ["no"]),
        ("We will accept no conditions.", "accept", ["no"]),
        ("We will lift not only the ban.", "lift", []),
        ("We will lift the ban.", "lift", []),
        ("I do not think we will sign.", "sign", ["not"]),
    ],
)
def test_what_negates_a_word(text: str, word: str, by: list[str]) -> None:
    assert _denied(text, word) == by


def test_a_sentence_without_end_is_not_searched_once_for_every_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Twice the words cost twice the looks, not four times: a damaged file is one sentence."""
    looks: list[Token] = []

    def counted(denies: Callable[[Token], bool], token: Token) -> bool:
        looks.append(token)
        return denies(token)

    monkeypatch.setattr(scope, "_denies", lambda token, plain=scope._denies: counted(plain, token))
    spent = []
    for times in (200, 400):
        looks.clear()
        (doc,) = parse(["no <<: " * times])
        for token in doc:
            scope.negators(token, range(token.i, token.i + 1))
        spent.append(len(looks))
    assert all(late <= 3 * early for early, late in pairwise(spent))
