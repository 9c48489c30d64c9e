"""The doors for text: lists of sanctions and transcripts, broken in the same ways."""

import gzip
import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from moves import numbers, spoilt

from detente.answers.deeds import Asked, deeds_answer
from detente.answers.read import read_answer
from detente.answers.read_many import readings_of
from detente.findings.from_claims import silent

LISTS = Path(__file__).parents[1] / "record" / "files"
_BRIEFING = """# Press briefing, 14 August 2025

Q: Will you lift the secondary tariffs?
THE PRESIDENT: No. We have no plans at this time.

**Peskov (Kremlin):** We are ready for talks, if they pull back.
"""
_PAGE = """<!doctype html><html><head><meta charset="utf-8"></head><body>
<p><b>QUESTION:</b> Do you rule out banking sanctions?</p>
<p><b>MS BRUCE:</b> We do not rule them out &mdash; 12 &amp; more.</p></body></html>
"""
_TRACK = """1
00:00:01,000 --> 00:00:03,000
>> QUESTION: And the frozen assets?

2
00:00:03,500 --> 00:00:06,000
>> LAVROV: We will never give them up.
"""
_RECORDS = '{"speaker": "Rubio", "date": "2025-08-14", "text": "We will ease the sanctions."}\n'
SPOKEN = {
    "briefing.md": _BRIEFING,
    "page.html": _PAGE,
    "track.srt": _TRACK,
    "track.vtt": "WEBVTT\n\n" + _TRACK.replace(",", "."),
    "records.jsonl": _RECORDS * 2,
}


@cache
def _lists() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(LISTS.iterdir())}


def text_try(rng: random.Random, folder: Path) -> tuple[str, Callable[[], Any]]:
    """What was broken, and a question about it."""
    if rng.random() < 0.75:
        name = rng.choice(list(_lists()))
        body = _lists()[name]
    else:
        name = rng.choice(list(SPOKEN))
        body = SPOKEN[name].encode()
    told = []
    for _ in range(rng.choice((1, 1, 2, 4))):
        move = rng.choice((numbers, spoilt, spoilt))
        try:
            body, how = move(body, name, rng)
        except UnicodeDecodeError:
            continue
        told.append(how)
    if rng.random() < 0.1:
        body = gzip.compress(body, mtime=0)
        body = body[: rng.choice((len(body), len(body) // 2, 12))]
        told.append("gzipped")
    path = folder / name
    path.write_bytes(body)
    return f"{name}: {'; '.join(told)}", _question(path, rng)


def _question(path: Path, rng: random.Random) -> Callable[[], Any]:
    other = rng.random() < 0.3

    def deeds() -> Any:
        paths = [path, LISTS / path.name] if other else [path]
        return deeds_answer(Asked(paths=paths), None, silent).data

    def read() -> Any:
        found = readings_of(path, "", "", silent)
        return {"readings": read_answer("", found).data["readings"], "words": None}

    return read if path.name in SPOKEN else deeds
