"""The few futures, how likely each is, and which line of the record moved them."""

from detente.scenarios.assumed import assumed
from detente.scenarios.from_durability import outlook
from detente.scenarios.model import SCENARIOS, Odds, Outlook, Shift

__all__ = ["SCENARIOS", "Odds", "Outlook", "Shift", "assumed", "outlook"]
PUBLIC = (
    "demands",
    "model",
    "quotes",
    "score",
)  # modules that other rooms may import, beside this door
