"""Curves, spreads and asset paths under each scenario."""

from detente.markets.from_scenarios import Assumptions, price
from detente.markets.model import Asset, Markets, Range, Survival

__all__ = ["Asset", "Assumptions", "Markets", "Range", "Survival", "price"]
PUBLIC = (
    "bargaining_power",
    "energy",
    "minerals",
    "model",
    "reaction",
    "sensitivities",
    "sequencing",
    "supply_risk",
)  # modules that other rooms may import, beside this door
