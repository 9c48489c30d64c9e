"""One result object: as a desk note in the terminal, as JSON, and as a page with figures."""

from collections.abc import Collection
from pathlib import Path

from detente.brief.from_claims import Findings, make_brief, schema
from detente.brief.model import Brief
from detente.brief.writing import as_text, write_whole

__all__ = ["Brief", "Findings", "as_text", "make_brief", "schema", "written"]


def written(found: Brief, folder: Path, formats: Collection[str] = ()) -> str:
    """Writes brief.html, brief.json and other formats into a folder, all or none; the JSON."""
    from detente.brief.page import to_html

    text = as_text(found)
    files: dict[Path, str | bytes] = {
        folder / "brief.html": to_html(found),
        folder / "brief.json": text,
    }
    if formats:
        from detente.brief.formats import in_formats

        files |= in_formats(found, folder, formats)
    write_whole(files)
    return text
