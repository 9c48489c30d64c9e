"""A reading as one row of a table, and the columns of that table."""

from collections.abc import Mapping
from typing import Any

from detente.signals.model import Reading

COLUMNS: Mapping[str, str] = {  # name -> type, as DuckDB writes it
    "file": "VARCHAR", "line": "INTEGER", "clock": "VARCHAR", "id": "VARCHAR", "date": "DATE",
    "actor": "VARCHAR", "party": "VARCHAR", "instrument": "VARCHAR",
    "level": "TINYINT", "low": "TINYINT", "high": "TINYINT", "abstains": "BOOLEAN",
    "p_proposition": "DOUBLE", "p_proposition_low": "DOUBLE", "p_proposition_high": "DOUBLE",
    "p_committed": "DOUBLE", "p_committed_low": "DOUBLE", "p_committed_high": "DOUBLE",
    "clarity": "VARCHAR", "condition": "VARCHAR", "consequence": "VARCHAR", "clock_days": "INTEGER",
    "proposition": "VARCHAR", "attributed_to": "VARCHAR", "evidence": "VARCHAR",
    "spans": 'STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR, cue VARCHAR, weight INTEGER)[]',
}  # fmt: skip


def row_of(found: Reading, file: str) -> dict[str, Any]:
    """The reading under these columns, as JSON can write it."""
    place, _, clock = found.source.partition(" at ")
    same = {name: getattr(found, name) for name in COLUMNS if hasattr(found, name)}
    condition = found.condition
    return same | {
        "file": file,
        "line": int(place.rsplit(":", 1)[1]),
        "clock": clock or None,
        "date": found.date.isoformat() if found.date else None,
        "condition": condition.text if condition else None,
        "consequence": condition.consequence if condition else None,
        "clock_days": condition.clock_days if condition else None,
        "spans": [
            {"start": s.start, "end": s.end, "text": s.text, "cue": s.cue, "weight": s.weight}
            for s in found.spans
        ],
    }
