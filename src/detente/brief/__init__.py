"""The page: a desk note in the terminal, sections, figures, and other formats."""

from collections.abc import Callable, Collection
from pathlib import Path

from detente.findings import Brief, as_text
from detente.writing import strangers, sums, write_whole

__all__ = ["written"]


RECORD = "brief.sha256"  # what `sha256sum -c` checks: that these files are of one brief


def written(
    found: Brief,
    folder: Path,
    formats: Collection[str] = (),
    tell: Callable[[str], None] = lambda _: None,
) -> str:
    """Writes brief.html, brief.json and other formats into a folder, all or none; the JSON."""
    from detente.brief.page import to_html

    text, page = as_text(found), to_html(found)
    files: dict[Path, str | bytes] = {
        folder / "brief.html": page,
        folder / "brief.json": text,
    }
    if formats:
        from detente.brief.formats import in_formats

        files |= in_formats(found, page, folder, formats)
    other, same = strangers(folder / RECORD)
    if other:
        tell(f"{folder}: {', '.join(other)} did not belong to the brief there; all is written anew")
    old = [name for name in (*same, *other) if folder / name not in files]
    if old:
        tell(f"{folder}: {', '.join(old)} is of the brief before; ask for it again, or remove it")
    record = sums({path.relative_to(folder).as_posix(): body for path, body in files.items()})
    write_whole({**files, folder / RECORD: record})
    return text


PUBLIC = (
    "allocation_sheet",
    "figures.palette",
    "figures.vega",
    "formats",
    "terminal",
)  # modules that other rooms may import, beside this door
