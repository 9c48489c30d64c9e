"""One case, one result object: every room run over a case in the order in which data flows."""

from importlib import import_module
from typing import TYPE_CHECKING

from detente.findings.as_text import as_text, plain

if TYPE_CHECKING:
    from detente.findings.from_claims import Findings, schema
    from detente.findings.model import Brief

__all__ = ["Brief", "Findings", "as_text", "plain", "schema"]
PUBLIC = (
    "absent",
    "as_text",
    "compare",
    "design_result",
    "first_break",
    "from_claims",
    "frontier_model",
    "game_tree",
    "market_result",
    "model",
    "package_result",
    "part_worth",
)  # modules that other rooms may import, beside this door

_LATER = {"Findings": "from_claims", "schema": "from_claims", "Brief": "model"}


def __getattr__(name: str) -> object:
    """What brings every room along is loaded once it is asked for."""
    if name not in _LATER:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
