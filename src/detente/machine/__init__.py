"""A package compiled to a finite machine: months, states, moves, clocks."""

from detente.machine.from_case import compile_package
from detente.machine.model import Machine, State
from detente.machine.schedule import standing

__all__ = ["Machine", "State", "compile_package", "standing"]
PUBLIC = (
    "agreement",
    "clocks",
    "closing",
    "cut",
    "dot",
    "layout",
    "listing",
    "logic",
    "model",
    "part",
    "plays",
    "prism",
    "product",
    "relief",
    "rules",
    "schedule",
    "search",
    "tree",
    "widest",
)  # modules that other rooms may import, beside this door
