"""Captions and datelines: every word is heard, and a date that cannot be read dates nothing."""

from datetime import date
from pathlib import Path

import pytest

from detente.record.opening import open_file
from detente.signals.formats import read_file, turns_of


def heard(tmp_path: Path, text: str, named: str = "") -> tuple[list[str], list[str]]:
    """The words of every line, and what is told."""
    path = tmp_path / "words"
    path.write_text(text, encoding="utf-8")
    opened = open_file(path)
    lines = [line.words.strip() for turn in turns_of(opened, named) for line in turn.lines]
    return lines, [*opened.notes.told()]


def cue(start: int, *lines: str, number: int | str = "") -> str:
    head = f"{number}\n" if number != "" else ""
    times = f"00:00:{start:02d},000 --> 00:00:{start + 2:02d},000\n"
    return head + times + "".join(f"{line}\n" for line in lines) + "\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (  # a blank line within a cue
            cue(1, "We will not go,", "", "not now.", number=7) + cue(4, "We stay.", number=8),
            ["We will not go, not now.", "We stay."],
        ),
        (  # no blank line between cues, and one that is all numbers
            cue(1, "We stay.", number=1).rstrip() + "\n" + cue(4, "1991", number=2),
            ["We stay.", "1991"],
        ),
        (  # a number that is spoken, in a cue and behind a blank line
            cue(1, "In the year", "1991", "", "we left.", number=1),
            ["In the year 1991 we left."],
        ),
        (cue(1, "No.", "No.", number=1), ["No.", "No."]),  # said twice
        (cue(1, "No.", number=1) + cue(9, "No.", number=2), ["No.", "No."]),  # said again later
        (
            cue(1, "We will", number=1) + cue(3, "We will", "go.", number=2),
            ["We will go."],
        ),  # rolls
        (
            "WEBVTT - a title\nKind: captions\n\nNOTE\nnot spoken\n\nintro\n"
            "00:01.000 --> 00:02.000\nWe stay.\n\nNOTE nor this\n\n00:04.000 --> 00:05.000\nYes.\n",
            ["We stay.", "Yes."],
        ),
    ],
)
def test_every_word_of_a_caption_is_heard_once(text: str, words: list[str], tmp_path: Path) -> None:
    assert heard(tmp_path, text) == (words, [])


def test_words_above_the_first_cue_are_told(tmp_path: Path) -> None:
    text = "MINISTER: We stay.\n\n" + cue(1, "Yes.", number=1)
    lines, told = heard(tmp_path, text, "captions")
    assert lines == ["We stay.", "Yes."]
    assert [words.rsplit("words:")[-1] for words in told] == [
        "1: stands above the first cue; it is read without a time"
    ]


def test_two_who_are_not_named_ask_and_answer(tmp_path: Path) -> None:
    path = tmp_path / "words.vtt"
    path.write_text(
        "WEBVTT\n\n00:01.000 --> 00:02.000\n>> Will you sign the truce?\n\n"
        "00:03.000 --> 00:04.000\n>> We will not sign it.\n\n"
        "00:05.000 --> 00:06.000\n>> And the embargo?\n\n"
        "00:07.000 --> 00:08.000\n>> We will lift it.\n"
    )
    found = [(r.actor, r.question, r.level > 0) for r in read_file(path)]
    assert found == [("", "Will you sign the truce?", False), ("", "And the embargo?", True)]


DATED = "March 4, 2024\nMINISTER: We will sign.\n\n{}\nMINISTER: We will lift it.\n"


@pytest.mark.parametrize(
    "line",
    [
        "02/05/2024", "5.4.2024", "05-04-2024", "31 June 2024", "2024-13-01", "April 2024",
        "April 5", "5th of April", "05/04/24", "Updated: 02/05/2024 10:30 AM",
    ],
)  # fmt: skip
def test_a_date_that_cannot_be_read_dates_nothing_and_is_told(line: str, tmp_path: Path) -> None:
    path = tmp_path / "words"
    path.write_text(DATED.format(line))
    opened = open_file(path)
    assert [turn.on for turn in turns_of(opened)] == [date(2024, 3, 4), None]
    (told,) = opened.notes.told()
    assert "words:4: " in told
    assert "is no date that can be read one way; what follows is undated" in told


@pytest.mark.parametrize(
    "line",
    ["15/4/2024", "15.04.2024", "15-04-2024", "2024/04/15", "Sept. 5 2024", "5th of May 2024"],
)
def test_a_date_that_can_be_read_one_way_only_is_read(line: str, tmp_path: Path) -> None:
    path = tmp_path / "words"
    path.write_text(DATED.format(line))
    opened = open_file(path)
    days = [turn.on for turn in turns_of(opened)]
    assert days[0] == date(2024, 3, 4)
    assert days[1] not in {None, days[0]}
    assert not [*opened.notes.told()]


def test_a_row_whose_date_cannot_be_read_does_not_take_that_of_another(tmp_path: Path) -> None:
    path = tmp_path / "words.jsonl"
    rows = ('"date": "2024-03-04"', '"date": "soon"')
    path.write_text("".join(f'{{"text": "We will sign.", {row}}}\n' for row in rows))
    opened = open_file(path)
    assert [turn.on for turn in turns_of(opened)] == [date(2024, 3, 4), None]
    (told,) = opened.notes.told()
    assert 'words.jsonl:2: "soon" is no date' in told
