"""The plan of the house: data goes one way, every room shows a small door, help stays light."""

import ast
import re
import subprocess
import sys
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

import detente

HOUSE = Path(detente.__file__).parent
ROOMS = (
    *("case", "law", "record", "signals", "machine", "checks", "incentives", "durability"),
    *("design", "scenarios", "markets", "portfolio", "claims"),
    *("findings", "wording", "brief", "answers"),
)
DOORWAYS = ("cli", "live", "mcp", "notebook", "web")
SHOWING = ("wording", "brief", "answers")  # they make no nouns of their own
HEAVY = ("spacy", "numba", "scipy", "altair", "highspy", "pydantic", "ruamel", "numpy")


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def imported(file: Path) -> set[str]:
    """Rooms that a file imports, wherever in it the import stands."""
    names: set[str] = set()
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{file}: relative import"
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    parts = [name.split(".") for name in names if name.startswith("detente.")]
    return {part[1] for part in parts}.intersection(ROOMS)


def test_every_folder_is_a_room():
    folders = {path.parent.name for path in HOUSE.glob("*/__init__.py")}
    assert folders - set(DOORWAYS) == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_leans_on_a_door(room):
    for file in sorted((HOUSE / room).rglob("*.py")):
        assert not re.search(
            rf"^\s*(from|import) detente\.({'|'.join(DOORWAYS)})\b",
            file.read_text(),
            re.MULTILINE,
        ), file.relative_to(HOUSE)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_rooms_above_it(room):
    above = set(ROOMS[: ROOMS.index(room) + 1])
    for file in sorted((HOUSE / room).rglob("*.py")):
        assert imported(file) <= above, file.relative_to(HOUSE)


DOORS = {
    "case": {"Case", "Package", "Sampler", "find_case", "open_case", "shipped_cases"},
    "law": {"Law", "Rule", "can_block", "describe", "holds_power", "load_law"},
    "record": {"Deed", "Record", "Statement", "read_record"},
    "signals": {"Gap", "Reading", "Recurrence", "Signals", "read_record", "read_text"},
    "machine": {"Machine", "State", "compile_package", "standing"},
    "checks": {"CONDITIONS", "Check", "check"},
    "incentives": {"Game", "Hold", "Played", "hold", "make_game"},
    "durability": {
        *("Lifetime", "ReferenceClass", "lifetime", "load_reference", "pool", "survival_at"),
    },
    "design": {"GOALS", "Design", "design"},
    "scenarios": {"SCENARIOS", "Odds", "Outlook", "Shift", "assumed", "outlook"},
    "markets": {"Asset", "Assumptions", "Markets", "Range", "Survival", "price"},
    "portfolio": {"Allocation", "Belief", "Flip", "Holding", "Mandate", "allocate"},
    "claims": {"Verdict", "decide"},
    "findings": {"Brief", "Findings", "as_text", "plain", "schema"},
    "wording": {"with_unpriced", "worded_brief"},
    "brief": {"written"},
    "answers": {"Asked", "Told", "VERBS", "Verb", "family"},
}


@cache
def reached(file: Path) -> set[tuple[str, str]]:
    """(room, module) for every module of a room that a file imports from."""
    found = set()
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("detente."):
            _, room, *rest = str(node.module).split(".")
            whole = ".".join(rest)
            found.add((room, whole))
            for alias in node.names:
                if is_module(room, *rest, alias.name):
                    found.add((room, ".".join((*rest, alias.name))))
    return {(room, module) for room, module in found if module and room in ROOMS}


def is_module(*parts: str) -> bool:
    path = HOUSE.joinpath(*parts)
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def strangers(room: str) -> set[str]:
    """Modules of a room that anything outside of it imports from."""
    files = (file for file in HOUSE.rglob("*.py") if file.relative_to(HOUSE).parts[0] != room)
    return {module for file in files for name, module in reached(file) if name == room}


@pytest.mark.parametrize("room", ROOMS)
def test_others_import_only_what_a_room_makes_public(room):
    public = import_module(f"detente.{room}").PUBLIC
    assert strangers(room) == set(public)
    assert tuple(sorted(public)) == public


def test_no_import_goes_in_a_circle():
    """Modules in the order in which they could be loaded; what is left over goes round."""
    waits = {module: needs - {module} for module, needs in imports_at_once().items()}
    while ready := {module for module, needs in waits.items() if not needs}:
        waits = {m: needs - ready for m, needs in waits.items() if m not in ready}
    assert not waits


def imports_at_once() -> dict[str, set[str]]:
    """Of every module, those that it imports when it is loaded, its packages' doors apart."""
    found = {}
    for file in HOUSE.rglob("*.py"):
        name = ".".join(("detente", *file.relative_to(HOUSE).with_suffix("").parts))
        found[name.removesuffix(".__init__")] = file
    return {
        name: {
            target
            for node in parsed(file).body
            if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
            for target in (f"{node.module}.{alias.name}", node.module)
            if target in found and (target != node.module or f"{target}.{alias.name}" not in found)
        }
        for name, file in found.items()
    }


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_shows_at_most_six_names(room):
    module = import_module(f"detente.{room}")
    assert set(module.__all__) == DOORS[room]
    assert len(module.__all__) <= 6
    assert all(hasattr(module, name) for name in module.__all__)


@pytest.mark.parametrize("room", [room for room in ROOMS if room not in SHOWING])
def test_a_room_has_its_nouns_and_its_verb(room):
    folder = HOUSE / room
    assert (folder / "model.py").is_file()
    assert list(folder.glob("from_*.py")), "no verb"


def test_only_one_module_puts_files_in_their_place():
    """All others write through it, or into a folder that it gave them."""
    ways = r"\b(tempfile|mkstemp|os\.replace|os\.rename|os\.link|rmtree)\b|\.rename\("
    found = {
        str(file.relative_to(HOUSE))
        for file in HOUSE.rglob("*.py")
        if re.search(ways, file.read_text(encoding="utf-8"))
    }
    assert found == {"writing.py"}


def test_help_needs_no_heavy_library():
    code = f"import sys, detente.cli; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_files_are_of_a_size_to_be_read():
    long = {
        str(file.relative_to(HOUSE)): lines
        for file in HOUSE.rglob("*.py")
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long


SPELLED = {  # commands that are shown or run, and styles
    *("brief/figures/frontier.py", "brief/formats/plain_page.py", "web/verbs.py"),
}


def test_no_room_spells_an_option_as_the_command_line_does():
    """An error names its parameter as `option`; help and docstrings may show a command."""
    found = {
        str(file.relative_to(HOUSE))
        for file in HOUSE.rglob("*.py")
        if not file.is_relative_to(HOUSE / "cli") and "verbs" not in file.parts
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.search(r"(?<![\w-])--[a-z]", node.value) and not node.value.count("`")
    }
    assert found == SPELLED


TAKEN_APART = re.compile(
    r"\.(words|why|what|how|says|finding|remedy|reason|sentence)"
    r"\.(r?partition|r?split|removeprefix|removesuffix|startswith|endswith|replace)\("
)
OF_THE_CASE = {  # what people wrote into their files, not what a room made
    *("durability/number_words.py", "wording/figure_titles.py"),
}


def test_no_sentence_is_taken_apart():
    """Who needs a part of what another room says is given it as a field."""
    found = {
        str(file.relative_to(HOUSE))
        for file in HOUSE.rglob("*.py")
        if not file.is_relative_to(HOUSE / "signals")  # which reads what people said
        if TAKEN_APART.search(file.read_text(encoding="utf-8"))
    }
    assert found == OF_THE_CASE
