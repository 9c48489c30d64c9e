"""Makes the documentation true again: ./run python tests/docs/refresh.py [PAGE ...]

Rewrites docs/commands.md and docs/schema.md from the code, and in every page the output of the
commands that it shows. What it changed is for you to read: numbers in the prose are not touched,
and a test says which of them no longer stand in any output.
"""

import sys
import tempfile
from pathlib import Path

from doors_pages import api_page, python_page
from house_picture import architecture_page, picture
from made_pages import MADE as MARK
from made_pages import commands_page, schema_page
from page_steps import played, renewed

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
MADE = {
    DOCS / "commands.md": commands_page,
    DOCS / "schema.md": schema_page,
    DOCS / "architecture.md": lambda: architecture_page(MARK),
    DOCS / "python.md": lambda: python_page(MARK),
    DOCS / "api.md": lambda: api_page(MARK),
    DOCS / "img" / "house.svg": picture,
}
TRIED = DOCS / "tested.md"  # what ./run pythons and ./run oracles found the last time
PAGES = [
    path
    for path in [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]
    if path not in MADE and path != TRIED
]


def refreshed(page: str, folder: Path) -> str:
    """A page with the output of its commands as it is today."""
    lines = page.split("\n")
    # From the end, so that the line numbers of what stands above stay right.
    for command, given in reversed(list(played(page, folder))):
        start = command.first - 1
        lines[start : start + len(command.expected)] = renewed(command.expected, given)
    return "\n".join(lines)


def main(asked: list[str]) -> None:
    """Rewrites what is stale and names it."""
    for path, make in MADE.items():
        _write(path, make())
    for path in PAGES:
        if not asked or path.name in asked:
            with tempfile.TemporaryDirectory() as folder:
                _write(path, refreshed(path.read_text(encoding="utf-8"), Path(folder)))


def _write(path: Path, text: str) -> None:
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
