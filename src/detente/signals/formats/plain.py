"""Plain text and Markdown: names before the words, `Q:` and `A:`, datelines, wrapped lines."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from detente.errors import Place, Problem
from detente.record.opening import Line as FileLine
from detente.record.opening import Opened
from detente.signals.formats.model import Line, Run
from detente.signals.labels import speaker_label

WRAPPED = 55  # a line this long that ends in mid-sentence goes on in the next
MOST_JOINED = 4000
_ENDS = re.compile(r"[.?!:;…\"”')\]]\s*$")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_TH = r"(?:st|nd|rd|th)?"
_DAY = (  # what has no day or no year of four figures ends what was dated before it
    rf"(?P<day>\d{{4}}[-/.]\d\d?[-/.]\d\d?|\d\d?[./-]\d\d?[./-](?:\d{{4}}|\d\d)"
    rf"|{_MONTH} \d{{1,2}}{_TH}(?:,? \d{{4}})?|{_MONTH},? \d{{4}}"
    rf"|\d{{1,2}}{_TH}(?: of)? {_MONTH}(?:,? \d{{4}})?)"
)
_DATELINE = re.compile(
    r"^[#*_>\s]*(?:for immediate release[:,\s]+|(?:aired|published|released|updated|date)[:\s]+"
    r"|[^\W\d_][\w .'-]{1,30},\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
    rf"{_DAY}"
    r"(?:[\s,|–—-]+(?:at\s+)?\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?(?:\s*[A-Z]{2,4})?)?[*_.\s]*$",
    re.IGNORECASE,
)
_FORMS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%B %d %Y", "%d %B %Y", "%b %d %Y", "%d %b %Y",
    "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y", "%d-%m-%Y",
)  # fmt: skip
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b|(?<=[a-z])\.|,|\bof\b", re.IGNORECASE)
_TWO_WAYS = re.compile(r"(?:0?[1-9]|1[0-2])[./-](?:0?[1-9]|1[0-2])[./-]\d")
_NO_DATE = ("is no date that can be read one way", "what follows is undated; write 2025-08-16")
_STAGE = re.compile(r"\s*[(\[](?:[^a-z]{1,80}|[\w,;'’-]+(?:\s[\w,;'’-]+){0,2}\.?)[)\]]\.?\s*")
_BOLD_QUESTION = re.compile(r"\s*(\*\*|__)(?!\s).{3,500}\?\s*\1\s*")
_FENCE = "---"
_HEAD_LINES = 60
_QUOTE = re.compile(r"^\s*>+\s?")
_KEY = re.compile(r"^([a-z_]+):\s*(.*?)\s*$")


def plain_lines(opened: Opened) -> Iterator[Line]:
    """A plain text; a line that is a date and nothing else dates what follows."""
    lines = (line for line in opened.lines() if not _STAGE.fullmatch(line.text))
    spoken = (_dated(whole(line), opened) for line in lines)
    yield from asked_in_bold(joined(spoken))


def markdown_lines(opened: Opened) -> Iterator[Line]:
    """A Markdown text with a head: `speaker` and `date` of the head hold for what is quoted.

    Where the text quotes nobody, all of it is the speaker's; else what is not quoted is told by
    nobody in particular.
    """
    lines = opened.lines()
    head = _head(lines)
    speaker = head.get("speaker") or None
    quotes = re.search(r"^\s*>", opened.head(), re.MULTILINE) is not None
    on = day_of(head.get("date", ""))
    if on:
        yield Line("", (Run(0, 0, 0, 1),), on=on)
    spoken = (line for line in lines if not _STAGE.fullmatch(line.text))
    yield from asked_in_bold(joined(_of_markdown(line, speaker, quotes) for line in spoken))


def whole(line: FileLine) -> Line:
    """A line of the file as it stands, without its end."""
    words = line.text.rstrip("\r\n")
    return Line(words, (Run(0, line.start, len(words), line.number),))


def day_of(written: str) -> date | None:
    """A date as people write it; none if it may be read two ways."""
    words = " ".join(_ORDINAL.sub("", written.strip(" \"'")).split())
    words = re.sub(r"\bsept\b", "Sep", words, flags=re.IGNORECASE)
    for form in () if _TWO_WAYS.match(words) else _FORMS:
        try:
            return datetime.strptime(words, form).date()
        except ValueError:
            continue
    return None


def asked_in_bold(lines: Iterator[Line]) -> Iterator[Line]:
    """The lines, where one that is a question in bold and nothing else is asked by nobody named."""
    answered = False
    for line in lines:
        told = line.speaker is not None or line.asks or speaker_label(line.words)
        asks = not told and bool(_BOLD_QUESTION.fullmatch(line.words))
        if asks:
            yield replace(line, asks=True)
        else:
            yield replace(line, fresh=True) if answered and line.words.strip() else line
        answered = asks or (answered and not line.words.strip())


def joined(lines: Iterator[Line]) -> Iterator[Line]:
    """Lines that were wrapped in mid-sentence, put together again; a blank one ends them."""
    held: Line | None = None
    for line in lines:
        if held is not None and _goes_on(held, line):
            held = _together(held, line)
            continue
        if held is not None:
            yield held
        held = line
    if held is not None:
        yield held


def _goes_on(held: Line, line: Line) -> bool:
    words = line.words.strip()
    if not words or not held.words.strip() or line.on or held.on or line.undated:
        return False
    if (line.speaker, line.asks) != (held.speaker, held.asks) or len(held.words) > MOST_JOINED:
        return False
    last = len(held.words) - held.runs[-1].at
    wrapped = last >= WRAPPED and not _ENDS.search(held.words)
    mark = words[0] in "-*#>•|"
    return (wrapped or (words[0].islower() and last >= WRAPPED // 2)) and not (
        mark or speaker_label(line.words)
    )


def _together(held: Line, line: Line) -> Line:
    gap = Run(len(held.words), line.runs[0].start - 1, 1, line.runs[0].line)
    at = len(held.words) + 1
    runs = (replace(run, at=run.at + at) for run in line.runs)
    return replace(held, words=f"{held.words} {line.words}", runs=(*held.runs, gap, *runs))


def _dated(line: Line, opened: Opened) -> Line:
    """A line that is a date and nothing else; one that cannot be read ends what held before."""
    found = _DATELINE.match(line.words)
    if found is None:
        return line
    on = day_of(found["day"])
    if on is None:
        reason, remedy = _NO_DATE
        told = f'"{found["day"]}" {reason}'
        opened.notes.add(Problem(Place(opened.file, line.runs[0].line), told, remedy))
    return replace(line, words="", on=on, undated=on is None)


def _head(lines: Iterator[FileLine]) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, line in enumerate(lines):
        text = line.text.strip()
        if number and (text == _FENCE or number > _HEAD_LINES):
            break
        key = _KEY.match(text)
        if key:
            found[key[1]] = key[2].strip("\"'")
    return found


def _of_markdown(line: FileLine, speaker: str | None, quotes: bool) -> Line:
    bare = whole(line)
    if line.text.startswith("Q:"):
        return replace(bare.after(2), asks=True) if bare.words[2:].strip() else whole(line)
    mark = _QUOTE.match(bare.words)
    if mark and mark.end() < len(bare.words):
        inner = bare.after(mark.end())
        return inner if speaker_label(inner.words) else replace(inner, speaker=speaker)
    labelled = speaker_label(bare.words)
    return bare if labelled or not bare.words else replace(bare, speaker="" if quotes else speaker)
