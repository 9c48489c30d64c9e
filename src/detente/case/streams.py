"""Where randomness comes from: the seed, and a stream for every use of it.

One use does not disturb another: what is asked first, or not at all, changes no number elsewhere.
"""

from enum import IntEnum

import numpy as np


class Stream(IntEnum):
    """The uses of randomness beside the draws of uncertain numbers, which take the seed itself."""

    WORDS = 1
    MARKETS = 2
    PORTFOLIO = 3
    FLIPS = 4
    BACKTEST = 5
    POWER = 6
    SCORE = 7


def stream(seed: int, use: Stream) -> np.random.Generator:
    """The same numbers for the same seed and use.

    >>> from detente.case.streams import Stream, stream
    >>> stream(1, Stream.WORDS).random() == stream(1, Stream.WORDS).random()
    True
    """
    return np.random.default_rng([seed, int(use)])
