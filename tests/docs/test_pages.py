"""Every command that a page shows gives the output that the page shows, and nothing is made up."""

import re
import tempfile
from pathlib import Path

import pytest
from page_steps import blocks, played, renewed, same
from refresh import DOCS, PAGES, ROOT

from detente.checks import CONDITIONS, tags

NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
# A number of which a reader could ask "who says so": a share in per cent, or one with a point.
_CLAIM = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?:\s?%| per cent)|(?<![\w.])\d+\.\d+(?![\w.])")


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_the_output_is_as_shown(page: Path, tmp_path: Path):
    for command, given in played(page.read_text(encoding="utf-8"), tmp_path):
        assert same(command.expected, given), (
            f"{page.name}:{command.first}: {' '.join(command.words)} now gives\n"
            + "\n".join(given)
            + "\nif that is right: ./run python tests/docs/refresh.py, then read the prose again"
        )


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_numbers_in_the_prose_stand_in_an_output_of_the_page(page: Path):
    text = page.read_text(encoding="utf-8")
    shown = "\n".join("\n".join(block.lines) for block in blocks(text))
    stray = [claim for claim in _claims(text) if claim not in shown]
    assert not stray, f"{page.name}: no block of the page has {', '.join(stray)}"


def _claims(text: str) -> list[str]:
    """Shares and decimals of the prose, code and headings left out, `7 %` as commands write it."""
    prose = re.sub(r"^```.*?^```$|^#.*?$", "", text, flags=re.MULTILINE | re.DOTALL)
    prose = re.sub(r"`[^`]*`|\]\([^)]*\)", "", prose)
    found = (match[0] for match in _CLAIM.finditer(prose))
    return [re.sub(r"(\s?%| per cent)$", "%", claim) for claim in found]


def test_every_page_shows_something_that_runs():
    quiet = {"index.md", "live.md", "notebook.md", "record.md", "workbench.md"}
    for page in PAGES:
        runs = [b for b in blocks(page.read_text(encoding="utf-8")) if b.language == "console"]
        assert runs or page.name in quiet, page.name


@pytest.mark.parametrize(
    ("expected", "given", "alike"),
    [
        (("a", "b"), ("a", "b"), True),
        (("a", "b"), ("a",), False),
        (("a", "...", "d"), ("a", "b", "c", "d"), True),
        (("a", "...", "d"), ("a", "b"), False),
        (("x ... %",), ("x 12 %",), True),
        (("x ... %",), ("x 12",), False),
        (("a (b)",), ("a b",), False),
    ],
)
def test_ellipses(expected, given, alike):
    assert same(expected, given) is alike


def test_refreshing_keeps_the_cut_of_a_block():
    old = ("head 1", "...", "tail 1", "end 1")
    new = ("head 2", "x", "y", "tail 2", "end 2")
    assert renewed(old, new) == ("head 2", "...", "tail 2", "end 2")
    assert renewed(("a ...",), ("a 3",)) == ("a ...",)


def test_an_edit_that_does_not_fit_is_refused(tmp_path: Path):
    (tmp_path / "a.yaml").write_text("x: 1\n", encoding="utf-8")
    page = '```diff title="a.yaml"\n-x: 2\n+x: 3\n```\n'
    with pytest.raises(ValueError, match=r"0 places in a\.yaml"):
        list(played(page, tmp_path))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.yaml").write_text("x: 2\n", encoding="utf-8")
        assert list(played(page, Path(folder))) == []
        assert (Path(folder) / "a.yaml").read_text(encoding="utf-8") == "x: 3\n"


def test_the_page_on_checks_names_every_condition_and_no_other():
    table = (DOCS / "checks.md").read_text("utf-8").partition("\n## ")[0]
    rows = re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE)
    assert rows == list(CONDITIONS)


def test_the_page_on_checks_names_every_tag_that_is_understood():
    page = (DOCS / "checks.md").read_text("utf-8")
    pairs = {tag for pair in tags.OPPOSED for tag in pair}
    known = {*tags.BARTERED, *pairs, tags.ALL_LIFTED, tags.STOCKS_KEPT, tags.RENEWAL_PROMISED}
    assert {tag for tag in known if f"`{tag}`" not in page} == set()
