"""The notebook's door: answers equal those of the command line, show themselves, and run."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from nbclient import NotebookClient

import detente
from detente.errors import DetenteError

NOTEBOOK = Path(__file__).parents[2] / "docs" / "notebook.ipynb"


@pytest.fixture(scope="module")
def desk():
    return detente.open("barbados-2023")


def test_an_answer_is_what_json_prints(desk):
    words = ["hold", "barbados-2023", "--draws", "60", "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "detente", *words], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == desk.hold(draws=60).data


@pytest.mark.parametrize("question", ["hold", "outlook", "price", "allocate", "design", "flips"])
def test_every_answer_is_a_table_and_a_picture(desk, question):
    answer = getattr(desk, question)(draws=40)
    assert len(answer.to_frame("pandas")) == len(answer.rows) > 0
    picture = ElementTree.fromstring(answer.figure().svg())  # noqa: S314  # our own
    assert picture.tag.endswith("svg")
    assert answer._repr_html_().startswith("<table>")


def test_survival_in_the_frame_is_that_of_the_arrays(desk):
    frame = desk.hold("licence-44", draws=40).to_frame("pandas").set_index("month")
    life = desk.findings(40).life("licence-44")
    assert frame["alive"][12] == pytest.approx(life.mean(life.alive)[12])


def test_words_are_shown_as_words(desk):
    assert "<b>" not in desk.read("We <b>will</b> not lift the ban.")._repr_html_()


def test_what_has_no_picture_says_so(desk):
    with pytest.raises(DetenteError, match="to_frame"):
        desk.check().figure()


@pytest.mark.skipif(importlib.util.find_spec("polars") is not None, reason="polars is here")
def test_what_is_not_installed_is_named(desk):
    with pytest.raises(DetenteError, match="polars"):
        desk.check().to_frame("polars")


def test_the_tutorial_notebook_runs_from_top_to_bottom():
    book = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(book, timeout=120, kernel_name="python3").execute()
    shown = [out for cell in book.cells for out in cell.get("outputs", ())]
    assert len(shown) >= 7
    assert any("image/svg+xml" in out.get("data", {}) for out in shown)
