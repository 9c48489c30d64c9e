"""Sentences of the rooms as a reader has them: names of the case as words, signs as in print.

A room speaks of `us-oil` and `RU`, as the files do, so that its words can be looked up there. On
the page the same sentence speaks of US oil and Russia.
"""

import re
from collections.abc import Callable, Iterator

from detente.findings.model import Brief
from detente.wording.names import party_words, plain

Wording = Callable[[str], str]
_KNOWN_TO_ALL = ("US", "EU", "UK", "UN")  # which read better short, and stand in other names
_BREACH = re.compile(r"\bbreaches\.\w+\.([\w-]+)\.")
_OWNED = re.compile(r"\b([A-Z]{2,}):(?=[a-z])")  # a red line: "EU:no-recognition"
_PRINT = (
    (re.compile(r'"([^"]*)"'), r"“\1”"),
    (re.compile(r"(?<=\d)\s?(%|bn\b)"), "\u00a0\\1"),
    (re.compile(r"(?<![\w\u2212-])-(?=\d)"), "\u2212"),
    (re.compile(r"(?<=above |below )0\.0?(\d{1,2})(?=:)"), "\\1\u00a0%"),
)


def wording(brief: Brief) -> Wording:
    """What puts a sentence about this case into plain words."""
    words = {name: plain(name) for name in _names(brief) if plain(name) != name}
    words |= {
        party: party_words(party, brief.case.parties)
        for party in brief.case.parties
        if party not in _KNOWN_TO_ALL
    }
    longest = sorted(words, key=len, reverse=True)
    known = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, longest)) or '(?!)'})(?![\w-])")

    def worded(text: str) -> str:
        found = known.sub(lambda m: words[m[1]], _OWNED.sub(r"\1: ", text))
        for sign, printed in _PRINT:
            found = sign.sub(printed, found)
        return found

    return worded


def _names(brief: Brief) -> Iterator[str]:
    """Every name that a clause, a measure, a breach, a red line or an asset of the case has."""
    for package in brief.packages.values():
        yield from (name for phase in package.phases for name in (phase.module, *phase.open))
        yield from (phase.phase for phase in package.phases)
        yield from (event.name for event in package.events)
    yield from (line.name for line in brief.design.red_lines)
    yield from (line.partition(":")[2].strip() for line in brief.design.unpriced)
    yield from (path.asset for path in brief.markets.paths)
    for line in brief.inputs:
        for name in (line.name, *line.called):
            yield from _BREACH.findall(name)
