"""Transcripts as they come: turns, questions, markup, and input that means harm."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.signals import read_text
from detente.signals.parser import parse

BRIEFING = """# Press briefing

Q: Will you lift the secondary tariffs?
THE PRESIDENT: No. We have no plans at this time.

**Peskov (Kremlin):** We are ready for talks.

Mary Jones: Do you rule out banking sanctions?
Bessent: We do not rule them out.

REPORTER: And the frozen assets?
A: No comment.
"""


def test_turns_questions_and_instruments() -> None:
    readings = read_text(BRIEFING, file="briefing.md", on=date(2025, 8, 14))
    assert [(r.actor, r.instrument, r.level, r.clarity) for r in readings] == [
        ("THE PRESIDENT", "secondary-tariffs", -4, "clear"),
        ("THE PRESIDENT", "secondary-tariffs", -3, "clear"),
        ("Peskov", "process-momentum", 1, None),
        ("Bessent", "sanctions-banking", 1, "ambivalent"),
        ("Bessent", "frozen-assets", -2, "non-reply"),
    ]
    assert [r.party for r in readings] == ["", "", "RU", "US", "US"]
    assert readings[0].source == "briefing.md:4"
    assert {r.date for r in readings} == {date(2025, 8, 14)}


def test_spans_count_from_the_beginning_of_the_text() -> None:
    for reading in read_text(BRIEFING):
        for span in reading.spans:
            assert BRIEFING[span.start : span.end] == span.text


def test_the_longest_name_of_an_instrument_wins() -> None:
    (reading,) = read_text("We will impose secondary tariffs on them.")
    assert reading.instrument == "secondary-tariffs"


def test_an_evasion_without_any_cue_is_no_reply() -> None:
    (reading,) = read_text("Q: Will you lift the sanctions?\nTRUMP: The weather is fine.\n")
    assert reading.clarity == "non-reply"
    assert reading.abstains


PHRASES = st.sampled_from([
    "we will", "not", "never", "if they", "pull back", "within thirty days", "no comment",
    "the minister said that", "unimportant", "we'll see", "lift", "the sanctions", "hereby", "?",
    "\n", "Q:", "TRUMP:", "’", "\u202e", "should", "no", "until", "there is", "refuse to",
])  # fmt: skip
HARM = st.one_of(
    st.text(max_size=200),
    st.lists(PHRASES, max_size=25).map(" ".join),
    st.binary(max_size=200).map(lambda data: data.decode("latin-1")),
)


@settings(max_examples=150, deadline=None)
@given(HARM)
def test_whatever_comes_spans_are_verbatim_and_weights_add_up(text: str) -> None:
    for reading in read_text(text):
        assert sum(span.weight for span in reading.spans) == reading.level
        assert -4 <= reading.low <= reading.level <= reading.high <= 4
        assert 0 < reading.p_proposition_low <= reading.p_proposition
        assert reading.p_proposition <= reading.p_proposition_high < 1
        assert 0 <= reading.p_committed_low <= reading.p_committed <= reading.p_committed_high <= 1
        for span in reading.spans:
            assert span.text
            assert text[span.start : span.end] == span.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t\n ",
        "\ud800\udfff we will \udc00",
        "\u202ewe will not lift the ban\u202c",
        "\x00\x01\x02\xff\xfe" * 500,
        "(((((" * 20_000,
        "a" * 1_000_000,
        "word " * 20_000,
        "we will not " * 3_000,
        "I do not think that " * 2_000,
        "\n" * 100_000,
        "Q: " * 5_000,
    ],
    ids=["empty", "blank", "surrogates", "rtl", "binary", "brackets", "one-word-1MB", "long-line",
         "denials", "nested", "newlines", "questions"],
)  # fmt: skip
def test_hostile_input_ends_well(text: str) -> None:
    for reading in read_text(text):
        for span in reading.spans:
            assert text[span.start : span.end] == span.text


def test_direction_marks_do_not_hide_a_denial() -> None:
    text = "\u202eWe will \u200fnot\u202c lift the ban."
    (reading,) = read_text(text)
    assert reading.level == -4
    assert [span.text for span in reading.spans] == ["will \u200fnot"]


def test_the_same_text_reads_the_same_twice() -> None:
    assert read_text(BRIEFING) == read_text(BRIEFING)


def test_what_is_too_long_for_a_word_costs_no_minutes_and_moves_no_place() -> None:
    long = "=1+1" * 5000
    text = f"We will lift {long} the sanctions on oil."
    (doc,) = parse([text])
    assert len(doc) < 20
    assert doc.text.index("sanctions") == text.index("sanctions")
