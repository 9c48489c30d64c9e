"""Who may open, close or let lapse a measure, by what vote, since when and until when."""

from detente.law.describe import describe
from detente.law.from_data import load_law
from detente.law.model import Law, Rule
from detente.law.powers import can_block, holds_power

__all__ = ["Law", "Rule", "can_block", "describe", "holds_power", "load_law"]
PUBLIC = (
    "describe",
    "from_case",
    "model",
    "votes",
)  # modules that other rooms may import, beside this door
