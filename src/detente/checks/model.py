"""A named condition on a package: good, or the shortest story that breaks it."""

from dataclasses import dataclass
from typing import Literal

TOO_LARGE = "leave out acts that nothing waits for, or shorten horizon_months"
Verdict = Literal["good", "flaw", "unknown"]


@dataclass(frozen=True, slots=True)
class Check:
    """Verdict, finding in a sentence, trace one line a step, and how to mend it."""

    name: str
    verdict: Verdict
    finding: str
    trace: tuple[str, ...] = ()
    remedy: str = ""
