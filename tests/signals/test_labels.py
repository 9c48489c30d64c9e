"""Names before the words, as White House, State, Kremlin, CNN and papers print them."""

from pathlib import Path

import pytest

from detente.record.opening import open_file
from detente.signals.formats import read_file, turns_of
from detente.signals.labels import speaker_label

Told = list[tuple[str, str]]


def turns(tmp_path: Path, text: str) -> Told:
    (tmp_path / "words").write_text(text, encoding="utf-8")
    return [
        ("?" if turn.asks else turn.speaker, " ".join(line.words.strip() for line in turn.lines))
        for turn in turns_of(open_file(tmp_path / "words"))
    ]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("PESKOV: We will.", "PESKOV"),
        ("**Peskov (Kremlin):** We will.", "Peskov"),
        ("DONALD TRUMP, PRESIDENT OF THE UNITED STATES: We will.", "DONALD TRUMP"),
        ("Paula Pinho, chief spokesperson: We will.", "Paula Pinho"),
        ("PRESIDENT ZELENSKYY [through interpreter]: We will.", "PRESIDENT ZELENSKYY"),
        ("Mr. Nebenzya (Russian Federation) (spoke in Russian): We veto.", "Mr. Nebenzya"),
        ("Donald Trump (00:14):", "Donald Trump"),
        ("Speaker 2 (01:02):", "Speaker 2"),
        ("[00:01:05] Rubio: We will not.", "Rubio"),
        ("2. Rubio: We will not.", "Rubio"),
        ("[Peskov]: We will.", "Peskov"),
        ("@realDonaldTrump: Great progress!", "realDonaldTrump"),
        ("\u200fعراقچی: We will.", "عراقچی"),
        ("The President. We will.", "The President"),
        ("Special Envoy Kellogg. We already have.", "Special Envoy Kellogg"),
    ],
)
def test_a_name_is_known(line: str, name: str) -> None:
    label = speaker_label(line)
    assert label is not None
    assert (label.name, label.asks, label.answers) == (name, False, False)


@pytest.mark.parametrize(
    "line",
    ["Q    Mr. President, will you?", "Q. Will you?", "Q\u00a0\u00a0And oil?", "Q1: Will you?",
     "REPORTER 2: Will you?", "UNIDENTIFIED REPORTER: Will you?", "question: will you?",
     "Journalist (Politico): Will you?", "WOLF BLITZER, CNN HOST: He was asked."],
)  # fmt: skip
def test_who_asks_is_known(line: str) -> None:
    label = speaker_label(line)
    assert label is not None
    assert label.asks


@pytest.mark.parametrize(
    "line",
    ["Note that we agreed: no bans.", "We will do two things: lift the ban.", "Draft statement:",
     "Joint Statement:", "Quotas will be lifted.", "A. Merkel will not come.", "Q", "",
     "Germany, France and others who agreed on this said: never.", "President Trump will meet."],
)  # fmt: skip
def test_what_is_no_name(line: str) -> None:
    assert speaker_label(line) is None


def test_the_white_house_prints_q_without_a_colon(tmp_path: Path) -> None:
    text = (
        "For Immediate Release          August 14, 2025\n\n"
        "     THE PRESIDENT:  Thank you.\n\n     Q    The rare earths?\n\n"
        "     THE PRESIDENT:  Very unimportant, relatively.\n\n                     (Laughter.)\n\n"
        "     Q    (Inaudible.)\n\n     THE PRESIDENT:  No, we will not.\n"
    )
    assert turns(tmp_path, text) == [
        ("THE PRESIDENT", "Thank you."), ("?", "The rare earths?"),
        ("THE PRESIDENT", "Very unimportant, relatively."), ("?", "(Inaudible.)"),
        ("THE PRESIDENT", "No, we will not."),
    ]  # fmt: skip
    assert {str(reading.date) for reading in read_file(tmp_path / "words")} == {"2025-08-14"}


def test_a_is_an_answer_only_to_a_question(tmp_path: Path) -> None:
    text = "RUBIO: Good morning.\nQ. Will you lift the ban?\nA. We will not.\nA. Merkel came.\n"
    assert turns(tmp_path, text) == [
        ("RUBIO", "Good morning."), ("?", "Will you lift the ban?"),
        ("RUBIO", "We will not. A. Merkel came."),
    ]  # fmt: skip


def test_a_name_on_a_line_of_its_own(tmp_path: Path) -> None:
    text = "Donald Trump (00:14):\nWe will not.\n\nSpeaker 2 (01:02):\nWhy?\n"
    assert turns(tmp_path, text) == [("Donald Trump", "We will not."), ("Speaker 2", "Why?")]


@pytest.mark.parametrize(
    "text",
    [
        "Berlin, 15 August 2025\n\n**Will you send troops?**\n\nNo. We will not.\n",
        "<html><body><p><strong>Will you send <i>troops</i>?</strong></p><p>No. We will not.</p>"
        "</body></html>",
    ],
)
def test_a_question_in_bold_is_asked(tmp_path: Path, text: str) -> None:
    asked, answered = turns(tmp_path, text)
    assert asked[0] == "?"
    assert answered == ("", "No. We will not.")
    assert [reading.clarity for reading in read_file(tmp_path / "words")] == ["clear", "clear"]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Friday, August 15th, 2025", "2025-08-15"),
        ("15 August 2025 10:30", "2025-08-15"),
        ("Aug. 16, 2025 | 3:12 PM EDT", "2025-08-16"),
        ("Aired August 13, 2025 - 18:00 ET", "2025-08-13"),
        ("16.08.2025", "2025-08-16"),
        ("8/15/2025", "2025-08-15"),
        ("Moscow, 15 August 2025", "2025-08-15"),
        ("08.07.2025", "None"),  # may be read two ways
        ("8/7/2025", "None"),
        ("31 June 2025", "None"),
    ],
)
def test_datelines(tmp_path: Path, written: str, told: str) -> None:
    (tmp_path / "words").write_text(f"{written}\n\nPESKOV: We will not lift the ban.\n")
    (found,) = read_file(tmp_path / "words")
    assert str(found.date) == told
