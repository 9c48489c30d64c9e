"""Lets the tests of a room share its small builders; hypothesis has no clock on a busy machine.

Most tests open a shipped case, or a copy of one, and read the law: a text is parsed once a process.
What is made of the tree is made anew each time.
"""

import sys
from functools import lru_cache
from pathlib import Path

from hypothesis import settings

from detente.case import document as of_case
from detente.law import document as of_law

LONGEST = 100_000  # characters of a text whose tree is kept

sys.path.extend(str(folder) for folder in Path(__file__).parent.iterdir() if folder.is_dir())
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def _kept(plain):
    """The same function, remembering the trees of what is not far too long."""
    kept = lru_cache(maxsize=1000)(plain)
    return lambda text: (kept if len(text) < LONGEST else plain)(text)


of_case._tree = _kept(of_case._tree)
of_law._tree = _kept(of_law._tree)
