"""The project's own labelled sentences: every reading of each, the level they agree on, the split.

`data/labelled.csv` holds sentences written for this project with three readings: the writer's
intention (`author`) and two independent blind readings (`a`, `b`). All three were given by language
models following `data/codebook.md`, not by persons. `data/textbook.csv` holds sentences whose level
is plain by construction. Gold: the level two readings share, else the median.
"""

import csv
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

HELD_OUT = 3  # one sentence in so many is a test that no fit touches


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence with its readings, in the order writer, first blind, second blind."""

    id: str
    question: str
    text: str
    hard: bool
    kind: str
    readings: tuple[int, ...]

    @property
    def gold(self) -> int:
        """The level two readings share; the median where none do."""
        for level in self.readings:
            if self.readings.count(level) > 1:
                return level
        return sorted(self.readings)[len(self.readings) // 2]

    @property
    def held_out(self) -> bool:
        """Whether the sentence belongs to the test set, by a hash of its id."""
        return int(sha256(self.id.encode()).hexdigest(), 16) % HELD_OUT == 0


def labelled() -> tuple[Labelled, ...]:
    """The labelled sentences, test set included."""
    return tuple(
        Labelled(
            id=row["id"],
            question=row["question"],
            text=row["text"],
            hard=row["hard"] == "yes",
            kind=row["kind"],
            readings=tuple(int(row[reader]) for reader in ("author", "a", "b") if row[reader]),
        )
        for row in _rows("labelled.csv")
    )


def textbook() -> tuple[Labelled, ...]:
    """The plain sentences, for fitting only."""
    return tuple(
        Labelled(row["id"], "", row["text"], False, "plain", (int(row["level"]),))
        for row in _rows("textbook.csv")
    )


def record_readings() -> dict[str, tuple[int, ...]]:
    """The blind readings of the Alaska statements, by statement id."""
    return {
        row["id"]: tuple(int(row[reader]) for reader in ("a", "b") if row[reader])
        for row in _rows("alaska_readings.csv")
    }


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("detente.signals") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
