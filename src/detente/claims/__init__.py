"""The analyst's claims, tested against everything the engine found."""

from detente.claims.from_portfolio import decide
from detente.claims.model import Verdict

__all__ = ["Verdict", "decide"]
PUBLIC = ("model",)  # modules that other rooms may import, beside this door
