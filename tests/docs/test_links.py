"""Links lead somewhere, commands that are mentioned exist, every page is in the navigation."""

import re
from pathlib import Path
from typing import Any

import pytest
import typer
from refresh import DOCS, MADE, PAGES, ROOT, TRIED
from ruamel.yaml import YAML

from detente.cli import app

EVERY = [*PAGES, *MADE, TRIED, ROOT / "STYLE.md", ROOT / "CHANGELOG.md"]
NAMES = [str(page.relative_to(ROOT)) for page in EVERY]
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_OWN = re.compile(r"^    ([a-z|]+)\)", re.MULTILINE)  # what `run` itself does, besides passing on
_SCRIPT = {
    name for names in _OWN.findall((ROOT / "run").read_text("utf-8")) for name in names.split("|")
}


def _prose(page: Path) -> str:
    return re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


def _anchors(page: Path) -> set[str]:
    """Anchors of the headings of a page, as mkdocs makes them."""
    heads = re.findall(r"^#+ (.+)$", _prose(page), flags=re.MULTILINE)
    return {re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", h.lower()).strip()) for h in heads}


@pytest.mark.parametrize("page", EVERY, ids=NAMES)
def test_links_lead_somewhere(page: Path):
    for link in _LINK.findall(_prose(page)):
        if link.startswith(("http:", "https:", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name}: {link}"
        assert target.is_relative_to(ROOT), f"{page.name}: {link} leaves the repository"
        assert not anchor or anchor in _anchors(target), f"{page.name}: {link}"


@pytest.mark.parametrize("page", EVERY, ids=NAMES)
def test_commands_that_are_mentioned_exist(page: Path):
    known = set(typer.main.get_group(app).commands) | _SCRIPT
    named = re.findall(r"(?:\./run|\bdetente) ([a-z]+)\b", _code(page))
    assert set(named) <= known, page.name


def _code(page: Path) -> str:
    """Commands as they are written: in fences, and in backticks."""
    text = page.read_text(encoding="utf-8")
    fences = re.findall(r"^```.*?^```$", text, flags=re.MULTILINE | re.DOTALL)
    lines = [
        line for fence in fences for line in fence.split("\n") if re.match(r"\$ |\./run", line)
    ]
    return "\n".join([*lines, *re.findall(r"`((?:\./run|detente) [^`]+)`", _prose(page))])


def test_every_page_is_in_the_navigation_once():
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    pages = _leaves(YAML(typ="safe", pure=True).load(text)["nav"])
    assert sorted(pages) == sorted(path.name for path in DOCS.glob("*.md"))


def _leaves(nav: str | dict[str, Any] | list[Any]) -> list[str]:
    if isinstance(nav, str):
        return [nav]
    parts = nav.values() if isinstance(nav, dict) else nav
    return [leaf for part in parts for leaf in _leaves(part)]


def test_a_page_for_every_room():
    rooms = {path.parent.name for path in (ROOT / "src" / "detente").glob("*/__init__.py")}
    pages = {path.stem for path in DOCS.glob("*.md")}
    elsewhere = {"web": "workbench", "cli": "commands", "mcp": "api", "answers": "architecture"}
    assert {elsewhere.get(room, room) for room in rooms} <= pages


def test_pages_and_site_fetch_nothing_from_elsewhere():
    site = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert "font: false" in site
    assert "http" not in site
    for page in EVERY:
        assert not re.search(r"!\[[^\]]*\]\(http|<script|<img", page.read_text("utf-8")), page.name
