"""One case, one result object: every room run over a case in the order in which data flows."""

from detente.findings.as_text import as_text, plain
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
