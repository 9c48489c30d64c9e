"""What the programs of design cost."""

from collections.abc import Iterator

from bench.design_programs import times
from bench.row import Row
from detente.case import open_case
from detente.findings.from_claims import Tell

CASE, PACKAGE = "alaska-2025", "modular"


def rows(tell: Tell) -> Iterator[Row]:
    """Seconds of each, and the gap that the largest choice leaves."""
    tell(f"{CASE}, {PACKAGE}, and a made package of 8 modules in 6 slots")
    for what, figure in times(open_case(CASE), PACKAGE).items():
        yield Row(what, figure, "" if "gap" in what else "s")
