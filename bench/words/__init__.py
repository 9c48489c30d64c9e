"""How well the reader does on labelled sets that others made: `./run bench words`."""

from bench.words.row import Row
from bench.words.table import words_rows

__all__ = ["Row", "words_rows"]
