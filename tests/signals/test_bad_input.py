"""Files that nobody should send, through the real command: a message or a result, never a crash."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from detente.cli import main

BRIEFING = "Q: Will you lift the sanctions?\nPESKOV: We will not lift the sanctions.\n"
DENIED = '-4 [-4, -4]  PESKOV, sanctions-general: "will not"'


@dataclass(frozen=True)
class Done:
    """How a run of the command line ended, and what it said."""

    code: int
    out: str
    err: str


Detente = Callable[..., Done]


@pytest.fixture
def detente(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Detente:
    def run(*words: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["detente", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return Done(int(ended.value.code or 0), told.out, told.err)

    return run


def kept(tmp_path: Path, raw: bytes, name: str = "words") -> str:
    (tmp_path / name).write_bytes(raw)
    return str(tmp_path / name)


@pytest.mark.parametrize(
    ("raw", "reason", "remedy"),
    [
        (bytes(range(256)) * 40, "is no text (it holds control bytes)", "save its words as plain"),
        (BRIEFING.encode().replace(b"not", b"n\0t"), "is no text", "save its words as plain text"),
        (b"PK\x03\x04" + b"x" * 99, "is a zip or an Office file", "save its words as plain text"),
        (b"we will not lift the ban " * 210_000, "5.2 MB is about 4 min of reading", "(--to)"),
        (b'{"text": ' + b"[" * 100_000, "words:1: is no JSON object", "write one remark a line"),
        (b'{"text": "one' + b" " * 17_000_000, "is a line of more than 16 MB", "one record a line"),
    ],
    ids=["binary", "nul", "zip", "one-line-of-5-MB", "deep", "a-row-of-17-MB"],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(
    detente: Detente, tmp_path: Path, raw: bytes, reason: str, remedy: str
) -> None:
    file = kept(tmp_path, raw)
    if "17 MB" in reason or len(raw) > 16_000_000:
        done = detente("read", file, "--as", "jsonl", "--to", str(tmp_path / "o.parquet"))
    else:
        done = detente("read", file)
    assert (done.code, done.out) == (2, "")
    assert reason in done.err
    assert remedy in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    "raw",
    [
        BRIEFING.encode("utf-16"),
        BRIEFING.encode("utf-16-be"),
        BRIEFING.encode("utf-32"),
        BRIEFING.replace("\n", "\r\n").encode("utf-8-sig"),
        BRIEFING.replace("\n", "\r").encode(),
        "\u202ePESKOV\u202c: We will \u2067not\u2069 lift the sanctions.".encode(),
        "PES\u200bKOV: We will no\u200bt lift the sanc\u00adtions.\u2060".encode(),
        "PESKOV: We will not \U0001f600 lift the sanctions \u2764\ufe0f\u200d\U0001f525.".encode(),
        b"PESKOV: We will \x1b[31mnot\x1b[0m lift the \x1b]0;pwned\x07sanctions.",
        b"<html><body><script>alert('We will lift the ban')</script><p onclick=x>PESKOV: We will "
        b"<b>not</b> lift <script>We will lift it</script>the sanctions.</p><style>p{}</style>",
        b'{"speaker": "PESKOV", "text": "We will not lift the sanctions."}\n',
    ],
    ids=["utf-16", "utf-16-be", "utf-32", "crlf", "cr", "right-to-left", "zero-width", "emoji",
         "terminal", "scripts", "json"],
)  # fmt: skip
def test_what_stands_around_the_words_changes_nothing(
    detente: Detente, tmp_path: Path, raw: bytes
) -> None:
    done = detente("read", kept(tmp_path, raw))
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [DENIED]


def test_what_nobody_sees_is_put_back_in_the_file(detente: Detente, tmp_path: Path) -> None:
    """A span runs over the signs that were not read: its place is that of the file."""
    text = "PESKOV: We wi\u200bll \u202enot\u202c lift the ban.\n"
    done = detente("read", kept(tmp_path, text.encode()), "--json")
    (span,) = json.loads(done.out)["readings"][0]["spans"]
    assert span["text"] == "will not"
    assert text[span["start"] : span["end"]] == "wi\u200bll \u202enot"


def test_latin_1_is_read_and_told(detente: Detente, tmp_path: Path) -> None:
    done = detente("read", kept(tmp_path, f"Café.\n{BRIEFING}".encode("latin-1")))
    assert done.code == 0
    assert DENIED in done.out
    assert "words:1: byte 4 is not UTF-8; read as cp1252 (an assumption)" in done.err


@pytest.mark.parametrize(
    "raw", [b"", b"\n \n\t\n", b"WEBVTT\n\n", b"<html></html>", b"\xef\xbb\xbf"]
)
def test_an_empty_transcript_commits_nobody(detente: Detente, tmp_path: Path, raw: bytes) -> None:
    done = detente("read", kept(tmp_path, raw))
    assert (done.code, done.err) == (0, "")
    assert done.out == "nothing in this text commits anybody to anything\n"


def test_a_speaker_whom_nobody_knows(detente: Detente, tmp_path: Path) -> None:
    done = detente("read", kept(tmp_path, b"GHJKL QWERTZ: We will not lift the ban.\n"), "--json")
    (found,) = json.loads(done.out)["readings"]
    assert (found["actor"], found["party"], found["level"]) == ("GHJKL QWERTZ", "", -4)


def test_captions_with_broken_clocks_are_heard_and_told(detente: Detente, tmp_path: Path) -> None:
    raw = (
        b"WEBVTT\n\n00:01.000 --> 00:04.000\nPESKOV: We will not lift\n\n"
        b"99:99:99.999 --> 00:00\nthe sanctions.\n\nab:cd --> ef\nRUBIO: We will lift the ban.\n\n"
        b"00:00:05,000 -> 00:06\nLAVROV: We will never accept a ceasefire.\n"
    )
    done = detente("read", kept(tmp_path, raw), "--json")
    found = json.loads(done.out)["readings"]
    assert [(row["actor"], row["level"]) for row in found] == [
        ("PESKOV", -4), ("RUBIO", 3), ("LAVROV", -4),
    ]  # fmt: skip
    assert found[0]["source"].endswith("words:4 at 00:00:01.000")
    assert found[1]["source"].endswith("words:10")
    told = [line for line in done.err.splitlines() if "is no time of a cue" in line]
    assert [line.split(":")[2] for line in told] == ["6", "9", "12"]


ROWS = (
    b'{"speaker": "Peskov", "text": "We will not lift the ban."}\n{"text": \nno json\n[1]\n'
    b'{"speaker": "x"}\n{"text": 7}\n{"speaker": "P\\ud83d", "text": "We will \\ud800 lift it."}\n'
)


def test_broken_rows_are_named_and_skipped(detente: Detente, tmp_path: Path) -> None:
    """On the screen and into a table; half a character is written as what it is, not a letter."""
    file = kept(tmp_path, ROWS)
    done = detente("read", file, "--json")
    found = json.loads(done.out)["readings"]
    assert [(row["actor"], row["level"]) for row in found] == [("Peskov", -4), ("P\ufffd", 3)]
    told = done.err.splitlines()
    assert [line.split("words:")[1].split(":")[0] for line in told] == ["2", "3", "4", "5", "6"]
    assert all("the row is skipped" in line for line in told)
    table = json.loads(detente("read", file, "--to", str(tmp_path / "o.parquet"), "--json").out)
    assert (table["readings"], table["rows_told"]) == (2, 5)


def test_many_broken_rows_are_counted(detente: Detente, tmp_path: Path) -> None:
    done = detente("read", kept(tmp_path, ROWS + b"no json\n" * 500))
    assert len(done.err.splitlines()) == 21
    assert "and 485 more such rows" in done.err


def test_nothing_of_a_text_steers_the_terminal(detente: Detente, tmp_path: Path) -> None:
    raw = b'{"speaker": "P\\u001b]0;x\\u0007", "text": "We will not [bold]lift[/] \\u009b1m it."}\n'
    done = detente("read", kept(tmp_path, raw))
    assert done.code == 0
    assert all(sign.isprintable() for line in done.out.splitlines() for sign in line)
    assert '"will not"' in done.out


def test_200_mb_on_the_screen_is_refused_with_what_to_do(detente: Detente, tmp_path: Path) -> None:
    block = b"PESKOV: We will not lift the ban.\n" * 30_000
    with (tmp_path / "huge").open("wb") as stream:
        for _ in range(200):
            stream.write(block)
    done = detente("read", str(tmp_path / "huge"))
    assert (done.code, done.out) == (2, "")
    assert "204.0 MB is about 2.8 h of reading; write the table to" in done.err
    assert "such as readings.parquet, which streams (--to)" in done.err
