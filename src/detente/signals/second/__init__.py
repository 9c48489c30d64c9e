"""Second opinions, asked for by name and never on by default."""

from detente.signals.second.asked import ANNOTATORS, annotator, second_reading
from detente.signals.second.model import Annotator, Opinion, SecondReading

__all__ = ["ANNOTATORS", "Annotator", "Opinion", "SecondReading", "annotator", "second_reading"]
