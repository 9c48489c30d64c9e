"""The published JSON Schemas accept what ships, refuse what the models refuse, and are sound."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from detente.case import shipped_cases
from detente.case.schema import schemas
from detente.case.starter import TEMPLATE

SCHEMAS = schemas()
FOLDERS = {**shipped_cases(), "starter": TEMPLATE}
KIND = {"case.yaml": "case", "assets.yaml": "assets", "claims.yaml": "claims"}
TABLES = {"deeds.csv": "deeds", "estimates.csv": "estimates", "portfolio.csv": "portfolio"}


def plain(node: Any) -> Any:
    """Dates as they are written: JSON has none."""
    if isinstance(node, dict):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(part) for part in node]
    return node.isoformat() if isinstance(node, date) else node


def complaints(kind: str, text: str) -> list[str]:
    data = plain(YAML(typ="safe", pure=True).load(text))
    return [f"{e.json_path}: {e.message}" for e in Draft7Validator(SCHEMAS[kind]).iter_errors(data)]


def yaml_files() -> list[Any]:
    found = []
    for name, folder in FOLDERS.items():
        files = [folder / file for file in KIND if (folder / file).exists()]
        for path in [*files, *sorted(folder.glob("packages/*.yaml"))]:
            kind = KIND.get(path.name, "package")
            found.append(pytest.param(path, kind, id=f"{name}/{path.name}"))
    return found


@pytest.mark.parametrize("kind", SCHEMAS)
def test_schema_is_sound_draft_7(kind: str) -> None:
    schema = SCHEMAS[kind]
    Draft7Validator.check_schema(schema)
    text = str(schema)
    assert "prefixItems" not in text
    assert "$dynamicRef" not in text
    defined = schema.get("$defs", {})
    wanted = {ref.split("'")[0] for ref in text.split("#/$defs/")[1:]}
    assert wanted <= set(defined)


@pytest.mark.parametrize(("path", "kind"), yaml_files())
def test_shipped_files_follow_their_schema(path: Path, kind: str) -> None:
    assert complaints(kind, path.read_text("utf-8")) == []


@pytest.mark.parametrize("folder", FOLDERS.values(), ids=FOLDERS)
def test_statements_follow_their_schema(folder: Path) -> None:
    for path in sorted(folder.glob("record/*.md")):
        assert complaints("statement", path.read_text("utf-8").split("---\n")[1]) == [], path


@pytest.mark.parametrize("folder", FOLDERS.values(), ids=FOLDERS)
def test_columns_follow_their_schema(folder: Path) -> None:
    for file, kind in TABLES.items():
        if (folder / file).exists():
            with (folder / file).open(encoding="utf-8-sig", newline="") as table:
                head = set(next(csv.reader(table)))
            schema = SCHEMAS[f"{kind}-row"]
            assert set(schema["required"]) <= head <= set(schema["properties"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("target: BO", "traget: BO"),
        ("at_most: 0.5", "at_most: 50"),
        ("role: guarantor", "role: friend"),
        ("stay: 0.9", "stay: {most: 0.9}"),
        ("stay: 0.9", "stay: [0.9]"),
        ("detente/case/1", "detente/case/2"),
    ],
)
def test_mistakes_do_not(old: str, new: str) -> None:
    text = (TEMPLATE / "case.yaml").read_text("utf-8")
    assert complaints("case", text.replace(old, new))


@pytest.mark.parametrize("amount", ["2", "E01", "-E01", "{value: 2}", "[E01, {value: 2}, 3]", "[]"])
def test_every_way_to_write_an_amount(amount: str) -> None:
    text = (TEMPLATE / "case.yaml").read_text("utf-8")
    assert complaints("case", text.replace("{AL: E03,", f"{{AL: {amount},")) == []
