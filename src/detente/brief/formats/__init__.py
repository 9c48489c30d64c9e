"""The brief for other readers: the same page as Markdown, Word and PDF."""

from collections.abc import Collection
from pathlib import Path

from detente.brief.formats.about import About
from detente.brief.formats.blocks import Block, blocks
from detente.errors import DetenteError
from detente.findings.model import Brief


def in_formats(
    brief: Brief, page: str, folder: Path, formats: Collection[str]
) -> dict[Path, str | bytes]:
    """The files of each format asked for, by path, made from the page; html and json are not."""
    files: dict[Path, str | bytes] = {}
    if not {"md", "docx", "pdf"}.intersection(formats):
        return files
    found = blocks(page)
    if "md" in formats:
        from detente.brief.formats.markdown import to_markdown

        text, pictures = to_markdown(found, "brief-figures")
        files[folder / "brief.md"] = text
        files |= {folder / "brief-figures" / name: svg for name, svg in pictures.items()}
    if "docx" in formats:
        from detente.brief.formats.word import to_word

        files[folder / "brief.docx"] = to_word(About.brief(brief), found)
    if "pdf" in formats:
        from detente.brief.formats.pdf import to_pdf

        files[folder / "brief.pdf"] = to_pdf(About.brief(brief), found)
    return files


ENDINGS = (".md", ".html", ".pdf", ".docx")


def one_page(about: About, found: list[Block], path: Path) -> str | bytes:
    """A page that stands by itself, as the ending of its file's name says.

    Raises DetenteError where no format has that ending.
    """
    match path.suffix.lower():
        case ".md":
            from detente.brief.formats.markdown import to_markdown

            return to_markdown(found, "figures")[0]
        case ".html":
            from detente.brief.formats.plain_page import to_plain_page

            return to_plain_page(about, found)
        case ".pdf":
            from detente.brief.formats.pdf import to_pdf

            return to_pdf(about, found)
        case ".docx":
            from detente.brief.formats.word import to_word

            return to_word(about, found)
    raise DetenteError(f'"{path.name}" is no page', f"end it with one of {', '.join(ENDINGS)}")
