"""Hazard curves a second, beside QuantLib's bootstrap."""

from collections.abc import Iterator

from bench.hazard_curves import CURVES, TENORS, seconds
from bench.peers import asked
from bench.row import Row
from detente.findings.from_claims import Tell

TIMES_FASTER = 50


def rows(tell: Tell) -> Iterator[Row]:
    """Curves a second, six tenors each."""
    tell(f"{CURVES:,} curves of {len(TENORS)} tenors")
    ours, other = CURVES / seconds(), asked("quantlib")
    theirs = other["curves"] / other["seconds"] if other else None
    owed = f"{TIMES_FASTER} times QuantLib's"
    kept = ours > TIMES_FASTER * theirs if theirs else None
    yield Row("hazard curves", ours, "curves/s", "QuantLib", theirs, owed, kept)
