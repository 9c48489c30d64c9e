"""Rotate or hold, and the probability at which the answer turns."""

from detente.portfolio.from_markets import allocate
from detente.portfolio.model import Allocation, Belief, Flip, Holding, Mandate

__all__ = ["Allocation", "Belief", "Flip", "Holding", "Mandate", "allocate"]
PUBLIC = (
    "history",
    "holdings",
    "mandate",
    "model",
    "own_odds",
)  # modules that other rooms may import, beside this door
