"""Words as they come: every format becomes the same turns, and every span is found in its file."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import DetenteError, InputError
from detente.record.opening import open_file
from detente.signals import Reading
from detente.signals.formats import FORMATS, format_of, read_file, turns_of

PLAIN = """August 14, 2025

Q: Will you lift the secondary tariffs, or shall we have to wait for
the next meeting of the two presidents?
THE PRESIDENT: We have no plans at this time. If they pull back, we will certainly
lift the ban within thirty days.

2025-08-15
PESKOV: We will never accept a ceasefire.
"""
RECORD = """---
id: S1
date: 2025-08-14
speaker: Dmitry Peskov
---
Q: Will you accept a ceasefire?

> We will never accept
> a ceasefire.

Flat denial.
"""
PAGE = """<!doctype html><html><head><title>We will lift the ban</title>
<meta property="article:published_time" content="2025-08-14T10:00:00Z">
<script>document.write("<p>We will lift the ban</p>")</script><style>p {}</style></head>
<body><p><strong>Q:</strong> Will you lift the sanctions?</p>
<p><b>THE PRESIDENT:</b> No. We won&#8217;t lift
 the sanctions on oil &amp; gas.<span hidden> We will lift the ban.</span></p>
<p onclick="alert(1)">PESKOV: We will <em>never</em> accept a ceasefire.<br>No comment.</p>
<noscript>We will lift the ban.</noscript></body></html>
"""
CAPTIONS = """WEBVTT

NOTE We will lift the ban.

1
00:01.000 --> 00:04.000 align:start
<v Reporter>Will you lift the
secondary tariffs &amp; the ban?</v>

2
00:00:04.500 --> 00:00:06.000
<v Scott Bessent>We will <i>not</i> lift

3
00:00:06.000 --> 00:00:08.000
<v Scott Bessent>the sanctions on oil.

4
00:00:08.000 --> 00:00:10.000
>> PESKOV: We are ready for talks.
"""
SUBRIP = """1
00:00:01,000 --> 00:00:04,000
BESSENT: We will not

2
00:00:04,000 --> 00:00:06,500
{\\an8}lift the sanctions.
"""
LINES = """\
{"speaker": "Dmitry Peskov", "date": "2025-08-14", "q": "A ceasefire?", "text": "We won\\u2019t."}
{"text": "Q: And the \\"tariffs\\"?\\nBESSENT: We will lift the tariffs."}
"""


def written(tmp_path: Path, text: str, name: str = "words") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def read(tmp_path: Path, text: str) -> list[Reading]:
    return [*read_file(written(tmp_path, text))]


def short(readings: list[Reading]) -> list[tuple[str, str, int, str | None]]:
    return [(r.actor, r.instrument, r.level, r.clarity) for r in readings]


def places(readings: list[Reading]) -> list[str]:
    return [r.source.rsplit("/", 1)[-1] for r in readings]


@pytest.mark.parametrize(
    ("text", "name"),
    [(PLAIN, "text"), (RECORD, "markdown"), (PAGE, "html"), (CAPTIONS, "captions"),
     (SUBRIP, "captions"), (LINES, "jsonl"), ("", "text")],
)  # fmt: skip
def test_the_beginning_tells_the_format(text: str, name: str) -> None:
    assert format_of(text) == name
    assert name in FORMATS


def test_a_transcript_with_dates_and_wrapped_lines(tmp_path: Path) -> None:
    found = read(tmp_path, PLAIN)
    assert short(found) == [
        ("THE PRESIDENT", "secondary-tariffs", -3, "clear"),
        ("THE PRESIDENT", "sanctions-general", 2, "clear"),
        ("PESKOV", "ceasefire", -4, None),
    ]
    assert [r.date for r in found] == [date(2025, 8, 14), date(2025, 8, 14), date(2025, 8, 15)]
    assert places(found) == ["words:5", "words:5", "words:9"]
    assert found[1].condition is not None
    assert found[1].condition.clock_days == 30


def test_a_record_with_its_head(tmp_path: Path) -> None:
    opened = open_file(written(tmp_path, RECORD))
    assert [(t.speaker, t.asks, t.on) for t in turns_of(opened)] == [
        ("", True, date(2025, 8, 14)),
        ("Dmitry Peskov", False, date(2025, 8, 14)),
        ("", False, date(2025, 8, 14)),
    ]
    first = read(tmp_path, RECORD)[0]
    assert (first.party, first.level, first.clarity) == ("RU", -4, "clear")


def test_a_page_is_read_as_a_reader_sees_it(tmp_path: Path) -> None:
    found = read(tmp_path, PAGE)
    assert short(found)[:2] == [
        ("THE PRESIDENT", "sanctions-general", -4, "clear"),
        ("PESKOV", "ceasefire", -4, None),
    ]
    assert {r.date for r in found} == {date(2025, 8, 14)}
    assert not any(r.level > 0 for r in found)  # what is hidden or scripted promises nothing
    assert "won’t" in [span.text for span in found[0].spans]
    assert places(found)[0] == "words:5"


def test_captions_join_what_cues_cut_apart_and_keep_the_time(tmp_path: Path) -> None:
    found = read(tmp_path, CAPTIONS)
    assert short(found) == [
        ("Scott Bessent", "sanctions-general", -4, "clear"),
        ("PESKOV", "process-momentum", 1, None),
    ]
    assert found[0].source.endswith("words:12 at 00:00:04.500")
    (words,) = [span for span in found[0].spans if span.weight]
    assert words.text == "will not"
    assert CAPTIONS[words.start : words.end] == "will <i>not"


def test_subrip(tmp_path: Path) -> None:
    (found,) = read(tmp_path, SUBRIP)
    assert (found.actor, found.party, found.level) == ("BESSENT", "US", -4)
    assert found.source.endswith("words:3 at 00:00:01.000")


def test_json_lines(tmp_path: Path) -> None:
    found = read(tmp_path, LINES)
    assert [(r.actor, r.level, r.date) for r in found] == [
        ("Dmitry Peskov", -4, date(2025, 8, 14)),
        ("BESSENT", 3, date(2025, 8, 14)),
    ]
    assert found[0].instrument == "ceasefire"
    assert found[1].instrument == "secondary-tariffs"


@pytest.mark.parametrize("text", [PLAIN, SUBRIP, RECORD])
def test_where_nothing_is_escaped_a_span_is_a_slice_of_the_file(tmp_path: Path, text: str) -> None:
    found = read(tmp_path, text)
    assert found
    for span in (span for reading in found for span in reading.spans):
        assert text[span.start : span.end] == span.text


@pytest.mark.parametrize(
    "name", ["Министр Лавров", "von der Leyen, Ursula", "the minister (acting)", "Q", "a\tb:c", "Ü"]
)
def test_a_speaker_keeps_his_name_whatever_it_is(tmp_path: Path, name: str) -> None:
    import json  # noqa: PLC0415

    line = json.dumps({"speaker": name, "text": "We will not lift the sanctions."})
    (found,) = read(tmp_path, line)
    assert found.actor == name.strip()
    assert found.level == -4


def test_a_remark_with_a_colon_is_no_speaker(tmp_path: Path) -> None:
    import json  # noqa: PLC0415

    text = "We will lift the ban.\nRemember: we will never accept a ceasefire."
    found = read(tmp_path, json.dumps({"speaker": "Peskov", "text": text}))
    assert [r.actor for r in found] == ["Peskov", "Peskov"]


def test_a_question_is_not_parted_from_its_answer(tmp_path: Path) -> None:
    from detente.signals.formats import blocks  # noqa: PLC0415

    text = "".join(f"Q: Will you lift ban {n}?\nPESKOV: No.\n" for n in range(50))
    cut = [*blocks(turns_of(open_file(written(tmp_path, text))), size=30)]
    assert len(cut) > 20
    assert all(block.turns[0].asks and not block.turns[-1].asks for block in cut)


HARM = st.lists(
    st.sampled_from(
        [
            *"abQ:<>&;/!-*#\"'{}[]\\ \n\r\t\u202e\u200b\u2028\x85\x0b?.\x1d",
            "we will not ",
            "lift the ban ",
            "<script>",
            "</script>",
            "&#8217;",
            "&nbsp",
            "PESKOV: ",
            "Q: ",
            "<br>",
            "\n00:01.000 --> 00:02.000\n",
            "<v Bessent>",
            "---\n",
            "\n2025-08-14\n",
            "\r\n",
        ]
    ),
    max_size=40,
).map(
    lambda parts: "A briefing held in the capital on Friday, as taken down.\n" * 3 + "".join(parts)
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(HARM, st.sampled_from([name for name in FORMATS if name != "jsonl"]))
def test_whatever_comes_spans_are_words_of_the_file(
    tmp_path_factory: pytest.TempPathFactory, text: str, name: str
) -> None:
    path = written(tmp_path_factory.mktemp("harm"), text)
    for reading in read_file(path, name):
        assert sum(span.weight for span in reading.spans) == reading.level
        for span in reading.spans:
            assert span.text
            assert 0 <= span.start < span.end <= len(text)
            if name == "text":
                cut = text[span.start : span.end]
                assert "".join(cut.split()) == "".join(span.text.split())


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"\x00\x01\x02" * 500, "is no text"),
        (b"%PDF-1.4", "a PDF"),
        (b'{"speaker": "A", "q": 1}\n{"text": \n', "words:2: is no JSON object"),
        (b'{"speaker": "A"}\n', "words:1: holds no words"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(tmp_path: Path, raw: bytes, words: str) -> None:
    (tmp_path / "words").write_bytes(raw)
    with pytest.raises(InputError, match=words):
        list(read_file(tmp_path / "words"))


@pytest.mark.parametrize("text", ["", " \n\n", "WEBVTT\n\n", "<html><body></body></html>", "Q: \n"])
def test_an_empty_text_commits_nobody(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == []


def test_a_format_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DetenteError, match='"caption" is no format; did you mean "captions"'):
        list(read_file(written(tmp_path, PLAIN), "caption"))
