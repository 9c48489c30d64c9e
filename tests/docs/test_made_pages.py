"""The pages made from the code are what the code would make today."""

from pathlib import Path

import pytest
from made_pages import type_words
from refresh import MADE

from detente.case.schema import schemas


@pytest.mark.parametrize("page", MADE, ids=lambda path: path.name)
def test_it_is_fresh(page: Path):
    fresh = page.exists() and page.read_text(encoding="utf-8") == MADE[page]()
    assert fresh, f"docs/{page.name} is stale: ./run python tests/docs/refresh.py"


def test_every_field_has_words_for_its_type():
    for schema in schemas().values():
        for clause in [schema, *schema.get("$defs", {}).values()]:
            for name, field in clause.get("properties", {}).items():
                words = type_words(field)
                assert words, name
                assert "{" not in words, name
