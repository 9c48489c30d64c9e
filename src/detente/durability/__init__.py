"""Survival: the game's hazards from inside, reference classes of history from outside."""

from detente.durability.from_incentives import lifetime
from detente.durability.model import Lifetime
from detente.durability.pooling import pool
from detente.durability.reference import ReferenceClass, load_reference, survival_at

__all__ = ["Lifetime", "ReferenceClass", "lifetime", "load_reference", "pool", "survival_at"]
PUBLIC = (
    "backtest",
    "choose",
    "flips",
    "given",
    "model",
    "outcomes",
    "pooling",
    "precedents",
    "reference",
    "selection",
    "traits",
    "uncertain",
)  # modules that other rooms may import, beside this door
