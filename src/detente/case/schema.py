"""JSON Schemas of everything a person writes in a case, for editors and for other tools."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from detente.case.events import Replay
from detente.case.ledger import Assets, Claims
from detente.case.package import Package
from detente.case.rows import DeedRow, EstimateRow, HoldingRow, RungRow, StatementHead
from detente.case.world import World

DRAFT = "http://json-schema.org/draft-07/schema#"
_MODELS: Mapping[str, type[BaseModel]] = {
    "case": World,
    "package": Package,
    "assets": Assets,
    "claims": Claims,
    "replay": Replay,
    "statement": StatementHead,
    "deeds-row": DeedRow,
    "estimates-row": EstimateRow,
    "portfolio-row": HoldingRow,
    "ladder-row": RungRow,
}


def schemas() -> dict[str, dict[str, Any]]:
    """A schema for each kind of file, by name; `-row` is one row of a table, cells as numbers."""
    return {
        name: {"$schema": DRAFT, **model.model_json_schema()} for name, model in _MODELS.items()
    }
