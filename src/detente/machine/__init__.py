"""A package compiled to a finite machine: months, states, moves, clocks."""

from detente.machine.from_case import compile_package
from detente.machine.model import Machine, State
from detente.machine.schedule import standing

__all__ = ["Machine", "State", "compile_package", "standing"]
