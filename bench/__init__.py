"""The figures: ours beside a peer's, or beside what is owed, section by section, in one run."""

from bench.figures import QUICK, SECTIONS, figures
from bench.row import Row

__all__ = ["QUICK", "SECTIONS", "Row", "figures"]
