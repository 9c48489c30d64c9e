"""How well the reader does on labelled sets that others made: `./run bench words`."""

from detente.signals.bench.row import Row
from detente.signals.bench.table import words_rows

__all__ = ["Row", "words_rows"]
