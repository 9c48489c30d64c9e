"""Every package of the main case judged, all conditions, after start-up."""

from collections.abc import Iterator

from bench.checks_timing import TARGET, milliseconds
from bench.row import Row
from detente.case import open_case
from detente.findings.from_claims import Tell
from detente.law import load_law
from detente.machine import compile_package

CASE, SLOWEST = "alaska-2025", 3


def rows(tell: Tell) -> Iterator[Row]:
    """Milliseconds of each package, and of its slowest conditions."""
    case, law = open_case(CASE), load_law()
    for package in case.packages:
        tell(package)
        spent = milliseconds(compile_package(case, package), case, law)
        whole, owed = sum(spent.values()), f"under {TARGET:g} ms"
        yield Row(f"{package}: all conditions", whole, "ms", owed=owed, kept=whole < TARGET)
        for condition in sorted(spent, key=lambda name: -spent[name])[:SLOWEST]:
            yield Row(f"  {condition}", spent[condition], "ms")
