"""The package as it reads: every number in a sentence can be moved, and nothing else."""

import pytest

from detente.case import open_case, shipped_cases
from detente.errors import DetenteError
from detente.web.edits import Control
from detente.web.reading import put_in, read_package
from detente.web.treaty import DONE, article_words, natural, treaty

PACKAGES = [
    (case, path.stem)
    for case, folder in shipped_cases().items()
    for path in sorted((folder / "packages").glob("*.yaml"))
]


def read(case, name):
    found = open_case(case)
    text = (found.folder / f"packages/{name}.yaml").read_text("utf-8")
    document, package = read_package(found, name, text)
    return found, document, treaty(package, document.data, found.world)


@pytest.mark.parametrize(("case", "name"), PACKAGES)
def test_what_is_shown_reads_back_as_what_is_written(case, name):
    _, document, text = read(case, name)
    assert len(text.controls) > 10
    for control in text.controls.values():
        assert control.read(control.shown) == control.value
        changed = put_in(document.data, {control.path: control.value})
        node = changed
        for step in control.path:
            node = node[step]
        assert node == control.value


@pytest.mark.parametrize(("case", "name"), PACKAGES)
def test_every_clause_of_the_file_is_in_the_text(case, name):
    found, _, text = read(case, name)
    clauses = {a.clause for chapter in text.chapters for a in chapter.articles}
    package = found.packages[name]
    for kind in ("module", "trigger", "guarantee", "milestone", "end"):
        assert {f"{kind}:{c.name}" for c in getattr(package, f"{kind}s")} <= clauses


def test_anchors_differ():
    _, _, text = read("alaska-2025", "modular")
    anchors = [a.anchor for chapter in text.chapters for a in chapter.articles]
    assert len(anchors) == len(set(anchors))


def test_articles_stand_in_their_order():
    assert sorted(["10.2", "2.1", "10.10", "Art. 5"], key=natural) == [
        "2.1",
        "10.2",
        "10.10",
        "Art. 5",
    ]
    assert article_words("Art. 5") == article_words("5") == "Article 5"
    assert article_words("2231 (2015), 11") == "2231 (2015), 11"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("much", "is no number"),
        ("nan", "is no number"),
        ("inf", "is no number"),
        ("", "is no number"),
        ("1e999", "is no number"),
    ],
)
def test_what_is_no_number_is_refused(text, words):
    with pytest.raises(DetenteError, match=words):
        Control(("a",), "A clause", 0.5).read(text)


def test_whole_numbers_and_choices_are_kept_to():
    with pytest.raises(DetenteError, match="whole number"):
        Control(("a",), "A clause", 3, whole=True).read("2.5")
    with pytest.raises(DetenteError, match="no choice; there is: pause, close, snap"):
        Control(("a",), "A clause", "snap", choices=DONE).read("<script>")
    assert Control(("a",), "A clause", 0.3, "%", 100.0).read("35") == 0.35
    assert Control(("a",), "A clause", 0.3, "%", 100.0).read("12,5") == 0.125
