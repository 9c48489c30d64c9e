"""The public sets read from DETENTE_DATA: texts, labels and the groups that must stay together."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

csv.field_size_limit(10**7)
CLEAR, AMBIVALENT, NO_REPLY = 2, 1, 0
_NO_REPLIES = frozenset({"2.6", "2.7", "2.8"})  # declines, claims ignorance, asks back


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled text; `place` orders the texts of a group where they follow each other."""

    text: str
    label: int
    group: str
    place: int = 0
    question: str = ""
    other: int = -1  # a second label, where the set has one
    votes: tuple[int, ...] = ()  # annotators for each class, where they are told


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as source:
        for row in csv.DictReader(source):
            yield {(key or "").strip().lower(): (value or "") for key, value in row.items() if key}


def speech_acts(data: Path) -> list[Example]:
    """Sentences of Australian campaign documents; label: commissive; other: 1 specific, 0 vague."""
    found = []
    for file in sorted((data / "text" / "speech_acts").glob("*.csv")):
        for place, row in enumerate(_rows(file)):
            commissive = row["categories"].strip().startswith("Commissive")
            kind = row["specificity"].strip().lower()
            other = {"specific": 1, "vague": 0}.get(kind, -1)
            found.append(Example(row["sentence"], int(commissive), file.stem, place, other=other))
    return found


def pledges(data: Path) -> list[Example]:
    """Manifesto sentences; label: specificity 0..6; group: the election year."""
    found = []
    for file in sorted((data / "text" / "pledge_specificity").glob("*.csv")):
        year = file.stem.split("_")[1][:4]
        for place, row in enumerate(_rows(file)):
            label = int(float(row["labels"])) - 1
            found.append(Example(row["sentence"], label, year, place))
    return found


def central_banks(data: Path) -> list[Example]:
    """Sentences of central banks; label: 1 uncertain; other: 1 looks forward; group: the bank."""
    return [
        Example(
            text=row["sentences"],
            label=int(row["certain_label"] == "uncertain"),
            group=row["bank"],
            other=int(row["time_label"] == "forward looking"),
        )
        for row in _rows(data / "text" / "wcb_all.csv")
    ]


def clarity(data: Path) -> list[Example]:
    """Answers in presidential interviews, each question once; label by the annotators' majority.

    An answer to several questions, or annotated several times, is one group: it never stands on
    both sides of a fold.
    """
    votes: dict[tuple[str, str], Counter[int]] = {}
    for file in sorted((data / "text" / "qevasion").glob("*.csv")):
        for row in _rows(file):
            key = (_plain(row["question"]), _plain(row["interview answer"]))
            for name in ("label", "annotator1", "annotator2", "annotator3"):
                if row.get(name):
                    votes.setdefault(key, Counter())[_clarity(row[name])] += 1
    return [
        Example(
            text=answer,
            label=max(count, key=lambda c: (count[c], c == AMBIVALENT)),
            group=answer,
            question=question,
            votes=tuple(count[label] for label in (NO_REPLY, AMBIVALENT, CLEAR)),
        )
        for (question, answer), count in sorted(votes.items())
    ]


def annotators(data: Path) -> list[tuple[int, int, int]]:
    """What each of the three annotators made of each pair of the test split."""
    return [
        (_clarity(row["annotator1"]), _clarity(row["annotator2"]), _clarity(row["annotator3"]))
        for row in _rows(data / "text" / "qevasion" / "test_set.csv")
    ]


def _clarity(label: str) -> int:
    code = label.split(maxsplit=1)[0]
    return CLEAR if code == "1.1" else NO_REPLY if code in _NO_REPLIES else AMBIVALENT


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
