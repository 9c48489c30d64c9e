"""The machine in other tools' formats: whole, escaped, the same on every run; bad asks refused."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from little_packages import ATTACK, LITTLE, OIL, changed, little, spelled, starter

from detente.answers.export import export_answer
from detente.case import open_case
from detente.errors import DetenteError
from detente.findings import Findings
from detente.machine import listing
from detente.machine.dot import to_dot
from detente.machine.layout import Layout, words
from detente.machine.listing import to_json
from detente.machine.plays import by_chance, free
from detente.machine.prism import labels, to_prism, written
from detente.machine.product import rules
from detente.machine.relief import rewards
from detente.machine.search import TooLargeError, explore
from detente.machine.tree import Choice, Draw, Leaf, nodes, to_efg


def prism(spelling: dict) -> str:
    machine = little(spelling)
    layout = Layout(machine, starter(), watched=True)
    asked = rules(machine, starter(), watched=True)
    return to_prism(by_chance(asked), rewards(layout), labels(layout, asked))


@pytest.mark.parametrize("name", LITTLE)
def test_every_word_of_a_prism_model_is_declared(name):
    text = prism(LITTLE[name])
    told = re.sub(r"//.*|\"[^\"]*\"", "", text)
    declared = set(re.findall(r"^formula (\w+) =", text, re.MULTILINE))
    declared |= set(re.findall(r"^  (\w+) : \[0\.\.\d+\] init", text, re.MULTILINE))
    actions = set(re.findall(r"^  \[(\w+)\].*->", text, re.MULTILINE))
    rewarded = set(re.findall(r"^  \[(\w+)\] [^;>]* : ", text, re.MULTILINE))
    known = {"mdp", "formula", "module", "endmodule", "label", "rewards", "endrewards", "package"}
    known |= {"init", "true", "false", "mod", "e"}
    used = set(re.findall(r"\b[A-Za-z_]\w*", re.sub(r"\[\w+\]", "", told)))
    assert used <= declared | known
    assert rewarded <= actions
    assert told.count("(") == told.count(")")
    assert prism(LITTLE[name]) == text


def test_two_names_that_escape_alike_are_told_apart():
    assert words("phase", ["a-b", "a.b", "a_b"]) == {
        "a-b": "phase_a_b",
        "a.b": "phase_a_b_2",
        "a_b": "phase_a_b_3",
    }
    twins = [changed(OIL, name="oil-x"), changed(OIL, name="oil_x")]
    text = prism(spelled(modules=twins))
    assert "phase_oil_x :" in text
    assert "phase_oil_x_2 :" in text


def test_a_table_is_written_as_choices():
    layout = Layout(little(spelled(signed="2025-01-31")), starter())
    assert written(layout.length) == "(month=0 ? 28 : (month=2 | month=4 | month=7 ? 30 : 31))"


def test_json_is_the_free_machine():
    machine = little(LITTLE["everything"])
    layout, asked = Layout(machine, starter()), rules(machine, starter())
    data = json.loads(to_json(layout, asked))
    found = explore(free(asked), edges=True)
    assert data["format"] == "detente/machine/1"
    assert [v["name"] for v in data["variables"]] == [v.name for v in asked.variables]
    assert len(data["states"]) == found.states
    assert data["states"][0] == ["2025-01-31", *(v.start for v in asked.variables)]
    assert len(data["moves"]) == len(found.kept_edges.source)
    labels_ = [command["label"] for command in data["commands"]]
    assert len(set(labels_)) == len(labels_)
    last = len(data["states"]) - 1
    for begins, command, ends in data["moves"]:
        assert 0 <= begins <= last
        assert 0 <= ends <= last
        assert 0 <= command < len(labels_)
        assert data["states"][begins][0] <= data["states"][ends][0]  # time goes forward
    assert set(data["clocks"]) <= {v["name"] for v in data["variables"]}


def test_a_listing_nobody_would_read_is_refused(monkeypatch):
    monkeypatch.setattr(listing, "MOST_LISTED", 500)
    machine = little(LITTLE["everything"])
    with pytest.raises(TooLargeError, match="cut it at month"):
        to_json(Layout(machine, starter()), rules(machine, starter()))


def test_a_picture_shows_every_clause_and_quotes_it():
    odd = changed(OIL, title='"Oil"\\ and more')
    package = little(spelled(modules=[odd], triggers=[ATTACK])).package
    text = to_dot('a "name"', package)
    assert text.startswith('digraph "a \\"name\\"" {')
    assert 'label="2: \\"Oil\\"\\\\ and more"' in text
    assert '"act pass" -> "oil.full";' in text
    assert '"oil.trial" -> "oil.full" [label="1 months"];' in text
    shuts = 'lhead=cluster_0, label="snaps after 40 days"'
    assert f'"trigger attack" -> "oil.trial" [style=dashed, {shuts}];' in text
    assert text.count("{") == text.count("}")


def test_a_tree_by_hand():
    """Two who choose at once, then nature."""
    ends = [Leaf(f"end {i}", (float(i), -1.0)) for i in range(5)]
    draw = Draw("nature", (("seen", 0.1, ends[3]), ("not", 0.9, ends[4])))
    second = [
        Choice(1, "month 0", (("comply", ends[0]), ("raid", ends[1]))),
        Choice(1, "month 0", (("comply", ends[2]), ("raid", draw))),
    ]
    root = Choice(0, "month 0", (("comply", second[0]), ('"raid"', second[1])))
    assert nodes(root) == 9
    assert to_efg('a "tree"', ("A", "B"), root).splitlines() == [
        'EFG 2 R "a \'tree\'" { "A" "B" }',
        '""',
        "",
        'p "" 1 1 "month 0" { "comply" "\'raid\'" } 0',
        'p "" 2 1 "month 0" { "comply" "raid" } 0',
        't "" 1 "end 0 (1)" { 0.0, -1.0 }',
        't "" 2 "end 1 (2)" { 1.0, -1.0 }',
        'p "" 2 1 "month 0" { "comply" "raid" } 0',
        't "" 3 "end 2 (3)" { 2.0, -1.0 }',
        'c "" 1 "nature (1)" { "seen" 1/10 "not" 9/10 } 0',
        't "" 4 "end 3 (4)" { 3.0, -1.0 }',
        't "" 5 "end 4 (5)" { 4.0, -1.0 }',
    ]


def dayton() -> Findings:
    return Findings(open_case("dayton-1995"), seed=1, draws=2)


@pytest.mark.parametrize(
    ("package", "to", "months", "says"),
    [
        ("resolution-1022", "prsim", None, '--to "prsim" is no format; did you mean "prism"?'),
        (
            "resolution-1022",
            "prism",
            0,
            '--months 0 is none of the months of "resolution-1022", which are 1 to 60',
        ),
        (
            "resolution-1022",
            "json",
            61,
            '--months 61 is none of the months of "resolution-1022", which are 1 to 60',
        ),
        ("resolution-1022", "efg", 40, "has more than 50,000 nodes; give fewer than 40 (--months)"),
        ("resolution-1022", "dot", 2, "--months the picture has no months; leave it out"),
        (
            "",
            "dot",
            None,
            "--package is needed: the case has several; there is: resolution-1022, t",
        ),
        ("resolution", "dot", None, 'no package "resolution"; did you mean "resolution-1022"?'),
    ],
)
def test_what_cannot_be_exported_is_refused(package, to, months, says):
    with pytest.raises(DetenteError) as refused:
        export_answer(dayton(), package, to, months, None)
    assert says in refused.value.said("--{}".format)


@pytest.mark.parametrize("to", ["prism", "json", "efg", "dot"])
def test_the_same_package_gives_the_same_bytes(to, tmp_path):
    texts = []
    for run in range(2):
        file = tmp_path / f"{run}.{to}"
        export_answer(dayton(), "resolution-1022", to, None if to == "dot" else 2, file)
        texts.append(file.read_bytes())
    assert texts[0] == texts[1]
    assert len(texts[0]) > 1000


def test_the_command_refuses_with_two_and_writes_nothing(tmp_path):
    file = tmp_path / "out.prism"
    asked = ["export", "dayton-1995", "--package", "resolution-1022", "--months", "0"]
    command = [sys.executable, "-m", "detente", *asked, "--out", str(file)]
    if not (Path(__file__).parents[2] / "src/detente/__main__.py").is_file():
        command[1:3] = ["-c", "from detente.cli import main; main()"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    said = done.stderr.strip().splitlines()[-1]  # after the notes on the case
    months = 'none of the months of "resolution-1022", which are 1 to 60'
    assert said == f"--months 0 is {months}; leave it out for all"
    assert not file.exists()
