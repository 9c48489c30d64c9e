"""A package compiled to a finite machine: months, states, moves, clocks."""

from detente.machine.explore import moves, shortest, standing
from detente.machine.from_case import compile_package
from detente.machine.model import Machine, State

__all__ = ["Machine", "State", "compile_package", "moves", "shortest", "standing"]
