"""The public factuality sets read: events with how far readers took them to have happened."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc

from detente.signals.heads.event import event_features
from detente.signals.heads.feature import Feature
from detente.signals.parser import model

FOLDERS = {
    "UDS_IH2": "UDS_IH2",
    "UW": "UW",
    "MEANTIME": "MEANTIME",
    "MV2": "MV2/mv2",
    "CB": "CB/CB",
    "CB2": "CB/CB___split2",
    "CB3": "CB/CB___split3",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One event of one text: its features, and its factuality on [-3, 3]."""

    features: tuple[Feature, ...]
    factuality: float
    group: str  # the text it stands in


def read_events(data: Path, name: str, split: str) -> Iterator[Event]:
    """The events of one split, parsed in the words that the set was annotated in."""
    file = data / "text" / "factuality" / FOLDERS[name] / f"{split}.jsonl"
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]
    language = model()
    docs = language.pipe((Doc(language.vocab, row["text"].split()) for row in rows), batch_size=128)
    for row, doc in zip(rows, docs, strict=True):
        for target in row["targets"]:
            first, last = target["span1"]
            if first < min(last, len(doc)):
                word = doc[first:last].root
                yield Event(tuple(event_features(word)), target["label"], row["text"])
