"""Packages searched: the least relief that holds, and the price of every red line."""

from detente.design.from_incentives import design
from detente.design.model import GOALS, Design

__all__ = ["GOALS", "Design", "design"]
PUBLIC = (
    "aims",
    "bargaining",
    "bounds",
    "conflicts",
    "from_incentives",
    "frontier",
    "model",
    "pareto",
    "program",
    "proof",
    "proposal",
    "repair",
    "search",
    "survival",
    "written",
)  # modules that other rooms may import, beside this door
