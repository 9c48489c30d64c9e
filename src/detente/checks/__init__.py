"""Named conditions on a package: good, or the shortest trace that breaks it, and a remedy."""

from detente.checks.from_machine import CONDITIONS, check
from detente.checks.model import Check

__all__ = ["CONDITIONS", "Check", "check"]
PUBLIC = (
    "mended",
    "model",
    "red_line",
    "tags",
)  # modules that other rooms may import, beside this door
