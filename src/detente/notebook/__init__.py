"""A third door: the same functions for a notebook, as objects that show themselves."""

from detente.notebook.desk import Desk, open_desk
from detente.notebook.result import Drawing, Result

__all__ = ["Desk", "Drawing", "Result", "open_desk"]
