"""The brief for other readers: the same page as Markdown, Word and PDF."""

from collections.abc import Collection
from pathlib import Path

from detente.brief.formats.blocks import blocks
from detente.brief.model import Brief


def in_formats(brief: Brief, folder: Path, formats: Collection[str]) -> dict[Path, str | bytes]:
    """The files of each format asked for, by path; html and json are always written."""
    files: dict[Path, str | bytes] = {}
    if not {"md", "docx", "pdf"}.intersection(formats):
        return files
    found = blocks(brief)
    if "md" in formats:
        from detente.brief.formats.markdown import to_markdown

        text, pictures = to_markdown(found, "brief-figures")
        files[folder / "brief.md"] = text
        files |= {folder / "brief-figures" / name: svg for name, svg in pictures.items()}
    if "docx" in formats:
        from detente.brief.formats.word import to_word

        files[folder / "brief.docx"] = to_word(brief, found)
    if "pdf" in formats:
        from detente.brief.formats.pdf import to_pdf

        files[folder / "brief.pdf"] = to_pdf(brief, found)
    return files
