"""One result object: as a desk note in the terminal, as JSON, and as a page with figures."""

from pathlib import Path

from detente.brief.from_claims import Findings, make_brief, schema
from detente.brief.model import Brief
from detente.brief.writing import as_text, write_whole

__all__ = ["Brief", "Findings", "as_text", "make_brief", "schema", "written"]


def written(found: Brief, folder: Path) -> str:
    """Writes brief.html and brief.json into a folder, both or neither; returns the JSON."""
    from detente.brief.page import to_html

    text = as_text(found)
    write_whole({folder / "brief.html": to_html(found), folder / "brief.json": text})
    return text
