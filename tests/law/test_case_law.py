"""Law files of a case: whatever is wrong with them, every command that opens the case says so."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from detente.case.starter import new_case
from detente.cli import app
from detente.errors import InputError
from detente.law.from_case import law_of, open_with_law

LAW = """\
measures:
  - measure: oil-embargo
    title: Embargo
    target: BO
    holder: US
    body: us-president
    vote: alone
    reversible: yes
    default: shut
    legal: A law
    source: A test
    evidence: unchecked
    rules:
      - {act: ease, since: 2020-02-01}
"""


def told(case: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        open_with_law(str(case))
    return [str(problem) for problem in caught.value.problems]


def starter(parent: Path, law: str, world: tuple[str, str] | None = None) -> Path:
    case = new_case("own", parent)
    (case / "law").mkdir()
    (case / "law/x.yaml").write_text(law, encoding="utf-8")
    if world:
        text = (case / "case.yaml").read_text("utf-8")
        assert world[0] in text
        (case / "case.yaml").write_text(text.replace(*world), encoding="utf-8")
    return case


def test_sound_law_is_no_complaint(tmp_path: Path) -> None:
    case = starter(tmp_path, LAW)
    assert open_with_law(str(case)).folder == case
    assert "oil-embargo" in law_of(case).measures


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "    rules:\n",
            "    rulez:\n",
            'law/x.yaml:13: measures[0]: unknown key "rulez"; did you mean "rules"?',
        ),
        (
            "vote: alone",
            "vote: alome",
            'law/x.yaml:7: measures[0].vote: "alome" is not a choice; did you mean "alone"?',
        ),
        (
            "body: us-president",
            "body: us-presidant",
            'law/x.yaml:14: "oil-embargo" ease: no body "us-presidant"; '
            'did you mean "us-president"?',
        ),
        (
            "measure: oil-embargo",
            "measure: oil-embargoo",
            'law/x.yaml:14: the case has no measure "oil-embargoo"; did you mean "oil-embargo"?',
        ),
        (
            "since: 2020-02-01",
            "since: 2020-02-01, locks: [eu-883]",
            'law/x.yaml:14: "oil-embargo" ease: locks names no measure "eu-883"; '
            'did you mean "eu-833"?',
        ),
        ("measures:", "\tmeasures:", "law/x.yaml:1: is not readable YAML"),
    ],
)
def test_every_fault_has_its_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    found = told(starter(tmp_path, LAW.replace(old, new)))
    assert any(line.startswith(message) for line in found), found


def test_a_law_that_is_named_and_not_there_is_an_error_with_a_guess(tmp_path: Path) -> None:
    world = ("    issuer: AL\n", "    issuer: AL\n    law: uk-russia-reg\n")
    found = told(starter(tmp_path, LAW, world))
    assert found
    assert all('no measure "uk-russia-reg" in the law files' in line for line in found)
    assert all(line.endswith('did you mean "uk-russia-regs"?') for line in found)
    assert all(line.startswith("case.yaml:") for line in found)


def test_faults_of_the_case_and_of_its_law_are_told_at_once(tmp_path: Path) -> None:
    case = starter(tmp_path, LAW.replace("rules:", "rulez:"), ("size: 1", "size: 11"))
    files = {line.split(":")[0] for line in told(case)}
    assert files == {"case.yaml", "law/x.yaml"}


@pytest.mark.parametrize(
    "words",
    [
        ["check"],
        ["hold"],
        ["gap"],
        ["outlook"],
        ["price"],
        ["claims"],
        ["allocate"],
        ["minerals"],
        ["brief"],
        ["design"],
        ["export"],
    ],
    ids=lambda words: words[0],
)
def test_every_command_that_opens_the_case_tells_it(tmp_path: Path, words: list[str]) -> None:
    case = starter(tmp_path, LAW.replace("rules:", "rulez:"))
    done = CliRunner().invoke(app, [*words, str(case)])
    assert isinstance(done.exception, InputError), done.output
    assert "law/x.yaml:13" in str(done.exception)
