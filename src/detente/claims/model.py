"""What became of a claim when the numbers were asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Finding = Literal["holds", "fails", "undecided"]
Scalar = float | str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """One claim after its test: the finding, every number looked at, and how close it was."""

    id: str
    claim: str
    verdict: Finding
    numbers: Mapping[str, Scalar]  # by path into the result, as the claim writes it
    words: str  # one sentence: which comparison decided, and by how much
    limits: str  # what the tests cannot see
